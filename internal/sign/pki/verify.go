package pki

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"time"

	"github.com/smallstep/pkcs7"
)

// State is what a verification says of a signature.
type State string

// The states, each of which has its own words for people.
const (
	Valid         State = "valid"
	Changed       State = "content_changed"        // the content is not what was signed
	RevokedBefore State = "certificate_revoked"    // the certificate was revoked before the signing
	Expired       State = "certificate_expired"    // or not valid yet at the signing
	UnknownIssuer State = "certificate_unknown"    // nobody we trust has issued it
	Malformed     State = "signature_unreadable"   // not a signature, or a damaged one
	WrongTime     State = "signing_time_different" // it says another time than is known of it
)

// Verdict is the answer about one signature, as of the time of signing.
type Verdict struct {
	State       State
	Certificate *x509.Certificate // nil when there is none to be read
	SignedAt    time.Time         // by the trusted timestamp, else as the signature says
	Stamped     bool              // SignedAt comes from a trusted timestamp
	RevokedAt   time.Time         // zero if the certificate is not revoked; may be later than SignedAt
}

// Trust is what a verifier believes.
type Trust struct {
	Authorities []*x509.Certificate // that issue certificates of people; also those of the past
	Stampers    []*x509.Certificate // roots of trusted timestamps
	Revoked     func(*x509.Certificate) (at time.Time, revoked bool, err error)
}

// Verify judges a detached signature over content. At is the instant of signing
// that is known from elsewhere (the time when the server kept it); zero takes the
// signature's word. The error is a failure of Trust.Revoked, never a bad signature.
func Verify(content, cms []byte, at time.Time, trust Trust) (Verdict, error) {
	p7, cert, said, err := open(cms)
	if err != nil {
		return Verdict{State: Malformed}, nil
	}
	v := Verdict{Certificate: cert, SignedAt: said}
	if !matchesDigest(p7, content) {
		v.State = Changed
		return v, nil
	}
	p7.Content = content
	if err := p7.Verify(); err != nil {
		v.State = Malformed
		return v, nil
	}
	if stamped, ok := timestampOf(cms, trust.Stampers); ok {
		v.SignedAt, v.Stamped = stamped, true
	}
	if !at.IsZero() && !v.Stamped && !at.UTC().Truncate(time.Second).Equal(said) {
		v.State = WrongTime
		return v, nil
	}
	return v.judge(p7, trust)
}

// judge says whether the certificate was good for signing at the time.
func (v Verdict) judge(p7 *pkcs7.PKCS7, trust Trust) (Verdict, error) {
	cert := v.Certificate
	if !issuedBy(cert, p7.Certificates, trust.Authorities, v.SignedAt) {
		v.State = UnknownIssuer
		return v, nil
	}
	if v.SignedAt.Before(cert.NotBefore) || v.SignedAt.After(cert.NotAfter) {
		v.State = Expired
		return v, nil
	}
	v.State = Valid
	if trust.Revoked == nil {
		return v, nil
	}
	when, revoked, err := trust.Revoked(cert)
	if err != nil {
		return v, fmt.Errorf("revocation of %s: %w", SerialText(cert.SerialNumber), err)
	}
	if revoked {
		v.RevokedAt = when
		if !v.SignedAt.Before(when) {
			v.State = RevokedBefore
		}
	}
	return v, nil
}

// open reads a signature with exactly one signer, whose certificate it carries and names.
func open(cms []byte) (*pkcs7.PKCS7, *x509.Certificate, time.Time, error) {
	p7, err := pkcs7.Parse(cms)
	if err != nil {
		return nil, nil, time.Time{}, err
	}
	cert := p7.GetOnlySigner()
	if cert == nil || len(p7.Content) > 0 {
		return nil, nil, time.Time{}, fmt.Errorf("not a detached signature of one signer")
	}
	var said time.Time
	if err := p7.UnmarshalSignedAttribute(oidSigningTime, &said); err != nil {
		return nil, nil, time.Time{}, err
	}
	var named struct{ Certs []struct{ Hash []byte } }
	if err := p7.UnmarshalSignedAttribute(oidSigningCertV2, &named); err != nil {
		return nil, nil, time.Time{}, err
	}
	hash := sha256.Sum256(cert.Raw)
	if len(named.Certs) == 0 || !bytes.Equal(named.Certs[0].Hash, hash[:]) {
		return nil, nil, time.Time{}, fmt.Errorf("another certificate than was signed with")
	}
	if !p7.Signers[0].DigestAlgorithm.Algorithm.Equal(oidSHA256) {
		return nil, nil, time.Time{}, fmt.Errorf("another digest than SHA-256")
	}
	return p7, cert, said.UTC(), nil
}

func matchesDigest(p7 *pkcs7.PKCS7, content []byte) bool {
	var digest []byte
	if err := p7.UnmarshalSignedAttribute(oidMessageDigest, &digest); err != nil {
		return false
	}
	sum := sha256.Sum256(content)
	return bytes.Equal(digest, sum[:])
}

// issuedBy reports whether a trusted authority has issued the certificate for
// signing. That it was valid at the time is judged apart; the authority's own
// life is that of the time of signing.
func issuedBy(cert *x509.Certificate, between, authorities []*x509.Certificate, at time.Time) bool {
	if cert.KeyUsage&x509.KeyUsageDigitalSignature == 0 || cert.IsCA {
		return false
	}
	if at.Before(cert.NotBefore) {
		at = cert.NotBefore
	}
	if at.After(cert.NotAfter) {
		at = cert.NotAfter
	}
	roots, middle := x509.NewCertPool(), x509.NewCertPool()
	for _, c := range authorities {
		roots.AddCert(c)
	}
	for _, c := range between {
		middle.AddCert(c)
	}
	_, err := cert.Verify(x509.VerifyOptions{Roots: roots, Intermediates: middle, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	return err == nil
}
