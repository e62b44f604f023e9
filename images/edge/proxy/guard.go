package proxy

import (
	"regexp"
	"strconv"
	"strings"
)

// nginx reads its configuration as a whole: one value that it refuses would keep it from reloading, and from starting, for
// everybody. So what a container says is taken only in a form that nginx is sure to accept; the rest is left out.

// longestName is what fits server_names_hash_bucket_size 128: a pointer, the name and two bytes rounded up to eight, and
// the end mark, a pointer (ngx_hash_init). nginx refuses a longer one.
const longestName = 110

var (
	// A host name, or one with a wildcard as its first or last label. Regular expressions are not taken: nginx's own
	// compiler would have to be asked about each.
	hostName  = regexp.MustCompile(`^((\*?\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?|([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+\*)$`)
	plainPath = regexp.MustCompile(`^/[A-Za-z0-9._~/-]{0,200}$`)
	plainHSTS = regexp.MustCompile(`^[A-Za-z0-9=; -]{1,100}$`)
	balancing = regexp.MustCompile(`^(least_conn|ip_hash|random|random two|random two least_conn|hash \$(remote_addr|request_uri|host)( consistent)?);?$`)
)

// guarded is the route as nginx takes it; false if it is not taken.
func (r route) guarded() (route, bool) {
	r.host = strings.ToLower(r.host) // names of upstreams are compared without regard to case
	port, err := strconv.ParseUint(r.port, 10, 16)
	good := err == nil && port > 0 && len(r.host) <= longestName && hostName.MatchString(r.host) &&
		plainPath.MatchString(r.path) && (r.dest == "" || plainPath.MatchString(r.dest))
	r.port = strconv.FormatUint(port, 10)
	return r, good
}

// oneOf is the value if it is among the allowed ones, else the fallback.
func oneOf(value, fallback string, allowed ...string) string {
	for _, each := range allowed {
		if value == each {
			return value
		}
	}
	return fallback
}

// visible is text for a comment: on one line.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return -1
		}
		return r
	}, text)
}
