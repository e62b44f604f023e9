package proxy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chalan-stack/images/edge/engine"
)

// files makes a root folder with the given empty files.
func files(t *testing.T, paths ...string) Files {
	t.Helper()
	root := t.TempDir()
	for _, path := range paths {
		full := filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return Files{Root: root}
}

func settings(t *testing.T, environment map[string]string, paths ...string) Settings {
	t.Helper()
	return ReadSettings(func(name string) string { return environment[name] }, files(t, paths...))
}

var edge = Reach{networks: map[string]bool{"edge": true}}

func app(env map[string]string, labels map[string]string) engine.Container {
	all := map[string]string{"VIRTUAL_HOST": "a.test", "VIRTUAL_PORT": "8000"}
	for name, value := range env {
		all[name] = value
	}
	return engine.Container{ID: "1", Name: "app", Env: all, Labels: labels, Networks: []engine.Network{{Name: "edge", IP: "10.0.0.3"}}}
}

// hostText is what was rendered after the unknown host's server.
func hostText(t *testing.T, s Settings, containers ...engine.Container) string {
	t.Helper()
	text := Render(s, containers, edge)
	_, after, found := strings.Cut(text, "\n# a.test/")
	if !found {
		t.Fatalf("no host in:\n%s", text)
	}
	return after
}

func check(t *testing.T, text string, wanted, unwanted []string) {
	t.Helper()
	for _, part := range wanted {
		if !strings.Contains(text, part) {
			t.Errorf("missing %q in:\n%s", part, text)
		}
	}
	for _, part := range unwanted {
		if strings.Contains(text, part) {
			t.Errorf("unexpected %q in:\n%s", part, text)
		}
	}
}

var certificate = []string{"/etc/nginx/certs/a.test.crt", "/etc/nginx/certs/a.test.key"}

func TestHTTPSMethods(t *testing.T) {
	const challenge, redirect, hsts, tls = "acme-challenge", "return 301 https://$host$request_uri;", "Strict-Transport-Security", "listen 443 ssl;"
	const plain, rejected, pass = "listen 80;", "ssl_reject_handshake on;", "proxy_pass http://a.test;"
	cases := []struct {
		name             string
		env              map[string]string
		files            []string
		wanted, unwanted []string
	}{
		{"certificate", nil, certificate, []string{challenge, redirect, hsts, tls, plain, pass}, []string{rejected}},
		{"no certificate", nil, nil, []string{challenge, plain, tls, rejected, pass}, []string{redirect, hsts}},
		{"no certificate, no http", map[string]string{"ENABLE_HTTP_ON_MISSING_CERT": "false"}, nil,
			[]string{challenge, redirect, rejected}, []string{hsts}},
		{"only the certificate, no key", nil, certificate[:1], []string{rejected, plain}, []string{redirect}},
		{"noredirect", map[string]string{"HTTPS_METHOD": "noredirect"}, certificate, []string{challenge, plain, tls, pass}, []string{redirect, hsts}},
		{"nohttps", map[string]string{"HTTPS_METHOD": "nohttps"}, certificate, []string{plain, pass}, []string{tls, redirect, challenge}},
		{"nohttp", map[string]string{"HTTPS_METHOD": "nohttp"}, certificate, []string{tls, hsts, pass}, []string{plain, challenge}},
		{"HSTS off", map[string]string{"HSTS": "off"}, certificate, []string{redirect}, []string{hsts}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, hostText(t, settings(t, nil, c.files...), app(c.env, nil)), c.wanted, c.unwanted)
		})
	}
}

func TestCertificateOrder(t *testing.T) {
	pair := func(name string) []string {
		return []string{certificateFolder + name + ".crt", certificateFolder + name + ".key"}
	}
	all := append(append(append(pair("named"), pair("x.crt.test")...), pair("crt.test")...), pair("default")...)
	cases := []struct {
		name, host, certName string
		files                []string
		want                 string
	}{
		{"CERT_NAME first", "x.crt.test", "named", all, "named"},
		{"a wrong CERT_NAME is not replaced", "x.crt.test", "wrong", all, ""},
		{"CERT_NAME cannot leave the folder", "x.crt.test", "../named", all, ""},
		{"own", "x.crt.test", "", all, "x.crt.test"},
		{"parent", "y.crt.test", "", all, "crt.test"},
		{"not the grandparent", "z.y.crt.test", "", pair("crt.test"), ""},
		{"no top-level parent", "crt.test", "", pair("test"), ""},
		{"default", "other.test", "", all, "default"},
	}
	for _, c := range cases {
		env := map[string]string{"VIRTUAL_HOST": c.host, "CERT_NAME": c.certName}
		host := Hosts([]engine.Container{{ID: "1", Env: env}})[0]
		if got := certificateOf(settings(t, nil, c.files...), host); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	untrusted := settings(t, map[string]string{"TRUST_DEFAULT_CERT": "false"}, all...)
	if got := certificateOf(untrusted, Hosts([]engine.Container{{ID: "1", Env: map[string]string{"VIRTUAL_HOST": "o.test"}}})[0]); got != "" {
		t.Errorf("TRUST_DEFAULT_CERT=false: %q", got)
	}
}

func TestUpstream(t *testing.T) {
	second := app(nil, nil)
	second.ID, second.Name, second.Networks = "2", "second", []engine.Network{{Name: "edge", IP: "10.0.0.4"}}
	hidden := app(nil, nil)
	hidden.ID, hidden.Name, hidden.Networks = "3", "hidden", []engine.Network{{Name: "private", IP: "10.1.0.4"}}
	check(t, hostText(t, settings(t, nil), app(nil, nil), second, hidden),
		[]string{"server 10.0.0.3:8000;", "server 10.0.0.4:8000;", "keepalive 4;", "private (unreachable)", "set $upstream_keepalive true;"},
		[]string{"10.1.0.4", "down;"})
	check(t, hostText(t, settings(t, nil), hidden), []string{"server 127.0.0.1 down;", "acme-challenge"}, []string{"keepalive 2"})
	check(t, hostText(t, settings(t, nil), app(nil, map[string]string{LabelPrefix + "keepalive": "disabled"})),
		[]string{"set $upstream_keepalive false;"}, []string{"    keepalive "})
}

func TestIncludes(t *testing.T) {
	vhost := "/etc/nginx/vhost.d/"
	check(t, hostText(t, settings(t, nil, vhost+"default", vhost+"default_location"), app(nil, nil)),
		[]string{"include " + vhost + "default;", "include " + vhost + "default_location;"}, nil)
	check(t, hostText(t, settings(t, nil, vhost+"default", vhost+"a.test", vhost+"a.test_location", "/etc/nginx/htpasswd/a.test"), app(nil, nil)),
		[]string{"include " + vhost + "a.test;", "include " + vhost + "a.test_location;", "auth_basic_user_file /etc/nginx/htpasswd/a.test;"},
		[]string{vhost + "default;"})
	check(t, hostText(t, settings(t, nil, vhost+"a.test_location_override"), app(nil, nil)),
		[]string{"include " + vhost + "a.test_location_override;"}, []string{"proxy_pass"})
}

func TestGlobals(t *testing.T) {
	text := Render(settings(t, map[string]string{"TRUST_DOWNSTREAM_PROXY": "false", "LOG_FORMAT": `{"h":"$host's"}`, "LOG_FORMAT_ESCAPE": "json"}), nil, edge)
	check(t, text, []string{
		"default_server", "ssl_reject_handshake on;", "return 503;", "default $remote_addr;", `escape=json '{"h":"$host\'s"}'`,
	}, []string{"default $http_x_forwarded_host", "acme-challenge"})
	check(t, Render(settings(t, nil), nil, edge), []string{"default $http_x_forwarded_host;", "$proxy_add_x_forwarded_for"}, nil)
	text = Render(settings(t, nil, certificateFolder+"default.crt", certificateFolder+"default.key"), nil, edge)
	check(t, text, []string{"ssl_certificate /etc/nginx/certs/default.crt;"}, []string{"ssl_reject_handshake"})
	check(t, Render(settings(t, map[string]string{"ACME_HTTP_CHALLENGE_ACCEPT_UNKNOWN_HOST": "true"}), nil, edge), []string{"acme-challenge"}, nil)
}

func TestPerHostSettings(t *testing.T) {
	check(t, hostText(t, settings(t, nil, certificate...), app(nil, map[string]string{LabelPrefix + "non-get-redirect": "308"})),
		[]string{"return 308 https://$host$request_uri;", "return 301 https://$host$request_uri;"}, nil)
	check(t, hostText(t, settings(t, map[string]string{"HTTPS_PORT": "8443", "HTTP_PORT": "8080"}, certificate...), app(nil, nil)),
		[]string{"listen 8080;", "listen 8443 ssl;", "return 301 https://$host:8443$request_uri;"}, nil)
	check(t, hostText(t, settings(t, nil), app(map[string]string{"NETWORK_ACCESS": "internal"}, nil)), []string{"allow 10.0.0.0/8;", "deny all;"}, nil)
	check(t, hostText(t, settings(t, nil, certificate...), app(map[string]string{"SSL_POLICY": "Mozilla-Modern"}, nil)), []string{"ssl_protocols TLSv1.3;"}, nil)
	check(t, hostText(t, settings(t, nil, certificate...), app(map[string]string{"HSTS": `max-age=1"; return 200; #`}, nil)),
		[]string{`"max-age=31536000"`}, []string{"return 200"})
	check(t, hostText(t, settings(t, map[string]string{"DEFAULT_HOST": "a.test"}), app(nil, nil)), []string{"listen 80 default_server;"}, nil)
}

func TestRenderIsStable(t *testing.T) {
	containers := []engine.Container{app(nil, nil), app(map[string]string{"VIRTUAL_HOST": "c.test,b.test"}, nil)}
	first := Render(settings(t, nil), containers, edge)
	for range 20 {
		if Render(settings(t, nil), containers, edge) != first {
			t.Fatal("the same containers gave another text: nginx would reload for nothing")
		}
	}
}
