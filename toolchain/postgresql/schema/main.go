// Command schema prints the plugin's Pulumi schema, which main.go embeds: generating it takes seconds, so it is done
// once, when the plugin is built, and not each time it starts.
package main

import (
	"encoding/json"
	"log"
	"os"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfgen"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"

	"chalan.dev/toolchain/postgresql/provider"
)

func main() {
	sink := diag.DefaultSink(os.Stderr, os.Stderr, diag.FormatOptions{Color: colors.Never})
	spec, err := tfgen.GenerateSchema(provider.Info(), sink)
	if err != nil {
		log.Fatalf("generate schema: %v", err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(spec); err != nil {
		log.Fatalf("write schema: %v", err)
	}
}
