package flow

import (
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// CertificateWish is what is to become of a person's certificate. Keys and
// signatures are for others: here it is decided only that and for whom.
type CertificateWish struct {
	Do     model.CertificateDeed
	Person string
	Reason model.RevocationReason
	Until  time.Time // of issue, as everything below
	Serial string    // as the record shows it

	Name, Surname, Given, Position, Organization, Email, Country string
}

// certificate notes what an effect says of a certificate.
func (a *attempt) certificate(c *Change, d *model.Certificate) error {
	v, err := d.For.Eval(a.s.scope(d.For, a.rec, a.old, a.words()))
	if err != nil {
		return err
	}
	ref, ok := plainValue(v).(rule.Reference)
	if !ok {
		return fault.New(fault.Invalid, "certificate_of_nobody", nil)
	}
	w := CertificateWish{Do: d.Do, Person: ref.Id, Reason: d.Reason}
	if d.Do == model.IssueCertificate {
		if err := a.issue(&w, d); err != nil {
			return err
		}
	}
	c.Certificates = append(c.Certificates, w)
	return nil
}

func (a *attempt) issue(w *CertificateWish, d *model.Certificate) error {
	agreed, known, err := a.s.holds(d.Agreement, a.rec, a.old, a.words())
	if err != nil {
		return err
	}
	if !agreed || !known {
		return fault.New(fault.Invalid, "agreement_missing", nil)
	}
	until, err := d.Until.Eval(a.s.scope(d.Until, a.rec, a.old, a.words()))
	if err != nil {
		return err
	}
	w.Until = a.s.instantOf(until)
	if d.Serial != nil {
		w.Serial, _ = a.rec.Values[d.Serial.Key].(string)
	}
	for part, to := range map[model.SubjectPart]*string{
		model.SubjectName: &w.Name, model.SubjectSurname: &w.Surname, model.SubjectGiven: &w.Given, model.SubjectPosition: &w.Position,
		model.SubjectOrganization: &w.Organization, model.SubjectEmail: &w.Email, model.SubjectCountry: &w.Country,
	} {
		r := d.Subject[part]
		if r == nil {
			continue
		}
		v, err := r.Eval(a.s.scope(r, a.rec, a.old, a.words()))
		if err != nil {
			return err
		}
		*to, _ = v.(string)
	}
	return nil
}
