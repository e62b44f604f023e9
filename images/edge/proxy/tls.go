package proxy

import "strings"

const certificateFolder = "/etc/nginx/certs/"

func hasCertificate(settings Settings, name string) bool {
	return settings.Files.Exists(certificateFolder+name+".crt") && settings.Files.Exists(certificateFolder+name+".key")
}

func defaultCertificate(settings Settings) string {
	if hasCertificate(settings, "default") {
		return "default"
	}
	return ""
}

// certificateOf is the base name of the host's certificate: CERT_NAME, else the host's own, else its parent domain's
// (for names of more than two labels), else the default one; "" when there is none.
// A CERT_NAME without files is not replaced by another certificate.
func certificateOf(settings Settings, host *Host) string {
	if name := host.Env("CERT_NAME"); name != "" {
		if strings.ContainsAny(name, "/\\") || !hasCertificate(settings, token(name)) {
			return ""
		}
		return token(name)
	}
	if hasCertificate(settings, host.Name) {
		return host.Name
	}
	_, parent, _ := strings.Cut(host.Name, ".")
	if strings.Contains(parent, ".") && hasCertificate(settings, parent) {
		return parent
	}
	if settings.TrustDefaultCert {
		return defaultCertificate(settings)
	}
	return ""
}

func writeCertificate(out *writer, settings Settings, name string) {
	out.line("ssl_certificate %s%s.crt;", certificateFolder, name)
	out.line("ssl_certificate_key %s%s.key;", certificateFolder, name)
	if settings.Files.Exists(certificateFolder + name + ".dhparam.pem") {
		out.line("ssl_dhparam %s%s.dhparam.pem;", certificateFolder, name)
	}
}

// tlsPlan is how one host is served: which of http and https, and whether http redirects.
type tlsPlan struct {
	method      string // redirect, noredirect, nohttp or nohttps
	certificate string
	hsts        string // "" for none
	challenge   bool   // whether http serves the ACME challenge
}

func planTLS(settings Settings, host *Host) tlsPlan {
	plan := tlsPlan{method: settings.HTTPSMethod, certificate: certificateOf(settings, host), hsts: settings.HSTS}
	if method := host.Env("HTTPS_METHOD"); method != "" {
		plan.method = method
	}
	httpWithout := settings.EnableHTTPOnMissingCert
	if text := host.Env("ENABLE_HTTP_ON_MISSING_CERT"); text != "" {
		httpWithout = strings.EqualFold(text, "true")
	}
	if plan.certificate == "" && httpWithout && (plan.method == "redirect" || plan.method == "nohttp") {
		plan.method = "noredirect"
	}
	if value := host.Env("HSTS"); plainHSTS.MatchString(value) {
		plan.hsts = value
	}
	if plan.hsts == "off" || plan.certificate == "" || (plan.method != "redirect" && plan.method != "nohttp") {
		plan.hsts = ""
	}
	switch settings.ChallengeLocation {
	case "true":
		plan.challenge = plan.method == "redirect" || plan.method == "noredirect"
	case "legacy":
		plan.challenge = plan.method == "redirect" && plan.certificate != ""
	}
	return plan
}
