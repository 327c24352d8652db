package model

import (
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// CertificateDeed is what becomes of a certificate.
type CertificateDeed string

// What may become of a certificate.
const (
	IssueCertificate  CertificateDeed = "issue"
	RevokeCertificate CertificateDeed = "revoke"
)

// RevocationReason is why a certificate is revoked.
type RevocationReason string

// The reasons that the list of revoked certificates tells apart.
const (
	Unspecified RevocationReason = "unspecified"
	Compromised RevocationReason = "compromised"
	Superseded  RevocationReason = "superseded"
	Ceased      RevocationReason = "ceased"
)

// Certificate is an effect on the certificate of a person.
type Certificate struct {
	Do     CertificateDeed
	For    *rule.Rule // one person
	Reason RevocationReason

	Agreement *rule.Rule // of issue, as everything below
	Until     *rule.Rule // an instant or a day
	Serial    *Field
	Subject   map[SubjectPart]*rule.Rule // texts
}

// SubjectPart is what a certificate says of its owner.
type SubjectPart string

// What a certificate may say of its owner.
const (
	SubjectName         SubjectPart = "name"
	SubjectSurname      SubjectPart = "surname"
	SubjectGiven        SubjectPart = "given"
	SubjectPosition     SubjectPart = "position"
	SubjectOrganization SubjectPart = "organization"
	SubjectEmail        SubjectPart = "email"
	SubjectCountry      SubjectPart = "country"
)

// subjectParts lists the expressions about the owner by part.
func subjectParts(d *spec.CertificateDecl) map[SubjectPart]*spec.Expr {
	return map[SubjectPart]*spec.Expr{
		SubjectName: d.Name, SubjectSurname: d.Surname, SubjectGiven: d.Given, SubjectPosition: d.Position,
		SubjectOrganization: d.Organization, SubjectEmail: d.Email, SubjectCountry: d.Country,
	}
}

func (c *compiler) certificate(t *Type, d *spec.CertificateDecl) *Certificate {
	env := c.stepEnv(t, d.Pos, rule.PlaceValue)
	out := &Certificate{Do: CertificateDeed(d.Do), For: c.rule(d.For, rule.Type{}, env), Reason: RevocationReason(or(d.Reason, string(Unspecified)))}
	if out.For != nil {
		if k := out.For.Type(); k.Kind != rule.KindRef || k.Ref != c.personKey() {
			c.fail(d.For.Pos, "certificate_for", "for must yield one person, not %s", k)
		}
	}
	if out.Do != IssueCertificate {
		if d.Agreement != nil || d.Until != nil || !d.Serial.IsZero() || d.Name != nil {
			c.fail(d.Pos, "certificate_words", "agreement, until, serial and what is said of the owner go with issue")
		}
		return out
	}
	if d.Agreement == nil || d.Until == nil || d.Serial.IsZero() || d.Name == nil {
		c.fail(d.Pos, "certificate_words", "issue needs agreement, until, serial and name")
		return nil
	}
	out.Agreement = c.rule(d.Agreement, boolType, c.stepEnv(t, d.Agreement.Pos, rule.PlaceForm))
	if out.Until = c.rule(d.Until, rule.Type{}, c.stepEnv(t, d.Until.Pos, rule.PlaceValue)); out.Until != nil {
		if k := out.Until.Type().Kind; k != rule.KindInstant && k != rule.KindDate {
			c.fail(d.Until.Pos, "not_instant", "until needs an instant or a day, not %s", out.Until.Type())
		}
	}
	if out.Serial = c.fieldNamed(t, d.Serial); out.Serial != nil && (out.Serial.Kind != Text || out.Serial.Many || out.Serial.Computed != nil) {
		c.fail(d.Serial.Pos, "not_text", "%q must be a plain text field", d.Serial.Key)
	}
	out.Subject = map[SubjectPart]*rule.Rule{}
	for part, x := range subjectParts(d) {
		if x != nil {
			out.Subject[part] = c.rule(x, rule.Type{Kind: rule.KindText}, c.stepEnv(t, x.Pos, rule.PlaceValue))
		}
	}
	return out
}

// certificate keeps an effect of an earlier configuration in today's words.
func (p *pinning) certificate(old *Certificate) *Certificate {
	if old == nil {
		return nil
	}
	out := &Certificate{Do: old.Do, Reason: old.Reason, For: p.rule(old.For), Agreement: p.rule(old.Agreement), Until: p.rule(old.Until)}
	if old.Serial != nil {
		if out.Serial = p.latest.Current(old.Serial); out.Serial == nil {
			p.lose(p.old, old.Serial.Key)
		}
	}
	if old.Subject != nil {
		out.Subject = map[SubjectPart]*rule.Rule{}
		for part, r := range old.Subject {
			out.Subject[part] = p.rule(r)
		}
	}
	return out
}
