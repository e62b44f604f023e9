package engine

import (
	"context"
	"net/url"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// Container is a running container as the renderers see it.
type Container struct {
	ID       string
	Name     string
	Env      map[string]string
	Labels   map[string]string
	Networks []Network
	TCPPorts []string // exposed TCP ports, sorted
}

// Network is a container's place on one network.
type Network struct {
	Name string
	IP   string
}

type inspected struct {
	ID     string `json:"Id"`
	Name   string
	State  struct{ Running bool }
	Config struct {
		Env    []string
		Labels map[string]string
	}
	NetworkSettings struct {
		Ports    map[string]any
		Networks map[string]struct{ IPAddress string }
	}
}

// RunningIDs lists the running containers that match the filters.
func (c *Client) RunningIDs(ctx context.Context, filters Filters) ([]string, error) {
	all := Filters{"status": {"running"}}
	for key, values := range filters {
		all[key] = values
	}
	var listed []struct{ Id string }
	if err := c.get(ctx, "/containers/json", filterQuery(all), &listed); err != nil {
		return nil, err
	}
	ids := make([]string, len(listed))
	for i, container := range listed {
		ids[i] = container.Id
	}
	return ids, nil
}

// Running inspects all running containers that match the filters, sorted by name. One that has gone meanwhile is left out.
func (c *Client) Running(ctx context.Context, filters Filters) ([]Container, error) {
	ids, err := c.RunningIDs(ctx, filters)
	if err != nil {
		return nil, err
	}
	var containers []Container
	for _, id := range ids {
		var raw inspected
		if err := c.get(ctx, "/containers/"+url.PathEscape(id)+"/json", nil, &raw); err != nil {
			if strings.Contains(err.Error(), "404") {
				continue
			}
			return nil, err
		}
		if raw.State.Running {
			containers = append(containers, raw.container())
		}
	}
	sort.Slice(containers, func(i, j int) bool { return containers[i].Name < containers[j].Name })
	return containers, nil
}

func (raw inspected) container() Container {
	result := Container{
		ID: raw.ID, Name: strings.TrimPrefix(raw.Name, "/"), Labels: raw.Config.Labels, Env: map[string]string{},
	}
	for _, entry := range raw.Config.Env {
		name, value, _ := strings.Cut(entry, "=")
		result.Env[name] = value
	}
	for name, network := range raw.NetworkSettings.Networks {
		result.Networks = append(result.Networks, Network{Name: name, IP: network.IPAddress})
	}
	sort.Slice(result.Networks, func(i, j int) bool { return result.Networks[i].Name < result.Networks[j].Name })
	for port := range raw.NetworkSettings.Ports {
		if number, found := strings.CutSuffix(port, "/tcp"); found {
			result.TCPPorts = append(result.TCPPorts, number)
		}
	}
	sort.Strings(result.TCPPorts)
	return result
}

// ParseFilters reads DOCKER_CONTAINER_FILTERS: key=value pairs separated by commas (a label's own "=" stays in the value).
func ParseFilters(text string) Filters {
	filters := Filters{}
	for _, part := range strings.Split(text, ",") {
		if key, value, found := strings.Cut(strings.TrimSpace(part), "="); found {
			filters[key] = append(filters[key], value)
		}
	}
	return filters
}

// With is a copy of the filters with one more condition.
func (f Filters) With(key, value string) Filters {
	more := Filters{}
	for name, values := range f {
		more[name] = values
	}
	more[key] = append(slices.Clone(more[key]), value)
	return more
}

var containerPath = regexp.MustCompile(`/containers/([0-9a-f]{64})/`)

// OwnID is the id of the container that this process runs in, or "" outside of one.
// The engine bind-mounts /etc/hostname from a folder named after the id.
func OwnID() string {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return ""
	}
	if match := containerPath.FindSubmatch(mounts); match != nil {
		return string(match[1])
	}
	return ""
}
