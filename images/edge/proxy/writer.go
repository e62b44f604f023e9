package proxy

import (
	"fmt"
	"strings"
)

// writer builds indented nginx configuration.
type writer struct {
	text  strings.Builder
	depth int
}

func (w *writer) line(format string, arguments ...any) {
	w.text.WriteString(strings.Repeat("    ", w.depth))
	fmt.Fprintf(&w.text, format, arguments...)
	w.text.WriteByte('\n')
}

func (w *writer) block(header string, body func()) {
	w.line("%s {", header)
	w.depth++
	body()
	w.depth--
	w.line("}")
}

// quoted is text as an nginx string in double quotes. Control characters are dropped: no directive needs them.
func quoted(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' {
			return -1
		}
		return r
	}, text)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// token is text as one bare word: whatever could end a directive is dropped.
func token(text string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || strings.ContainsRune(`;{}"'\#`, r) {
			return -1
		}
		return r
	}, text)
}
