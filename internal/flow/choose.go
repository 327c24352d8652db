package flow

import (
	"kontora/internal/fault"
	"kontora/internal/model"
)

// choose finds the transition that the command is: the one named, or the one
// that an edit of these fields in this state means.
func (a *attempt) choose() error {
	switch a.cmd.Kind {
	case Create:
		if l := a.rec.Type.Lifecycle; l != nil && l.Birth != nil {
			a.take(l.Birth)
		}
		return a.atOnce()
	case Move:
		return a.named()
	case Edit:
		return a.byEdit()
	case CastVote:
		return a.ballot()
	case Migrate:
		return a.filed()
	}
	return nil
}

// atOnce finds the transition that a new record is to run.
func (a *attempt) atOnce() error {
	if a.cmd.Transition == "" {
		return nil
	}
	tr, err := transitionFrom(a.rec, a.cmd.Transition)
	a.next = tr
	return err
}

func transitionFrom(r *Record, key string) (*model.Transition, error) {
	tr := r.Type.Lifecycle.Transition(key)
	if tr == nil {
		return nil, fault.New(fault.Missing, "unknown_transition", fault.Params{"transition": key})
	}
	if !tr.From[r.Status()] {
		return nil, fault.New(fault.Conflict, "wrong_state", fault.Params{"transition": tr.Title, "status": r.Status(), "state": stateTitle(r)})
	}
	return tr, nil
}

// named takes the transition of the command. Fields whose edit means another
// transition in this state cannot come along, unless this one asks for them:
// that would be a way around the other one.
func (a *attempt) named() error {
	tr, err := transitionFrom(a.old, a.cmd.Transition)
	if err != nil {
		return err
	}
	a.take(tr)
	others, err := a.meant(func(f *model.Field) bool { return !a.writable[f] })
	if err != nil {
		return err
	}
	for _, other := range others {
		if other != tr {
			return twoTransitions(tr, other)
		}
	}
	return nil
}

func twoTransitions(a, b *model.Transition) error {
	return fault.New(fault.Invalid, "edit_means_two_transitions", fault.Params{"first": a.Title, "second": b.Title})
}

func stateTitle(r *Record) string {
	if st := r.State(); st != nil {
		return st.Title
	}
	return ""
}

func (a *attempt) byEdit() error {
	found, err := a.meant(func(*model.Field) bool { return true })
	switch {
	case err != nil:
		return err
	case len(found) == 1:
		a.take(found[0])
	case len(found) > 1:
		return twoTransitions(found[0], found[1])
	}
	return nil
}

// meant lists the transitions that a change of the sent fields is.
func (a *attempt) meant(counts func(*model.Field) bool) ([]*model.Transition, error) {
	l := a.old.Type.Lifecycle
	if l == nil {
		return nil, nil
	}
	var found []*model.Transition
	for _, tr := range l.Transitions {
		if tr.OnEdit == nil || !tr.From[a.old.Status()] {
			continue
		}
		touched, err := a.touches(tr.OnEdit, counts)
		if err != nil {
			return nil, err
		}
		if touched {
			found = append(found, tr)
		}
	}
	return found, nil
}

// touches reports whether the command changes one of the fields. Another
// currency is another amount. A cell that the actor cannot see counts as
// changed whatever is sent: otherwise the answer would tell its value.
func (a *attempt) touches(fields map[*model.Field]bool, counts func(*model.Field) bool) (bool, error) {
	for f := range fields {
		if !counts(f) {
			continue
		}
		if c := f.CurrencyField; c != nil && a.old.Values[f.Key] != nil {
			if v, sent := a.cmd.Fields[c.Key]; sent && !a.same(c, v) {
				return true, nil
			}
		}
		v, sent := a.cmd.Fields[f.Key]
		if !sent {
			continue
		}
		hidden, err := a.hidden(f)
		if err != nil {
			return false, err
		}
		if hidden || !a.same(f, v) {
			return true, nil
		}
	}
	return false, nil
}

func (a *attempt) take(tr *model.Transition) {
	a.tr = tr
	a.open(tr)
	switch {
	case tr.To != nil:
		a.target = tr.To
	case tr.Previous:
		previous, _ := a.old.Values["previous"].(string)
		a.target = a.rec.Type.Lifecycle.State(previous)
	}
	if a.target == nil {
		a.target = a.old.State()
	}
}

// open makes writable what a transition asks for.
func (a *attempt) open(tr *model.Transition) {
	for _, r := range tr.Require {
		a.writable[r.Field] = true
	}
	for _, f := range tr.Input {
		a.writable[f] = true
	}
	for f := range tr.OnEdit {
		a.writable[f] = true
	}
}
