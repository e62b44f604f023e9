package proxy

import (
	"strings"
	"testing"

	"chalan-stack/images/edge/engine"
)

func container(name string, env map[string]string, networks ...engine.Network) engine.Container {
	return engine.Container{ID: name + "-id", Name: name, Env: env, Labels: map[string]string{}, Networks: networks}
}

func TestHostsGroupsContainersByNameAndPath(t *testing.T) {
	hosts := Hosts([]engine.Container{
		container("one", map[string]string{"VIRTUAL_HOST": "b.test, a.test", "VIRTUAL_PORT": "8000"}),
		container("two", map[string]string{"VIRTUAL_HOST": "a.test", "VIRTUAL_PATH": "/api", "VIRTUAL_DEST": "/"}),
		container("none", map[string]string{}),
	})
	if len(hosts) != 2 || hosts[0].Name != "a.test" || hosts[1].Name != "b.test" {
		t.Fatalf("hosts: %+v", hosts)
	}
	paths := hosts[0].Paths
	if len(paths) != 2 || paths[0].Path != "/api" || paths[0].Dest != "/" || paths[1].Path != "/" {
		t.Fatalf("paths: %+v", paths)
	}
	if got := paths[1].Backends[0].Port; got != "8000" {
		t.Errorf("port %q", got)
	}
	if got := hosts[0].Upstream(paths[0]); got != "a.test-"+sha1Text("/api") {
		t.Errorf("upstream %q", got)
	}
}

func TestPortOfAContainer(t *testing.T) {
	cases := []struct {
		name    string
		virtual string
		exposed []string
		want    string
	}{
		{"VIRTUAL_PORT wins", "9000", []string{"80"}, "9000"},
		{"the only exposed port", "", []string{"3000"}, "3000"},
		{"several exposed ports", "", []string{"3000", "4000"}, "80"},
		{"none", "", nil, "80"},
	}
	for _, c := range cases {
		hosts := Hosts([]engine.Container{{ID: "x", TCPPorts: c.exposed, Env: map[string]string{"VIRTUAL_HOST": "a.test", "VIRTUAL_PORT": c.virtual}}})
		if got := hosts[0].Paths[0].Backends[0].Port; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestHostsThatNginxWouldRefuseAreLeftOut(t *testing.T) {
	for _, name := range []string{
		"a.test; return 200", "a.test}", "a b", "a\ntest", "a$host", `~^a"b$`, "~^a$", "../x", "a..test", "a.test.", "-a.test", "a-.test",
		"a*.test", "a.*.test", "*.a.*", "*", "a_b.test", "ñ.test", strings.Repeat("a", 64) + ".test", strings.Repeat("a.", 54) + "test",
	} {
		if hosts := Hosts([]engine.Container{container("x", map[string]string{"VIRTUAL_HOST": name})}); len(hosts) != 0 {
			t.Errorf("%q became host %q", name, hosts[0].Name)
		}
	}
	for variable, values := range map[string][]string{
		"VIRTUAL_PORT": {"80; return 200", "0", "65536", "-1", "+80", "http"},
		"VIRTUAL_PATH": {"~^/a(", "/a b", "/a;", "/{", "api", "/$host", "= /"},
		"VIRTUAL_DEST": {"x", "/;", "/$x"},
	} {
		for _, value := range values {
			bad := map[string]string{"VIRTUAL_HOST": "a.test", variable: value}
			if hosts := Hosts([]engine.Container{container("x", bad)}); len(hosts) != 0 {
				t.Errorf("%s=%q became %+v", variable, value, hosts[0].Paths[0])
			}
		}
	}
	for _, name := range []string{"a.test", "A.Test", "*.a.test", ".a.test", "a.*", "localhost", "xn--a-ecp.test", strings.Repeat("a.", 53) + "test"} {
		if hosts := Hosts([]engine.Container{container("x", map[string]string{"VIRTUAL_HOST": name})}); len(hosts) != 1 || hosts[0].Name != strings.ToLower(name) {
			t.Errorf("%q was left out", name)
		}
	}
}

func TestMultiports(t *testing.T) {
	text := `{"a.test": {"/": {"port": 3000}, "/two": {"port": 4000, "dest": "/"}}, "b.test": {}}`
	hosts := Hosts([]engine.Container{container("x", map[string]string{"VIRTUAL_HOST": "ignored.test", "VIRTUAL_HOST_MULTIPORTS": text})})
	if len(hosts) != 2 || hosts[0].Name != "a.test" || hosts[1].Paths[0].Backends[0].Port != "80" {
		t.Fatalf("%+v", hosts)
	}
	if two := hosts[0].Paths[0]; two.Path != "/two" || two.Dest != "/" || two.Backends[0].Port != "4000" {
		t.Errorf("%+v", two)
	}
}

func TestReach(t *testing.T) {
	nginx := container("nginx", nil, engine.Network{Name: "edge", IP: "10.0.0.2"})
	nginx.Labels["label"] = ""
	own := container("own", nil, engine.Network{Name: "private", IP: "10.1.0.2"})
	edge := container("a", nil, engine.Network{Name: "edge", IP: "10.0.0.3"}, engine.Network{Name: "private", IP: "10.1.0.3"})
	private := container("b", nil, engine.Network{Name: "private", IP: "10.1.0.4"})
	swarm := container("c", nil, engine.Network{Name: "ingress", IP: "10.2.0.4"})

	reach, labelled := NginxReach([]engine.Container{nginx, own}, "label", own.ID)
	if !labelled || reach.Address(edge) != "10.0.0.3" || reach.Address(private) != "" || reach.Address(swarm) != "" {
		t.Errorf("labelled: %v %q %q", labelled, reach.Address(edge), reach.Address(private))
	}
	reach, labelled = NginxReach([]engine.Container{own}, "label", own.ID)
	if labelled || reach.Address(private) != "10.1.0.4" {
		t.Errorf("own networks: %v %q", labelled, reach.Address(private))
	}
	if reach, _ = NginxReach(nil, "label", ""); reach.Address(edge) != "" {
		t.Errorf("nothing known, but %q is reached", reach.Address(edge))
	}
}
