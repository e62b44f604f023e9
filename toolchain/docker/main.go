// Command pulumi-resource-docker serves upstream's Terraform provider, with the cures of ./shim, to the Pulumi engine.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"

	"chalan.dev/toolchain/docker/provider"
)

//go:generate sh -c "go run ./schema > schema.json"
//go:embed schema.json
var schema []byte

func main() {
	tfbridge.Main(provider.Name, provider.Version, provider.Info(), schema)
}
