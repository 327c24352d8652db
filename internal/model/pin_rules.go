package model

import (
	"errors"

	"kontora/internal/rule"
)

// ruling is a field of today with the rules of its old version. A field that the
// old version did not have is never required of old records.
func (p *pinning) ruling(f *Field) (*Field, error) {
	r := *f
	was := p.old.Current(f)
	if was == nil || !sameKind(f, was) {
		r.Required, r.Needed = false, nil
		return &r, nil
	}
	r.Required, r.ReadOnly = was.Required, was.ReadOnly
	r.Visible, r.Needed, r.Locked, r.Options = p.rule(was.Visible), p.rule(was.Needed), p.rule(was.Locked), p.rule(was.Options)
	if f.Live == was.Live { // otherwise there is, or is not, a column for it
		r.Computed, r.While = p.rule(was.Computed), p.stateSet(was.While)
	}
	if f.Kind == Rows {
		rows, err := Pin(f.RowType, was.RowType)
		var gone *LostError
		if errors.As(err, &gone) {
			p.lost = append(p.lost, gone.Lost...)
			return &r, nil
		}
		if err != nil {
			return nil, err
		}
		p.now.pin.rows[f] = rows
		r.RowType = rows
	}
	return &r, nil
}

// rule takes over a rule of the old version and notes what it needs.
func (p *pinning) rule(r *rule.Rule) *rule.Rule {
	if r == nil {
		return nil
	}
	p.now.pin.rules[r] = true
	for _, path := range r.Reads() {
		p.needs(path)
	}
	return r
}

func (p *pinning) needs(path rule.Path) {
	if path.Root != "self" && path.Root != "old" || len(path.Fields) == 0 {
		return
	}
	key := path.Fields[0]
	if ensure, ok := rule.ChildrenKey(key); ok && p.old.Facts.Ensure(ensure) != nil {
		return
	}
	if key == rule.ReadersField {
		return
	}
	if key == "id" || key == "phase" || key == "open" || p.now.pin.fields[key] != nil {
		return
	}
	p.lose(p.old, key)
}

func (p *pinning) text(t *rule.Template) *rule.Template {
	if t != nil {
		p.now.pin.texts[t] = true
	}
	return t
}

// fieldSet keeps the fields that still exist.
func (p *pinning) fieldSet(old []*Field) []*Field {
	var out []*Field
	for _, was := range old {
		if f := p.latest.Current(was); f != nil {
			out = append(out, f)
		}
	}
	return out
}

func (p *pinning) fieldMap(old map[*Field]bool) map[*Field]bool {
	if old == nil {
		return nil
	}
	out := map[*Field]bool{}
	for was, in := range old {
		if f := p.latest.Current(was); f != nil && in {
			out[f] = true
		}
	}
	return out
}

func (p *pinning) stateSet(old map[string]bool) map[string]bool {
	if old == nil {
		return nil
	}
	out := map[string]bool{}
	for key, in := range old {
		out[p.stateKey(key)] = in
	}
	return out
}

func (p *pinning) stateKey(old string) string {
	if now, ok := p.states[old]; ok {
		return now
	}
	return old
}

func (p *pinning) invariant(old *Invariant) *Invariant {
	return &Invariant{Key: old.Key, Check: p.rule(old.Check), When: p.rule(old.When), Message: p.text(old.Message), Fields: p.fieldSet(old.Fields)}
}

// formulas keeps the order of the old version; formulas of fields that it did
// not have follow.
func (p *pinning) formulas() []*Field {
	out := p.fieldSet(p.old.Formulas)
	for _, f := range p.latest.Formulas {
		if !contains(out, f) {
			out = append(out, f)
		}
	}
	kept := out[:0]
	for _, f := range out {
		if p.now.pin.ruling[f].Computed != nil {
			kept = append(kept, f)
		}
	}
	return kept
}

func contains(list []*Field, f *Field) bool {
	for _, x := range list {
		if x == f {
			return true
		}
	}
	return false
}

// editMatrix is the old table; fields that it could not know follow today's.
func (p *pinning) editMatrix() *EditMatrix {
	if p.old.Edit == nil {
		return nil
	}
	m := &EditMatrix{}
	for _, c := range p.old.Edit.Cells {
		m.Cells = append(m.Cells, EditCell{Fields: p.fieldMap(c.Fields), States: p.stateSet(c.States), Who: p.rule(c.Who)})
	}
	if p.latest.Edit == nil {
		return m
	}
	for _, c := range p.latest.Edit.Cells {
		added := map[*Field]bool{}
		for f := range c.Fields {
			if p.old.Current(f) == nil {
				added[f] = true
			}
		}
		if len(added) > 0 {
			m.Cells = append(m.Cells, EditCell{Fields: added, States: c.States, Who: c.Who})
		}
	}
	return m
}
