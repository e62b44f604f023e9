package companion

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/crypto/acme"
)

// issueTimeout bounds one certificate from order to download.
const issueTimeout = 3 * time.Minute

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
