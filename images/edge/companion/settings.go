// Package companion obtains certificates for the names that running containers ask for, and puts them where nginx-proxy
// looks. Variables, files and links are those that acme-companion documents.
package companion

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"chalan-stack/images/edge/watch"

	"golang.org/x/crypto/acme"
)

// The staging directory of Let's Encrypt, which LETSENCRYPT_TEST=true stands for.
const stagingURI = "https://acme-staging-v02.api.letsencrypt.org/directory"

// Settings is what the companion's own environment says.
type Settings struct {
	CAURI, CABundle, Email, KeySize string
	RenewAfterDays                  int
	UpdateInterval                  time.Duration
	Wait                            watch.Window
	ReloadOnce, NoDHParam           bool
	NginxContainer, DockerGen       string // names or ids instead of labels
	CertificateDir, WebRoot, Home   string
}

// ReadSettings takes the settings from an environment lookup such as os.Getenv. It reports every bad value at once.
func ReadSettings(get func(string) string) (Settings, error) {
	var problems []string
	or := func(fallback string, names ...string) string {
		for _, name := range names {
			if value := get(name); value != "" {
				return value
			}
		}
		return fallback
	}
	number := func(fallback int, name string) int {
		value, err := strconv.Atoi(or(strconv.Itoa(fallback), name))
		if err != nil || value <= 0 {
			problems = append(problems, name+" must be a whole number above 0")
			return fallback
		}
		return value
	}
	settings := Settings{
		CAURI: or(acme.LetsEncryptURL, "ACME_CA_URI"), CABundle: get("CA_BUNDLE"),
		Email: or("", "DEFAULT_EMAIL", "ACME_EMAIL"), KeySize: or("4096", "DEFAULT_KEY_SIZE", "ACME_KEYSIZE"),
		RenewAfterDays: number(60, "ACME_RENEW_AFTER"),
		UpdateInterval: time.Duration(number(3600, "CERTS_UPDATE_INTERVAL")) * time.Second,
		ReloadOnce:     isTrue(get("RELOAD_NGINX_ONLY_ONCE")), NoDHParam: isTrue(get("DHPARAM_SKIP")),
		NginxContainer: get("NGINX_PROXY_CONTAINER"), DockerGen: get("NGINX_DOCKER_GEN_CONTAINER"),
		CertificateDir: "/etc/nginx/certs", WebRoot: "/usr/share/nginx/html", Home: "/etc/acme.sh",
	}
	if isTrue(get("LETSENCRYPT_TEST")) {
		settings.CAURI = stagingURI
	}
	var err error
	if settings.Wait, err = watch.ParseWindow(or("5s:20s", "DOCKER_GEN_WAIT")); err != nil {
		problems = append(problems, "DOCKER_GEN_WAIT: "+err.Error())
	}
	if !validKeySize(settings.KeySize) {
		problems = append(problems, fmt.Sprintf("DEFAULT_KEY_SIZE %q: use %s", settings.KeySize, keySizes))
	}
	if directory, err := url.Parse(settings.CAURI); err != nil || directory.Scheme != "https" || directory.Host == "" {
		problems = append(problems, "ACME_CA_URI must be an https URL of an ACME directory")
	}
	if len(problems) > 0 {
		return settings, fmt.Errorf("%s", strings.Join(problems, "\n"))
	}
	return settings, nil
}

func isTrue(text string) bool {
	return strings.EqualFold(text, "true") || text == "1"
}
