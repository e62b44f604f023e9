package filter

import (
	"bufio"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func request(t testing.TB, text string) *http.Request {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(text)))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return r
}

func TestWhatMayBePassedOn(t *testing.T) {
	cases := map[string]string{ // request line -> path and query as passed on
		"GET /_ping":                        "/_ping?",
		"HEAD /_ping":                       "/_ping?",
		"GET /version":                      "/version?",
		"GET /v1.41/info":                   "/v1.41/info?",
		"GET /networks?filters=%7B%7D":      "/networks?filters=%7B%7D",
		"GET /containers/json?all=1&size=1": "/containers/json?all=1",
		"GET /containers/json?filters=%7B%22status%22%3A%5B%22running%22%5D%7D": "/containers/json?filters=%7B%22status%22%3A%5B%22running%22%5D%7D",
		"GET /containers/nginx-proxy/json":                                      "/containers/nginx-proxy/json?",
		"GET /v1.41/containers/0a1b/json?size=false":                            "/v1.41/containers/0a1b/json?",
		"GET /events?since=1&until=2&filters=%7B%7D":                            "/events?filters=%7B%7D&since=1&until=2",
		"POST /containers/nginx-proxy/kill?signal=1":                            "/containers/nginx-proxy/kill?signal=1",
		"POST /v1.24/containers/a/kill?signal=SIGHUP":                           "/v1.24/containers/a/kill?signal=SIGHUP",
		"POST /containers/a/kill?signal=HUP":                                    "/containers/a/kill?signal=HUP",
	}
	for line, want := range cases {
		call, err := ReadCall(request(t, line+" HTTP/1.1\r\nHost: docker\r\n\r\n"))
		if got := fmt.Sprintf("%s%s?%s", call.Version, call.Path, call.Query.Encode()); err != nil || got != want {
			t.Errorf("%s: %s %v", line, got, err)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	lines := []string{
		// other calls
		"GET /", "GET /containers", "GET /images/json", "GET /containers/a/logs?stdout=1", "GET /containers/a/archive?path=/",
		"GET /containers/a/top", "GET /containers/a/attach/ws", "GET /volumes", "GET /secrets", "GET /swarm", "GET /metrics",
		"POST /containers/create", "POST /containers/a/exec", "POST /exec/a/start", "POST /containers/a/restart",
		"POST /containers/a/stop", "POST /build", "POST /auth", "POST /session", "POST /grpc", "DELETE /containers/a",
		"PUT /containers/a/archive?path=/", "POST /containers/json", "HEAD /containers/json", "OPTIONS /_ping", "TRACE /_ping",
		"get /_ping",
		// signals
		"POST /containers/a/kill", "POST /containers/a/kill?signal=", "POST /containers/a/kill?signal=KILL",
		"POST /containers/a/kill?signal=9", "POST /containers/a/kill?signal=hup", "POST /containers/a/kill?signal=01",
		"POST /containers/a/kill?signal=1&signal=9", "POST /containers/a/kill?signal=HUP&Signal=KILL",
		"POST /containers/a/kill?signal=HUP;signal=KILL", "GET /containers/a/kill?signal=HUP",
		// tricks with paths
		"GET //containers/json", "GET /containers//json", "GET /containers/json/", "GET /v1.41/../images/json",
		"GET /containers/../images/json", "GET /containers/%2e%2e/json", "GET /containers/a%2fkill/json", "GET /%63ontainers/json",
		"GET /containers/a%00/json", "GET /containers/a;b/json", "GET /v1.41//info", "GET /v1.411/info", "GET /v2.0/info",
		"GET /v1/info", "GET /v1.41/v1.40/info", "GET /V1.41/info", "GET /./_ping", "GET /_ping/../images/json",
		"GET http://other/_ping", "GET /containers/-a/json", "GET /containers/" + strings.Repeat("a", 200) + "/json",
		"GET /containers/json#x", "GET /_ping\\..", "GET *",
		// tricks with queries
		"GET /containers/json?all=1&all=0", "GET /containers/json?filters=%7B%7D&filters=%7B%7D", "GET /containers/json?other=1",
		"GET /containers/json?filters=%ZZ", "GET /_ping?x=1", "GET /info?x", "GET /events?filters=%7B%7D&x=1",
	}
	for _, line := range lines {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(line + " HTTP/1.1\r\nHost: docker\r\n\r\n")))
		if err != nil {
			continue // Go's server refuses it before us
		}
		if call, err := ReadCall(r); err == nil {
			t.Errorf("%s was passed on as %+v", line, call)
		}
	}
	for _, header := range []string{
		"Upgrade: tcp", "Upgrade: h2c", "Connection: Upgrade", "Connection: keep-alive, uPgrade", "Content-Length: 5", "Transfer-Encoding: chunked",
	} {
		if _, err := ReadCall(request(t, "GET /_ping HTTP/1.1\r\nHost: docker\r\n"+header+"\r\n\r\n")); err == nil {
			t.Errorf("%s was passed on", header)
		}
	}
}

// Everything that is ever passed on looks like this, whatever was sent.
var passable = regexp.MustCompile(`^(GET|HEAD) (/v1\.[0-9]{1,2})?(/_ping|/version|/info|/networks|/events|/containers/json|/containers/[\w.-]+/json)$|` +
	`^POST (/v1\.[0-9]{1,2})?/containers/[\w.-]+/kill$`)

func FuzzReadCall(f *testing.F) {
	for _, line := range []string{
		"GET /containers/a/json", "POST /containers/a/kill?signal=HUP", "GET /v1.41/../x", "GET /containers/%2e/json?size=1&size=2", "GET //_ping",
	} {
		f.Add(line, "Connection: close")
	}
	f.Fuzz(func(t *testing.T, line, header string) {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(line + " HTTP/1.1\r\nHost: docker\r\n" + header + "\r\n\r\n")))
		if err != nil {
			return
		}
		call, err := ReadCall(r)
		if err != nil {
			return
		}
		if passed := r.Method + " " + call.Version + call.Path; !passable.MatchString(passed) || strings.Contains(passed, "/../") {
			t.Errorf("%q passes %q", line, passed)
		}
		for key, values := range call.Query {
			if len(values) != 1 || !strings.Contains(" all filters limit since until signal ", " "+key+" ") {
				t.Errorf("%q passes the query %v", line, call.Query)
			}
		}
	})
}

func TestWithLabel(t *testing.T) {
	const label = `"edge=e":true`
	for sent, want := range map[string]string{
		"":                                  `{"label":{` + label + `}}`,
		"null":                              `{"label":{` + label + `}}`,
		"{}":                                `{"label":{` + label + `}}`,
		`{"label":["a=b"]}`:                 `{"label":{"a=b":true,` + label + `}}`,
		`{"label":{"a=b":true}}`:            `{"label":{"a=b":true,` + label + `}}`,
		`{"label":null,"name":["x"]}`:       `{"label":{` + label + `},"name":{"x":true}}`,
		`{"label":{"edge=e":false}}`:        `{"label":{` + label + `}}`,
		`{"status":{"running":true}}`:       `{"label":{` + label + `},"status":{"running":true}}`,
		`{"label":["x"],"label":["other"]}`: `{"label":{` + label + `,"other":true}}`,
	} {
		if got, err := withLabel(sent, "edge=e"); err != nil || got != want {
			t.Errorf("%s: %s %v", sent, got, err)
		}
	}
	for _, sent := range []string{"x", "[]", `{"label":"x"}`, `{"label":[1]}`, `{"a":{"b":"c"}}`} {
		if got, err := withLabel(sent, "edge=e"); err == nil {
			t.Errorf("%s became %s", sent, got)
		}
	}
}
