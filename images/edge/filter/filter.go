package filter

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	callTimeout  = 20 * time.Second
	writeTimeout = 10 * time.Second
	mostBytes    = 16 << 20 // of one answer of the engine
	mostCalls    = 64       // at once, event streams among them
)

// Filter answers for one edge.
type Filter struct {
	client     *http.Client
	key, value string   // the label of the edge's containers
	signalled  []string // names of the containers that may be hung up
	running    chan struct{}
}

// New makes the filter of the engine behind a unix socket.
// label, as "chalan.edge=nginx-proxy", is on every container that is shown; signalled are names.
func New(socket, label string, signalled []string) (*Filter, error) {
	key, value, found := strings.Cut(label, "=")
	if !found || key == "" || value == "" {
		return nil, fmt.Errorf("EDGE_LABEL %q: use name=value", label)
	}
	dialer := net.Dialer{Timeout: 5 * time.Second}
	transport := &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, "unix", socket)
		},
		ResponseHeaderTimeout: callTimeout,
		DisableCompression:    true,
	}
	return &Filter{
		client: &http.Client{Transport: transport}, key: key, value: value, signalled: signalled,
		running: make(chan struct{}, mostCalls),
	}, nil
}

func (f *Filter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call, err := ReadCall(r)
	if err != nil {
		log.Printf("refused %.8q %.120q: %v", r.Method, r.RequestURI, err)
		fail(w, http.StatusForbidden, err.Error())
		return
	}
	select {
	case f.running <- struct{}{}:
		defer func() { <-f.running }()
		call.answer(f, w, r, call)
	default:
		fail(w, http.StatusServiceUnavailable, "too many calls at once")
	}
}

// ask calls the engine. Its error answers are passed on as they are: they name nothing but what was asked for.
func (f *Filter) ask(ctx context.Context, method string, call Call) (*http.Response, error) {
	target := url.URL{Scheme: "http", Host: "engine", Path: call.Version + call.Path, RawQuery: call.Query.Encode()}
	request, err := http.NewRequestWithContext(ctx, method, target.String(), nil)
	if err != nil {
		return nil, err
	}
	return f.client.Do(request)
}

// read asks the engine for JSON. A status of 300 and more comes with the engine's message instead.
func (f *Filter) read(ctx context.Context, call Call) (any, int, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	response, err := f.ask(ctx, http.MethodGet, call)
	if err != nil {
		return nil, 0, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, mostBytes+1))
	if err != nil || len(body) > mostBytes {
		return nil, 0, fmt.Errorf("an answer of more than %d bytes, or cut short: %v", mostBytes, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	err = decoder.Decode(&value)
	return value, response.StatusCode, err
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value) // a client that has gone needs no answer
}

func fail(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"message": message})
}

func engineFailed(w http.ResponseWriter, err error) {
	log.Printf("the engine: %v", err)
	fail(w, http.StatusBadGateway, "the engine does not answer")
}
