package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"unicode/utf8"
)

// ErrWeak says that a passphrase is too easily guessed.
var ErrWeak = errors.New("too short or too simple")

// Strong refuses passphrases that are guessed in five attempts: shorter than six
// characters, one character repeated, a run up or down (123456).
func Strong(passphrase string) error {
	if n := utf8.RuneCountInString(passphrase); n < 6 || n > 200 {
		return ErrWeak
	}
	runes := []rune(passphrase)
	for _, step := range []rune{0, 1, -1} {
		run := true
		for i := 1; i < len(runes); i++ {
			run = run && runes[i]-runes[i-1] == step
		}
		if run {
			return ErrWeak
		}
	}
	return nil
}

// NewKey makes a signature key (ECDSA P-256).
func NewKey() (*ecdsa.PrivateKey, error) {
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

// SealKey locks a private key for its owner.
func SealKey(key crypto.Signer, passphrase, owner string, cost Cost) (*Sealed, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("private key: %w", err)
	}
	defer clear(der)
	return Seal(der, passphrase, owner, cost)
}

// OpenKey unlocks a private key; ErrPassphrase when it does not open.
func (s *Sealed) OpenKey(passphrase, owner string) (crypto.Signer, error) {
	der, err := s.Open(passphrase, owner)
	if err != nil {
		return nil, err
	}
	defer clear(der)
	return parseKey(der)
}

func parseKey(der []byte) (crypto.Signer, error) {
	any, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("private key: %w", err)
	}
	key, ok := any.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("a key of %T cannot sign", any)
	}
	return key, nil
}

// Key is a private key that its owner has unlocked, with its certificate. It is
// kept in memory for one act of signing and never written.
type Key struct {
	signer      crypto.Signer
	Certificate *x509.Certificate
	Issuers     []*x509.Certificate // up to the root; travel with each signature
}

// NewUnlocked joins a key and its certificate; the two must belong together.
func NewUnlocked(signer crypto.Signer, cert *x509.Certificate, issuers ...*x509.Certificate) (Key, error) {
	public, ok := cert.PublicKey.(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(signer.Public()) {
		return Key{}, errors.New("the certificate is of another key")
	}
	return Key{signer: signer, Certificate: cert, Issuers: issuers}, nil
}
