package pki

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/smallstep/pkcs7"
)

type imprint struct {
	Algorithm pkix.AlgorithmIdentifier
	Hash      []byte
}

type stampRequest struct {
	Version int
	Imprint imprint
	Nonce   *big.Int
	CertReq bool
}

type stampReply struct {
	Status struct {
		Status int
		Rest   asn1.RawValue `asn1:"optional"`
	}
	Token asn1.RawValue `asn1:"optional"`
}

// tstInfo is the beginning of TSTInfo (RFC 3161 2.4.2); the rest is not needed.
type tstInfo struct {
	Version  int
	Policy   asn1.ObjectIdentifier
	Imprint  imprint
	Serial   *big.Int
	Time     time.Time     `asn1:"generalized"`
	Accuracy accuracy      `asn1:"optional"`
	Ordering bool          `asn1:"optional"`
	Nonce    *big.Int      `asn1:"optional"`
	TSA      asn1.RawValue `asn1:"optional,tag:0"`
	More     asn1.RawValue `asn1:"optional,tag:1"`
}

type accuracy struct {
	Seconds int `asn1:"optional"`
	Millis  int `asn1:"optional,tag:0"`
	Micros  int `asn1:"optional,tag:1"`
}

// StampQuestion is what an authority of trusted time (RFC 3161) is asked about a
// signature; the nonce tells its answer from others.
func StampQuestion(cms []byte) (question []byte, nonce *big.Int, err error) {
	sd, err := parseSigned(cms)
	if err != nil {
		return nil, nil, err
	}
	sum := sha256.Sum256(sd.Signers[0].Signature)
	nonce, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 63))
	if err != nil {
		return nil, nil, fmt.Errorf("nonce: %w", err)
	}
	question, err = asn1.Marshal(stampRequest{1, imprint{pkix.AlgorithmIdentifier{Algorithm: oidSHA256, Parameters: asn1.NullRawValue}, sum[:]}, nonce, true})
	return question, nonce, err
}

// Stamped gives a signature back with the token of the answer as an unsigned
// attribute (CAdES-T). The token must be of this signature, answer this question
// and lead to one of the roots.
func Stamped(cms, reply []byte, nonce *big.Int, roots []*x509.Certificate) ([]byte, error) {
	sd, err := parseSigned(cms)
	if err != nil {
		return nil, err
	}
	var answer stampReply
	if _, err := asn1.Unmarshal(reply, &answer); err != nil {
		return nil, fmt.Errorf("timestamp answer: %w", err)
	}
	token := answer.Token.FullBytes
	if answer.Status.Status > 1 || len(token) == 0 {
		return nil, fmt.Errorf("the timestamp was refused with status %d", answer.Status.Status)
	}
	info, err := readToken(token, sd.Signers[0].Signature, roots)
	if err != nil {
		return nil, err
	}
	if info.Nonce == nil || info.Nonce.Cmp(nonce) != 0 {
		return nil, errors.New("the timestamp answers another question")
	}
	set, err := asn1.MarshalWithParams([]attribute{{oidTimestampToken, []asn1.RawValue{{FullBytes: token}}}}, "set")
	if err != nil {
		return nil, fmt.Errorf("timestamp attribute: %w", err)
	}
	sd.Signers[0].Unsigned = implicit(1, set)
	return marshalSigned(sd)
}

// timestampOf reads the trusted time that a signature carries.
func timestampOf(cms []byte, roots []*x509.Certificate) (time.Time, bool) {
	sd, err := parseSigned(cms)
	if err != nil || len(roots) == 0 {
		return time.Time{}, false
	}
	var attrs []attribute
	raw := sd.Signers[0].Unsigned
	if len(raw.Bytes) == 0 {
		return time.Time{}, false
	}
	set, err := asn1.Marshal(asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: raw.Bytes})
	if err != nil {
		return time.Time{}, false
	}
	if _, err := asn1.UnmarshalWithParams(set, &attrs, "set"); err != nil {
		return time.Time{}, false
	}
	for _, a := range attrs {
		if !a.Type.Equal(oidTimestampToken) || len(a.Values) != 1 {
			continue
		}
		if info, err := readToken(a.Values[0].FullBytes, sd.Signers[0].Signature, roots); err == nil {
			return info.Time.UTC(), true
		}
	}
	return time.Time{}, false
}

// readToken verifies that a token is over a signature and by a trusted stamper.
func readToken(token, signature []byte, roots []*x509.Certificate) (*tstInfo, error) {
	p7, err := pkcs7.Parse(token)
	if err != nil {
		return nil, fmt.Errorf("timestamp token: %w", err)
	}
	var info tstInfo
	if _, err := asn1.Unmarshal(p7.Content, &info); err != nil {
		return nil, fmt.Errorf("timestamp content: %w", err)
	}
	sum := sha256.Sum256(signature)
	if !info.Imprint.Algorithm.Algorithm.Equal(oidSHA256) || !bytes.Equal(info.Imprint.Hash, sum[:]) {
		return nil, errors.New("the timestamp is of another signature")
	}
	if err := p7.Verify(); err != nil {
		return nil, fmt.Errorf("timestamp token: %w", err)
	}
	signer := p7.GetOnlySigner()
	if signer == nil {
		return nil, errors.New("the timestamp has not exactly one signer")
	}
	pool, middle := x509.NewCertPool(), x509.NewCertPool()
	for _, c := range roots {
		pool.AddCert(c)
	}
	for _, c := range p7.Certificates {
		middle.AddCert(c)
	}
	_, err = signer.Verify(x509.VerifyOptions{Roots: pool, Intermediates: middle, CurrentTime: info.Time, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}})
	if err != nil {
		return nil, fmt.Errorf("certificate of the timestamp: %w", err)
	}
	return &info, nil
}

func parseSigned(cms []byte) (signedData, error) {
	var outer contentInfo
	var sd signedData
	if rest, err := asn1.Unmarshal(cms, &outer); err != nil || len(rest) > 0 || !outer.Type.Equal(oidSignedData) {
		return sd, errors.New("not a signature")
	}
	if _, err := asn1.Unmarshal(outer.Content.Bytes, &sd); err != nil {
		return sd, fmt.Errorf("signed data: %w", err)
	}
	if len(sd.Signers) != 1 {
		return sd, errors.New("not a signature of one signer")
	}
	return sd, nil
}
