package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// graceOnCancel is how long a cancelled command has between SIGTERM and SIGKILL.
const graceOnCancel = 5 * time.Second

// process is one execution of a command.
type process struct {
	arguments   []string // program, its arguments, the command text last
	directory   string   // where it runs; empty: the plugin's, which is the program's folder
	stdin       string
	environment []string     // in addition to the plugin's own
	log         func(string) // gets each line while the command runs
	logging     Logging      // which of the two streams log gets
}

// execute runs p to its end and returns what it printed, each without one trailing newline. If it cannot be started or
// exits with a code other than 0, the error has the command text and all it printed, also when logging is none.
func execute(ctx context.Context, p process) (stdout, stderr string, err error) {
	command := exec.CommandContext(ctx, p.arguments[0], p.arguments[1:]...)
	command.Dir = p.directory
	command.Env = append(os.Environ(), p.environment...)
	if p.stdin != "" {
		command.Stdin = strings.NewReader(p.stdin)
	}
	// A process group of its own, so that a cancelled update also ends what the shell has started.
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error {
		time.AfterFunc(graceOnCancel, func() { _ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL) })
		return syscall.Kill(-command.Process.Pid, syscall.SIGTERM)
	}

	var out, problems bytes.Buffer
	both := &sharedBuffer{}
	lines := []*lineWriter{
		{emit: p.log, enabled: p.logging.includesStdout()},
		{emit: p.log, enabled: p.logging.includesStderr()},
	}
	command.Stdout = io.MultiWriter(&out, both, lines[0])
	command.Stderr = io.MultiWriter(&problems, both, lines[1])
	err = command.Run()
	for _, line := range lines {
		line.flush()
	}
	if err != nil {
		text := p.arguments[len(p.arguments)-1]
		return "", "", errors.Join(fmt.Errorf("%w: running %q:\n%s", err, text, both.String()), ctx.Err())
	}
	return trimNewline(out.String()), trimNewline(problems.String()), nil
}

// arguments returns the interpreter's argument vector with the command text as the last one.
func arguments(interpreter []string, text string) []string {
	if len(interpreter) == 0 {
		interpreter = []string{"/bin/sh", "-c"}
	}
	return append(append([]string{}, interpreter...), text)
}

// environment returns the variables that the command gets in addition to the plugin's.
func environment(inputs Inputs, previous *Outputs) []string {
	var variables []string
	if previous != nil && (inputs.AddPreviousOutputInEnv == nil || *inputs.AddPreviousOutputInEnv) {
		variables = append(variables,
			"PULUMI_COMMAND_STDOUT="+previous.Stdout, "PULUMI_COMMAND_STDERR="+previous.Stderr)
	}
	for name, text := range inputs.Environment {
		variables = append(variables, name+"="+text)
	}
	return variables
}

// trimNewline takes one trailing newline away, not all: the rest is what the command meant to print.
func trimNewline(text string) string { return strings.TrimSuffix(text, "\n") }
