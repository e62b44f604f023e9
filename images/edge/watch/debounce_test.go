package watch

import (
	"context"
	"sync/atomic"
	"testing"
	"time"
)

func TestParseWindow(t *testing.T) {
	cases := map[string]Window{"5s:20s": {5 * time.Second, 20 * time.Second}, "100ms": {100 * time.Millisecond, 400 * time.Millisecond}}
	for text, want := range cases {
		if got, err := ParseWindow(text); err != nil || got != want {
			t.Errorf("%s: %v %v", text, got, err)
		}
	}
	for _, text := range []string{"", "x", "5s:1s", "5s:x"} {
		if _, err := ParseWindow(text); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
}

func TestDebounceActsOncePerBurstAndNoLaterThanTheMaximum(t *testing.T) {
	var calls atomic.Int32
	events := make(chan struct{})
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go Debounce(ctx, Window{Min: 40 * time.Millisecond, Max: 120 * time.Millisecond}, events, func() { calls.Add(1) })
	for range 3 {
		events <- struct{}{}
	}
	if calls.Load() != 0 {
		t.Fatal("acted before the quiet time")
	}
	time.Sleep(100 * time.Millisecond)
	if got := calls.Load(); got != 1 {
		t.Fatalf("a burst gave %d calls", got)
	}
	for start := time.Now(); time.Since(start) < 300*time.Millisecond; time.Sleep(10 * time.Millisecond) {
		select {
		case events <- struct{}{}:
		case <-time.After(time.Second):
			t.Fatal("stuck")
		}
	}
	if got := calls.Load(); got < 2 {
		t.Fatalf("endless events held every call back (%d)", got)
	}
}
