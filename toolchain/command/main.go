// Command pulumi-resource-command serves the resource command:local:Command, for machines that cannot download the
// official plugin. Its observable behaviour is the official one's, see test/plugins/.
package main

import (
	"context"
	"log"

	"github.com/pulumi/pulumi-go-provider/infer"

	"chalan.dev/toolchain/command/local"
)

// version of the npm SDK @pulumi/command whose place this plugin takes: the engine looks for exactly this one.
const version = "1.2.1"

func main() {
	provider, err := infer.NewProviderBuilder().
		WithDisplayName("Command").
		WithResources(infer.Resource(local.Command{})).
		Build()
	if err != nil {
		log.Fatalf("build the provider: %v", err)
	}
	if err := provider.Run(context.Background(), "command", version); err != nil {
		log.Fatalf("serve: %v", err)
	}
}
