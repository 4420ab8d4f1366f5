package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// certificate returns the server's certificate for loopback and the PEM of the authority that
// signed it. Both are made at the first start and kept.
func certificate(data string) (tls.Certificate, string, error) {
	chain, key := filepath.Join(data, "server.pem"), filepath.Join(data, "server.key")
	authority := filepath.Join(data, "ca.pem")
	if _, err := os.Stat(authority); err != nil {
		if err := makeCertificates(authority, chain, key); err != nil {
			return tls.Certificate{}, "", err
		}
	}
	pair, err := tls.LoadX509KeyPair(chain, key)
	if err != nil {
		return tls.Certificate{}, "", err
	}
	text, err := os.ReadFile(authority)
	return pair, string(text), err
}

func makeCertificates(authority, chain, key string) error {
	root := template(1, "Vault test authority")
	root.IsCA, root.BasicConstraintsValid, root.KeyUsage = true, true, x509.KeyUsageCertSign
	server := template(2, "Vault test server")
	server.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	server.DNSNames = []string{"localhost"}
	server.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}

	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serverKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	signedRoot, err := x509.CreateCertificate(rand.Reader, root, root, &rootKey.PublicKey, rootKey)
	if err != nil {
		return err
	}
	signed, err := x509.CreateCertificate(rand.Reader, server, root, &serverKey.PublicKey, rootKey)
	if err != nil {
		return err
	}
	keyBytes, err := x509.MarshalECPrivateKey(serverKey)
	if err != nil {
		return err
	}
	if err := write(chain, "CERTIFICATE", signed); err != nil {
		return err
	}
	if err := write(key, "EC PRIVATE KEY", keyBytes); err != nil {
		return err
	}
	return write(authority, "CERTIFICATE", signedRoot)
}

func template(serial int64, name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
	}
}

func write(path, kind string, bytes []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600)
}
