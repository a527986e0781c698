package pki

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"

	"k8s.io/client-go/tools/clientcmd"

	"tenbin.test/cluster/internal/layout"
)

func TestServerCertificateHoldsForItsNamesAndAddresses(t *testing.T) {
	authority := newAuthority(t)
	pair, err := authority.Server("kube-apiserver", layout.NodeIP, "kubernetes.default")
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{layout.NodeIP, "kubernetes.default"} {
		options := x509.VerifyOptions{DNSName: host, Roots: pool(authority)}
		if _, err := parse(t, pair).Verify(options); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
	if _, err := parse(t, pair).Verify(x509.VerifyOptions{DNSName: "192.0.2.99", Roots: pool(authority)}); err == nil {
		t.Error("the certificate holds for an address that it was not issued for")
	}
}

func TestClientCertificateNamesUserAndGroups(t *testing.T) {
	authority := newAuthority(t)
	pair, err := authority.Client("system:node:node-1", "system:nodes")
	if err != nil {
		t.Fatal(err)
	}
	certificate := parse(t, pair)
	options := x509.VerifyOptions{Roots: pool(authority), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	if _, err := certificate.Verify(options); err != nil {
		t.Error(err)
	}
	subject := certificate.Subject
	if subject.CommonName != "system:node:node-1" || len(subject.Organization) != 1 ||
		subject.Organization[0] != "system:nodes" {
		t.Errorf("subject is %v", subject)
	}
}

func TestWrittenFilesAreCompleteAndStayOnASecondWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pki")
	if err := os.Mkdir(dir+".new", 0o700); err != nil { // what a killed `up` leaves
		t.Fatal(err)
	}
	if err := Write(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ca", "apiserver", "apiserver-to-kubelet", "kubelet"} {
		if _, err := tls.LoadX509KeyPair(filepath.Join(dir, name+".crt"), filepath.Join(dir, name+".key")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name := range clients {
		config, err := clientcmd.BuildConfigFromFlags("", filepath.Join(dir, name+".kubeconfig"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if config.Host != layout.APIServer {
			t.Errorf("%s leads to %s", name, config.Host)
		}
	}
	before := read(t, filepath.Join(dir, "service-account.key"))
	if err := Write(dir); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, read(t, filepath.Join(dir, "service-account.key"))) {
		t.Error("a second write made new keys")
	}
}

func newAuthority(t *testing.T) *Authority {
	t.Helper()
	authority, err := NewAuthority("test")
	if err != nil {
		t.Fatal(err)
	}
	return authority
}

func pool(authority *Authority) *x509.CertPool {
	roots := x509.NewCertPool()
	roots.AddCert(authority.certificate)
	return roots
}

func parse(t *testing.T, pair Pair) *x509.Certificate {
	t.Helper()
	block, _ := pem.Decode(pair.Certificate)
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
