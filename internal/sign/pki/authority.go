package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// Authority issues certificates.
type Authority struct {
	Certificate *x509.Certificate
	key         crypto.Signer
}

// MaxValidity is the longest life of a person's certificate, in months.
const MaxValidity = 12

// Errors of issuing, which callers tell people in their own words.
var (
	ErrAuthorityExpired = errors.New("the authority's own certificate is not valid at this time")
	ErrTooLong          = errors.New("the certificate would outlive what is allowed")
)

// NewAuthority makes a root of its own, valid for some years from an instant.
func NewAuthority(name string, at time.Time, years int) (*Authority, error) {
	key, err := NewKey()
	if err != nil {
		return nil, err
	}
	serial, err := NewSerial()
	if err != nil {
		return nil, err
	}
	id, err := keyId(key.Public())
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name}, SubjectKeyId: id,
		NotBefore: at.UTC().Truncate(time.Second), NotAfter: at.UTC().AddDate(years, 0, 0).Truncate(time.Second),
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, BasicConstraintsValid: true, IsCA: true, MaxPathLenZero: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("authority: %w", err)
	}
	return authority(der, key)
}

// ReadAuthority takes an authority made elsewhere: its certificate and its key in PEM.
func ReadAuthority(certificate, key []byte) (*Authority, error) {
	c, _ := pem.Decode(certificate)
	k, _ := pem.Decode(key)
	if c == nil || k == nil {
		return nil, errors.New("no PEM block in the certificate or the key")
	}
	var signer crypto.Signer
	var err error
	switch k.Type {
	case "EC PRIVATE KEY":
		signer, err = x509.ParseECPrivateKey(k.Bytes)
	case "RSA PRIVATE KEY":
		signer, err = x509.ParsePKCS1PrivateKey(k.Bytes)
	default:
		signer, err = parseKey(k.Bytes)
	}
	if err != nil {
		return nil, fmt.Errorf("key of the authority: %w", err)
	}
	return authority(c.Bytes, signer)
}

// OpenAuthority unlocks an authority that has been sealed.
func OpenAuthority(der []byte, sealed *Sealed, secret string) (*Authority, error) {
	key, err := sealed.OpenKey(secret, authorityOwner)
	if err != nil {
		return nil, err
	}
	return authority(der, key)
}

const authorityOwner = "authority"

// Seal locks the key of the authority.
func (a *Authority) Seal(secret string, cost Cost) (*Sealed, error) {
	return SealKey(a.key, secret, authorityOwner, cost)
}

func authority(der []byte, key crypto.Signer) (*Authority, error) {
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("certificate of the authority: %w", err)
	}
	if !cert.IsCA || cert.KeyUsage&x509.KeyUsageCertSign == 0 || cert.KeyUsage&x509.KeyUsageCRLSign == 0 {
		return nil, errors.New("the certificate is not that of an authority: it may not sign certificates and revocation lists")
	}
	switch k := key.Public().(type) {
	case *ecdsa.PublicKey:
	case *rsa.PublicKey:
		if k.N.BitLen() < 2048 {
			return nil, errors.New("an RSA key of an authority has 2048 bits or more")
		}
	default:
		return nil, fmt.Errorf("a key of %T is not supported", key.Public())
	}
	if _, err := NewUnlocked(key, cert); err != nil {
		return nil, err
	}
	return &Authority{Certificate: cert, key: key}, nil
}

// Owner is who a certificate is for, as it stands in the certificate.
type Owner struct {
	Name         string // full name
	Surname      string
	Given        string
	Position     string
	Organization string
	Email        string
	Country      string // two letters; empty is RU
}

// NewSerial makes an unpredictable positive serial of 16 bytes.
func NewSerial() (*big.Int, error) {
	b := make([]byte, 16)
	if _, err := rand.Read(b); err != nil {
		return nil, fmt.Errorf("serial: %w", err)
	}
	b[0] = b[0]&0x3f | 0x40 // positive, always 16 bytes
	return new(big.Int).SetBytes(b), nil
}

// SerialText is how people read a serial: hexadecimal, capital letters.
func SerialText(n *big.Int) string { return strings.ToUpper(hex.EncodeToString(n.Bytes())) }

// ParseSerial reads SerialText.
func ParseSerial(text string) (*big.Int, error) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) == 0 {
		return nil, fmt.Errorf("serial %q is not hexadecimal", text)
	}
	return new(big.Int).SetBytes(b), nil
}

var (
	oidTitle     = asn1.ObjectIdentifier{2, 5, 4, 12}
	oidSurname   = asn1.ObjectIdentifier{2, 5, 4, 4}
	oidGivenName = asn1.ObjectIdentifier{2, 5, 4, 42}
)

// Issue makes the certificate of a person's public key.
func (a *Authority) Issue(public crypto.PublicKey, owner Owner, serial *big.Int, from, until time.Time) (*x509.Certificate, error) {
	from, until = from.UTC().Truncate(time.Second), until.UTC().Truncate(time.Second)
	switch {
	case from.Before(a.Certificate.NotBefore) || !from.Before(a.Certificate.NotAfter):
		return nil, ErrAuthorityExpired
	case !until.After(from) || until.After(from.AddDate(0, MaxValidity, 0)):
		return nil, ErrTooLong
	}
	if until.After(a.Certificate.NotAfter) {
		until = a.Certificate.NotAfter // nothing outlives its issuer
	}
	id, err := keyId(public)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: owner.subject(), NotBefore: from, NotAfter: until, SubjectKeyId: id,
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection},
		BasicConstraintsValid: true,
	}
	if owner.Email != "" && isASCII(owner.Email) {
		template.EmailAddresses = []string{owner.Email}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.Certificate, public, a.key)
	if err != nil {
		return nil, fmt.Errorf("issue: %w", err)
	}
	return x509.ParseCertificate(der)
}

func (o Owner) subject() pkix.Name {
	name := pkix.Name{CommonName: o.Name, Country: []string{"RU"}}
	if o.Country != "" {
		name.Country = []string{o.Country}
	}
	if o.Organization != "" {
		name.Organization = []string{o.Organization}
	}
	for _, extra := range []struct {
		oid  asn1.ObjectIdentifier
		text string
	}{{oidSurname, o.Surname}, {oidGivenName, o.Given}, {oidTitle, o.Position}} {
		if extra.text != "" {
			name.ExtraNames = append(name.ExtraNames, pkix.AttributeTypeAndValue{Type: extra.oid, Value: extra.text})
		}
	}
	return name
}

// OwnerOf reads who a certificate is for.
func OwnerOf(cert *x509.Certificate) Owner {
	o := Owner{Name: cert.Subject.CommonName}
	if len(cert.Subject.Organization) > 0 {
		o.Organization = cert.Subject.Organization[0]
	}
	if len(cert.Subject.Country) > 0 {
		o.Country = cert.Subject.Country[0]
	}
	if len(cert.EmailAddresses) > 0 {
		o.Email = cert.EmailAddresses[0]
	}
	for _, n := range cert.Subject.Names {
		text, _ := n.Value.(string)
		switch {
		case n.Type.Equal(oidTitle):
			o.Position = text
		case n.Type.Equal(oidSurname):
			o.Surname = text
		case n.Type.Equal(oidGivenName):
			o.Given = text
		}
	}
	return o
}

func isASCII(s string) bool {
	for _, r := range s {
		if r > 127 {
			return false
		}
	}
	return true
}

func keyId(public crypto.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return nil, fmt.Errorf("public key: %w", err)
	}
	sum := sha1.Sum(der) // an identifier (RFC 5280 4.2.1.2), not a protection
	return sum[:], nil
}

// PEM is a certificate as files hold it.
func PEM(cert *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
}
