package sign

import (
	"context"
	"crypto/x509"
	"encoding/asn1"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/sign/pki"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// signatory is the service as the engine asks it, when votes are signatures.
type signatory struct{ s *Service }

func (x signatory) Unlock(ctx context.Context, person, pin string, _ time.Time) (engine.Signer, error) {
	key, err := x.s.Unlock(ctx, person, pin)
	if err != nil {
		return nil, err
	}
	return &signer{s: x.s, person: person, key: key}, nil
}

func (x signatory) Judge(app core.App, content, cms []byte, at time.Time) (*engine.Judgement, error) {
	v, err := x.s.Verify(app, content, cms, at)
	if err != nil {
		return nil, err
	}
	out := &engine.Judgement{Verdict: verdicts[v.State], At: v.SignedAt, Revoked: v.RevokedAt}
	if cert := v.Certificate; cert != nil {
		out.Certificate, out.NotBefore, out.NotAfter = pki.SerialText(cert.SerialNumber), cert.NotBefore, cert.NotAfter
		out.Name, out.Position, out.Organization = subject(cert)
	}
	return out, nil
}

// verdicts are the states of verification in the engine's words. A damaged
// signature, or one that tells another time, is not what was made.
var verdicts = map[pki.State]string{
	pki.Valid: engine.VerdictValid, pki.Changed: engine.VerdictChanged, pki.RevokedBefore: engine.VerdictRevoked,
	pki.Expired: engine.VerdictExpired, pki.UnknownIssuer: engine.VerdictUnknown,
	pki.Malformed: engine.VerdictChanged, pki.WrongTime: engine.VerdictChanged,
}

// signer is a person's key while a vote of theirs is carried out.
type signer struct {
	s      *Service
	person string
	key    pki.Key
}

// Sign looks again, inside the transaction, that the certificate is still the
// one with which the person signs.
func (x *signer) Sign(tx core.App, content []byte, at time.Time) (*engine.Signed, error) {
	cert := x.key.Certificate
	c, err := store.CurrentCertificate(tx, x.s.e.Model(), x.person)
	if err != nil {
		return nil, err
	}
	if c == nil || c.Serial != pki.SerialText(cert.SerialNumber) {
		return nil, fault.New(fault.Denied, "no_certificate", nil)
	}
	cms, err := x.s.Sign(content, at, x.key)
	if err != nil {
		return nil, err
	}
	out := &engine.Signed{CMS: cms, Certificate: c.Serial, NotBefore: cert.NotBefore, NotAfter: cert.NotAfter}
	out.Name, out.Position, out.Organization = subject(cert)
	return out, nil
}

var positionId = asn1.ObjectIdentifier{2, 5, 4, 12}

// subject reads who a certificate is of.
func subject(cert *x509.Certificate) (name, position, organization string) {
	for _, n := range cert.Subject.Names {
		if text, ok := n.Value.(string); ok && n.Type.Equal(positionId) {
			position = text
		}
	}
	if len(cert.Subject.Organization) > 0 {
		organization = cert.Subject.Organization[0]
	}
	return cert.Subject.CommonName, position, organization
}
