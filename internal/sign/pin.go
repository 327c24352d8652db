package sign

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"time"

	"kontora/internal/fault"
	"kontora/internal/sign/pki"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// tries: five wrong ones lock a key for half an hour, ten in a row for good.
var tries = store.Tries{First: 5, Last: 10, Lock: 30 * time.Minute}

// MakeKey makes a new key of a person, sealed by a passphrase, that waits for its
// certificate. One that waited already is forgotten; the one they sign with stays.
func (s *Service) MakeKey(ctx context.Context, person, pin string) error {
	if err := pki.Strong(pin); err != nil {
		return weak()
	}
	defer s.one(person)()
	key, err := pki.NewKey()
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	sealed, err := s.seal(ctx, key, pin, person)
	if err != nil {
		return err
	}
	return s.e.App().RunInTransaction(func(tx core.App) error {
		return store.AddSignKey(tx, &store.SignKey{Person: person, Public: public, Sealed: sealed}, s.e.Now())
	})
}

// ChangePin seals a person's key anew: the one they sign with, else the one that waits.
func (s *Service) ChangePin(ctx context.Context, person, old, pin string) error {
	if err := pki.Strong(pin); err != nil {
		return weak()
	}
	signer, key, err := s.try(ctx, person, old, store.KeyActive, store.KeyPending)
	if err != nil {
		return err
	}
	sealed, err := s.seal(ctx, signer, pin, person)
	if err != nil {
		return err
	}
	done, err := store.ResealSignKey(s.e.App(), key, sealed)
	if err == nil && !done {
		return fault.New(fault.Conflict, "key_changed_meanwhile", nil)
	}
	return err
}

func weak() error { return fault.New(fault.Invalid, "pin_weak", nil).At("pin") }

func (s *Service) seal(ctx context.Context, key crypto.Signer, pin, person string) (string, error) {
	if err := s.spend(ctx); err != nil {
		return "", err
	}
	defer func() { <-s.guesses }()
	sealed, err := pki.SealKey(key, pin, person, s.o.Cost)
	if err != nil {
		return "", err
	}
	return sealed.Text(), nil
}

// pretend takes as long as a wrong passphrase does.
func (s *Service) pretend(ctx context.Context, pin, person string) error {
	if err := s.spend(ctx); err != nil {
		return err
	}
	defer func() { <-s.guesses }()
	_, err := pki.Seal(nil, pin, person, s.o.Cost)
	return err
}

func (s *Service) spend(ctx context.Context) error {
	select {
	case s.guesses <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// try opens the first of a person's keys in these states. The try is counted
// before it is judged and forgotten when it was right.
func (s *Service) try(ctx context.Context, person, pin string, states ...store.KeyState) (crypto.Signer, *store.SignKey, error) {
	defer s.one(person)()
	app := s.e.App()
	var key *store.SignKey
	for _, state := range states {
		var err error
		if key, err = store.SignKeyOf(app, person, state); err != nil {
			return nil, nil, err
		}
		if key != nil {
			break
		}
	}
	if key == nil {
		if err := s.pretend(ctx, pin, person); err != nil {
			return nil, nil, err
		}
		return nil, nil, fault.New(fault.Denied, "no_certificate", nil)
	}
	now := s.e.Now()
	taken, err := store.CountTry(app, key.Id, tries, now)
	if err != nil {
		return nil, nil, err
	}
	if !taken {
		return nil, nil, refusedTry(app, key)
	}
	signer, err := s.open(ctx, key, pin)
	if errors.Is(err, pki.ErrPassphrase) {
		return nil, nil, wrongTry(app, key)
	}
	if err != nil {
		return nil, nil, err
	}
	return signer, key, store.ForgetTries(app, key.Id)
}

func (s *Service) open(ctx context.Context, key *store.SignKey, pin string) (crypto.Signer, error) {
	sealed, err := pki.ParseSealed(key.Sealed)
	if err != nil {
		return nil, err
	}
	if err := s.spend(ctx); err != nil {
		return nil, err
	}
	defer func() { <-s.guesses }()
	return sealed.OpenKey(pin, key.Person)
}

func refusedTry(app core.App, key *store.SignKey) error {
	now, err := store.SignKeyOf(app, key.Person, key.State)
	if err != nil {
		return err
	}
	if now == nil || now.Blocked {
		return fault.New(fault.Denied, "pin_blocked", nil)
	}
	return fault.New(fault.Limit, "pin_locked", fault.Params{"until": now.Locked})
}

func wrongTry(app core.App, key *store.SignKey) error {
	now, err := store.SignKeyOf(app, key.Person, key.State)
	switch {
	case err != nil:
		return err
	case now == nil || now.Blocked:
		return fault.New(fault.Denied, "pin_blocked", nil)
	case now.Wrong == tries.First:
		return fault.New(fault.Limit, "pin_locked", fault.Params{"until": now.Locked})
	case now.Wrong < tries.First:
		return fault.New(fault.Invalid, "pin_wrong", fault.Params{"left": tries.First - now.Wrong}).At("pin")
	}
	return fault.New(fault.Invalid, "pin_wrong", fault.Params{"left": tries.Last - now.Wrong}).At("pin")
}
