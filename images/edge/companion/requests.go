package companion

import (
	"log"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"chalan-stack/images/edge/engine"
)

// Request is one certificate that a container asks for.
type Request struct {
	Container      string   // its id: a container made anew is a new wish, and tried again
	Names          []string // the first one names the folder
	CAURI, Email   string
	KeySize        string
	RenewAfterDays int
}

// Base is the certificate's folder below the certificate directory; those of a staging CA are kept apart.
func (r Request) Base() string {
	if r.staging() {
		return "_test_" + r.Names[0]
	}
	return r.Names[0]
}

func (r Request) staging() bool { return strings.HasPrefix(r.CAURI, "https://acme-staging") }

var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$`)

// Requests reads the containers' ACME_* variables (and their older LETSENCRYPT_* names). A name that cannot have a
// certificate by HTTP-01 is left out with a line in the log. The first request for a folder wins.
func Requests(containers []engine.Container, settings Settings) []Request {
	var requests []Request
	for _, container := range containers {
		env := func(fallback string, names ...string) string {
			for _, name := range names {
				if value := container.Env[name]; value != "" {
					return value
				}
			}
			return fallback
		}
		var names []string
		for _, name := range strings.Split(env("", "ACME_HOST", "LETSENCRYPT_HOST"), ",") {
			name = strings.ToLower(strings.TrimSpace(name))
			switch {
			case name == "" || slices.Contains(names, name):
			case !hostName.MatchString(name):
				log.Printf("%s: %q is no host name that HTTP-01 can prove; left out", container.Name, name)
			default:
				names = append(names, name)
			}
		}
		if len(names) == 0 {
			continue
		}
		request := Request{
			Container:      container.ID,
			CAURI:          env(settings.CAURI, "ACME_CA_URI"),
			Email:          env(settings.Email, "ACME_EMAIL", "LETSENCRYPT_EMAIL"),
			KeySize:        env(settings.KeySize, "ACME_KEYSIZE", "LETSENCRYPT_KEYSIZE"),
			RenewAfterDays: settings.RenewAfterDays,
		}
		if isTrue(env("", "LETSENCRYPT_TEST")) {
			request.CAURI = stagingURI
		}
		if !validKeySize(request.KeySize) {
			log.Printf("%s: key size %q is not one of %s; %s is used", container.Name, request.KeySize, keySizes, settings.KeySize)
			request.KeySize = settings.KeySize
		}
		if days, err := strconv.Atoi(env("", "ACME_RENEW_AFTER")); err == nil && days > 0 {
			request.RenewAfterDays = days
		}
		groups := [][]string{names}
		if isTrue(env("", "ACME_SINGLE_DOMAIN_CERTS", "LETSENCRYPT_SINGLE_DOMAIN_CERTS")) {
			groups = slices.Collect(slices.Chunk(names, 1))
		}
		for _, group := range groups {
			request.Names = group
			taken := slices.ContainsFunc(requests, func(other Request) bool { return other.Base() == request.Base() })
			if !taken {
				requests = append(requests, request)
			}
		}
	}
	return requests
}
