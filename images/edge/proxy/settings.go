// Package proxy decides which virtual hosts the running containers ask for and writes nginx's configuration for them.
// Environment variables, labels and files are those that nginx-proxy documents.
package proxy

import (
	"os"
	"path/filepath"
	"strings"
)

// LabelPrefix starts every label that nginx-proxy reads.
const LabelPrefix = "com.github.nginx-proxy.nginx-proxy."

const (
	defaultHSTS      = "max-age=31536000"
	defaultLogFormat = `$host $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$upstream_addr"`
	// Field names as documented for LOG_JSON.
	jsonLogFormat = `{"time_local":"$time_iso8601","client_ip":"$http_x_forwarded_for","remote_addr":"$remote_addr",` +
		`"request":"$request","status":"$status","body_bytes_sent":"$body_bytes_sent","request_time":"$request_time",` +
		`"upstream_response_time":"$upstream_response_time","upstream_addr":"$upstream_addr","http_referrer":"$http_referer",` +
		`"http_user_agent":"$http_user_agent","request_id":"$request_id"}`
)

// Settings is what docker-gen's own environment says about the whole proxy.
type Settings struct {
	HTTPPort, HTTPSPort         string
	HTTPSMethod, HSTS           string
	SSLPolicy, DefaultHost      string
	DefaultRoot, NonGetRedirect string
	ServerTokens                string
	EnableHTTPOnMissingCert     bool
	TrustDefaultCert            bool
	TrustDownstreamProxy        bool
	HTTP2, HTTP3, IPv6          bool
	AccessLogs                  bool
	LogFormat, LogEscape        string
	ChallengeLocation           string // true, false or legacy
	ChallengeUnknownHost        bool
	Resolvers                   string
	Files                       Files
}

// Files answers which files exist below the root folder (tests put another one under it).
type Files struct{ Root string }

// Exists tells whether a file that the configuration would name is there; a broken link is not.
func (f Files) Exists(path string) bool {
	info, err := os.Stat(filepath.Join(f.Root, path))
	return err == nil && !info.IsDir()
}

// ReadSettings takes the settings from an environment lookup such as os.Getenv.
func ReadSettings(get func(string) string, files Files) Settings {
	or := func(name, fallback string) string {
		if value := get(name); value != "" {
			return value
		}
		return fallback
	}
	on := func(name string, fallback bool) bool {
		switch strings.ToLower(get(name)) {
		case "true", "1", "yes":
			return true
		case "false", "0", "no":
			return false
		}
		return fallback
	}
	settings := Settings{
		HTTPPort: or("HTTP_PORT", "80"), HTTPSPort: or("HTTPS_PORT", "443"),
		HTTPSMethod: or("HTTPS_METHOD", "redirect"), HSTS: or("HSTS", defaultHSTS),
		SSLPolicy: or("SSL_POLICY", "Mozilla-Intermediate"), DefaultHost: get("DEFAULT_HOST"),
		DefaultRoot: or("DEFAULT_ROOT", "404"), NonGetRedirect: or("NON_GET_REDIRECT", "301"),
		ServerTokens:            get("SERVER_TOKENS"),
		EnableHTTPOnMissingCert: on("ENABLE_HTTP_ON_MISSING_CERT", true),
		TrustDefaultCert:        on("TRUST_DEFAULT_CERT", true),
		TrustDownstreamProxy:    on("TRUST_DOWNSTREAM_PROXY", true),
		HTTP2:                   on("ENABLE_HTTP2", true), HTTP3: on("ENABLE_HTTP3", false), IPv6: on("ENABLE_IPV6", false),
		AccessLogs: get("DISABLE_ACCESS_LOGS") == "",
		LogFormat:  or("LOG_FORMAT", defaultLogFormat), LogEscape: or("LOG_FORMAT_ESCAPE", "default"),
		ChallengeLocation:    or("ACME_HTTP_CHALLENGE_LOCATION", "true"),
		ChallengeUnknownHost: on("ACME_HTTP_CHALLENGE_ACCEPT_UNKNOWN_HOST", false),
		Resolvers:            get("RESOLVERS"),
		Files:                files,
	}
	if on("LOG_JSON", false) {
		settings.LogEscape = "json"
		settings.LogFormat = or("LOG_FORMAT", jsonLogFormat)
	}
	return settings
}
