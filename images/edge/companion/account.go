package companion

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/crypto/acme"
)

// Requests that the CA could not answer are made again a few times; what lasts longer is left to the next pass.
const (
	mostRetries = 4
	longestWait = 5 * time.Second
)

// backoff is how long to wait before the nth retry, 0 for not at all. A CA that says "too many" means hours: the names
// after this one must not wait for it, and asking again would only prolong it.
func backoff(n int, _ *http.Request, answer *http.Response) time.Duration {
	if answer.StatusCode == http.StatusTooManyRequests || n > mostRetries {
		return 0
	}
	return min(longestWait, time.Duration(n)*time.Second)
}

func (s Settings) acmeClient(request Request) (*acme.Client, error) {
	roots, err := x509.SystemCertPool()
	if s.CABundle != "" {
		text, readErr := os.ReadFile(s.CABundle)
		if readErr != nil {
			return nil, fmt.Errorf("CA_BUNDLE: %w", readErr)
		}
		if roots = x509.NewCertPool(); !roots.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("CA_BUNDLE: no certificate in %s", s.CABundle)
		}
	} else if err != nil {
		return nil, err
	}
	client := &acme.Client{
		DirectoryURL: request.CAURI,
		UserAgent:    "chalan-companion-stand-in",
		RetryBackoff: backoff,
		HTTPClient: &http.Client{
			Timeout:   30 * time.Second,
			Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, Proxy: http.ProxyFromEnvironment},
		},
	}
	return client, s.signIn(client, request)
}

// account is what is kept about a registration beside its key.
type account struct {
	URL     string   `json:"url"`
	Contact []string `json:"contact"`
	Orders  string   `json:"orders"`
}

// signIn gives the client the account's key; the first time there is none yet.
func (s Settings) signIn(client *acme.Client, request Request) error {
	directory, err := s.accountDir(request)
	if err != nil {
		return err
	}
	keyFile := filepath.Join(directory, "account.key")
	text, err := os.ReadFile(keyFile)
	if errors.Is(err, os.ErrNotExist) {
		key, keyErr := newKey("ec-256")
		if keyErr != nil {
			return keyErr
		}
		if text, err = encodeKey(key); err == nil {
			err = writeFile(keyFile, text, 0o600)
		}
	}
	if err != nil {
		return err
	}
	key, err := decodeECKey(text)
	if err != nil {
		return fmt.Errorf("%s: %w", keyFile, err)
	}
	client.Key = key
	return nil
}

// register makes sure that the CA knows the account: one that has lost its database (pebble after a restart) gets the
// same key again.
func (s Settings) register(ctx context.Context, client *acme.Client, request Request) error {
	registered, err := client.GetReg(ctx, "")
	if errors.Is(err, acme.ErrNoAccount) {
		var contact []string
		if request.Email != "" {
			contact = []string{"mailto:" + request.Email}
		}
		log.Printf("Registering account at %s", request.CAURI)
		registered, err = client.Register(ctx, &acme.Account{Contact: contact}, acme.AcceptTOS)
	}
	if err != nil {
		return fmt.Errorf("account: %w", err)
	}
	directory, err := s.accountDir(request)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(account{registered.URI, registered.Contact, registered.OrdersURL}, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(directory, "account.json"), append(text, '\n'), 0o600)
}
