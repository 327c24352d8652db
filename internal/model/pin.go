package model

import (
	"fmt"

	"kontora/internal/rule"
)

// Pin makes the type of a record that is still open while a newer version of
// its type is in force. The record keeps the rules it was made under: lifecycle,
// invariants, edit matrix, formulas, contributions to registers and the
// conditions of its fields. Whatever
// concerns all records together is of the latest version: fields and columns,
// titles, access, uniqueness, lists.
//
// Fields are the latest version's own *Field, so that rights and columns fit.
// Rules of the old version go on reading the names and choices they know; see
// PastField and PastValue. Pin refuses with a *LostError when an old rule needs a
// field that the latest version does not have any more, or has as another kind.
func Pin(latest, old *Type) (*Type, error) {
	p := newPinning(latest, old)
	if err := p.match(); err != nil {
		return nil, err
	}
	t := p.now
	t.Digest = old.Digest
	for _, f := range latest.Fields {
		ruling, err := p.ruling(f)
		if err != nil {
			return nil, err
		}
		t.pin.ruling[f] = ruling
	}
	lifecycle, err := p.lifecycle()
	if err != nil {
		return nil, err
	}
	t.Lifecycle = lifecycle
	t.Invariants = nil
	for _, inv := range old.Invariants {
		t.Invariants = append(t.Invariants, p.invariant(inv))
	}
	t.Formulas = p.formulas()
	t.Edit = p.editMatrix()
	t.Facts = p.facts()
	if len(p.lost) > 0 {
		return nil, &LostError{p.lost}
	}
	return t, nil
}

// pin is what a pinned type remembers of its old version.
type pin struct {
	fields map[string]*Field // old key → field of today
	ruling map[*Field]*Field // field of today → the version whose rules hold
	rows   map[*Field]*Type  // pinned types of rows
	rules  map[*rule.Rule]bool
	texts  map[*rule.Template]bool
	past   map[*Field]map[string]string // choices: today's key → the old one
	now    map[*Field]map[string]string // and back
}

// Pinned reports whether the type keeps rules of an earlier version.
func (t *Type) Pinned() bool { return t.pin != nil }

// Rules is the version of a field whose conditions and formula hold for records
// of this type; the field itself unless the type is pinned.
func (t *Type) Rules(f *Field) *Field {
	if t.pin == nil {
		return f
	}
	if ruling, ok := t.pin.ruling[f]; ok {
		return ruling
	}
	return f
}

// RowType is the type of the rows in a field.
func (t *Type) RowType(f *Field) *Type {
	if t.pin != nil {
		if rt := t.pin.rows[f]; rt != nil {
			return rt
		}
	}
	return f.RowType
}

// IsPast reports whether a rule was kept from the version a type is pinned to.
func (t *Type) IsPast(r *rule.Rule) bool { return t.pin != nil && r != nil && t.pin.rules[r] }

// IsPastText reports the same of a message.
func (t *Type) IsPastText(text *rule.Template) bool { return t.pin != nil && t.pin.texts[text] }

// PastField finds today's field under the name that rules of the old version
// know; nil when there is none.
func (t *Type) PastField(key string) *Field {
	if t.pin == nil {
		return t.Field(key)
	}
	return t.pin.fields[key]
}

// FieldFor finds the field that a rule means by a name.
func (t *Type) FieldFor(r *rule.Rule, key string) *Field {
	if t.IsPast(r) {
		return t.PastField(key)
	}
	return t.Field(key)
}

// FieldOnce finds the field that once had a key.
func (t *Type) FieldOnce(key string) *Field {
	for _, f := range t.Fields {
		for _, was := range f.Was {
			if was == key {
				return f
			}
		}
	}
	return nil
}

// PastValue is a stored value in the words of the old version.
func (t *Type) PastValue(f *Field, v any) any {
	if t.pin == nil {
		return v
	}
	return reworded(t.pin.past[f], v)
}

// PresentValue is a value in the words of the old version as it is stored today.
func (t *Type) PresentValue(f *Field, v any) any {
	if t.pin == nil {
		return v
	}
	return reworded(t.pin.now[f], v)
}

func reworded(words map[string]string, v any) any {
	if len(words) == 0 {
		return v
	}
	switch x := v.(type) {
	case string:
		if other, ok := words[x]; ok {
			return other
		}
	case []any:
		out := make([]any, len(x))
		for i, item := range x {
			out[i] = reworded(words, item)
		}
		return out
	}
	return v
}

// Current finds the present version of a type of any version; nil when it is gone.
func (m *Model) Current(t *Type) *Type {
	if now := m.byKey[t.Key]; now != nil && now.StableId == t.StableId {
		return now
	}
	for _, now := range m.Types {
		if now.StableId == t.StableId {
			return now
		}
	}
	return nil
}

// Current finds the present version of a field of any version; nil when it is gone.
func (t *Type) Current(f *Field) *Field {
	if now := t.byKey[f.Key]; now != nil && now.StableId == f.StableId {
		return now
	}
	for _, now := range t.Fields {
		if now.StableId == f.StableId {
			return now
		}
	}
	return nil
}

// pinning is one pinned type in the making.
type pinning struct {
	latest, old, now *Type
	states           map[string]string // old key → today's
	lost             []Lost            // what old rules need and do not find
}

func newPinning(latest, old *Type) *pinning {
	now := *latest
	now.pin = &pin{
		fields: map[string]*Field{}, ruling: map[*Field]*Field{}, rows: map[*Field]*Type{},
		rules: map[*rule.Rule]bool{}, texts: map[*rule.Template]bool{},
		past: map[*Field]map[string]string{}, now: map[*Field]map[string]string{},
	}
	now.byKey = make(map[string]*Field, len(latest.byKey))
	for key, f := range latest.byKey {
		now.byKey[key] = f
	}
	return &pinning{latest: latest, old: old, now: &now, states: map[string]string{}}
}

// match pairs the fields and states of both versions.
func (p *pinning) match() error {
	if p.latest.StableId != p.old.StableId {
		return fmt.Errorf("%s and %s are not versions of one type", p.latest.Key, p.old.Key)
	}
	for _, was := range p.old.Fields {
		f := p.latest.Current(was)
		if f == nil {
			continue
		}
		if !sameKind(f, was) {
			continue // of no interest unless an old rule needs it
		}
		p.now.pin.fields[was.Key] = f
		if p.now.byKey[was.Key] == nil {
			p.now.byKey[was.Key] = f
		}
		p.words(f, f.WasEnum)
	}
	p.matchStates()
	return nil
}

// words remembers the renamed choices of a field, given as new key → old key.
func (p *pinning) words(f *Field, renamed map[string]string) {
	for now, was := range renamed {
		if p.now.pin.past[f] == nil {
			p.now.pin.past[f], p.now.pin.now[f] = map[string]string{}, map[string]string{}
		}
		p.now.pin.past[f][now], p.now.pin.now[f][was] = was, now
	}
}

func (p *pinning) matchStates() {
	if p.old.Lifecycle == nil || p.latest.Lifecycle == nil {
		return
	}
	for _, s := range p.old.Lifecycle.States {
		p.states[s.Key] = s.Key
	}
	renamed := map[string]string{}
	for _, s := range p.latest.Lifecycle.States {
		for _, was := range s.Was {
			if p.old.Lifecycle.states[was] != nil && p.latest.Lifecycle.states[was] == nil {
				p.states[was], renamed[s.Key] = s.Key, was
			}
		}
	}
	for _, key := range []string{"status", "previous"} {
		p.words(p.latest.byKey[key], renamed)
	}
}
