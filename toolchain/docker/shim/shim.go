// Package shim gives the bridge upstream's docker provider, whose constructor is internal to its module (this module's
// path lies under upstream's, so it may import it), with the differences from the official plugin cured.
//
// Upstream is v2.23.0, the newest that the Go module proxy serves; the official plugin 5.2.0 is built on v4.5.0. Each
// cure says what the official one does; the observations are those of test/plugins/, which can be run on both.
package shim

import (
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"

	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// Provider returns upstream's provider with a cured docker_container.
func Provider() *schema.Provider {
	docker := provider.New("dev")()
	cureContainer(docker.ResourcesMap["docker_container"])
	return docker
}
