package companion

import (
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Version is written into each certificate folder, as the companion it stands in for does.
const Version = "2.8.2"

// home is where accounts and issued certificates are kept: one folder per e-mail, one for the staging CA.
func (s Settings) home(request Request) string {
	switch {
	case request.staging():
		return filepath.Join(s.Home, "staging")
	case request.Email == "":
		return filepath.Join(s.Home, "default")
	}
	return filepath.Join(s.Home, filepath.Base(request.Email))
}

func (s Settings) accountDir(request Request) (string, error) {
	directory, err := url.Parse(request.CAURI)
	if err != nil || directory.Host == "" {
		return "", fmt.Errorf("ACME_CA_URI %q is no URL", request.CAURI)
	}
	host := strings.ReplaceAll(directory.Host, ":", "_")
	return filepath.Join(s.home(request), "ca", host, filepath.Clean("/"+directory.Path)), nil
}

// issuedDir holds the issued certificate independently of the certificate directory, so that a lost one can be refilled.
func (s Settings) issuedDir(request Request) string {
	suffix := ""
	if strings.HasPrefix(request.KeySize, "ec-") {
		suffix = "_ecc"
	}
	return filepath.Join(s.home(request), request.Names[0]+suffix)
}

// issued is a certificate as it came from the CA.
type issued struct {
	Key, FullChain []byte
	CAURI          string
	Names          []string
}

type record struct {
	CAURI string   `json:"ca"`
	Names []string `json:"names"`
}

func (s Settings) saveIssued(request Request, certificate issued) error {
	directory := s.issuedDir(request)
	text, err := json.MarshalIndent(record{certificate.CAURI, certificate.Names}, "", "  ")
	return errors.Join(err,
		writeFile(filepath.Join(directory, request.Names[0]+".key"), certificate.Key, 0o600),
		writeFile(filepath.Join(directory, "fullchain.cer"), certificate.FullChain, 0o644),
		writeFile(filepath.Join(directory, request.Names[0]+".json"), text, 0o644))
}

// loadIssued returns what was issued earlier for exactly this request, and the leaf; nil when there is none.
func (s Settings) loadIssued(request Request) (*issued, *x509.Certificate) {
	directory := s.issuedDir(request)
	key, keyErr := os.ReadFile(filepath.Join(directory, request.Names[0]+".key"))
	fullChain, chainErr := os.ReadFile(filepath.Join(directory, "fullchain.cer"))
	text, recordErr := os.ReadFile(filepath.Join(directory, request.Names[0]+".json"))
	if errors.Join(keyErr, chainErr, recordErr) != nil {
		return nil, nil
	}
	var about record
	chain, err := parseChain(fullChain)
	if err != nil || json.Unmarshal(text, &about) != nil {
		return nil, nil
	}
	if about.CAURI != request.CAURI || !slices.Equal(about.Names, request.Names) || sizeOf(chain[0].PublicKey) != request.KeySize {
		return nil, nil
	}
	return &issued{Key: key, FullChain: fullChain, CAURI: about.CAURI, Names: about.Names}, chain[0]
}

// renewalDate is when a certificate is to be renewed: so many days after its issuance, but at the latest after two
// thirds of its life (a fixed number of days would be too late for short-lived certificates).
func renewalDate(leaf *x509.Certificate, afterDays int) time.Time {
	byDays := leaf.NotBefore.AddDate(0, 0, afterDays)
	byLife := leaf.NotBefore.Add(leaf.NotAfter.Sub(leaf.NotBefore) * 2 / 3)
	if byLife.Before(byDays) {
		return byLife
	}
	return byDays
}

// writeFile replaces a file in one step; folders on the way are made.
func writeFile(path string, content []byte, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(content)
	if err = errors.Join(err, temporary.Chmod(mode), temporary.Close()); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}
