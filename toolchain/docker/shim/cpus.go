package shim

import (
	"context"
	"fmt"
	"math/big"
	"strconv"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/customdiff"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

const nanoPerCPU = 1_000_000_000

// addCPUs adds the input `cpus`, which upstream got after v2.23.0: a string like "1.5", as in the official plugin.
func addCPUs(resource *schema.Resource) {
	resource.Schema["cpus"] = &schema.Schema{
		Type:        schema.TypeString,
		Optional:    true,
		Description: "How many CPUs the container may use at most, e.g. \"1.5\".",
		ValidateFunc: func(value any, key string) ([]string, []error) {
			if _, err := parseCPUs(value.(string)); err != nil {
				return nil, []error{fmt.Errorf("%s: %w", key, err)}
			}
			return nil, nil
		},
		DiffSuppressFunc: func(_, old, new string, _ *schema.ResourceData) bool {
			before, errBefore := parseCPUs(old)
			after, errAfter := parseCPUs(new)
			return errBefore == nil && errAfter == nil && before == after
		},
	}
	// The engine cannot take a limit away from a container (0 means "unchanged"), so that is a new container.
	resource.CustomizeDiff = customdiff.ForceNewIfChange("cpus", func(_ context.Context, old, new, _ any) bool {
		return old != "" && new == ""
	})
}

// parseCPUs returns the billionths of a CPU that value stands for; the empty string stands for 0, no limit.
func parseCPUs(value string) (int64, error) {
	if value == "" {
		return 0, nil
	}
	cpus, ok := new(big.Rat).SetString(value)
	if !ok || cpus.Sign() < 0 {
		return 0, fmt.Errorf("%q is no number of CPUs, write one like \"0.5\" or \"2\"", value)
	}
	nano := cpus.Mul(cpus, big.NewRat(nanoPerCPU, 1))
	if !nano.IsInt() || !nano.Num().IsInt64() {
		return 0, fmt.Errorf("%q has too many digits, the engine counts in billionths of a CPU", value)
	}
	return nano.Num().Int64(), nil
}

// formatCPUs is the reverse of parseCPUs, in the shortest form.
func formatCPUs(nano int64) string {
	if nano == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(nano)/nanoPerCPU, 'f', -1, 64)
}
