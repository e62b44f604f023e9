package shim

import (
	"context"
	"strings"
	"time"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/client"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"

	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// upstream holds the four functions of docker_container that are wrapped.
type upstream struct {
	create schema.CreateContextFunc
	read   schema.ReadContextFunc
	update schema.UpdateContextFunc
	remove schema.DeleteContextFunc
}

func cureContainer(resource *schema.Resource) {
	inner := upstream{resource.CreateContext, resource.ReadContext, resource.UpdateContext, resource.DeleteContext}
	resource.CreateContext = inner.createCured
	resource.ReadContext = inner.readCured
	resource.UpdateContext = inner.updateCured
	resource.DeleteContext = inner.deleteCured
	addCPUs(resource)
}

// createCured: a container that exits at once is no error and stays, with mustRun false in the state, as with the
// official plugin; upstream's create ends in its read, which removes a container that must run and does not.
func (u upstream) createCured(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	mustRun := d.Get("must_run").(bool)
	if err := d.Set("must_run", false); err != nil {
		return diag.FromErr(err)
	}
	if diags := u.create(ctx, d, meta); diags.HasError() {
		// Upstream has set the id if the container exists: the engine then keeps it in the state and replaces it.
		return append(diags, diag.FromErr(d.Set("must_run", mustRun))...)
	}
	if err := d.Set("must_run", mustRun); err != nil {
		return diag.FromErr(err)
	}
	if err := setCPUs(ctx, d, docker(meta)); err != nil {
		// The official plugin has it refused before there is a container: leave none either.
		return append(diag.Errorf("set cpus of a new container: %s", err), u.deleteCured(ctx, d, meta)...)
	}
	return u.readCured(ctx, d, meta)
}

// readCured: a container that was stopped is reported with mustRun false, which the next update mends by starting it
// (the documentation of mustRun says so); upstream's read removes it, even in `preview --refresh`.
func (u upstream) readCured(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	found, err := inspect(ctx, d, docker(meta))
	if err != nil {
		return diag.FromErr(err)
	}
	if found == nil {
		d.SetId("")
		return nil
	}
	// The engine tells the published ports of running containers only; upstream would take that for a change.
	ports := d.Get("ports")
	if !found.State.Running && d.Get("start").(bool) {
		if err := d.Set("must_run", false); err != nil {
			return diag.FromErr(err)
		}
	}
	if err := d.Set("cpus", formatCPUs(found.HostConfig.NanoCPUs)); err != nil {
		return diag.FromErr(err)
	}
	if diags := u.read(ctx, d, meta); diags.HasError() || found.State.Running {
		return diags
	}
	return diag.FromErr(d.Set("ports", ports))
}

// updateCured applies what upstream does not know: cpus, and starting a stopped container that must run.
func (u upstream) updateCured(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	if diags := u.update(ctx, d, meta); diags.HasError() {
		return diags
	}
	if d.HasChange("cpus") {
		if err := setCPUs(ctx, d, docker(meta)); err != nil {
			return diag.Errorf("update cpus: %s", err)
		}
	}
	if d.HasChange("must_run") && d.Get("must_run").(bool) {
		if err := docker(meta).ContainerStart(ctx, d.Id(), types.ContainerStartOptions{}); err != nil {
			return diag.Errorf("start a stopped container that must run: %s", err)
		}
	}
	return u.readCured(ctx, d, meta)
}

// deleteCured: a container that is already gone is deleted; upstream fails at stopping it (the official plugin ignores
// that error).
func (u upstream) deleteCured(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	diags := u.remove(ctx, d, meta)
	if !diags.HasError() {
		return diags
	}
	if found, err := inspect(ctx, d, docker(meta)); err != nil || found != nil {
		return diags
	}
	d.SetId("")
	return nil
}

func docker(meta any) *client.Client { return meta.(*provider.ProviderConfig).DockerClient }

// inspect returns the container of d, or nil if the engine has none of that id.
func inspect(ctx context.Context, d *schema.ResourceData, engine *client.Client) (*types.ContainerJSON, error) {
	found, err := engine.ContainerInspect(ctx, d.Id())
	if client.IsErrNotFound(err) {
		return nil, nil
	}
	return &found, err
}

// setCPUs gives the container of d its cpus at once, also while it runs.
func setCPUs(ctx context.Context, d *schema.ResourceData, engine *client.Client) error {
	nano, err := parseCPUs(d.Get("cpus").(string))
	if err != nil || nano == 0 {
		return err
	}
	limit := container.UpdateConfig{Resources: container.Resources{NanoCPUs: nano}}
	// A container that ends just now still runs for the engine, but not for its runtime. Asked again a moment later, the
	// engine keeps the limit for the next start.
	for attempt := 1; ; attempt++ {
		_, err = engine.ContainerUpdate(ctx, d.Id(), limit)
		if err == nil || attempt == 20 || !isOfEndedContainer(err) {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// isOfEndedContainer: runc says the first, and containerd, which has seen the end before runc was asked, the second.
func isOfEndedContainer(err error) bool {
	text := err.Error()
	return strings.Contains(text, "cannot update a stopped container") ||
		strings.Contains(text, "cannot update a deleted process")
}
