package api

import (
	"context"
	"crypto/x509"
	"net/http"
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Signatures keeps the keys that people sign with.
type Signatures interface {
	MakeKey(ctx context.Context, person, pin string) error
	ChangePin(ctx context.Context, person, old, pin string) error
	RevocationList(app core.App, authority string) (*store.RevocationList, error)
}

type ownSignature struct {
	Key         *signKeyOut         `json:"key"`         // that the person signs with
	Pending     *signKeyOut         `json:"pending"`     // that waits for its certificate
	Certificate *issuedCertificate  `json:"certificate"` // in force; also one that has run out
	Earlier     []issuedCertificate `json:"earlier"`
	Requests    []string            `json:"requests"` // slugs of types whose records issue certificates
}

type signKeyOut struct {
	Made    string  `json:"made"`
	Wrong   int64   `json:"wrong"`
	Locked  *string `json:"locked"`
	Blocked bool    `json:"blocked"`
}

type issuedCertificate struct {
	Serial  string  `json:"serial"`
	Person  string  `json:"person"` // id
	Name    string  `json:"name"`
	Since   string  `json:"since"`
	Until   string  `json:"until"`
	State   string  `json:"state"` // active, expired, revoked
	Revoked *string `json:"revoked"`
	Note    string  `json:"note"`
	Type    string  `json:"type"` // slug of the record under which it was issued
	Record  string  `json:"record"`
}

func getOwnSignature(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	out := ownSignature{Earlier: []issuedCertificate{}, Requests: a.issuing()}
	for _, x := range []struct {
		state store.KeyState
		to    **signKeyOut
	}{{store.KeyActive, &out.Key}, {store.KeyPending, &out.Pending}} {
		k, err := store.SignKeyOf(a.re.App, me, x.state)
		if err != nil {
			return nil, err
		}
		if k != nil {
			*x.to = &signKeyOut{k.At, k.Wrong, instantOrNull(lockedNow(k, a.now)), k.Blocked}
		}
	}
	found, err := store.CertificatesOf(a.re.App, a.model, me)
	if err != nil {
		return nil, err
	}
	for _, c := range found {
		one, err := a.issuedCertificate(c)
		if err != nil {
			return nil, err
		}
		if c.Current {
			out.Certificate = &one
		} else {
			out.Earlier = append(out.Earlier, one)
		}
	}
	return out, nil
}

func lockedNow(k *store.SignKey, now time.Time) time.Time {
	if k.Locked.After(now) {
		return k.Locked
	}
	return time.Time{}
}

func instantOrNull(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format(time.RFC3339)
	return &s
}

// issuing lists the types that have a transition which issues a certificate, as
// far as the asker may create records of them.
func (a *asker) issuing() []string {
	out := []string{}
	for _, t := range a.model.Types {
		if !t.Abstract && t.Lifecycle != nil && issues(t) {
			out = append(out, t.Slug)
		}
	}
	return out
}

func issues(t *model.Type) bool {
	for _, tr := range t.Lifecycle.Transitions {
		for _, e := range tr.Then {
			if e.Certificate != nil && e.Certificate.Do == model.IssueCertificate {
				return true
			}
		}
	}
	return false
}

func (a *asker) issuedCertificate(c *store.Certificate) (issuedCertificate, error) {
	cert, err := x509.ParseCertificate(c.DER)
	if err != nil {
		return issuedCertificate{}, err
	}
	out := issuedCertificate{Serial: c.Serial, Name: cert.Subject.CommonName, Since: *instantOrNull(c.Since), Until: *instantOrNull(c.Until),
		State: "active", Revoked: instantOrNull(c.Revoked), Note: c.Note, Record: c.Record.Id, Person: c.Person}
	if t := a.model.TypeByKey(c.Record.Type); t != nil {
		out.Type = t.Slug
	}
	switch {
	case !c.Revoked.IsZero():
		out.State = "revoked"
	case !a.now.Before(c.Until):
		out.State = "expired"
	}
	return out, nil
}

type pinRequest struct {
	Old string `json:"old"`
	Pin string `json:"pin"`
}

// signing refuses who has no key of their own: operators, and programs that act
// for a person by an API key.
func (a *asker) signing() (string, error) {
	if a.o.Signatures == nil {
		return "", fault.New(fault.Missing, "nobody_certifies", nil)
	}
	if a.actor.Scope != nil {
		return "", fault.New(fault.Denied, "signature_by_person", nil)
	}
	return a.person()
}

func postSignatureKey(a *asker) (answer, error) {
	me, err := a.signing()
	if err != nil {
		return nil, err
	}
	var in pinRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	if err := a.o.Signatures.MakeKey(a.re.Request.Context(), me, in.Pin); err != nil {
		return nil, err
	}
	return getOwnSignature(a)
}

func postSignaturePin(a *asker) (answer, error) {
	me, err := a.signing()
	if err != nil {
		return nil, err
	}
	var in pinRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	if err := a.o.Signatures.ChangePin(a.re.Request.Context(), me, in.Old, in.Pin); err != nil {
		return nil, err
	}
	return getOwnSignature(a)
}

// certifies tells operators, and people in a role that says so.
func (a *asker) certifies() bool {
	if a.actor.Super {
		return true
	}
	if a.actor.Person == nil || a.actor.Scope != nil {
		return false
	}
	for _, key := range a.actor.Person.Roles {
		if r := a.model.Roles[key]; r != nil && r.Certify {
			return true
		}
	}
	return false
}

// certificatesAtOnce bounds a page.
const certificatesAtOnce = 200

// getCertificates answers those who hold a role that certifies.
func getCertificates(a *asker) (answer, error) {
	if !a.certifies() {
		return nil, fault.New(fault.Denied, "may_not_certify", nil)
	}
	found, err := store.Certificates(a.re.App, a.model, a.re.Request.URL.Query().Get("after"), certificatesAtOnce)
	if err != nil {
		return nil, err
	}
	out := []issuedCertificate{}
	for _, c := range found {
		one, err := a.issuedCertificate(c)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	var next *string
	if len(found) == certificatesAtOnce {
		next = &found[len(found)-1].Serial
	}
	return map[string]any{"certificates": out, "next": next}, nil
}

func getAuthority(a *asker) (answer, error) {
	all, err := store.Authorities(a.re.App)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 || !all[0].Current {
		return nil, fault.New(fault.Missing, "no_authority", nil)
	}
	return nil, a.re.Blob(http.StatusOK, "application/x-x509-ca-cert", all[0].Certificate)
}

func getRevocationList(a *asker) (answer, error) {
	if a.o.Signatures == nil {
		return nil, fault.New(fault.Missing, "no_authority", nil)
	}
	list, err := a.o.Signatures.RevocationList(a.re.App, "")
	if err != nil {
		return nil, err
	}
	if list == nil {
		return nil, fault.New(fault.Missing, "no_authority", nil)
	}
	return nil, a.re.Blob(http.StatusOK, "application/pkix-crl", list.DER)
}
