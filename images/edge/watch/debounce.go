// Package watch turns bursts of engine events into single calls.
package watch

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Window is a debounce: act Min after the last event, but no later than Max after the first.
type Window struct{ Min, Max time.Duration }

// ParseWindow reads "min:max" (as "5s:20s") or "min"; then Max is four times Min, as docker-gen has it.
func ParseWindow(text string) (Window, error) {
	first, second, found := strings.Cut(text, ":")
	least, err := time.ParseDuration(first)
	if err != nil {
		return Window{}, fmt.Errorf("wait %q: %w; use for example 5s:20s", text, err)
	}
	most := 4 * least
	if found {
		if most, err = time.ParseDuration(second); err != nil {
			return Window{}, fmt.Errorf("wait %q: %w; use for example 5s:20s", text, err)
		}
	}
	if most < least {
		return Window{}, fmt.Errorf("wait %q: the maximum is below the minimum", text)
	}
	return Window{Min: least, Max: most}, nil
}

// Debounce calls act once for each burst that arrives on events, until ctx is done.
func Debounce(ctx context.Context, window Window, events <-chan struct{}, act func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-events:
		}
		latest := time.NewTimer(window.Max)
		quiet := time.NewTimer(window.Min)
		for waiting := true; waiting; {
			select {
			case <-ctx.Done():
				return
			case <-events:
				quiet.Reset(window.Min)
			case <-quiet.C:
				waiting = false
			case <-latest.C:
				waiting = false
			}
		}
		act()
	}
}
