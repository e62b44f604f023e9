package proxy

import (
	"strings"

	"chalan-stack/images/edge/engine"
)

// Render writes the whole configuration for the given containers.
func Render(settings Settings, containers []engine.Container, reach Reach) string {
	out := &writer{}
	out.line("# Written by docker-gen (stand-in); changes made here are lost.")
	hosts := Hosts(containers)
	renderGlobals(out, settings)
	renderUnknownHost(out, settings, hosts)
	for _, host := range hosts {
		renderHost(out, settings, host, reach)
	}
	return out.text.String()
}

func renderGlobals(out *writer, settings Settings) {
	renderMaps(out, settings)
	out.line("server_names_hash_bucket_size 128;")
	out.line("gzip_types text/plain text/css application/javascript application/json application/x-javascript text/xml " +
		"application/xml application/xml+rss text/javascript image/svg+xml;")
	out.line("log_format vhost escape=%s '%s';", token(settings.LogEscape), strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(settings.LogFormat))
	out.line("access_log off;")
	out.line("error_log /dev/stderr;")
	if settings.Resolvers != "" {
		out.line("resolver %s;", strings.Map(dropDirectiveEnd, settings.Resolvers))
	}
	sslPolicy(out, settings.SSLPolicy)
	out.line("ssl_session_timeout 5m;")
	out.line("ssl_session_cache shared:SSL:50m;")
	out.line("ssl_session_tickets off;")
	if settings.Files.Exists("/etc/nginx/proxy.conf") {
		out.line("include /etc/nginx/proxy.conf;")
		return
	}
	out.line("proxy_http_version 1.1;")
	for _, header := range []string{
		"Host $http_host", "Upgrade $http_upgrade", "Connection $proxy_connection", "X-Real-IP $remote_addr",
		"X-Forwarded-For $proxy_x_forwarded_for", "X-Forwarded-Host $proxy_x_forwarded_host",
		"X-Forwarded-Proto $proxy_x_forwarded_proto", "X-Forwarded-Ssl $proxy_x_forwarded_ssl",
		"X-Forwarded-Port $proxy_x_forwarded_port", "X-Original-URI $request_uri",
		`Proxy ""`, // a client's Proxy header would reach CGI programs as HTTP_PROXY
	} {
		out.line("proxy_set_header %s;", header)
	}
}

func dropDirectiveEnd(r rune) rune {
	if r < ' ' || strings.ContainsRune(";{}", r) {
		return -1
	}
	return r
}

// renderMaps defines the variables of the forwarded headers: a client's own values pass only if they are trusted.
func renderMaps(out *writer, settings Settings) {
	forwarded := func(header, variable, own string) {
		out.block("map $http_"+header+" "+variable, func() {
			if settings.TrustDownstreamProxy {
				out.line("default $http_%s;", header)
				out.line("'' %s;", own)
			} else {
				out.line("default %s;", own)
			}
		})
	}
	forwarded("x_forwarded_proto", "$proxy_x_forwarded_proto", "$scheme")
	forwarded("x_forwarded_host", "$proxy_x_forwarded_host", "$host")
	forwarded("x_forwarded_port", "$proxy_x_forwarded_port", "$server_port")
	out.block("map $http_x_forwarded_for $proxy_x_forwarded_for", func() {
		if settings.TrustDownstreamProxy {
			out.line("default $proxy_add_x_forwarded_for;")
		} else {
			out.line("default $remote_addr;")
		}
	})
	out.block("map $proxy_x_forwarded_proto $proxy_x_forwarded_ssl", func() {
		out.line("default off;")
		out.line("https on;")
	})
	out.block("map $upstream_keepalive $proxy_connection_noupgrade", func() {
		out.line("default close;")
		out.line("true '';")
	})
	out.block("map $http_upgrade $proxy_connection", func() {
		out.line("default upgrade;")
		out.line("'' $proxy_connection_noupgrade;")
	})
}

// renderUnknownHost answers names that no container has: 503, and no TLS handshake without a default certificate.
func renderUnknownHost(out *writer, settings Settings, hosts []*Host) {
	isDefault := "default_server"
	for _, host := range hosts {
		if host.Name == settings.DefaultHost {
			isDefault = ""
		}
	}
	out.block("server", func() {
		out.line(`server_name "";`)
		out.line("server_tokens off;")
		listen(out, settings, settings.HTTPPort, isDefault)
		listen(out, settings, settings.HTTPSPort, strings.TrimSpace("ssl "+isDefault))
		if settings.HTTP2 {
			out.line("http2 on;")
		}
		accessLog(out, settings)
		if certificate := defaultCertificate(settings); certificate != "" {
			writeCertificate(out, settings, certificate)
		} else {
			out.line("ssl_reject_handshake on;")
		}
		out.line("set $upstream_keepalive false;") // the map above needs the variable to exist, also without any host
		if settings.ChallengeUnknownHost {
			challengeLocation(out)
		}
		errorPage(out, settings)
		out.block("location /", func() { out.line("return 503;") })
	})
}

func listen(out *writer, settings Settings, port, rest string) {
	suffix := token(port)
	if rest != "" {
		suffix += " " + rest
	}
	out.line("listen %s;", suffix)
	if settings.IPv6 {
		out.line("listen [::]:%s;", suffix)
	}
}

func accessLog(out *writer, settings Settings) {
	if settings.AccessLogs {
		out.line("access_log /var/log/nginx/access.log vhost;")
	}
}

func errorPage(out *writer, settings Settings) {
	if settings.Files.Exists("/usr/share/nginx/html/errors/50x.html") {
		out.line("error_page 500 502 503 504 /50x.html;")
		out.block("location = /50x.html", func() {
			out.line("root /usr/share/nginx/html/errors;")
			out.line("internal;")
		})
	}
}
