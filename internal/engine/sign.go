package engine

import (
	"context"
	"fmt"
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// Signatory unlocks people's keys and judges what was signed with them. Package
// sign is it; without one, steps that ask for a certificate cannot be voted on.
type Signatory interface {
	// Unlock opens the key of a person by their PIN. A wrong one counts, in a
	// transaction of its own; it is called outside any other.
	Unlock(ctx context.Context, person, pin string, now time.Time) (Signer, error)
	// Judge tells what a detached signature over content is worth, as of when it
	// was made.
	Judge(app core.App, content, cms []byte, at time.Time) (*Judgement, error)
}

// Signer is a person's key while it is open.
type Signer interface {
	// Sign makes a detached signature inside the transaction of a vote, or refuses
	// because the certificate does not hold any more.
	Sign(tx core.App, content []byte, at time.Time) (*Signed, error)
}

// Signed is a signature with what its certificate says of the signer.
type Signed struct {
	CMS                          []byte // detached CMS in DER
	Certificate                  string // its serial number
	NotBefore, NotAfter          time.Time
	Name, Position, Organization string
}

// Judgement is what a detached signature is worth.
type Judgement struct {
	Verdict                      string // one of the verdicts below
	Certificate                  string
	NotBefore, NotAfter          time.Time
	Name, Position, Organization string
	At                           time.Time // when it was made
	Revoked                      time.Time // of the certificate, if it was, even later
}

// How a vote signs.
const (
	SignSimple = "simple" // confirmed by the person's password
	SignNep    = "nep"    // with their certificate
)

// SignWith gives the engine what signs with certificates. Call it before Bind.
func (e *Engine) SignWith(s Signatory) { e.signatory = s }

// unlocked is a proof that a person signs, made before the transaction.
type unlocked struct {
	kind   string
	signer Signer // of a certificate
	sums   sums
}

// unlock has the actor prove that they sign, when the command is a vote that is
// a signature; otherwise it answers nil. It comes before the transaction: keys
// open slowly, and a wrong PIN counts whatever becomes of the vote.
func (e *Engine) unlock(app core.App, in *Input) (*unlocked, error) {
	if in.Kind != flow.CastVote || e.Model() == nil {
		return nil, nil
	}
	if known, err := e.Answered(app, *in); err != nil || known != nil {
		return nil, err
	}
	snap, err := e.Snapshot(app)
	if err != nil {
		return nil, err
	}
	now := in.At
	if now.IsZero() {
		now = e.Now()
	}
	snap.At(now).About(in.reference())
	would, err := flow.WouldSign(e.Model(), snap, in.Command, now)
	if err != nil || would == nil {
		return nil, err
	}
	step := fault.Params{"step": would.Step}
	switch {
	case in.Pin == "":
		return nil, fault.New(fault.Invalid, "pin_required", step).At("pin")
	case would.Blind:
		return nil, fault.New(fault.Invalid, "signing_blind", nil).At("hash")
	case in.Actor.Person == nil || in.Actor.Scope != nil:
		return nil, fault.New(fault.Denied, "sign_in_person", nil)
	case app.IsTransactional():
		return nil, fault.New(fault.Conflict, "sign_alone", nil)
	}
	open := &unlocked{kind: would.Kind, sums: sums{}}
	if would.Kind == SignSimple {
		err = e.confirm(in.Actor.Person.Id, in.Pin, now)
	} else if e.signatory == nil {
		err = fault.New(fault.Denied, "no_signatory", nil)
	} else {
		open.signer, err = e.signatory.Unlock(context.Background(), in.Actor.Person.Id, in.Pin, now)
	}
	if err != nil {
		return nil, err
	}
	if err := open.sums.look(app, would); err != nil {
		return nil, err
	}
	in.Unlocked = true
	return open, nil
}

// sign makes the signatures that a plan asks for, and seals them into its lines
// of history.
func (e *Engine) sign(tx core.App, plan *flow.Plan, open *unlocked, at time.Time) error {
	for _, c := range plan.Changes {
		if c.Happening == nil || c.Happening.Sign == nil {
			continue
		}
		asked := c.Happening.Sign
		if open == nil || open.kind != asked.Kind || asked.Id == "" {
			return fault.New(fault.Conflict, "stale_version", nil)
		}
		made, content, err := e.signature(tx, asked, open, at)
		if err != nil {
			return err
		}
		if err := store.AddSignature(tx, made, content); err != nil {
			return err
		}
		seal, err := made.Seal()
		if err != nil {
			return err
		}
		if c.Happening.Data == nil {
			c.Happening.Data = map[string]any{}
		}
		c.Happening.Data["signature"], c.Happening.Data["seal"], c.Happening.Data["hash"] = made.Id, seal, made.Hash
	}
	return nil
}

func (e *Engine) signature(tx core.App, asked *flow.Signing, open *unlocked, at time.Time) (*store.Signature, []byte, error) {
	rec := asked.Record
	names := flow.NamesOf(asked.Covers)
	content, err := e.content(tx, rec, open.sums, &flow.SignedContent{
		Type: rec.Type.Key, Record: rec.Id, Route: asked.Route, Number: numberOf(rec), Version: asked.Version, Fields: asked.Covers, Names: names,
	})
	if err != nil {
		return nil, nil, err
	}
	out := &store.Signature{
		Id: asked.Id, Code: newCode(), At: at, Type: rec.Type.StableId, Record: rec.Id, Route: asked.Route, Step: asked.Step, Round: asked.Round,
		Version: asked.Version, Revision: rec.Revision(), Signer: asked.By, Kind: asked.Kind, Hash: store.SumOf(content),
		Covered: asked.Covered, Names: names,
	}
	if asked.For != asked.By {
		out.Behalf = asked.For
	}
	if asked.Kind == SignSimple {
		return out, content, e.introduce(tx, out)
	}
	signed, err := open.signer.Sign(tx, content, at)
	if err != nil {
		return nil, nil, err
	}
	out.Value, out.Certificate, out.NotBefore, out.NotAfter = signed.CMS, signed.Certificate, signed.NotBefore, signed.NotAfter
	out.Name, out.Position, out.Organization = signed.Name, signed.Position, signed.Organization
	return out, content, nil
}

// introduce writes down who somebody without a certificate is at this time.
func (e *Engine) introduce(tx core.App, s *store.Signature) error {
	snap, err := e.Snapshot(tx)
	if err != nil {
		return err
	}
	p, ok := snap.Directory().Person(s.Signer)
	if !ok {
		return fault.New(fault.Denied, "sign_in_person", nil)
	}
	s.Name = p.Name
	if org := firstOf(p.Org, p.Unit); org != "" && e.Model().Unit != nil {
		unit, err := snap.Load(e.Model().Unit, org)
		if err != nil {
			return fmt.Errorf("organisation of %s: %w", s.Signer, err)
		}
		if unit != nil {
			s.Organization = flow.Title(e.Model(), snap, unit)
		}
	}
	return nil
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func numberOf(rec *flow.Record) any {
	for _, f := range rec.Type.Fields {
		if f.Kind == model.Number {
			return rec.Values[f.Key]
		}
	}
	return nil
}

// codeLength makes codes that nobody guesses: 120 bits.
const codeLength = 24

func newCode() string {
	return security.RandomStringWithAlphabet(codeLength, "abcdefghijkmnpqrstuvwxyz23456789")
}
