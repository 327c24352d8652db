package flow

import (
	"slices"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Rights are what a reader may see and do with one record. Bits are those of
// the type's access and deny rules.
type Rights struct {
	Type *model.Type
	Mask uint64
	Lent uint64 // of people who are away and lend their sight: for reading only
	All  bool   // the engine and operators
}

// RightsOf judges the rights of an actor on a record.
func RightsOf(m *model.Model, snap Snapshot, rec *Record, actor Actor) (Rights, error) {
	r, err := newSession(m, snap, actor, noTime).rights(rec)
	return r, told(err)
}

func (s *session) rights(rec *Record) (Rights, error) {
	if known, ok := s.known[rec]; ok {
		return known, nil
	}
	r, err := s.judgeRights(rec)
	if err == nil && !s.drafts[rec] {
		s.known[rec] = r
	}
	return r, err
}

func (s *session) judgeRights(rec *Record) (Rights, error) {
	r := Rights{Type: rec.Type, All: s.actor.System || s.actor.Super}
	if r.All {
		return r, nil
	}
	if s.actor.Scope != nil && !s.actor.Scope(rec.Type, false) {
		return r, nil
	}
	for _, a := range rec.Type.Access {
		if err := s.bear(&r, a.Bit, a.Who, a.When, rec); err != nil {
			return r, err
		}
	}
	for _, d := range rec.Type.Deny {
		if err := s.bear(&r, d.Bit, d.Who, d.When, rec); err != nil {
			return r, err
		}
	}
	return r, nil
}

func (s *session) bear(r *Rights, bit uint, who, when *rule.Rule, rec *Record) error {
	if who == nil {
		return nil
	}
	set, err := who.People(s.scope(who, rec, rec, nil))
	if err != nil {
		return err
	}
	own := set.Has(s.bearing())
	if !own && !s.lends(set, rec) {
		return nil
	}
	ok, err := s.applies(when, rec, rec, nil)
	switch {
	case !ok:
	case own:
		r.Mask |= 1 << bit
	default:
		r.Lent |= 1 << bit
	}
	return err
}

// Row reports whether the record exists for the reader at all.
func (r Rights) Row() bool {
	if r.All {
		return true
	}
	for _, a := range r.Type.Access {
		if (r.Mask|r.Lent)&(1<<a.Bit) != 0 {
			return true
		}
	}
	return false
}

// Reads reports whether the reader may see a cell. What the engine keeps
// (status, author, dates) is seen with the row unless denied.
func (r Rights) Reads(f *model.Field) bool {
	if r.All {
		return true
	}
	if !r.Row() || r.denied(f, false) {
		return false
	}
	if f.Engine {
		return true
	}
	for _, a := range r.Type.Access {
		if (r.Mask|r.Lent)&(1<<a.Bit) != 0 && a.Read[f] {
			return true
		}
	}
	return false
}

func (r Rights) denied(f *model.Field, edit bool) bool {
	mask := r.Mask
	if !edit {
		mask |= r.Lent
	}
	for _, d := range r.Type.Deny {
		if mask&(1<<d.Bit) != 0 && d.Fields[f] && (edit || !d.Edit) {
			return true
		}
	}
	return false
}

// Can reports whether a rule gives the named right: create, edit, archive,
// comment, export, import, history, administer. History comes with reading.
func (r Rights) Can(what string) bool {
	if r.All {
		return true
	}
	if what == "history" {
		return r.Row()
	}
	for _, a := range r.Type.Access {
		if r.Mask&(1<<a.Bit) != 0 && a.Can[what] {
			return true
		}
	}
	return false
}

// Edits reports whether one rule both shows the cell and lets its bearers edit:
// the cells of one rule and the actions of another give nothing together.
func (r Rights) Edits(f *model.Field) bool {
	if r.All {
		return true
	}
	if r.denied(f, true) {
		return false
	}
	for _, a := range r.Type.Access {
		if r.Mask&(1<<a.Bit) != 0 && a.Can["edit"] && a.Read[f] {
			return true
		}
	}
	return false
}

// IsOne reports whether an actor belongs to a people expression that reads no
// record.
func IsOne(m *model.Model, snap Snapshot, who *rule.Rule, actor Actor, now time.Time) (bool, error) {
	one, err := newSession(m, snap, actor, now).isOne(who, nil)
	return one, told(err)
}

// Wide judges, without any record, the rules that depend on the reader alone.
func Wide(m *model.Model, snap Snapshot, t *model.Type, actor Actor) (Rights, error) {
	return newSession(m, snap, actor, noTime).wide(t)
}

func (s *session) wide(t *model.Type) (Rights, error) {
	r := Rights{Type: t, All: s.actor.System || s.actor.Super}
	if r.All || s.actor.Scope != nil && !s.actor.Scope(t, false) {
		return r, nil
	}
	for _, a := range t.Access {
		if a.Wide {
			if err := s.bear(&r, a.Bit, a.Who, nil, nil); err != nil {
				return r, told(err)
			}
		}
	}
	for _, d := range t.Deny {
		if d.Wide {
			if err := s.bear(&r, d.Bit, d.Who, nil, nil); err != nil {
				return r, told(err)
			}
		}
	}
	return r, nil
}

// Grants lists the rights on a record to be stored with it: for every principal
// the bits of all narrow rules that name it. Rules with exceptions are not
// stored by principal, so package model refuses them in access.
func Grants(m *model.Model, snap Snapshot, rec *Record) ([]Grant, error) {
	grants, err := newSession(m, snap, Actor{System: true}, noTime).grants(rec)
	return grants, told(err)
}

func (s *session) grants(rec *Record) ([]Grant, error) {
	masks := map[rule.Principal]uint64{}
	var order []rule.Principal
	give := func(bit uint, who, when *rule.Rule) error {
		ok, err := s.applies(when, rec, rec, nil)
		if err != nil || !ok || who == nil {
			return err
		}
		set, err := who.People(s.scope(who, rec, rec, nil))
		if err != nil {
			return err
		}
		for _, p := range flat(set) {
			if masks[p] == 0 {
				order = append(order, p)
			}
			masks[p] |= 1 << bit
		}
		return nil
	}
	for _, a := range rec.Type.Access {
		if !a.Wide {
			if err := give(a.Bit, a.Who, a.When); err != nil {
				return nil, err
			}
		}
	}
	for _, d := range rec.Type.Deny {
		if !d.Wide {
			if err := give(d.Bit, d.Who, d.When); err != nil {
				return nil, err
			}
		}
	}
	turn, not, err := s.turn(rec)
	if err != nil {
		return nil, err
	}
	for _, p := range slices.Concat(turn, not) {
		if masks[p] == 0 && !slices.Contains(order, p) {
			order = append(order, p)
		}
	}
	out := make([]Grant, len(order))
	for i, p := range order {
		out[i] = Grant{p, masks[p], slices.Contains(turn, p), slices.Contains(not, p)}
	}
	return out, nil
}

func flat(set rule.PeopleSet) []rule.Principal {
	all := append([]rule.Principal(nil), set.Any...)
	for _, o := range set.Or {
		all = append(all, flat(o)...)
	}
	return all
}
