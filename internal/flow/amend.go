package flow

import (
	"kontora/internal/model"
)

// Interceptor looks at a transition which every rule has agreed to and which
// has not been taken over yet. Its error refuses the whole command, also when
// the transition is one that the engine fires by itself.
type Interceptor func(*Draft) error

// Draft is such a transition. Its Change is not numbered yet.
type Draft struct {
	Change *Change
	a      *attempt
}

// Amend gives fields other values, as an effect of the transition would, and
// judges the record again: its error is the refusal of what came out. Fields
// that the engine keeps, computes or numbers, that are locked, or whose edit
// means another transition, cannot be amended.
func (d *Draft) Amend(fields map[string]any) error {
	a := d.a
	defer a.s.draft(a.rec)()
	sent, pointers := a.cmd.Fields, a.pointers
	a.cmd.Fields, a.pointers = fields, nil
	defer func() { a.cmd.Fields, a.pointers = sent, append(pointers, a.pointers...) }()
	byEngine := Actor{System: true, Person: a.s.actor.Person}
	if err := a.s.as(byEngine, a.amend); err != nil {
		return err
	}
	for _, step := range []func() error{a.compute, a.judge} {
		err := step()
		if f := faultOfRule(err); f != nil {
			return f
		}
		if err != nil {
			return err
		}
	}
	d.Change.Diff = diff(a.old, a.rec)
	return a.refusal()
}

// Put gives a field a value that no rule judges: one that only the program itself
// can make, such as the number of a certificate.
func (d *Draft) Put(f *model.Field, v any) {
	d.a.rec.Values[f.Key] = v
	d.Change.Diff = diff(d.a.old, d.a.rec)
}

// amend takes the amended fields over with nobody's rights, but within the
// limits of the type.
func (a *attempt) amend() error {
	others, err := a.meant(func(f *model.Field) bool { return !a.writable[f] })
	if err != nil {
		return err
	}
	for _, other := range others {
		if other != a.tr {
			return twoTransitions(a.tr, other)
		}
	}
	if err := a.refuseLocked(); err != nil {
		return err
	}
	if err := a.fill(); err != nil {
		return err
	}
	return a.references()
}

func (a *attempt) refuseLocked() error {
	for _, f := range a.rec.Type.Fields {
		v, sent := a.cmd.Fields[f.Key]
		locked := rules(f, a.rec).Locked
		if !sent || locked == nil || a.same(f, v) {
			continue
		}
		yes, known, err := a.s.holds(locked, a.before(), a.old, a.words())
		if err != nil {
			return err
		}
		if yes || !known {
			a.wrongField(f, f.Key, lockedFault(f, a.before()))
		}
	}
	return nil
}

// intercept shows a faultless transition to the interceptor. An amendment that
// was refused refuses the command even if the interceptor overlooks it.
func (a *attempt) intercept() error {
	s := a.s
	if s.look == nil || a.tr == nil {
		return nil
	}
	c := a.becoming()
	c.Diff = diff(a.old, a.rec)
	err := s.look(&Draft{Change: c, a: a})
	if err == nil {
		err = a.refusal()
	}
	s.vetoed = s.vetoed || err != nil
	return err
}

// becoming is what the attempt becomes when it is taken over.
func (a *attempt) becoming() *Change {
	if a.made == nil {
		a.made = &Change{Kind: a.kind(), Before: a.old, After: a.rec, Transition: a.tr, Reason: a.cmd.Comment, Actor: a.s.actor, Behalf: a.behalf, Cause: a.cause}
	}
	return a.made
}
