package proxy

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"slices"
	"sort"
	"strings"

	"chalan-stack/images/edge/engine"
)

// Host is one virtual host with everything that its containers say about it.
type Host struct {
	Name       string
	Paths      []*Path // sorted, "/" last
	containers []engine.Container
}

// Path is one location of a host and the containers behind it.
type Path struct {
	Path, Dest string
	Backends   []Backend
}

// Backend is one container on one port.
type Backend struct {
	Container engine.Container
	Port      string
}

// Upstream is the name of the upstream block of a path.
func (h *Host) Upstream(path *Path) string {
	if path.Path == "/" {
		return h.Name
	}
	return h.Name + "-" + sha1Text(path.Path)
}

// Env is the first non-empty value of an environment variable among the host's containers.
func (h *Host) Env(name string) string {
	for _, container := range h.containers {
		if value := container.Env[name]; value != "" {
			return value
		}
	}
	return ""
}

// Label is the first non-empty value of an nginx-proxy label among the host's containers.
func (h *Host) Label(name string) string {
	for _, container := range h.containers {
		if value := container.Labels[LabelPrefix+name]; value != "" {
			return value
		}
	}
	return ""
}

func sha1Text(text string) string {
	sum := sha1.Sum([]byte(text)) // names files as nginx-proxy does; nothing secret
	return hex.EncodeToString(sum[:])
}

type route struct{ host, path, dest, port string }

// routes reads a container's VIRTUAL_HOST family, or VIRTUAL_HOST_MULTIPORTS (JSON form), which overrides it.
func routes(container engine.Container) []route {
	var result []route
	if text := container.Env["VIRTUAL_HOST_MULTIPORTS"]; text != "" {
		var hosts map[string]map[string]*struct {
			Port json.Number
			Dest string
		}
		if json.Unmarshal([]byte(text), &hosts) == nil {
			for host, paths := range hosts {
				if len(paths) == 0 {
					result = append(result, route{host, "/", "", defaultPort(container)})
				}
				for path, target := range paths {
					entry := route{host, path, "", defaultPort(container)}
					if target != nil {
						entry.dest = target.Dest
						if target.Port != "" {
							entry.port = target.Port.String()
						}
					}
					result = append(result, entry)
				}
			}
		}
		return result
	}
	path := container.Env["VIRTUAL_PATH"]
	if path == "" {
		path = "/"
	}
	for _, name := range strings.Split(container.Env["VIRTUAL_HOST"], ",") {
		if name = strings.TrimSpace(name); name != "" {
			result = append(result, route{name, path, container.Env["VIRTUAL_DEST"], port(container)})
		}
	}
	return result
}

func port(container engine.Container) string {
	if port := container.Env["VIRTUAL_PORT"]; port != "" {
		return port
	}
	return defaultPort(container)
}

func defaultPort(container engine.Container) string {
	if len(container.TCPPorts) == 1 {
		return container.TCPPorts[0]
	}
	return "80"
}

// Hosts groups the containers by virtual host and path, all sorted, so that the same containers give the same text.
func Hosts(containers []engine.Container) []*Host {
	byName := map[string]*Host{}
	for _, container := range containers {
		for _, route := range routes(container) {
			route, good := route.guarded()
			if !good {
				continue
			}
			host := byName[route.host]
			if host == nil {
				host = &Host{Name: route.host}
				byName[route.host] = host
			}
			if !slices.ContainsFunc(host.containers, func(c engine.Container) bool { return c.ID == container.ID }) {
				host.containers = append(host.containers, container)
			}
			host.add(route, container)
		}
	}
	hosts := make([]*Host, 0, len(byName))
	for _, host := range byName {
		sort.Slice(host.Paths, func(i, j int) bool { return host.Paths[i].Path > host.Paths[j].Path })
		hosts = append(hosts, host)
	}
	sort.Slice(hosts, func(i, j int) bool { return hosts[i].Name < hosts[j].Name })
	return hosts
}

func (h *Host) add(route route, container engine.Container) {
	index := slices.IndexFunc(h.Paths, func(p *Path) bool { return p.Path == route.path })
	if index < 0 {
		h.Paths = append(h.Paths, &Path{Path: route.path, Dest: route.dest})
		index = len(h.Paths) - 1
	}
	h.Paths[index].Backends = append(h.Paths[index].Backends, Backend{Container: container, Port: route.port})
}
