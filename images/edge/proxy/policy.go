package proxy

import "strings"

// The recommended cipher lists of Mozilla's "Server Side TLS" guidelines, version 5.7.
var intermediateCiphers = strings.Join([]string{
	"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
	"ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
	"DHE-RSA-AES128-GCM-SHA256", "DHE-RSA-AES256-GCM-SHA384", "DHE-RSA-CHACHA20-POLY1305",
}, ":")

// sslPolicy writes the protocol directives of a named policy; an unknown name falls back to the default one.
// Reports whether the name was known.
func sslPolicy(out *writer, name string) bool {
	switch name {
	case "Mozilla-Modern":
		out.line("ssl_protocols TLSv1.3;")
		out.line("ssl_prefer_server_ciphers off;")
		return true
	case "Mozilla-Intermediate":
		out.line("ssl_protocols TLSv1.2 TLSv1.3;")
		out.line("ssl_ciphers '%s';", intermediateCiphers)
		out.line("ssl_prefer_server_ciphers off;")
		return true
	}
	out.line("# SSL_POLICY %q is not known here; Mozilla-Intermediate is used", name)
	sslPolicy(out, "Mozilla-Intermediate")
	return false
}
