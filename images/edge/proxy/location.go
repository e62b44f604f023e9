package proxy

import (
	"strconv"
	"strings"
)

// renderUpstream lists the reachable containers of a path. One that nginx cannot reach stays as a comment, and a
// path without any reachable container keeps a server that is down: the host exists and answers 502.
func renderUpstream(out *writer, host *Host, path *Path, reach Reach) {
	out.line("# %s%s", host.Name, path.Path)
	out.block("upstream "+host.Upstream(path), func() {
		servers := 0
		for _, backend := range path.Backends {
			container := backend.Container
			var networks []string
			for _, network := range container.Networks {
				if reach.networks[network.Name] || reach.onHost {
					networks = append(networks, network.Name)
				} else {
					networks = append(networks, network.Name+" (unreachable)")
				}
			}
			out.line("# Container: %s; networks: %s", visible(container.Name), visible(strings.Join(networks, ", ")))
			if address := reach.Address(container); address != "" {
				out.line("server %s:%s;", address, backend.Port)
				servers++
			}
		}
		if servers == 0 {
			out.line("server 127.0.0.1 down;")
			return
		}
		if balance := path.label("loadbalance"); balancing.MatchString(balance) {
			out.line("%s;", strings.TrimSuffix(balance, ";"))
		}
		if keepalive := path.keepalive(servers); keepalive > 0 {
			out.line("keepalive %d;", keepalive)
		}
	})
}

func (p *Path) label(name string) string {
	for _, backend := range p.Backends {
		if value := backend.Container.Labels[LabelPrefix+name]; value != "" {
			return value
		}
	}
	return ""
}

func (p *Path) env(name string) string {
	for _, backend := range p.Backends {
		if value := backend.Container.Env[name]; value != "" {
			return value
		}
	}
	return ""
}

// keepalive is the number of idle connections kept: twice the servers by default, 0 when the label says disabled.
func (p *Path) keepalive(servers int) int {
	label := p.label("keepalive")
	if label == "disabled" {
		return 0
	}
	if number, err := strconv.ParseUint(label, 10, 10); err == nil {
		return int(number)
	}
	return 2 * servers
}

func renderLocation(out *writer, settings Settings, host *Host, path *Path) {
	hash := sha1Text(path.Path)
	file := "/etc/nginx/vhost.d/" + host.Name
	overrides := []string{file + "_" + hash + "_location_override"}
	includes := []string{file + "_" + hash + "_location"}
	secrets := []string{"/etc/nginx/htpasswd/" + host.Name + "_" + hash}
	if path.Path == "/" {
		overrides = append(overrides, file+"_location_override")
		includes = append(includes, file+"_location")
		secrets = append(secrets, "/etc/nginx/htpasswd/"+host.Name)
	}
	for _, override := range overrides {
		if settings.Files.Exists(override) {
			out.line("include %s;", override)
			return
		}
	}
	out.block("location "+path.Path, func() {
		if path.env("NETWORK_ACCESS") == "internal" {
			internalOnly(out, settings)
		}
		proto := path.env("VIRTUAL_PROTO")
		if proto != "https" {
			proto = "http"
		}
		out.line("proxy_pass %s://%s%s;", proto, host.Upstream(path), path.Dest)
		out.line("set $upstream_keepalive %t;", path.keepalive(1) > 0)
		for _, secret := range secrets {
			if settings.Files.Exists(secret) {
				out.line("auth_basic %s;", quoted("Restricted "+host.Name))
				out.line("auth_basic_user_file %s;", secret)
				break
			}
		}
		includeFirst(out, settings, append(includes, "/etc/nginx/vhost.d/default_location")...)
	})
}

func internalOnly(out *writer, settings Settings) {
	if settings.Files.Exists("/etc/nginx/network_internal.conf") {
		out.line("include /etc/nginx/network_internal.conf;")
		return
	}
	for _, network := range []string{"127.0.0.0/8", "10.0.0.0/8", "192.168.0.0/16", "172.16.0.0/12"} {
		out.line("allow %s;", network)
	}
	out.line("deny all;")
}
