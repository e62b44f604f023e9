package companion

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// install puts a certificate into the certificate directory and links each of its names to it.
// Reports whether anything changed.
func (s Settings) install(request Request, certificate issued) (bool, error) {
	chain, err := parseChain(certificate.FullChain)
	if err != nil {
		return false, err
	}
	var der [][]byte
	for _, one := range chain {
		der = append(der, one.Raw)
	}
	folder := filepath.Join(s.CertificateDir, request.Base())
	changed := false
	files := []struct {
		name    string
		content []byte
		mode    os.FileMode
	}{
		{"key.pem", certificate.Key, 0o600},
		{"cert.pem", encodeChain(der[:1]), 0o644},
		{"chain.pem", encodeChain(der[1:]), 0o644},
		{"fullchain.pem", certificate.FullChain, 0o644},
		{".companion", []byte(Version + "\n"), 0o644},
	}
	for _, file := range files {
		path := filepath.Join(folder, file.name)
		if old, readErr := os.ReadFile(path); readErr == nil && bytes.Equal(old, file.content) {
			continue
		}
		changed = true
		err = errors.Join(err, writeFile(path, file.content, file.mode))
	}
	for _, name := range request.Names {
		linked, linkErr := s.link(name, request.Base())
		changed = changed || linked
		err = errors.Join(err, linkErr)
	}
	return changed, err
}

// links are a name's links in the certificate directory and their targets.
func (s Settings) links(name, base string) map[string]string {
	links := map[string]string{
		name + ".crt":       "./" + base + "/fullchain.pem",
		name + ".key":       "./" + base + "/key.pem",
		name + ".chain.pem": "./" + base + "/chain.pem",
	}
	if _, err := os.Stat(filepath.Join(s.CertificateDir, "dhparam.pem")); err == nil {
		links[name+".dhparam.pem"] = "./dhparam.pem"
	}
	return links
}

func (s Settings) link(name, base string) (bool, error) {
	changed := false
	var err error
	for link, target := range s.links(name, base) {
		path := filepath.Join(s.CertificateDir, link)
		if old, readErr := os.Readlink(path); readErr == nil && old == target {
			continue
		}
		if info, statErr := os.Lstat(path); statErr == nil && info.Mode()&os.ModeSymlink == 0 {
			continue // a certificate that someone put there by hand
		}
		temporary := path + ".new"
		os.Remove(temporary)
		changed = true
		err = errors.Join(err, os.Symlink(target, temporary), os.Rename(temporary, path))
	}
	return changed, err
}

// unlink removes the links of names that no running container asks for any more; the certificates stay, so that a
// container that comes back needs no new one. Only links into folders that this program made are touched.
func (s Settings) unlink(requests []Request) (bool, error) {
	wanted := map[string]bool{}
	for _, request := range requests {
		for _, name := range request.Names {
			wanted[name] = true
		}
	}
	paths, err := filepath.Glob(filepath.Join(s.CertificateDir, "*.crt"))
	removed := false
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".crt")
		target, readErr := os.Readlink(path)
		base, ours := strings.CutSuffix(strings.TrimPrefix(target, "./"), "/fullchain.pem")
		if wanted[name] || readErr != nil || !ours {
			continue
		}
		if _, statErr := os.Stat(filepath.Join(s.CertificateDir, base, ".companion")); statErr != nil {
			continue
		}
		for _, suffix := range []string{".crt", ".key", ".chain.pem", ".dhparam.pem"} {
			if removeErr := os.Remove(filepath.Join(s.CertificateDir, name+suffix)); removeErr != nil && !errors.Is(removeErr, os.ErrNotExist) {
				err = errors.Join(err, removeErr)
			}
		}
		removed = true
	}
	return removed, err
}
