package companion

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strconv"
)

const keySizes = "2048, 3072, 4096, ec-256, ec-384"

func validKeySize(size string) bool {
	switch size {
	case "2048", "3072", "4096", "ec-256", "ec-384":
		return true
	}
	return false
}

func newKey(size string) (crypto.Signer, error) {
	switch size {
	case "ec-256":
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "ec-384":
		return ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	}
	bits, err := strconv.Atoi(size)
	if err != nil || !validKeySize(size) {
		return nil, fmt.Errorf("key size %q: use %s", size, keySizes)
	}
	return rsa.GenerateKey(rand.Reader, bits)
}

// sizeOf is the key size, in the companion's words, of a certificate's public key.
func sizeOf(public crypto.PublicKey) string {
	switch key := public.(type) {
	case *rsa.PublicKey:
		return strconv.Itoa(key.N.BitLen())
	case *ecdsa.PublicKey:
		return "ec-" + strconv.Itoa(key.Curve.Params().BitSize)
	}
	return ""
}

func encodeKey(key crypto.Signer) ([]byte, error) {
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}), nil
	case *ecdsa.PrivateKey:
		der, err := x509.MarshalECPrivateKey(key)
		if err != nil {
			return nil, err
		}
		return pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}), nil
	}
	return nil, errors.New("unknown kind of private key")
}

func decodeECKey(text []byte) (*ecdsa.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("no PEM block")
	}
	return x509.ParseECPrivateKey(block.Bytes)
}

func encodeChain(chain [][]byte) []byte {
	var text []byte
	for _, der := range chain {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return text
}

// parseChain reads PEM certificates; the first is the leaf.
func parseChain(text []byte) ([]*x509.Certificate, error) {
	var chain []*x509.Certificate
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			break
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		chain = append(chain, certificate)
	}
	if len(chain) == 0 {
		return nil, errors.New("no certificate")
	}
	return chain, nil
}
