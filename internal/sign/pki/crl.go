package pki

import (
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"math/big"
	"time"
)

// Revoked is one certificate that its owner may no longer sign with.
type Revoked struct {
	Serial *big.Int
	At     time.Time
	Reason Reason
}

// Reason is why a certificate was revoked, by its code in RFC 5280 5.3.1.
type Reason int

// The reasons that are told apart.
const (
	Unspecified Reason = 0
	Compromised Reason = 1 // the key is known to somebody else
	Superseded  Reason = 4 // another certificate has taken its place
	Ceased      Reason = 5 // its owner has left
)

// RevocationList signs the list of what is revoked. Numbers only grow; until is
// when the next list will have been made.
func (a *Authority) RevocationList(revoked []Revoked, number int64, at, until time.Time) ([]byte, error) {
	list := &x509.RevocationList{Number: big.NewInt(number), ThisUpdate: at.UTC(), NextUpdate: until.UTC()}
	for _, r := range revoked {
		list.RevokedCertificateEntries = append(list.RevokedCertificateEntries, x509.RevocationListEntry{
			SerialNumber: r.Serial, RevocationTime: r.At.UTC(), ReasonCode: int(r.Reason),
		})
	}
	der, err := x509.CreateRevocationList(rand.Reader, list, a.Certificate, a.key)
	if err != nil {
		return nil, fmt.Errorf("revocation list: %w", err)
	}
	return der, nil
}
