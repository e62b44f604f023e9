package shim

import "testing"

func TestParseCPUs(t *testing.T) {
	for value, want := range map[string]int64{
		"": 0, "0": 0, "0.5": 500_000_000, "0.50": 500_000_000, "1.5": 1_500_000_000, "2": 2_000_000_000, "0.000000001": 1,
	} {
		if got, err := parseCPUs(value); err != nil || got != want {
			t.Errorf("%q: got %d, %v, want %d", value, got, err, want)
		}
	}
	for _, value := range []string{"many", "-1", "0.0000000001", "1e30", "0.5 "} {
		if got, err := parseCPUs(value); err == nil {
			t.Errorf("%q: got %d, want an error", value, got)
		}
	}
}

func TestFormatCPUsIsReadBack(t *testing.T) {
	for nano, want := range map[int64]string{0: "", 1: "0.000000001", 500_000_000: "0.5", 2_000_000_000: "2"} {
		got := formatCPUs(nano)
		if back, err := parseCPUs(got); got != want || err != nil || back != nano {
			t.Errorf("%d: got %q, read back as %d, %v", nano, got, back, err)
		}
	}
}
