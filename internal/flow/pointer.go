package flow

import (
	"fmt"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// references checks what was sent to reference fields, now that the record is
// whole, and choices that a changed field may have made impossible.
func (a *attempt) references() error {
	for _, p := range a.pointers {
		if err := a.checkAll(p, a.checkRef); err != nil {
			return err
		}
	}
	if a.old == nil {
		return nil
	}
	for _, f := range a.rec.Type.Fields {
		if f.Kind != model.Ref || a.changed[f] || a.rec.Values[f.Key] == nil || !a.readsChanged(rules(f, a.rec).Options) {
			continue
		}
		if err := a.checkAll(pointer{field: f, path: f.Key, rec: a.rec, owner: f}, a.checkOption); err != nil {
			return err
		}
	}
	return nil
}

// readsChanged reports whether a rule reads a field that this command changes.
func (a *attempt) readsChanged(r *rule.Rule) bool {
	if r == nil {
		return false
	}
	for _, p := range r.Reads() {
		if p.Root == "self" && len(p.Fields) > 0 && a.changed[a.rec.Type.FieldFor(r, p.Fields[0])] {
			return true
		}
	}
	return false
}

// point takes over references that were sent, except to what is not there or the
// actor cannot see: those are refused at once, because expressions would read
// through them what the actor may not.
func (a *attempt) point(p pointer, v any) (any, error) {
	a.pointers = append(a.pointers, p)
	items, many := v.([]any)
	if !many {
		items = []any{v}
	}
	kept := make([]any, 0, len(items))
	for i, item := range items {
		ref, ok := item.(rule.Reference)
		if !ok {
			continue
		}
		seen, err := a.mayFollow(p.field, ref)
		if err != nil {
			return nil, err
		}
		if seen {
			kept = append(kept, ref)
			continue
		}
		path := p.path
		if many {
			path = fmt.Sprintf("%s.%d", p.path, i)
		}
		a.blind[p.field] = true
		a.wrongField(p.owner, path, referenceMissing(ref))
	}
	switch {
	case len(kept) == 0:
		return nil, nil
	case many:
		return kept, nil
	}
	return kept[0], nil
}

func referenceMissing(ref rule.Reference) *fault.Fault {
	return fault.New(fault.Invalid, "reference_missing", fault.Params{"id": ref.Id})
}

// mayFollow reports whether a reference points at a record of the right type that
// the actor may see. One's own rows need no right.
func (a *attempt) mayFollow(f *model.Field, ref rule.Reference) (bool, error) {
	if !a.s.m.Fits(ref.Type, f.Target) {
		return false, nil
	}
	if a.hasRow(ref) {
		return true, nil
	}
	target, err := a.s.follow(ref)
	if err != nil || target == nil {
		return false, err
	}
	owner, err := a.s.ownerOf(target)
	if err != nil || owner == nil {
		return false, err
	}
	if owner.Reference() == a.rec.Reference() {
		return true, nil
	}
	rights, err := a.s.rights(owner)
	return err == nil && rights.Row(), err
}

// hasRow reports whether a reference is to a row that the record had.
func (a *attempt) hasRow(ref rule.Reference) bool {
	if a.old == nil {
		return false
	}
	for _, rows := range a.old.Rows {
		for _, row := range rows {
			if row.Reference() == ref {
				return true
			}
		}
	}
	return false
}

type refCheck func(p pointer, ref rule.Reference) (*fault.Fault, error)

func (a *attempt) checkAll(p pointer, check refCheck) error {
	v := p.rec.Values[p.field.Key]
	items, many := v.([]any)
	if !many {
		items = []any{v}
	}
	for i, item := range items {
		ref, ok := item.(rule.Reference)
		if !ok {
			continue
		}
		fl, err := check(p, ref)
		if err != nil {
			return err
		}
		if fl == nil {
			continue
		}
		path := p.path
		if many {
			path = fmt.Sprintf("%s.%d", p.path, i)
		}
		a.wrongField(p.owner, path, fl)
	}
	return nil
}

// checkRef makes sure that a reference points at a record that exists, that the
// actor may see, that is not put away and that x-options allows. All four are
// refused in the same words: what somebody may not choose is, to them, not there.
func (a *attempt) checkRef(p pointer, ref rule.Reference) (*fault.Fault, error) {
	missing := referenceMissing(ref)
	if seen, err := a.mayFollow(p.field, ref); err != nil || !seen {
		return missing, err
	}
	target, err := a.s.follow(ref)
	if err != nil || target == nil {
		return missing, err
	}
	owner, err := a.s.ownerOf(target)
	if err != nil || owner == nil || owner.IsArchived() {
		return missing, err
	}
	return a.checkOption(p, ref)
}

func (a *attempt) checkOption(p pointer, ref rule.Reference) (*fault.Fault, error) {
	options := rules(p.field, p.rec).Options
	if options == nil {
		return nil, nil
	}
	target, err := a.s.follow(ref)
	if err != nil {
		return nil, err
	}
	sc := a.s.scope(options, p.rec, a.old, a.words())
	sc.It = a.s.see(target)
	yes, known, err := options.True(sc)
	if err == nil && !(yes && known) {
		return referenceMissing(ref), nil
	}
	return nil, err
}

// ownerOf is the record that a row belongs to, or the record itself.
func (s *session) ownerOf(r *Record) (*Record, error) {
	t := r.Type.Owner
	if t == nil {
		return r, nil
	}
	parent, _ := r.Values["parent"].(rule.Reference)
	return s.load(t, parent.Id)
}
