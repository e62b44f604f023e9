// Package provider describes the bridged postgresql provider: which Terraform resource is which Pulumi type.
package provider

import (
	"github.com/hashicorp/terraform-plugin-sdk/helper/schema"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	sdkv1 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v1"
	"github.com/terraform-providers/terraform-provider-postgresql/postgresql"
)

// Name of the Pulumi package, and the version of the npm SDK @pulumi/postgresql whose place this plugin takes: the
// engine looks for exactly this one.
const (
	Name    = "postgresql"
	Version = "3.18.1"
)

// Info returns the mapping that tfbridge serves and tfgen turns into a schema.
func Info() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:       sdkv1.NewProvider(postgresql.Provider().(*schema.Provider)),
		Name:    Name,
		Version: Version,
	}
	info.MustComputeTokens(tokens.SingleModule("postgresql_", "index", tokens.MakeStandard(Name)))
	info.SetAutonaming(255, "-")
	return info
}
