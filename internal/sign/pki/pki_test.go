package pki_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kontora/internal/sign/pki"
)

var (
	cheap = pki.Cost{Time: 1, Memory: 64, Lanes: 1}
	noon  = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	owner = pki.Owner{Name: "Иванова Мария Петровна", Surname: "Иванова", Given: "Мария Петровна", Position: "Инженер", Organization: "ООО «Сервис»", Email: "m@example.org"}
)

func TestASignatureIsVerifiedByOpenSSL(t *testing.T) {
	t.Parallel()
	a, key := issued(t)
	content := []byte("Запись журнала № 7: АПС исправна")
	cms := sign(t, content, noon, key)
	dir := t.TempDir()
	write(t, dir, "content", content)
	write(t, dir, "sig.p7s", cms)
	write(t, dir, "ca.pem", pki.PEM(a.Certificate))
	args := []string{"cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "sig.p7s", "-content", "content", "-CAfile", "ca.pem", "-attime", "1772452800", "-out", "out"}
	if out, err := openssl(dir, args...); err != nil {
		t.Fatalf("openssl refuses: %v\n%s", err, out)
	}
	write(t, dir, "content", []byte("Запись журнала № 7: АПС неисправна"))
	if out, err := openssl(dir, args...); err == nil {
		t.Fatalf("openssl takes another content:\n%s", out)
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	a, key := issued(t)
	other, _ := issued(t)
	content := []byte("content")
	cms := sign(t, content, noon, key)
	revoked := func(at time.Time) func(*x509.Certificate) (time.Time, bool, error) {
		return func(*x509.Certificate) (time.Time, bool, error) { return at, true, nil }
	}
	for name, c := range map[string]struct {
		content, cms []byte
		at           time.Time
		trust        pki.Trust
		want         pki.State
	}{
		"what was signed is valid":                       {content, cms, noon, pki.Trust{Authorities: roots(a)}, pki.Valid},
		"another content is changed":                     {[]byte("other"), cms, noon, pki.Trust{Authorities: roots(a)}, pki.Changed},
		"a stranger's certificate is unknown":            {content, cms, noon, pki.Trust{Authorities: roots(other)}, pki.UnknownIssuer},
		"revoked later stays valid":                      {content, cms, noon, pki.Trust{Authorities: roots(a), Revoked: revoked(noon.Add(time.Hour))}, pki.Valid},
		"revoked before is not":                          {content, cms, noon, pki.Trust{Authorities: roots(a), Revoked: revoked(noon.Add(-time.Minute))}, pki.RevokedBefore},
		"revoked at the very instant is not":             {content, cms, noon, pki.Trust{Authorities: roots(a), Revoked: revoked(noon)}, pki.RevokedBefore},
		"a time that is not the server's is told":        {content, cms, noon.Add(time.Hour), pki.Trust{Authorities: roots(a)}, pki.WrongTime},
		"a damaged signature is not read":                {content, cms[:len(cms)-9], noon, pki.Trust{Authorities: roots(a)}, pki.Malformed},
		"a signature with one bit turned is not a proof": {content, turned(cms), noon, pki.Trust{Authorities: roots(a)}, pki.Malformed},
		"nothing is not a signature":                     {content, nil, noon, pki.Trust{Authorities: roots(a)}, pki.Malformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := pki.Verify(c.content, c.cms, c.at, c.trust)
			if err != nil || got.State != c.want {
				t.Fatalf("got %s, %v; want %s", got.State, err, c.want)
			}
		})
	}
}

func TestASignatureOutsideTheLifeOfItsCertificateIsNotMade(t *testing.T) {
	t.Parallel()
	_, key := issued(t)
	for _, at := range []time.Time{noon.AddDate(0, 0, -2), noon.AddDate(1, 0, 1)} {
		if _, err := pki.Sign([]byte("x"), at, key); err == nil {
			t.Errorf("signed at %s", at)
		}
	}
}

func TestASealedKeyOpensForItsOwnerAndPassphraseOnly(t *testing.T) {
	t.Parallel()
	key, err := pki.NewKey()
	must(t, err)
	sealed, err := pki.SealKey(key, "482915", "anna", cheap)
	must(t, err)
	sealed, err = pki.ParseSealed(sealed.Text())
	must(t, err)
	if _, err := sealed.OpenKey("482915", "anna"); err != nil {
		t.Fatalf("does not open for its owner: %v", err)
	}
	for _, try := range [][2]string{{"482916", "anna"}, {"", "anna"}, {"482915", "boris"}} {
		if _, err := sealed.OpenKey(try[0], try[1]); !errors.Is(err, pki.ErrPassphrase) {
			t.Errorf("opens with %v: %v", try, err)
		}
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	if bytes.Contains([]byte(sealed.Text()), der[:16]) {
		t.Error("the key lies open")
	}
}

func TestWeakPassphrases(t *testing.T) {
	t.Parallel()
	for pin, ok := range map[string]bool{"12345": false, "123456": false, "654321": false, "777777": false, "482915": true, "длинная фраза": true, "": false} {
		if got := pki.Strong(pin) == nil; got != ok {
			t.Errorf("Strong(%q) = %v", pin, got)
		}
	}
}

func TestTheProfileOfACertificate(t *testing.T) {
	t.Parallel()
	a, key := issued(t)
	c := key.Certificate
	if c.IsCA || c.KeyUsage != x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment || c.Version != 3 {
		t.Errorf("usage %v, CA %v", c.KeyUsage, c.IsCA)
	}
	want := owner
	want.Country = "RU"
	if got := pki.OwnerOf(c); got != want {
		t.Errorf("owner %+v, want %+v", got, want)
	}
	n, err := pki.NewSerial()
	must(t, err)
	if _, err := a.Issue(c.PublicKey, owner, n, noon, noon.AddDate(1, 0, 1)); !errors.Is(err, pki.ErrTooLong) {
		t.Errorf("longer than a year: %v", err)
	}
	old, err := pki.NewAuthority("old", noon.AddDate(-3, 0, 0), 1)
	must(t, err)
	if _, err := old.Issue(c.PublicKey, owner, n, noon, noon.AddDate(0, 1, 0)); !errors.Is(err, pki.ErrAuthorityExpired) {
		t.Errorf("an expired authority issues: %v", err)
	}
}

func TestARevocationListIsReadByOpenSSL(t *testing.T) {
	t.Parallel()
	a, key := issued(t)
	der, err := a.RevocationList([]pki.Revoked{{Serial: key.Certificate.SerialNumber, At: noon, Reason: pki.Compromised}}, 7, noon, noon.AddDate(0, 0, 7))
	must(t, err)
	dir := t.TempDir()
	write(t, dir, "crl", der)
	write(t, dir, "ca.pem", pki.PEM(a.Certificate))
	out, err := openssl(dir, "crl", "-inform", "DER", "-in", "crl", "-CAfile", "ca.pem", "-noout", "-text")
	if err != nil || !strings.Contains(out, "verify OK") || !strings.Contains(out, pki.SerialText(key.Certificate.SerialNumber)) || !strings.Contains(out, "Key Compromise") {
		t.Fatalf("%v\n%s", err, out)
	}
}

func TestAnAuthorityMadeByOpenSSLIsTaken(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if out, err := openssl(dir, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-days", "30", "-subj", "/CN=Own CA", "-addext", "keyUsage=critical,keyCertSign,cRLSign"); err != nil {
		t.Fatal(out)
	}
	c, k := read(t, dir, "c.pem"), read(t, dir, "k.pem")
	a, err := pki.ReadAuthority(c, k)
	must(t, err)
	sealed, err := a.Seal("secret of the server", cheap)
	must(t, err)
	if _, err := pki.OpenAuthority(a.Certificate.Raw, sealed, "another"); !errors.Is(err, pki.ErrPassphrase) {
		t.Errorf("opens with another secret: %v", err)
	}
	if _, err := pki.OpenAuthority(a.Certificate.Raw, sealed, "secret of the server"); err != nil {
		t.Error(err)
	}
	_, stranger := issued(t)
	if _, err := pki.ReadAuthority(pki.PEM(stranger.Certificate), k); err == nil {
		t.Error("a person's certificate is taken for an authority")
	}
}

// The authority of time is openssl itself.
func TestATrustedTimestamp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "tsa.cnf", []byte(tsaConfig))
	if out, err := openssl(dir, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-days", "30", "-config", "tsa.cnf", "-extensions", "tsa_cert"); err != nil {
		t.Fatal(out)
	}
	write(t, dir, "serial", []byte("01"))
	answer := func(question []byte) []byte {
		write(t, dir, "q", question)
		if out, err := openssl(dir, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q", "-inkey", "k.pem", "-signer", "c.pem", "-out", "r"); err != nil {
			t.Fatal(out)
		}
		return read(t, dir, "r")
	}
	block, _ := pem.Decode(read(t, dir, "c.pem"))
	tsa, err := x509.ParseCertificate(block.Bytes)
	must(t, err)
	now := time.Now()
	a, err := pki.NewAuthority("Контора", now.AddDate(0, 0, -1), 5)
	must(t, err)
	key := issueFrom(t, a, now.Add(-time.Hour))
	content := []byte("content")
	cms := sign(t, content, now.Add(-time.Minute), key)
	question, nonce, err := pki.StampQuestion(cms)
	must(t, err)
	reply := answer(question)
	stamped, err := pki.Stamped(cms, reply, nonce, roots2(tsa))
	must(t, err)
	got, err := pki.Verify(content, stamped, time.Time{}, pki.Trust{Authorities: roots(a), Stampers: roots2(tsa)})
	must(t, err)
	if got.State != pki.Valid || !got.Stamped || got.SignedAt.Before(now.Add(-time.Second).Truncate(time.Second)) {
		t.Errorf("%+v", got)
	}
	if got, _ := pki.Verify(content, stamped, time.Time{}, pki.Trust{Authorities: roots(a), Stampers: roots(a)}); got.Stamped {
		t.Error("a stranger's time is believed")
	}
	if _, err := pki.Stamped(cms, reply, nonce, roots(a)); err == nil {
		t.Error("a stranger's timestamp is attached")
	}
	other := sign(t, content, now.Add(-time.Minute), key)
	if _, err := pki.Stamped(other, reply, nonce, roots2(tsa)); err == nil {
		t.Error("the timestamp of another signature is attached")
	}
	_, later, err := pki.StampQuestion(cms)
	must(t, err)
	if _, err := pki.Stamped(cms, reply, later, roots2(tsa)); err == nil {
		t.Error("an answer to another question is taken")
	}
	write(t, dir, "content", content)
	write(t, dir, "sig", stamped)
	write(t, dir, "ca.pem", pki.PEM(a.Certificate))
	if out, err := openssl(dir, "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "sig", "-content", "content", "-CAfile", "ca.pem", "-out", "o"); err != nil {
		t.Errorf("openssl refuses the stamped signature: %s", out)
	}
}

const tsaConfig = `[req]
distinguished_name = dn
prompt = no
[dn]
CN = Time
[tsa_cert]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = tsa1
[tsa1]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
`

func issued(t *testing.T) (*pki.Authority, pki.Key) {
	t.Helper()
	a, err := pki.NewAuthority("Контора", noon.AddDate(0, 0, -1), 10)
	must(t, err)
	return a, issueFrom(t, a, noon.Add(-time.Hour))
}

func issueFrom(t *testing.T, a *pki.Authority, from time.Time) pki.Key {
	t.Helper()
	key, err := pki.NewKey()
	must(t, err)
	n, err := pki.NewSerial()
	must(t, err)
	cert, err := a.Issue(key.Public(), owner, n, from, from.AddDate(1, 0, 0))
	must(t, err)
	out, err := pki.NewUnlocked(key, cert, a.Certificate)
	must(t, err)
	return out
}

func sign(t *testing.T, content []byte, at time.Time, key pki.Key) []byte {
	t.Helper()
	cms, err := pki.Sign(content, at, key)
	must(t, err)
	return cms
}

func turned(cms []byte) []byte {
	out := append([]byte(nil), cms...)
	out[len(out)-3] ^= 1 // within the signature value, which comes last
	return out
}

func roots(list ...*pki.Authority) []*x509.Certificate {
	var out []*x509.Certificate
	for _, a := range list {
		out = append(out, a.Certificate)
	}
	return out
}

func roots2(list ...*x509.Certificate) []*x509.Certificate { return list }

func openssl(dir string, args ...string) (string, error) {
	cmd := exec.Command("openssl", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	must(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	must(t, err)
	return data
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
