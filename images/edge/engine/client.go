// Package engine is the part of the Docker engine's HTTP API that docker-gen and the companion need:
// list, inspect, events and kill, over a unix socket or TCP.
package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// requestTimeout bounds every call but the event stream.
const requestTimeout = 20 * time.Second

// Client talks to one engine.
type Client struct {
	base string
	http *http.Client
}

// New makes a client for a DOCKER_HOST value: unix:///path or tcp://host:port.
func New(host string) (*Client, error) {
	scheme, address, found := strings.Cut(host, "://")
	if !found || address == "" {
		return nil, fmt.Errorf("DOCKER_HOST %q: use unix:///path/to/docker.sock or tcp://host:port", host)
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	switch scheme {
	case "unix":
		transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, "unix", address)
		}}
		return &Client{base: "http://engine", http: &http.Client{Transport: transport}}, nil
	case "tcp", "http":
		transport := &http.Transport{DialContext: dialer.DialContext}
		return &Client{base: "http://" + strings.TrimSuffix(address, "/"), http: &http.Client{Transport: transport}}, nil
	}
	return nil, fmt.Errorf("DOCKER_HOST %q: scheme %q is not supported; use unix:// or tcp://", host, scheme)
}

// Filters is the engine's filter object, as in `docker ps --filter key=value`.
type Filters map[string][]string

func (c *Client) open(ctx context.Context, method, path string, query url.Values) (io.ReadCloser, error) {
	target := c.base + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, method, target, nil)
	if err != nil {
		return nil, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode >= 300 {
		defer response.Body.Close()
		text, _ := io.ReadAll(io.LimitReader(response.Body, 500))
		return nil, fmt.Errorf("%s %s: %s: %s", method, path, response.Status, strings.TrimSpace(string(text)))
	}
	return response.Body, nil
}

func (c *Client) get(ctx context.Context, path string, query url.Values, into any) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	body, err := c.open(ctx, http.MethodGet, path, query)
	if err != nil {
		return err
	}
	defer body.Close()
	if err := json.NewDecoder(body).Decode(into); err != nil {
		return fmt.Errorf("GET %s: %w", path, err)
	}
	return nil
}

func filterQuery(filters Filters) url.Values {
	if len(filters) == 0 {
		return nil
	}
	text, _ := json.Marshal(filters) // a map of strings always marshals
	return url.Values{"filters": {string(text)}}
}

// Kill sends a signal (as "SIGHUP") to the main process of a container.
func (c *Client) Kill(ctx context.Context, id, signal string) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	body, err := c.open(ctx, http.MethodPost, "/containers/"+id+"/kill", url.Values{"signal": {signal}})
	if err != nil {
		return err
	}
	return body.Close()
}

// Event is one entry of the engine's event stream.
type Event struct {
	Type   string
	Action string
}

// Events calls handle for each container or network event of the given actions until the stream ends or ctx is done.
func (c *Client) Events(ctx context.Context, actions []string, connected func(), handle func(Event)) error {
	body, err := c.open(ctx, http.MethodGet, "/events", filterQuery(Filters{"event": actions}))
	if err != nil {
		return err
	}
	defer body.Close()
	connected()
	decoder := json.NewDecoder(body)
	for {
		var event Event
		if err := decoder.Decode(&event); err != nil {
			return err
		}
		handle(event)
	}
}
