package local

import (
	"bytes"
	"strings"
	"sync"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// Logging says which of a command's streams are shown while it runs.
type Logging string

const (
	logStdout Logging = "stdout"
	logStderr Logging = "stderr"
	logBoth   Logging = "stdoutAndStderr"
	logNone   Logging = "none"
)

// Values lists the texts that the input may have; infer refuses others.
func (Logging) Values() []infer.EnumValue[Logging] {
	return []infer.EnumValue[Logging]{
		{Name: "Stdout", Value: logStdout, Description: "Show stdout only"},
		{Name: "Stderr", Value: logStderr, Description: "Show stderr only"},
		{Name: "StdoutAndStderr", Value: logBoth, Description: "Show both"},
		{Name: "None", Value: logNone, Description: "Show nothing"},
	}
}

func (l Logging) includesStdout() bool { return l == "" || l == logStdout || l == logBoth }
func (l Logging) includesStderr() bool { return l == "" || l == logStderr || l == logBoth }

// sharedBuffer collects both streams in the order in which they come; each is copied by a goroutine of its own.
type sharedBuffer struct {
	mutex  sync.Mutex
	buffer bytes.Buffer
}

func (b *sharedBuffer) Write(data []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.buffer.Write(data)
}

func (b *sharedBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.buffer.String()
}

// lineWriter hands on whole lines, so that the live log does not show a line in pieces.
type lineWriter struct {
	emit    func(string)
	enabled bool
	rest    string
}

func (w *lineWriter) Write(data []byte) (int, error) {
	if !w.enabled {
		return len(data), nil
	}
	lines := strings.Split(w.rest+string(data), "\n")
	w.rest = lines[len(lines)-1]
	for _, line := range lines[:len(lines)-1] {
		w.emit(line)
	}
	return len(data), nil
}

// flush hands on a last line that has no newline.
func (w *lineWriter) flush() {
	if w.rest != "" {
		w.emit(w.rest)
		w.rest = ""
	}
}
