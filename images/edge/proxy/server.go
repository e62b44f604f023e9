package proxy

import "strings"

func renderHost(out *writer, settings Settings, host *Host, reach Reach) {
	for _, path := range host.Paths {
		renderUpstream(out, host, path, reach)
	}
	plan := planTLS(settings, host)
	if plan.method == "redirect" {
		renderRedirect(out, settings, host, plan)
	}
	out.block("server", func() {
		serverHead(out, settings, host)
		http2 := settings.HTTP2
		if label := host.Label("http2.enable"); label != "" {
			http2 = label == "true"
		}
		if http2 {
			out.line("http2 on;")
		}
		if plan.method == "noredirect" || plan.method == "nohttps" {
			listen(out, settings, settings.HTTPPort, defaultServer(settings, host))
			if plan.challenge {
				challengeLocation(out)
			}
		}
		if plan.method != "nohttps" {
			renderTLS(out, settings, host, plan)
		}
		errorPage(out, settings)
		includeFirst(out, settings, "/etc/nginx/vhost.d/"+host.Name, "/etc/nginx/vhost.d/default")
		root := false
		for _, path := range host.Paths {
			root = root || path.Path == "/"
			renderLocation(out, settings, host, path)
		}
		if !root && settings.DefaultRoot != "none" {
			out.block("location /", func() { out.line("return %s;", strings.Map(dropDirectiveEnd, settings.DefaultRoot)) })
		}
	})
}

func serverHead(out *writer, settings Settings, host *Host) {
	out.line("server_name %s;", host.Name)
	if tokens := oneOf(host.Env("SERVER_TOKENS"), settings.ServerTokens, "on", "off", "build"); tokens != "" {
		out.line("server_tokens %s;", token(tokens))
	}
	accessLog(out, settings)
}

func defaultServer(settings Settings, host *Host) string {
	if settings.DefaultHost != "" && host.Name == settings.DefaultHost {
		return "default_server"
	}
	return ""
}

// renderRedirect is the http side of a host that is served over https: the challenge, and a redirect for the rest.
func renderRedirect(out *writer, settings Settings, host *Host, plan tlsPlan) {
	port := ""
	if settings.HTTPSPort != "443" {
		port = ":" + token(settings.HTTPSPort)
	}
	target := "https://$host" + port + "$request_uri"
	other := oneOf(host.Label("non-get-redirect"), settings.NonGetRedirect, "301", "302", "307", "308")
	out.block("server", func() {
		serverHead(out, settings, host)
		listen(out, settings, settings.HTTPPort, defaultServer(settings, host))
		if plan.challenge {
			challengeLocation(out)
		}
		out.block("location /", func() {
			if code := token(other); code != "301" {
				out.block("if ($request_method !~ ^(GET|HEAD)$)", func() { out.line("return %s %s;", code, target) })
			}
			out.line("return 301 %s;", target)
		})
	})
}

func renderTLS(out *writer, settings Settings, host *Host, plan tlsPlan) {
	listen(out, settings, settings.HTTPSPort, strings.TrimSpace("ssl "+defaultServer(settings, host)))
	if plan.certificate == "" {
		out.line("ssl_reject_handshake on;")
		return
	}
	http3 := settings.HTTP3
	if label := host.Label("http3.enable"); label != "" {
		http3 = label == "true"
	}
	if http3 {
		listen(out, settings, settings.HTTPSPort, "quic")
		out.line("http3 on;")
		out.line(`add_header alt-svc 'h3=":%s"; ma=86400;';`, token(settings.HTTPSPort))
	}
	policy := settings.SSLPolicy
	if value := host.Env("SSL_POLICY"); value != "" && value != policy {
		sslPolicy(out, value)
	}
	writeCertificate(out, settings, plan.certificate)
	if plan.hsts != "" {
		out.line("add_header Strict-Transport-Security %s always;", quoted(plan.hsts))
	}
}

// challengeLocation serves what an ACME client puts into the webroot, before any redirect and without any authentication.
func challengeLocation(out *writer) {
	out.block("location ^~ /.well-known/acme-challenge/", func() {
		out.line("auth_basic off;")
		out.line("auth_request off;")
		out.line("allow all;")
		out.line("root /usr/share/nginx/html;")
		out.line("try_files $uri =404;")
		out.line("break;")
	})
}

func includeFirst(out *writer, settings Settings, paths ...string) {
	for _, path := range paths {
		if settings.Files.Exists(path) {
			out.line("include %s;", path)
			return
		}
	}
}
