package filter

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const secret = "postgres://tenant:hunter2@db/"

// inspected is what an engine tells of one container.
func inspected(id, name, edge string) string {
	return fmt.Sprintf(`{"Id":%q,"Name":"/%s","Args":["--password",%q],"Mounts":[{"Source":"/root"}],
		"State":{"Running":true,"Pid":1234567890123,"Health":{"Status":"healthy","Log":[{"Output":%q}]}},
		"HostConfig":{"NetworkMode":"edge","Binds":["/:/host"]},"NetworkSettings":{"Networks":{"edge":{"IPAddress":"10.0.0.3"}}},
		"Config":{"Env":["VIRTUAL_HOST=a.test","DATABASE_URL=%s","HSTS=off","MY_VIRTUAL_HOST=%s","NGINX_X=1","PATH=/bin"],
		"Cmd":[%q],"Labels":{"chalan.edge":%q}}}`, id, name, secret, secret, secret, secret, secret, edge)
}

var (
	tenant = strings.Repeat("a", 64)
	proxy  = strings.Repeat("b", 64)
	other  = strings.Repeat("c", 64)
)

// start runs a filter before a made-up engine. Returns a client of the filter, and what the engine was asked.
func start(t *testing.T, events <-chan string) (*http.Client, *[]string) {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "engine.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	asked := &[]string{}
	containers := map[string]string{
		tenant: inspected(tenant, "tenant", "nginx-proxy"), proxy: inspected(proxy, "nginx-proxy", "nginx-proxy"),
		other: inspected(other, "other", "another-edge"),
	}
	containers["tenant"], containers["nginx-proxy"], containers["other"] = containers[tenant], containers[proxy], containers[other]
	engine := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.Method+" "+r.URL.RequestURI())
		parts := strings.Split(r.URL.Path, "/")
		switch {
		case r.URL.Path == "/_ping":
			fmt.Fprint(w, "OK")
		case r.URL.Path == "/info":
			fmt.Fprintf(w, `{"Name":"host","HttpProxy":%q,"NCPU":2}`, secret)
		case r.URL.Path == "/networks":
			fmt.Fprintf(w, `[{"Name":"edge","Containers":{"x":{"Name":%q}},"Internal":false}]`, secret)
		case r.URL.Path == "/containers/json": // an engine that does not understand the filter
			fmt.Fprintf(w, `[{"Id":"1","Labels":{"chalan.edge":"nginx-proxy"},"Command":%q},{"Id":"2","Labels":{}}]`, secret)
		case r.URL.Path == "/events":
			w.(http.Flusher).Flush()
			for event := range events {
				fmt.Fprintln(w, event)
				w.(http.Flusher).Flush()
			}
		case len(parts) == 4 && parts[3] == "json" && containers[parts[2]] != "":
			fmt.Fprint(w, containers[parts[2]])
		case len(parts) == 4 && parts[3] == "kill":
			w.WriteHeader(http.StatusNoContent)
		default:
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `{"message":"No such container: x"}`)
		}
	}))
	engine.Listener = listener
	engine.Start()
	filter, err := New(socket, "chalan.edge=nginx-proxy", []string{"nginx-proxy"})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(filter)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		engine.CloseClientConnections()
		engine.Close()
	})
	client := server.Client()
	client.Transport = base{client.Transport, server.URL}
	return client, asked
}

// base puts the server's address before a path.
type base struct {
	next http.RoundTripper
	url  string
}

func (b base) RoundTrip(r *http.Request) (*http.Response, error) {
	r.URL.Host = strings.TrimPrefix(b.url, "http://")
	return b.next.RoundTrip(r)
}

func get(t *testing.T, client *http.Client, path string) (int, string) {
	t.Helper()
	response, err := client.Get("http://filter" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestAContainerIsShownWithoutItsSecrets(t *testing.T) {
	client, _ := start(t, nil)
	for _, path := range []string{"/containers/tenant/json", "/containers/json", "/info", "/networks", "/containers/" + tenant + "/json"} {
		status, body := get(t, client, path)
		if status != http.StatusOK || strings.Contains(body, "hunter2") || strings.Contains(body, "/host") {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	_, body := get(t, client, "/containers/tenant/json")
	var shown struct {
		Config struct{ Env []string }
		State  struct {
			Pid    json.Number
			Health struct{ Status string }
		}
		NetworkSettings struct {
			Networks map[string]struct{ IPAddress string }
		}
	}
	if err := json.Unmarshal([]byte(body), &shown); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(shown.Config.Env, " "); got != "VIRTUAL_HOST=a.test HSTS=off NGINX_X=1" {
		t.Errorf("environment: %s", got)
	}
	if shown.State.Pid != "1234567890123" || shown.State.Health.Status != "healthy" || shown.NetworkSettings.Networks["edge"].IPAddress != "10.0.0.3" {
		t.Errorf("%s", body)
	}
}

func TestOtherContainersAreNotThere(t *testing.T) {
	client, asked := start(t, nil)
	for _, id := range []string{"other", other, "unknown"} {
		if status, body := get(t, client, "/containers/"+id+"/json"); status != http.StatusNotFound || !strings.Contains(body, "No such container") {
			t.Errorf("%s: %d %s", id, status, body)
		}
	}
	if _, body := get(t, client, "/containers/json?all=1"); strings.Contains(body, `"Id":"2"`) || !strings.Contains(body, `"Id":"1"`) {
		t.Errorf("%s", body)
	}
	if last := (*asked)[len(*asked)-1]; !strings.Contains(last, "chalan.edge%3Dnginx-proxy") {
		t.Errorf("the engine was asked %s", last)
	}
}

func TestOnlyTheEdgesOwnAreHungUp(t *testing.T) {
	client, asked := start(t, nil)
	for id, want := range map[string]int{"nginx-proxy": 204, proxy: 204, "tenant": 403, tenant: 403, "other": 404, "unknown": 404} {
		response, err := client.Post("http://filter/containers/"+id+"/kill?signal=1", "", nil)
		if err != nil || response.StatusCode != want {
			t.Errorf("%s: %v %v", id, response, err)
		}
	}
	for _, call := range *asked {
		if strings.HasPrefix(call, "POST") && call != "POST /containers/"+proxy+"/kill?signal=SIGHUP" {
			t.Errorf("passed on: %s", call)
		}
	}
}

func TestRefusalsNeverReachTheEngine(t *testing.T) {
	client, asked := start(t, nil)
	for _, path := range []string{"/images/json", "/containers/tenant/logs?stdout=1", "/containers/json?filters=x", "/containers/..%2fimages/json"} {
		if status, _ := get(t, client, path); status != http.StatusForbidden && status != http.StatusBadRequest {
			t.Errorf("%s: %d", path, status)
		}
	}
	if len(*asked) > 0 {
		t.Errorf("the engine was asked %v", *asked)
	}
}

func TestEventsOfTheEdgeOnlyAndAtOnce(t *testing.T) {
	events := make(chan string)
	defer close(events)
	client, _ := start(t, events)
	response, err := client.Get("http://filter/events")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	send := func(kind, action, attributes string) {
		events <- fmt.Sprintf(`{"Type":%q,"Action":%q,"Actor":{"ID":"x","Attributes":{"secret":%q,%s}}}`, kind, action, secret, attributes)
	}
	go func() {
		send("container", "start", `"chalan.edge":"another-edge"`)
		send("container", "exec_create: psql "+secret, `"chalan.edge":"nginx-proxy"`)
		send("image", "pull", `"chalan.edge":"nginx-proxy"`)
		send("network", "connect", `"container":"`+other+`"`)
		send("network", "connect", `"container":"../images"`)
		send("container", "start", `"chalan.edge":"nginx-proxy","name":"tenant"`)
		send("network", "disconnect", `"container":"`+tenant+`"`)
		send("container", "health_status: healthy", `"chalan.edge":"nginx-proxy"`)
	}()
	lines := make(chan string)
	go func() {
		for scanner := bufio.NewScanner(response.Body); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	for _, want := range []string{"start", "disconnect", "health_status: healthy"} {
		select {
		case line := <-lines:
			if !strings.Contains(line, `"Action":"`+want+`"`) || strings.Contains(line, "hunter2") {
				t.Errorf("wanted %s: %s", want, line)
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("no event %s", want)
		}
	}
}

func TestTheEngineIsGone(t *testing.T) {
	filter, err := New(filepath.Join(t.TempDir(), "nothing"), "a=b", nil)
	if err != nil {
		t.Fatal(err)
	}
	recorder := httptest.NewRecorder()
	filter.ServeHTTP(recorder, httptest.NewRequest("GET", "/containers/a/json", nil))
	if recorder.Code != http.StatusBadGateway {
		t.Errorf("%d %s", recorder.Code, recorder.Body)
	}
	for _, label := range []string{"", "chalan.edge", "=x", "chalan.edge="} {
		if _, err := New("/x", label, nil); err == nil {
			t.Errorf("the label %q was accepted", label)
		}
	}
}
