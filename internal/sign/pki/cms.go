package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"
)

var (
	oidData              = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningTime       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}
	oidSigningCertV2     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidTimestampToken    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	oidSHA256            = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidECDSAWithSHA256   = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	oidRSAEncryption     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	errNotValidAtSigning = errors.New("the certificate is not valid at the time of signing")
)

type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"explicit,optional,tag:0"`
}

type encapsulated struct {
	Type asn1.ObjectIdentifier // content is detached
}

type signedData struct {
	Version      int
	Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
	Content      encapsulated
	Certificates asn1.RawValue
	Signers      []signerInfo `asn1:"set"`
}

type signerInfo struct {
	Version   int
	Issuer    issuerAndSerial
	Digest    pkix.AlgorithmIdentifier
	Signed    asn1.RawValue // [0] IMPLICIT SET OF Attribute
	Algorithm pkix.AlgorithmIdentifier
	Signature []byte
	Unsigned  asn1.RawValue `asn1:"optional"` // [1] IMPLICIT SET OF Attribute
}

type issuerAndSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

// Sign makes a detached signature over content (CMS with the signed attributes
// contentType, messageDigest, signingTime and signingCertificateV2: CAdES-BES).
// At is the instant of signing; the certificate must be valid then.
func Sign(content []byte, at time.Time, key Key) ([]byte, error) {
	cert := key.Certificate
	if key.signer == nil || cert == nil {
		return nil, errors.New("no key to sign with")
	}
	at = at.UTC().Truncate(time.Second)
	if at.Before(cert.NotBefore) || at.After(cert.NotAfter) {
		return nil, errNotValidAtSigning
	}
	set, err := signedAttributes(content, at, cert)
	if err != nil {
		return nil, err
	}
	algorithm, err := algorithmOf(key.signer.Public())
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(set)
	signature, err := key.signer.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return envelope(key, signerInfo{
		Version: 1, Issuer: issuerAndSerial{asn1.RawValue{FullBytes: cert.RawIssuer}, cert.SerialNumber},
		Digest: pkix.AlgorithmIdentifier{Algorithm: oidSHA256}, Signed: implicit(0, set), Algorithm: algorithm, Signature: signature,
	})
}

// signedAttributes is the DER of the SET OF that the signature is over.
func signedAttributes(content []byte, at time.Time, cert *x509.Certificate) ([]byte, error) {
	digest, hash := sha256.Sum256(content), sha256.Sum256(cert.Raw)
	certId := struct{ Certs []struct{ Hash []byte } }{[]struct{ Hash []byte }{{hash[:]}}} // SHA-256 is the default algorithm, so it is left out
	var attrs []attribute
	for _, a := range []struct {
		oid   asn1.ObjectIdentifier
		value any
	}{{oidContentType, oidData}, {oidMessageDigest, digest[:]}, {oidSigningTime, at}, {oidSigningCertV2, certId}} {
		der, err := asn1.Marshal(a.value)
		if err != nil {
			return nil, fmt.Errorf("attribute %s: %w", a.oid, err)
		}
		attrs = append(attrs, attribute{a.oid, []asn1.RawValue{{FullBytes: der}}})
	}
	return asn1.MarshalWithParams(attrs, "set") // sorted, as DER asks
}

// implicit gives a DER value another, context-specific tag.
func implicit(tag int, der []byte) asn1.RawValue {
	var v asn1.RawValue
	if _, err := asn1.Unmarshal(der, &v); err != nil {
		panic(err) // what has just been marshalled
	}
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, IsCompound: true, Bytes: v.Bytes}
}

func algorithmOf(public crypto.PublicKey) (pkix.AlgorithmIdentifier, error) {
	switch public.(type) {
	case *ecdsa.PublicKey:
		return pkix.AlgorithmIdentifier{Algorithm: oidECDSAWithSHA256}, nil
	case *rsa.PublicKey:
		return pkix.AlgorithmIdentifier{Algorithm: oidRSAEncryption, Parameters: asn1.NullRawValue}, nil
	}
	return pkix.AlgorithmIdentifier{}, fmt.Errorf("a key of %T cannot sign", public)
}

func envelope(key Key, signer signerInfo) ([]byte, error) {
	raw := append([]byte(nil), key.Certificate.Raw...)
	for _, c := range key.Issuers {
		raw = append(raw, c.Raw...)
	}
	return marshalSigned(signedData{
		Version: 1, Digests: []pkix.AlgorithmIdentifier{{Algorithm: oidSHA256}}, Content: encapsulated{oidData},
		Certificates: asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: raw}, Signers: []signerInfo{signer},
	})
}

func marshalSigned(sd signedData) ([]byte, error) {
	inner, err := asn1.Marshal(sd)
	if err != nil {
		return nil, fmt.Errorf("signed data: %w", err)
	}
	out, err := asn1.Marshal(contentInfo{oidSignedData, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: inner}})
	if err != nil {
		return nil, fmt.Errorf("content info: %w", err)
	}
	return out, nil
}
