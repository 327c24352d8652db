package sign

import (
	"crypto/x509"
	"errors"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/sign/pki"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// numbered gives a certificate that a transition will issue its number, in the
// field that the effect names, so that the record shows it from the start.
func (s *Service) numbered(t *engine.Transition) error {
	if t.Change.Transition == nil {
		return nil
	}
	for _, e := range t.Change.Transition.Then {
		if e.Certificate == nil || e.Certificate.Serial == nil {
			continue
		}
		serial, err := pki.NewSerial()
		if err != nil {
			return err
		}
		t.Put(e.Certificate.Serial, pki.SerialText(serial))
	}
	return nil
}

// carry does what an effect says of a certificate, in the transaction of the command.
func (s *Service) carry(tx core.App, c *flow.Change, w flow.CertificateWish, at time.Time) error {
	if w.Do == model.RevokeCertificate {
		return s.revoke(tx, w.Person, w.Reason, c.Reason, at)
	}
	return s.issue(tx, c, w, at)
}

// issue certifies the key of a person that waits. What they signed with before is
// revoked: one certificate is in force for a person.
func (s *Service) issue(tx core.App, c *flow.Change, w flow.CertificateWish, now time.Time) error {
	key, err := store.SignKeyOf(tx, w.Person, store.KeyPending)
	if err != nil {
		return err
	}
	if key == nil {
		return fault.New(fault.Invalid, "no_pending_key", nil)
	}
	row, authority, err := s.authority(tx, now)
	if err != nil {
		return err
	}
	if err := s.revoke(tx, w.Person, model.Superseded, "", now); err != nil {
		return err
	}
	public, err := x509.ParsePKIXPublicKey(key.Public)
	if err != nil {
		return err
	}
	serial, err := pki.ParseSerial(w.Serial)
	if err != nil {
		return err
	}
	cert, err := authority.Issue(public, pki.Owner{Name: w.Name, Surname: w.Surname, Given: w.Given, Position: w.Position, Organization: w.Organization, Email: w.Email, Country: w.Country}, serial, now, w.Until)
	switch {
	case errors.Is(err, pki.ErrTooLong):
		return fault.New(fault.Invalid, "certificate_too_long", fault.Params{"months": pki.MaxValidity})
	case errors.Is(err, pki.ErrAuthorityExpired):
		return fault.New(fault.Conflict, "authority_expired", fault.Params{"until": authority.Certificate.NotAfter})
	case err != nil:
		return err
	}
	if err := store.ActivateSignKey(tx, key.Id); err != nil {
		return err
	}
	return store.AddCertificate(tx, s.e.Model(), &store.Certificate{
		Serial: pki.SerialText(cert.SerialNumber), Person: w.Person, Key: key.Id, Authority: row.Id, DER: cert.Raw,
		Since: cert.NotBefore, Until: cert.NotAfter, Record: c.After.Reference(),
	})
}

// revoke ends a person's certificate and destroys their key; nothing to do when
// they have none. The list of revoked ones follows at once where the authority can
// be opened, else when it can be again: the revocation itself does not wait for that.
func (s *Service) revoke(tx core.App, person string, why model.RevocationReason, note string, now time.Time) error {
	c, err := store.CurrentCertificate(tx, s.e.Model(), person)
	if err != nil || c == nil {
		return err
	}
	if err := store.EndCertificate(tx, c, now, int64(reasons[why]), note); err != nil {
		return err
	}
	if err := store.RetireSignKey(tx, person); err != nil {
		return err
	}
	return s.relist(tx, c.Authority)
}

var reasons = map[model.RevocationReason]pki.Reason{
	model.Unspecified: pki.Unspecified, model.Compromised: pki.Compromised, model.Superseded: pki.Superseded, model.Ceased: pki.Ceased,
}

func (s *Service) relist(tx core.App, authority string) error {
	all, err := store.Authorities(tx)
	if err != nil {
		return err
	}
	for _, row := range all {
		if row.Id != authority {
			continue
		}
		_, err := s.list(tx, row)
		if _, known := fault.As(err); known {
			s.e.App().Logger().Error("revocation list not signed: the authority's key is sealed", "authority", authority)
			return nil
		}
		return err
	}
	return nil
}
