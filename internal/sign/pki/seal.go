package pki

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/crypto/argon2"
)

// Sealed is a secret that opens with a passphrase only. Everything it needs but
// the passphrase is in it, so that it can be kept as it stands.
type Sealed struct {
	KDF    string `json:"kdf"`    // argon2id
	Time   uint32 `json:"time"`   // passes
	Memory uint32 `json:"memory"` // KiB
	Lanes  uint8  `json:"lanes"`
	Salt   []byte `json:"salt"`
	Nonce  []byte `json:"nonce"`
	Box    []byte `json:"box"` // AES-256-GCM
}

// Cost is how dear a guess is.
type Cost struct {
	Time, Memory uint32 // passes; KiB
	Lanes        uint8
}

// Usual is the cost of a passphrase of a person: about a tenth of a second.
var Usual = Cost{Time: 3, Memory: 48 * 1024, Lanes: 1}

// ErrPassphrase says that a passphrase does not open a secret, or that the secret
// is no longer what was sealed; the two cannot be told apart.
var ErrPassphrase = errors.New("the passphrase does not open it")

// limits beyond which a stored cost is not believed: they would only be a way to
// exhaust the server.
const (
	maxTime   = 16
	maxMemory = 1024 * 1024
)

// Seal locks a secret. What it is bound to (whose it is) must be given again to
// open it: a secret put into somebody else's place does not open.
func Seal(secret []byte, passphrase, boundTo string, cost Cost) (*Sealed, error) {
	s := &Sealed{KDF: "argon2id", Time: cost.Time, Memory: cost.Memory, Lanes: cost.Lanes, Salt: make([]byte, 16), Nonce: make([]byte, 12)}
	if _, err := rand.Read(s.Salt); err != nil {
		return nil, fmt.Errorf("salt: %w", err)
	}
	if _, err := rand.Read(s.Nonce); err != nil {
		return nil, fmt.Errorf("nonce: %w", err)
	}
	box, err := s.cipher(passphrase)
	if err != nil {
		return nil, err
	}
	s.Box = box.Seal(nil, s.Nonce, secret, []byte(boundTo))
	return s, nil
}

// Open unlocks a secret; ErrPassphrase when it does not open.
func (s *Sealed) Open(passphrase, boundTo string) ([]byte, error) {
	box, err := s.cipher(passphrase)
	if err != nil {
		return nil, err
	}
	if len(s.Nonce) != box.NonceSize() {
		return nil, ErrPassphrase
	}
	secret, err := box.Open(nil, s.Nonce, s.Box, []byte(boundTo))
	if err != nil {
		return nil, ErrPassphrase
	}
	return secret, nil
}

func (s *Sealed) cipher(passphrase string) (cipher.AEAD, error) {
	if s.KDF != "argon2id" || s.Time == 0 || s.Time > maxTime || s.Memory > maxMemory || s.Lanes == 0 {
		return nil, fmt.Errorf("a secret sealed by %q with time %d and memory %d is not opened", s.KDF, s.Time, s.Memory)
	}
	block, err := aes.NewCipher(argon2.IDKey([]byte(passphrase), s.Salt, s.Time, s.Memory, s.Lanes, 32))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// Text is the form in which a sealed secret is kept.
func (s *Sealed) Text() string {
	out, err := json.Marshal(s)
	if err != nil {
		panic(err) // numbers and bytes only
	}
	return string(out)
}

// ParseSealed reads what Text wrote.
func ParseSealed(text string) (*Sealed, error) {
	var s Sealed
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return nil, fmt.Errorf("sealed secret: %w", err)
	}
	return &s, nil
}
