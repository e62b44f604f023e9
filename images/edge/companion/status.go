package companion

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Status prints every certificate folder: names, issuer, life, and which names link to it.
func (s Settings) Status(out io.Writer) error {
	folders, err := os.ReadDir(s.CertificateDir)
	if err != nil {
		return err
	}
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		path := filepath.Join(s.CertificateDir, folder.Name(), "fullchain.pem")
		fmt.Fprintf(out, "##### Certificate status #####\nFolder: %s\n", filepath.Dir(path))
		text, err := os.ReadFile(path)
		if err != nil {
			fmt.Fprint(out, "Status: no certificate\n\n")
			continue
		}
		chain, err := parseChain(text)
		if err != nil {
			fmt.Fprintf(out, "Status: unreadable (%v)\n\n", err)
			continue
		}
		status := "valid"
		if time.Now().After(chain[0].NotAfter) {
			status = "EXPIRED"
		}
		fmt.Fprintf(out, "Status: %s\nNames: %s\nIssuer: %s\nKey: %s\nNot before: %s\nNot after: %s\nLinks: %s\n\n", status,
			strings.Join(chain[0].DNSNames, ", "), chain[0].Issuer.CommonName, sizeOf(chain[0].PublicKey),
			chain[0].NotBefore.Format(time.RFC3339), chain[0].NotAfter.Format(time.RFC3339),
			strings.Join(s.linkedNames(folder.Name()), ", "))
	}
	return nil
}

func (s Settings) linkedNames(base string) []string {
	var names []string
	paths, _ := filepath.Glob(filepath.Join(s.CertificateDir, "*.crt")) // the pattern is well-formed
	for _, path := range paths {
		if target, err := os.Readlink(path); err == nil && target == "./"+base+"/fullchain.pem" {
			names = append(names, strings.TrimSuffix(filepath.Base(path), ".crt"))
		}
	}
	return names
}
