package sign

import (
	"context"
	"crypto/x509"
	"sync"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/sign/pki"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Options are what the program decides at start.
type Options struct {
	Name   string   // of the authority that is made when none is there
	Secret string   // opens the authority's key; empty: nothing is issued
	Cost   pki.Cost // of a guess; zero is pki.Usual
	Stamps Stamps   // trusted time; without URL signatures bear the server's time
}

// Service is signing in one installation.
type Service struct {
	e *engine.Engine
	o Options

	turns   sync.Map      // person → *sync.Mutex, held while a passphrase of theirs is tried
	guesses chan struct{} // held while memory is spent on a passphrase
	mu      sync.Mutex
	opened  map[string]*pki.Authority // by id
}

// atOnce bounds how many passphrases are tried side by side: each takes memory.
const atOnce = 2

// New makes the service of an engine and listens to what commands say of
// certificates. Call it before the application is bootstrapped.
func New(e *engine.Engine, o Options) *Service {
	if o.Cost == (pki.Cost{}) {
		o.Cost = pki.Usual
	}
	s := &Service{e: e, o: o, guesses: make(chan struct{}, atOnce), opened: map[string]*pki.Authority{}}
	e.OnTransition(s.numbered)
	e.OnCertificate(s.carry)
	e.SignWith(signatory{s})
	return s
}

// one lets one try at a time be judged for a person.
func (s *Service) one(person string) func() {
	found, _ := s.turns.LoadOrStore(person, &sync.Mutex{})
	mu := found.(*sync.Mutex)
	mu.Lock()
	return mu.Unlock
}

// Sign makes a detached signature with an unlocked key, at an instant.
func (s *Service) Sign(content []byte, at time.Time, key pki.Key) ([]byte, error) {
	return pki.Sign(content, at, key)
}

// Verify judges a detached signature as of the time of signing; see pki.Verify.
func (s *Service) Verify(app core.App, content, cms []byte, at time.Time) (pki.Verdict, error) {
	trust, err := s.trust(app)
	if err != nil {
		return pki.Verdict{}, err
	}
	return pki.Verify(content, cms, at, trust)
}

func (s *Service) trust(app core.App) (pki.Trust, error) {
	all, err := store.Authorities(app)
	if err != nil {
		return pki.Trust{}, err
	}
	t := pki.Trust{Stampers: s.o.Stamps.Roots}
	for _, a := range all {
		cert, err := x509.ParseCertificate(a.Certificate)
		if err != nil {
			return t, err
		}
		t.Authorities = append(t.Authorities, cert)
	}
	t.Revoked = func(cert *x509.Certificate) (time.Time, bool, error) {
		c, err := store.CertificateBySerial(app, s.e.Model(), pki.SerialText(cert.SerialNumber))
		if err != nil || c == nil {
			return time.Time{}, false, err
		}
		return c.Revoked, !c.Revoked.IsZero(), nil
	}
	return t, nil
}

// Unlock opens a person's key for signing. A wrong passphrase is counted for good,
// so call it outside of any transaction: what is rolled back would not be counted.
// Its faults: no_certificate, certificate_expired, pin_wrong, pin_locked, pin_blocked.
func (s *Service) Unlock(ctx context.Context, person, pin string) (pki.Key, error) {
	app := s.e.App()
	signer, key, err := s.try(ctx, person, pin, store.KeyActive)
	if err != nil {
		return pki.Key{}, err
	}
	c, err := store.CurrentCertificate(app, s.e.Model(), person)
	switch {
	case err != nil:
		return pki.Key{}, err
	case c == nil || c.Key != key.Id:
		return pki.Key{}, fault.New(fault.Denied, "no_certificate", nil)
	case !s.e.Now().Before(c.Until):
		return pki.Key{}, fault.New(fault.Denied, "certificate_expired", fault.Params{"until": c.Until})
	}
	cert, err := x509.ParseCertificate(c.DER)
	if err != nil {
		return pki.Key{}, err
	}
	all, err := store.Authorities(app)
	if err != nil {
		return pki.Key{}, err
	}
	for _, a := range all {
		if a.Id != c.Authority {
			continue
		}
		issuer, err := x509.ParseCertificate(a.Certificate)
		if err != nil {
			return pki.Key{}, err
		}
		return pki.NewUnlocked(signer, cert, issuer)
	}
	return pki.NewUnlocked(signer, cert)
}
