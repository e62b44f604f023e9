package companion

import (
	"context"
	"crypto/rand"
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

// issueTimeout bounds one certificate from order to download.
const issueTimeout = 3 * time.Minute

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

// issue orders a new certificate and proves control of its names over HTTP-01.
func (s Settings) issue(ctx context.Context, request Request) (issued, error) {
	ctx, cancel := context.WithTimeout(ctx, issueTimeout)
	defer cancel()
	client, err := s.acmeClient(request)
	if err != nil {
		return issued{}, err
	}
	if err = s.register(ctx, client, request); err != nil {
		return issued{}, err
	}
	order, err := client.AuthorizeOrder(ctx, acme.DomainIDs(request.Names...))
	if err != nil {
		return issued{}, fmt.Errorf("order: %w", err)
	}
	if err = s.proveAll(ctx, client, order.AuthzURLs); err != nil {
		return issued{}, err
	}
	orderURI := order.URI
	if order, err = client.WaitOrder(ctx, orderURI); err != nil {
		return issued{}, fmt.Errorf("order: %w", err)
	}
	key, err := newKey(request.KeySize)
	if err != nil {
		return issued{}, err
	}
	csr, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{DNSNames: request.Names}, key)
	if err != nil {
		return issued{}, err
	}
	chain, err := finalise(ctx, client, orderURI, order.FinalizeURL, csr)
	if err != nil {
		return issued{}, fmt.Errorf("finalise: %w", err)
	}
	encoded, err := encodeKey(key)
	return issued{Key: encoded, FullChain: encodeChain(chain), CAURI: request.CAURI, Names: request.Names}, err
}

// finalise sends the request for the certificate and fetches the chain. The library polls the address in the answer's
// Location header, which pebble does not send (RFC 8555 does not ask for it), so the order is polled here if that fails.
func finalise(ctx context.Context, client *acme.Client, orderURI, finalizeURL string, csr []byte) ([][]byte, error) {
	chain, _, err := client.CreateOrderCert(ctx, finalizeURL, csr, true)
	if err == nil {
		return chain, nil
	}
	order, waitErr := client.WaitOrder(ctx, orderURI)
	if waitErr != nil || order.CertURL == "" {
		return nil, errors.Join(err, waitErr)
	}
	return client.FetchCert(ctx, order.CertURL, true)
}

// proveAll starts all challenges, then waits for each, so that the CA looks at them side by side.
func (s Settings) proveAll(ctx context.Context, client *acme.Client, authorizations []string) error {
	var pending []*acme.Authorization
	for _, address := range authorizations {
		authorization, err := client.GetAuthorization(ctx, address)
		if err != nil {
			return fmt.Errorf("authorization: %w", err)
		}
		if authorization.Status == acme.StatusValid {
			continue
		}
		remove, err := s.answerChallenge(ctx, client, authorization)
		if err != nil {
			return err
		}
		defer remove()
		pending = append(pending, authorization)
	}
	for _, authorization := range pending {
		if _, err := client.WaitAuthorization(ctx, authorization.URI); err != nil {
			return fmt.Errorf("authorization of %s: %w", authorization.Identifier.Value, err)
		}
	}
	return nil
}

func (s Settings) answerChallenge(ctx context.Context, client *acme.Client, authorization *acme.Authorization) (func(), error) {
	for _, challenge := range authorization.Challenges {
		if challenge.Type != "http-01" {
			continue
		}
		answer, err := client.HTTP01ChallengeResponse(challenge.Token)
		if err != nil {
			return nil, err
		}
		path := filepath.Join(s.WebRoot, client.HTTP01ChallengePath(filepath.Base(challenge.Token)))
		if err := writeFile(path, []byte(answer), 0o644); err != nil {
			return nil, err
		}
		if _, err := client.Accept(ctx, challenge); err != nil {
			os.Remove(path)
			return nil, fmt.Errorf("challenge of %s: %w", authorization.Identifier.Value, err)
		}
		return func() { os.Remove(path) }, nil
	}
	return nil, fmt.Errorf("%s: the CA offers no http-01 challenge", authorization.Identifier.Value)
}
