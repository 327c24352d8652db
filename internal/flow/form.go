package flow

import (
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// Form is what a form shows for a draft: every field's state, the values that
// rules give, and everything that still speaks against saving.
type Form struct {
	Record *Record // as it would become
	Fields map[*model.Field]FieldState
	Faults []*fault.Fault
	Barred bool // a rule about who writes it refuses: nothing that is filled in can mend that
}

// FieldState is what an actor may do with one cell now.
type FieldState struct {
	Visible  bool
	Required bool
	ReadOnly bool
	Reason   *fault.Fault   // why it is read-only
	Because  []*model.Field // fields whose values made it appear or necessary
}

// FormOf evaluates a draft: a new record, an edit, or a transition's dialog. It
// prepares the command exactly as Decide would.
func FormOf(m *model.Model, snap Snapshot, cmd Command, now time.Time) (*Form, error) {
	s := newSession(m, snap, cmd.Actor, now)
	a, err := s.prepare(cmd, nil)
	if err != nil {
		return nil, told(err)
	}
	defer s.draft(a.rec)()
	form := &Form{Record: a.rec, Fields: map[*model.Field]FieldState{}}
	for _, p := range a.problems {
		form.Faults = append(form.Faults, p.Fault)
		form.Barred = form.Barred || a.old == nil && isAboutAuthor(a.rec.Type, p.Check)
	}
	for _, f := range a.rec.Type.Fields {
		state, err := a.fieldState(f)
		if err != nil {
			return nil, told(err)
		}
		form.Fields[f] = state
	}
	return form, nil
}

// isAboutAuthor reports whether a failed rule looks at nothing but who writes a
// record and when.
func isAboutAuthor(t *model.Type, failed *rule.Rule) bool {
	for _, inv := range t.Invariants {
		if failed != nil && inv.Check == failed {
			return readsBirth(inv.Check) && readsBirth(inv.When)
		}
	}
	return false
}

func readsBirth(r *rule.Rule) bool {
	if r == nil {
		return true
	}
	for _, p := range r.Reads() {
		switch {
		case p.Root == "me" || p.Root == "settings" || p.Root == "old" || p.Root == "now" || p.Root == "today":
		case (p.Root == "self" || p.Root == "record") && len(p.Fields) > 0 && (p.Fields[0] == "author" || p.Fields[0] == "created"):
		default:
			return false
		}
	}
	return true
}

// FieldStates tells what an actor may do with every cell of a stored record.
func FieldStates(m *model.Model, snap Snapshot, rec *Record, actor Actor, now time.Time) (map[*model.Field]FieldState, error) {
	s := newSession(m, snap, actor, now)
	s.stored[rec.Reference()] = rec
	a := newAttempt(s, Command{Kind: Edit, Type: rec.Type, Id: rec.Id}, nil)
	a.old, a.rec = rec, rec
	if err := a.openByEdit(); err != nil {
		return nil, told(err)
	}
	out := map[*model.Field]FieldState{}
	for _, f := range rec.Type.Fields {
		state, err := a.fieldState(f)
		if err != nil {
			return nil, told(err)
		}
		out[f] = state
	}
	return out, nil
}

// openByEdit opens the fields whose edit is a transition that the actor may run.
func (a *attempt) openByEdit() error {
	l := a.rec.Type.Lifecycle
	if l == nil {
		return nil
	}
	for _, tr := range l.Transitions {
		if tr.OnEdit == nil || !tr.From[a.rec.Status()] {
			continue
		}
		one, err := a.s.isOne(tr.Who, a.rec)
		if err != nil {
			return err
		}
		for f := range tr.OnEdit {
			a.writable[f] = a.writable[f] || one
		}
	}
	return nil
}

func (a *attempt) fieldState(f *model.Field) (FieldState, error) {
	var st FieldState
	var err error
	if st.Visible, err = a.s.isVisible(f, a.rec, a.old, a.words()); err != nil {
		return st, err
	}
	if st.Required, err = a.s.isNeeded(f, a.rec, a.old, a.words()); err != nil {
		return st, err
	}
	for step := a; step != nil && !st.Required && st.Visible; step = step.follow {
		if st.Required, err = step.requiredHere(f); err != nil {
			return st, err
		}
	}
	if st.Reason, err = a.closed(f); err != nil {
		return st, err
	}
	if a.old != nil && a.old.IsArchived() && st.Reason == nil {
		st.Reason = fault.New(fault.Conflict, "record_archived", nil)
	}
	st.ReadOnly = st.Reason != nil
	ruling := rules(f, a.rec)
	for _, r := range []*rule.Rule{ruling.Visible, ruling.Needed} {
		st.Because = append(st.Because, a.causes(r)...)
	}
	return st, nil
}

func (a *attempt) requiredHere(f *model.Field) (bool, error) {
	if a.tr == nil {
		return false, nil
	}
	for _, r := range a.tr.Require {
		if r.Field != f {
			continue
		}
		if yes, err := a.s.applies(r.When, a.rec, a.old, a.words()); yes || err != nil {
			return yes, err
		}
	}
	return false, nil
}

// causes lists the fields a condition reads, for «appeared because …».
func (a *attempt) causes(r *rule.Rule) []*model.Field {
	if r == nil {
		return nil
	}
	var out []*model.Field
	for _, p := range r.Reads() {
		if p.Root == "self" && len(p.Fields) > 0 {
			if f := a.rec.Type.FieldFor(r, p.Fields[0]); f != nil && !f.Engine {
				out = append(out, f)
			}
		}
	}
	return out
}
