package local

import (
	"slices"
	"testing"
)

func TestLoggingChoosesTheStreams(t *testing.T) {
	for logging, want := range map[Logging][2]bool{
		"":        {true, true},
		logBoth:   {true, true},
		logStdout: {true, false},
		logStderr: {false, true},
		logNone:   {false, false},
	} {
		if got := [2]bool{logging.includesStdout(), logging.includesStderr()}; got != want {
			t.Errorf("%q: got %v, want %v", logging, got, want)
		}
	}
}

func TestLineWriterHandsOnWholeLines(t *testing.T) {
	var lines []string
	writer := &lineWriter{emit: func(line string) { lines = append(lines, line) }, enabled: true}
	for _, piece := range []string{"a", "b\nc\n", "", "\nd"} {
		if n, err := writer.Write([]byte(piece)); n != len(piece) || err != nil {
			t.Fatalf("wrote %d, %v", n, err)
		}
	}
	if want := []string{"ab", "c", ""}; !slices.Equal(lines, want) {
		t.Errorf("got %q, want %q", lines, want)
	}
	writer.flush()
	writer.flush()
	if want := []string{"ab", "c", "", "d"}; !slices.Equal(lines, want) {
		t.Errorf("after flush: got %q, want %q", lines, want)
	}
}
