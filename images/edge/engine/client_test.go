package engine

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// fakeEngine answers on a unix socket and remembers what was asked.
func fakeEngine(t *testing.T) (*Client, *[]string) {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "engine.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	var asked []string
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.URL.Path+" "+r.URL.Query().Get("filters")+r.URL.Query().Get("signal"))
		switch r.URL.Path {
		case "/containers/json":
			fmt.Fprint(w, `[{"Id":"b"},{"Id":"a"},{"Id":"gone"}]`)
		case "/containers/a/json", "/containers/b/json":
			id := strings.Split(r.URL.Path, "/")[2]
			fmt.Fprintf(w, `{"Id":%q,"Name":"/%s","State":{"Running":true},"Config":{"Env":["A=1=2","EMPTY="],"Labels":{"l":""}},
				"NetworkSettings":{"Ports":{"80/tcp":null,"53/udp":null},"Networks":{"z":{"IPAddress":"1"},"y":{"IPAddress":"2"}}}}`, id, id)
		case "/containers/a/kill":
			w.WriteHeader(http.StatusNoContent)
		case "/events":
			fmt.Fprint(w, `{"Type":"container","Action":"start"}`+"\n"+`{"Type":"network","Action":"connect"}`)
		default:
			http.Error(w, "no such container", http.StatusNotFound)
		}
	}))
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	client, err := New("unix://" + socket)
	if err != nil {
		t.Fatal(err)
	}
	return client, &asked
}

func TestRunningReadsContainersAndSkipsOneThatHasGone(t *testing.T) {
	client, asked := fakeEngine(t)
	containers, err := client.Running(context.Background(), Filters{"label": {"x"}})
	if err != nil || len(containers) != 2 || containers[0].Name != "a" || containers[1].Name != "b" {
		t.Fatalf("%+v %v", containers, err)
	}
	first := containers[0]
	if first.Env["A"] != "1=2" || !reflect.DeepEqual(first.TCPPorts, []string{"80"}) || first.Networks[0] != (Network{"y", "2"}) {
		t.Errorf("%+v", first)
	}
	if want := `GET /containers/json {"label":["x"],"status":["running"]}`; (*asked)[0] != want {
		t.Errorf("asked %s", (*asked)[0])
	}
}

func TestKillAndEvents(t *testing.T) {
	client, asked := fakeEngine(t)
	if err := client.Kill(context.Background(), "a", "SIGHUP"); err != nil || (*asked)[0] != "POST /containers/a/kill SIGHUP" {
		t.Errorf("%v %v", err, *asked)
	}
	if err := client.Kill(context.Background(), "unknown", "SIGHUP"); err == nil || !strings.Contains(err.Error(), "no such container") {
		t.Errorf("unknown: %v", err)
	}
	var actions []string
	connected := 0
	err := client.Events(context.Background(), []string{"start"}, func() { connected++ }, func(e Event) { actions = append(actions, e.Action) })
	if err == nil || connected != 1 || !reflect.DeepEqual(actions, []string{"start", "connect"}) {
		t.Errorf("%v %d %v", err, connected, actions)
	}
}

func TestHostsAndFilters(t *testing.T) {
	for _, host := range []string{"", "unix://", "ssh://a", "/var/run/docker.sock"} {
		if _, err := New(host); err == nil {
			t.Errorf("%q was accepted", host)
		}
	}
	got := ParseFilters("label=a=b, status=running,label=c,nonsense")
	want := Filters{"label": {"a=b", "c"}, "status": {"running"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	if more := got.With("label", "d"); len(more["label"]) != 3 || len(got["label"]) != 2 {
		t.Errorf("With changed the original: %v %v", more, got)
	}
}
