package local

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// shell is a process that runs text in a shell and keeps its live lines.
func shell(text string) (process, *[]string) {
	var lines []string
	return process{
		arguments: arguments(nil, text),
		log:       func(line string) { lines = append(lines, line) },
		logging:   logStdout,
	}, &lines
}

func TestExecuteReturnsEachStreamWithoutOneTrailingNewline(t *testing.T) {
	for _, test := range []struct{ text, stdout, stderr string }{
		{"true", "", ""},
		{"echo out; echo err >&2", "out", "err"},
		{`printf 'a\nb'`, "a\nb", ""},
		{`printf 'a\n\n'`, "a\n", ""},
		{`printf ' a \n'`, " a ", ""},
	} {
		p, _ := shell(test.text)
		stdout, stderr, err := execute(context.Background(), p)
		if err != nil || stdout != test.stdout || stderr != test.stderr {
			t.Errorf("%s: got %q, %q, %v", test.text, stdout, stderr, err)
		}
	}
}

func TestExecuteShowsLinesOfTheChosenStreamWhileItRuns(t *testing.T) {
	p, lines := shell("echo one; echo hidden >&2; printf two")
	if _, _, err := execute(context.Background(), p); err != nil {
		t.Fatal(err)
	}
	if want := []string{"one", "two"}; !slices.Equal(*lines, want) {
		t.Errorf("got %q, want %q", *lines, want)
	}
}

func TestExecuteFailsWithTheCommandTextAndAllOutput(t *testing.T) {
	p, _ := shell("echo out; echo err >&2; exit 3")
	p.logging = logNone
	_, _, err := execute(context.Background(), p)
	if err == nil {
		t.Fatal("no error")
	}
	want := `exit status 3: running "echo out; echo err >&2; exit 3":`
	if text := err.Error(); !strings.HasPrefix(text, want) || !strings.Contains(text, "out\n") || !strings.Contains(text, "err\n") {
		t.Errorf("got %q", text)
	}
}

func TestExecuteFeedsStdinAndRunsInTheDirectory(t *testing.T) {
	p, _ := shell("cat; pwd; echo $NAME")
	p.stdin, p.directory, p.environment = "fed ", "/", []string{"NAME=value"}
	stdout, _, err := execute(context.Background(), p)
	if err != nil || stdout != "fed /\nvalue" {
		t.Errorf("got %q, %v", stdout, err)
	}
}

func TestExecuteEndsAllThatACancelledCommandHasStarted(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	p, _ := shell("sleep 30 | sleep 30; true")
	start := time.Now()
	_, _, err := execute(ctx, p)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(start); took > graceOnCancel {
		t.Errorf("took %s: a child kept the pipes open", took)
	}
}

func TestArgumentsPutTheTextLast(t *testing.T) {
	if got := arguments(nil, "text"); !slices.Equal(got, []string{"/bin/sh", "-c", "text"}) {
		t.Errorf("got %q", got)
	}
	if got := arguments([]string{"python3", "-c"}, "text"); !slices.Equal(got, []string{"python3", "-c", "text"}) {
		t.Errorf("got %q", got)
	}
}

func TestEnvironmentHasThePreviousOutputUnlessSwitchedOff(t *testing.T) {
	off := false
	previous := &Outputs{Stdout: "out", Stderr: "err"}
	own := map[string]string{"NAME": "value"}
	withPrevious := []string{"PULUMI_COMMAND_STDOUT=out", "PULUMI_COMMAND_STDERR=err", "NAME=value"}
	for _, test := range []struct {
		inputs   Inputs
		previous *Outputs
		want     []string
	}{
		{Inputs{Environment: own}, nil, []string{"NAME=value"}},
		{Inputs{Environment: own}, previous, withPrevious},
		{Inputs{Environment: own, AddPreviousOutputInEnv: &off}, previous, []string{"NAME=value"}},
	} {
		if got := environment(test.inputs, test.previous); !slices.Equal(got, test.want) {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
