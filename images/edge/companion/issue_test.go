package companion

import (
	"context"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// authority answers as a CA does up to the order, which it refuses with this status and kind of problem.
func authority(t *testing.T, status int, kind string) (directory, bundle string, orders *atomic.Int32) {
	t.Helper()
	orders = new(atomic.Int32)
	var server *httptest.Server
	server = httptest.NewTLSServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		out.Header().Set("Replay-Nonce", "nonce")
		switch in.URL.Path {
		case "/directory":
			fmt.Fprintf(out, `{"newNonce":"%[1]s/nonce","newAccount":"%[1]s/account","newOrder":"%[1]s/order"}`, server.URL)
		case "/account":
			out.Header().Set("Location", server.URL+"/account/1")
			fmt.Fprint(out, `{"status":"valid"}`)
		case "/order":
			orders.Add(1)
			out.Header().Set("Content-Type", "application/problem+json")
			out.Header().Set("Retry-After", "3600")
			out.WriteHeader(status)
			fmt.Fprintf(out, `{"type":"urn:ietf:params:acme:error:%s","detail":"refused"}`, kind)
		}
	}))
	t.Cleanup(server.Close)
	bundle = filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(bundle, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return server.URL + "/directory", bundle, orders
}

func TestARateLimitEndsTheAttemptAtOnce(t *testing.T) {
	for kind, status := range map[string]int{"rateLimited": http.StatusTooManyRequests, "caa": http.StatusForbidden} {
		settings := read(t, nil)
		directory, bundle, orders := authority(t, status, kind)
		settings.CABundle = bundle
		started := time.Now()
		_, err := settings.issue(context.Background(), Request{Names: []string{"a.test"}, CAURI: directory, KeySize: "ec-256"})
		if err == nil || !strings.Contains(err.Error(), "order") {
			t.Errorf("%s: %v", kind, err)
		}
		if orders.Load() != 1 || time.Since(started) > 5*time.Second {
			t.Errorf("%s: %d orders in %s", kind, orders.Load(), time.Since(started))
		}
	}
}

func TestACAThatIsDownIsAFaultNotAWait(t *testing.T) {
	settings := read(t, nil)
	request := Request{Names: []string{"a.test"}, CAURI: "https://127.0.0.1:1/directory", KeySize: "ec-256"}
	started := time.Now()
	if _, err := settings.issue(context.Background(), request); err == nil {
		t.Error("issued without a CA")
	}
	if time.Since(started) > 5*time.Second {
		t.Errorf("it took %s", time.Since(started))
	}
}
