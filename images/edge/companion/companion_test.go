package companion

import (
	"crypto/rand"
	"crypto/x509"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chalan-stack/images/edge/engine"
)

func read(t *testing.T, environment map[string]string) Settings {
	t.Helper()
	settings, err := ReadSettings(func(name string) string { return environment[name] })
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	settings.CertificateDir, settings.Home = filepath.Join(root, "certs"), filepath.Join(root, "acme")
	return settings
}

func TestSettingsReportEveryProblem(t *testing.T) {
	bad := map[string]string{"ACME_CA_URI": "http://x", "DEFAULT_KEY_SIZE": "1024", "DOCKER_GEN_WAIT": "x", "CERTS_UPDATE_INTERVAL": "0"}
	_, err := ReadSettings(func(name string) string { return bad[name] })
	for name := range bad {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not in: %v", name, err)
		}
	}
}

func TestRequests(t *testing.T) {
	settings := read(t, map[string]string{"ACME_CA_URI": "https://ca/dir", "DEFAULT_EMAIL": "a@b.test", "DEFAULT_KEY_SIZE": "ec-256"})
	requests := Requests([]engine.Container{
		{ID: "1", Name: "none", Env: map[string]string{"VIRTUAL_HOST": "x.test"}},
		{ID: "2", Name: "san", Env: map[string]string{"ACME_HOST": "A.test, www.a.test,a.test,*.a.test,bad_name,../../etc"}},
		{ID: "3", Name: "single", Env: map[string]string{"LETSENCRYPT_HOST": "b.test,c.test", "ACME_SINGLE_DOMAIN_CERTS": "true",
			"ACME_KEYSIZE": "2048", "ACME_EMAIL": "c@d.test", "ACME_CA_URI": "https://other/dir"}},
		{ID: "4", Name: "again", Env: map[string]string{"ACME_HOST": "a.test"}},
		{ID: "5", Name: "staging", Env: map[string]string{"ACME_HOST": "a.test", "ACME_CA_URI": "https://acme-staging.test/dir"}},
	}, settings)
	var got []string
	for _, r := range requests {
		got = append(got, strings.Join([]string{r.Base(), strings.Join(r.Names, "+"), r.CAURI, r.Email, r.KeySize}, " "))
	}
	want := []string{
		"a.test a.test+www.a.test https://ca/dir a@b.test ec-256",
		"b.test b.test https://other/dir c@d.test 2048",
		"c.test c.test https://other/dir c@d.test 2048",
		"_test_a.test a.test https://acme-staging.test/dir a@b.test ec-256",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// selfSigned makes what a CA would return for the request.
func selfSigned(t *testing.T, request Request, life time.Duration) issued {
	t.Helper()
	key, err := newKey(request.KeySize)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: request.Names, NotBefore: now, NotAfter: now.Add(life)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	text, err := encodeKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return issued{Key: text, FullChain: encodeChain([][]byte{der, der}), CAURI: request.CAURI, Names: request.Names}
}

func TestInstallWritesFilesAndRelativeLinks(t *testing.T) {
	settings := read(t, nil)
	request := Request{Names: []string{"a.test", "www.a.test"}, CAURI: "https://ca/dir", KeySize: "ec-256"}
	if err := writeFile(filepath.Join(settings.CertificateDir, "dhparam.pem"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	certificate := selfSigned(t, request, time.Hour)
	if changed, err := settings.install(request, certificate); err != nil || !changed {
		t.Fatalf("%v %v", changed, err)
	}
	for link, want := range map[string]string{"a.test.crt": "./a.test/fullchain.pem", "www.a.test.key": "./a.test/key.pem",
		"www.a.test.chain.pem": "./a.test/chain.pem", "a.test.dhparam.pem": "./dhparam.pem"} {
		if got, err := os.Readlink(filepath.Join(settings.CertificateDir, link)); err != nil || got != want {
			t.Errorf("%s -> %q (%v)", link, got, err)
		}
	}
	for name, want := range map[string]os.FileMode{"key.pem": 0o600, "cert.pem": 0o644, "chain.pem": 0o644, "fullchain.pem": 0o644, ".companion": 0o644} {
		info, err := os.Stat(filepath.Join(settings.CertificateDir, "a.test", name))
		if err != nil || info.Mode() != want {
			t.Errorf("%s: %v %v", name, info, err)
		}
	}
	if changed, err := settings.install(request, certificate); err != nil || changed {
		t.Errorf("a second time: %v %v", changed, err)
	}
}

func TestUnlinkTakesOnlyOwnLinks(t *testing.T) {
	settings := read(t, nil)
	gone := Request{Names: []string{"gone.test"}, KeySize: "ec-256"}
	stays := Request{Names: []string{"stays.test"}, KeySize: "ec-256"}
	for _, request := range []Request{gone, stays} {
		if _, err := settings.install(request, selfSigned(t, request, time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	byHand := filepath.Join(settings.CertificateDir, "hand.test.crt")
	if err := os.WriteFile(byHand, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if removed, err := settings.unlink([]Request{stays}); err != nil || !removed {
		t.Fatalf("%v %v", removed, err)
	}
	for path, want := range map[string]bool{"gone.test.crt": false, "gone.test.key": false, "gone.test/key.pem": true, "stays.test.crt": true, "hand.test.crt": true} {
		if _, err := os.Lstat(filepath.Join(settings.CertificateDir, path)); (err == nil) != want {
			t.Errorf("%s: there is %v, want %v", path, err == nil, want)
		}
	}
}

func TestIssuedIsKeptForTheSameRequestOnly(t *testing.T) {
	settings := read(t, nil)
	request := Request{Names: []string{"a.test"}, CAURI: "https://ca/dir", Email: "a@b.test", KeySize: "ec-256"}
	if err := settings.saveIssued(request, selfSigned(t, request, time.Hour)); err != nil {
		t.Fatal(err)
	}
	if kept, _ := settings.loadIssued(request); kept == nil {
		t.Error("not found again")
	}
	more, other, larger := request, request, request
	more.Names, other.CAURI, larger.KeySize = []string{"a.test", "b.test"}, "https://other/dir", "ec-384"
	for _, changed := range []Request{more, other, larger} {
		if kept, _ := settings.loadIssued(changed); kept != nil {
			t.Errorf("found for %+v", changed)
		}
	}
	if info, err := os.Stat(filepath.Join(settings.Home, "a@b.test", "a.test_ecc", "a.test.key")); err != nil || info.Mode() != 0o600 {
		t.Errorf("key file: %v %v", info, err)
	}
}

func TestRenewalDate(t *testing.T) {
	issuedAt := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ life, after, want int }{{90, 60, 60}, {90, 30, 30}, {64, 30, 30}, {45, 60, 30}, {45, 30, 30}, {6, 60, 4}} {
		leaf := &x509.Certificate{NotBefore: issuedAt, NotAfter: issuedAt.AddDate(0, 0, c.life)}
		if got := renewalDate(leaf, c.after); !got.Equal(issuedAt.AddDate(0, 0, c.want)) {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
