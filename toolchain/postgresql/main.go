// Command pulumi-resource-postgresql serves upstream's Terraform provider to the Pulumi engine.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"

	"chalan.dev/toolchain/postgresql/provider"
)

//go:generate sh -c "go run ./schema > schema.json"
//go:embed schema.json
var schema []byte

func main() {
	tfbridge.Main(provider.Name, provider.Version, provider.Info(), schema)
}
