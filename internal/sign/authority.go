package sign

import (
	"errors"
	"time"

	"kontora/internal/fault"
	"kontora/internal/sign/pki"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

const (
	authorityYears = 10                 // life of an authority of one's own
	listLife       = 7 * 24 * time.Hour // of a revocation list; it is made anew when a day is left
	listSpare      = 24 * time.Hour
)

// InitAuthority makes an authority of one's own in place of the present one.
func (s *Service) InitAuthority(tx core.App, name string) (*store.Authority, error) {
	return s.newAuthority(tx, name, s.e.Now())
}

func (s *Service) newAuthority(tx core.App, name string, at time.Time) (*store.Authority, error) {
	if s.o.Secret == "" {
		return nil, sealed()
	}
	a, err := pki.NewAuthority(name, at, authorityYears)
	if err != nil {
		return nil, err
	}
	return s.keep(tx, a)
}

// ImportAuthority takes an authority made elsewhere: certificate and key in PEM.
func (s *Service) ImportAuthority(tx core.App, certificate, key []byte) (*store.Authority, error) {
	if s.o.Secret == "" {
		return nil, sealed()
	}
	a, err := pki.ReadAuthority(certificate, key)
	if err != nil {
		return nil, err
	}
	if now := s.e.Now(); now.Before(a.Certificate.NotBefore) || !now.Before(a.Certificate.NotAfter) {
		return nil, pki.ErrAuthorityExpired
	}
	return s.keep(tx, a)
}

func (s *Service) keep(tx core.App, a *pki.Authority) (*store.Authority, error) {
	box, err := a.Seal(s.o.Secret, s.o.Cost)
	if err != nil {
		return nil, err
	}
	row := &store.Authority{Certificate: a.Certificate.Raw, Sealed: box.Text()}
	return row, store.AddAuthority(tx, row, s.e.Now())
}

// sealed: without the secret nothing is issued; what was issued stays good.
func sealed() error { return fault.New(fault.Conflict, "authority_sealed", nil) }

// authority opens the present authority, making it when there is none.
func (s *Service) authority(tx core.App, at time.Time) (*store.Authority, *pki.Authority, error) {
	all, err := store.Authorities(tx)
	if err != nil {
		return nil, nil, err
	}
	var row *store.Authority
	if len(all) > 0 && all[0].Current {
		row = all[0]
	} else if row, err = s.newAuthority(tx, s.o.Name, at); err != nil {
		return nil, nil, err
	}
	a, err := s.unseal(row)
	return row, a, err
}

func (s *Service) unseal(row *store.Authority) (*pki.Authority, error) {
	if s.o.Secret == "" {
		return nil, sealed()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.opened[row.Id]; a != nil {
		return a, nil
	}
	box, err := pki.ParseSealed(row.Sealed)
	if err != nil {
		return nil, err
	}
	a, err := pki.OpenAuthority(row.Certificate, box, s.o.Secret)
	if errors.Is(err, pki.ErrPassphrase) {
		return nil, fault.New(fault.Conflict, "authority_other_secret", nil)
	}
	if err == nil {
		s.opened[row.Id] = a
	}
	return a, err
}

// RevocationList is the list of an authority, "" for the present one, made anew
// when the last one is about to end. nil when there is no such authority.
func (s *Service) RevocationList(app core.App, authority string) (*store.RevocationList, error) {
	all, err := store.Authorities(app)
	if err != nil {
		return nil, err
	}
	for _, row := range all {
		if row.Id != authority && (authority != "" || !row.Current) {
			continue
		}
		last, err := store.LastRevocationList(app, row.Id)
		if err != nil || last != nil && s.e.Now().Add(listSpare).Before(last.Until) {
			return last, err
		}
		var made *store.RevocationList
		err = app.RunInTransaction(func(tx core.App) error {
			made, err = s.list(tx, row)
			return err
		})
		return made, err
	}
	return nil, nil
}

// list signs what an authority has revoked, under the next number.
func (s *Service) list(tx core.App, row *store.Authority) (*store.RevocationList, error) {
	a, err := s.unseal(row)
	if err != nil {
		return nil, err
	}
	found, err := store.RevokedBy(tx, s.e.Model(), row.Id)
	if err != nil {
		return nil, err
	}
	var revoked []pki.Revoked
	for _, c := range found {
		serial, err := pki.ParseSerial(c.Serial)
		if err != nil {
			return nil, err
		}
		revoked = append(revoked, pki.Revoked{Serial: serial, At: c.Revoked, Reason: pki.Reason(c.Reason)})
	}
	last, err := store.LastRevocationList(tx, row.Id)
	if err != nil {
		return nil, err
	}
	now := s.e.Now()
	made := &store.RevocationList{Number: 1, Until: now.Add(listLife)}
	if last != nil {
		made.Number = last.Number + 1
	}
	if made.DER, err = a.RevocationList(revoked, made.Number, now, made.Until); err != nil {
		return nil, err
	}
	return made, store.AddRevocationList(tx, row.Id, made, now)
}
