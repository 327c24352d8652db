package flow

import (
	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// barred tells why a sent value is refused at once; nil when it is taken, or is
// what the record holds anyway. A cell that the actor cannot see is refused
// whatever is sent, so that nobody can guess at it.
func (a *attempt) barred(f *model.Field, same bool) (*fault.Fault, error) {
	if a.old == nil {
		if same {
			return nil, nil
		}
		return fixed(f, a.rec), nil
	}
	hidden, err := a.hidden(f)
	if err != nil || same && !hidden {
		return nil, err
	}
	return a.closed(f)
}

// hidden reports whether the actor cannot see a cell of the stored record.
func (a *attempt) hidden(f *model.Field) (bool, error) {
	rights, err := a.s.rights(a.old)
	return err == nil && !rights.Reads(f), err
}

// closed tells why a field may not be written in this command; nil when it may.
func (a *attempt) closed(f *model.Field) (*fault.Fault, error) {
	if fl := fixed(f, a.rec); fl != nil {
		return fl, nil
	}
	if a.s.actor.System {
		return nil, nil
	}
	if sc := a.s.actor.Scope; sc != nil && !sc(a.rec.Type, true) {
		return fault.New(fault.Denied, "key_scope", fault.Params{"type": a.rec.Type.Slug}), nil
	}
	if a.rec.Type.SignsIn(f) && !a.s.mayGiveSignIn(a.old) {
		return fault.New(fault.Denied, "sign_in_of_designer", nil), nil
	}
	rights, err := a.s.rights(a.before())
	if err != nil {
		return nil, err
	}
	if unseen := a.old != nil && !rights.Reads(f); (unseen || rights.denied(f, true)) && !a.writable[f] {
		return fault.New(fault.Denied, "field_not_yours", nil), nil
	}
	if locked := rules(f, a.rec).Locked; locked != nil {
		yes, known, err := a.s.holds(locked, a.before(), a.old, a.words())
		if err != nil {
			return nil, err
		}
		if yes || !known {
			return lockedFault(f, a.before()), nil
		}
	}
	if a.writable[f] || a.s.actor.Super {
		return nil, nil
	}
	return a.byMatrix(f, rights)
}

// lockedFault tells that a cell is closed by its own rule. A file that keeps its
// versions is frozen by the state: it was signed, say.
func lockedFault(f *model.Field, rec *Record) *fault.Fault {
	if f.KeepsVersions() && rec.Type.Lifecycle != nil {
		return fault.New(fault.Invalid, "file_frozen", fault.Params{"state": stateTitle(rec)})
	}
	return fault.New(fault.Invalid, "field_locked", nil)
}

// fixed tells why nobody ever types a field.
func fixed(f *model.Field, rec *Record) *fault.Fault {
	switch {
	case f.Key == "status" && f.Engine:
		return fault.New(fault.Invalid, "status_by_transition", nil)
	case f.Engine:
		return fault.New(fault.Invalid, "field_of_engine", nil)
	case rules(f, rec).Computed != nil:
		return fault.New(fault.Invalid, "field_computed", nil)
	case f.Kind == model.Number:
		return fault.New(fault.Invalid, "field_numbered", nil)
	case f.Kind == model.Inverse:
		return fault.New(fault.Invalid, "field_derived", nil)
	case rules(f, rec).ReadOnly:
		return fault.New(fault.Invalid, "field_read_only", nil)
	}
	return nil
}

// before is the record on which rights to edit are judged: as it was, or as it
// is proposed.
func (a *attempt) before() *Record {
	if a.old != nil {
		return a.old
	}
	return a.rec
}

// byMatrix asks the edit matrix. On create, fields that the matrix never names
// and fields without which no record is saved are open to whoever may create.
func (a *attempt) byMatrix(f *model.Field, rights Rights) (*fault.Fault, error) {
	base := a.before()
	m := base.Type.Edit
	if m == nil {
		return a.withoutMatrix(f, base, rights)
	}
	named := false
	for _, c := range m.Cells {
		if !c.Fields[f] {
			continue
		}
		named = true
		if c.States != nil && !c.States[base.Status()] {
			continue
		}
		one, err := a.s.isOne(c.Who, base)
		if err != nil || one {
			return nil, err
		}
	}
	if a.old == nil && (!named || f.Required) {
		return nil, nil
	}
	return fault.New(fault.Denied, "field_closed", fault.Params{"state": stateTitle(base)}), nil
}

// withoutMatrix lets those edit whom an access rule lets edit this cell, and the
// author in the first state.
func (a *attempt) withoutMatrix(f *model.Field, base *Record, rights Rights) (*fault.Fault, error) {
	if a.old == nil || rights.Edits(f) {
		return nil, nil
	}
	l := base.Type.Lifecycle
	author, _ := base.Values["author"].(rule.Reference)
	p := a.s.actor.Person
	if l != nil && base.Status() == l.Initial.Key && p != nil && author.Id == p.Id {
		return nil, nil
	}
	return fault.New(fault.Denied, "field_closed", fault.Params{"state": stateTitle(base)}), nil
}
