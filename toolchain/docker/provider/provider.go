// Package provider describes the bridged docker provider: which Terraform resource is which Pulumi type.
package provider

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	sdkv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"

	"github.com/terraform-providers/terraform-provider-docker/shim"
)

// Name of the Pulumi package, and the version of the npm SDK @pulumi/docker whose place this plugin takes:
// the engine looks for exactly this one.
const (
	Name    = "docker"
	Version = "5.2.0"
)

// Info returns the mapping that tfbridge serves and tfgen turns into a schema.
func Info() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:       sdkv2.NewProvider(shim.Provider()),
		Name:    Name,
		Version: Version,
		Resources: map[string]*tfbridge.ResourceInfo{
			"docker_image": {Tok: "docker:index/remoteImage:RemoteImage"},
			// Without these two the bridge names the inputs in the plural, and ignoreChanges or replaceOnChanges
			// paths written for the official plugin would not match.
			"docker_container": {Fields: map[string]*tfbridge.SchemaInfo{
				"command":           {Name: "command"},
				"networks_advanced": {Name: "networksAdvanced"},
			}},
		},
		DataSources: map[string]*tfbridge.DataSourceInfo{
			"docker_image": {Tok: "docker:index/getRemoteImage:getRemoteImage"},
		},
	}
	info.MustComputeTokens(tokens.SingleModule("docker_", "index", tokens.MakeStandard(Name)))
	info.SetAutonaming(255, "-")
	return info
}
