// Package filter stands between the engine's socket and the containers of one edge: docker-gen and the ACME companion
// can ask what they need to know of that edge's containers, and can hang up the proxy and the generator. Nothing else.
package filter

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Call is a request that may be passed on, in the filter's own words: nothing of what was sent is copied but these parts.
type Call struct {
	Version string // "" or as "/v1.41"
	Path    string // without the version
	ID      string // name or id of a container
	Query   url.Values
	answer  func(*Filter, http.ResponseWriter, *http.Request, Call)
}

type route struct {
	method string
	path   *regexp.Regexp
	keys   []string // of the query; "size" is understood and never passed on: it makes the engine measure its disk
	answer func(*Filter, http.ResponseWriter, *http.Request, Call)
}

// What docker-gen 0.17 and acme-companion 2.8 ask for in split mode. The paths are matched as they were sent, so that no
// encoding, dot segment or doubled slash has to be understood: none of them matches.
var routes = []route{
	{"GET", regexp.MustCompile(`^/_ping$`), nil, (*Filter).pass},
	{"HEAD", regexp.MustCompile(`^/_ping$`), nil, (*Filter).pass},
	{"GET", regexp.MustCompile(`^/version$`), nil, (*Filter).pass},
	{"GET", regexp.MustCompile(`^/info$`), nil, (*Filter).info},
	{"GET", regexp.MustCompile(`^/networks$`), []string{"filters"}, (*Filter).networks},
	{"GET", regexp.MustCompile(`^/containers/json$`), []string{"all", "filters", "limit", "size"}, (*Filter).list},
	{"GET", regexp.MustCompile(`^/containers/([A-Za-z0-9][A-Za-z0-9_.-]{0,127})/json$`), []string{"size"}, (*Filter).inspect},
	{"GET", regexp.MustCompile(`^/events$`), []string{"filters", "since", "until"}, (*Filter).events},
	{"POST", regexp.MustCompile(`^/containers/([A-Za-z0-9][A-Za-z0-9_.-]{0,127})/kill$`), []string{"signal"}, (*Filter).hangUp},
}

var (
	versioned = regexp.MustCompile(`^(/v1\.[0-9]{1,2})?(/.*)$`)
	fullID    = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

var hangUps = []string{"HUP", "SIGHUP", "1"}

// ReadCall decides whether a request may be passed on. The error says what is not allowed.
func ReadCall(r *http.Request) (Call, error) {
	if r.ContentLength != 0 || len(r.TransferEncoding) > 0 {
		return Call{}, errors.New("no call that is allowed has a body")
	}
	if r.Header.Get("Upgrade") != "" || strings.Contains(strings.ToLower(r.Header.Get("Connection")), "upgrade") {
		return Call{}, errors.New("connections are not upgraded")
	}
	sent, rawQuery, _ := strings.Cut(r.RequestURI, "?")
	parts := versioned.FindStringSubmatch(sent)
	if parts == nil {
		return Call{}, errors.New("this path is not allowed")
	}
	for _, route := range routes {
		match := route.path.FindStringSubmatch(parts[2])
		if match == nil || route.method != r.Method {
			continue
		}
		query, err := readQuery(rawQuery, route.keys)
		call := Call{Version: parts[1], Path: parts[2], Query: query, answer: route.answer}
		if len(match) > 1 {
			call.ID = match[1]
		}
		if r.Method == http.MethodPost && !slices.Contains(hangUps, query.Get("signal")) {
			return Call{}, errors.New("no other signal than SIGHUP is allowed")
		}
		return call, err
	}
	return Call{}, errors.New("this call is not allowed")
}

func readQuery(raw string, keys []string) (url.Values, error) {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return nil, errors.New("the query cannot be read")
	}
	for key, values := range query {
		if !slices.Contains(keys, key) || len(values) != 1 {
			return nil, errors.New("a key of the query is unknown, or there twice")
		}
	}
	query.Del("size")
	return query, nil
}

// withLabel is the engine's filter object with one more label. Both forms that engines take are read:
// {"label":["a=b"]} and {"label":{"a=b":true}}.
func withLabel(text, label string) (string, error) {
	filters := map[string]map[string]bool{}
	if text != "" && json.Unmarshal([]byte(text), &filters) != nil {
		var lists map[string][]string
		if err := json.Unmarshal([]byte(text), &lists); err != nil {
			return "", fmt.Errorf("filters: %w", err)
		}
		filters = map[string]map[string]bool{}
		for key, values := range lists {
			filters[key] = map[string]bool{}
			for _, value := range values {
				filters[key][value] = true
			}
		}
	}
	if filters == nil { // the text was `null`
		filters = map[string]map[string]bool{}
	}
	if filters["label"] == nil {
		filters["label"] = map[string]bool{}
	}
	filters["label"][label] = true
	merged, err := json.Marshal(filters)
	return string(merged), err
}
