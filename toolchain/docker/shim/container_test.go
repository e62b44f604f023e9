package shim

import (
	"errors"
	"testing"
)

func TestIsOfEndedContainer(t *testing.T) {
	for text, want := range map[string]bool{
		"Cannot update container 1f: cannot update a stopped container: unknown": true,
		"Cannot update container 1f: cannot update a deleted process: unknown":   true,
		"Range of CPUs is from 0.01 to 2.00":                                     false,
	} {
		if got := isOfEndedContainer(errors.New(text)); got != want {
			t.Errorf("%q: got %t, want %t", text, got, want)
		}
	}
}
