package model

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// fieldFacts tells what matters most about a field, in other words than those of
// its declaration: what it holds, whether it must be filled, its choices.
func (d *differ) fieldFacts(s *spot, a, b *Field) {
	if from, to := holding(a), holding(b); from.String() != to.String() {
		d.aspect(s.p, s.is, "kind", Loss, from, to)
		for _, word := range []string{"type", "format", "x-ref", "x-many", "x-money", "x-file", "x-number", "x-inverse", "enum", "items"} {
			s.told[word] = true
		}
	}
	if from, to := needing(a), needing(b); !d.sameText(*s, from.String(), to.String()) {
		d.aspect(s.p, s.is, "required", Strict, from, to)
		s.told["x-required"] = true
	}
	before := len(d.list)
	d.choices(s, a, b)
	if len(d.list) > before {
		s.told["enum"], s.told["x-labels"], s.told["x-was"], s.told["items.enum"] = true, true, true, true
	}
}

func (d *differ) choices(s *spot, a, b *Field) {
	p := part{what: "choice", typ: s.p.typ, in: b.Title, loss: true}
	known := func(v EnumValue) item {
		return item{key: s.is.key + "." + v.Key, title: v.Title, was: wasChoice(b, s.is.key, v.Key)}
	}
	compare(d, p, a.Enum, b.Enum, known, func(x, y EnumValue) {
		if x.Title != y.Title {
			d.aspect(p, known(y), "title", Safe, Value{kindText, []string{x.Title}}, Value{kindText, []string{y.Title}})
		}
	})
	keys := func(list []EnumValue) (out []string) {
		for _, v := range list {
			out = append(out, v.Key)
		}
		return out
	}
	at := *s
	d.ordering(at.at("enum"), "choice", keys(a.Enum), keys(b.Enum))
}

func wasChoice(f *Field, field, key string) []string {
	if was := f.WasEnum[key]; was != "" {
		return []string{field + "." + was}
	}
	return nil
}

// holding says what a field holds.
func holding(f *Field) Value {
	kind := string(f.Kind)
	if f.Many {
		kind = "several " + kind
	}
	v := Value{kindHolds, []string{kind}}
	if f.Target != "" {
		v.Items = append(v.Items, f.Target)
	}
	return v
}

// needing says whether a field must be filled.
func needing(f *Field) Value {
	switch {
	case f.Required:
		return Value{kindNeed, []string{"always"}}
	case f.Needed != nil:
		return Value{kindNeed, []string{"when " + f.Needed.Source()}}
	}
	return Value{kindNeed, []string{"no"}}
}

// same reports whether two parts of a declaration mean the same: they are
// written alike, or one follows what was renamed.
func (d *differ) same(s spot, a, b reflect.Value) bool { return d.sameText(s, shape(a), shape(b)) }

var plainWords = regexp.MustCompile(`[\p{L}\p{N}_]+|[^\p{L}\p{N}_]+`)

func (d *differ) sameText(s spot, from, to string) bool {
	if from == to {
		return true
	}
	if len(d.renames) == 0 {
		return false
	}
	a, b := plainWords.FindAllString(from, -1), plainWords.FindAllString(to, -1)
	return slices.EqualFunc(a, b, func(x, y string) bool {
		return x == y || d.renames[""][x] == y || d.renames[s.p.typ][x] == y
	})
}

// renamedWords gathers what is called differently now: within its type, and
// everywhere if nothing else has the earlier name.
func (d *differ) renamedWords() map[string]map[string]string {
	out := map[string]map[string]string{}
	taken := map[string]bool{}
	note := func(typ, was, now string) {
		if was == now || was == "" {
			return
		}
		if out[typ] == nil {
			out[typ] = map[string]string{}
		}
		out[typ][was] = now
	}
	for _, t := range d.new.Types {
		taken[t.Name] = true
		was := byStable(d.old, t.StableId)
		d.renamedIn(t, was, taken, note)
	}
	for key, r := range d.new.Roles {
		_, name, _ := strings.Cut(key, "/")
		taken[name] = true
		for _, was := range r.Was {
			note("", was, name)
		}
	}
	for typ, words := range out {
		for was, now := range words {
			if typ != "" && !taken[was] {
				note("", was, now)
			}
		}
	}
	for was := range out[""] {
		if taken[was] {
			delete(out[""], was)
		}
	}
	return out
}

func (d *differ) renamedIn(t, was *Type, taken map[string]bool, note func(typ, was, now string)) {
	owner := t
	for owner.Owner != nil {
		owner = owner.Owner
	}
	for _, f := range t.Fields {
		taken[f.Key] = true
		for _, e := range f.Enum {
			taken[e.Key] = true
		}
		if was == nil {
			continue
		}
		for _, before := range was.Fields {
			if before.StableId == f.StableId && t.Field(before.Key) == nil {
				note(owner.Key, before.Key, f.Key)
			}
		}
		for now, before := range f.WasEnum {
			note(owner.Key, before, now)
		}
	}
	if was != nil && was.Name != t.Name && t.Owner == nil {
		note("", was.Name, t.Name)
	}
	if t.Lifecycle == nil {
		return
	}
	for _, s := range t.Lifecycle.States {
		taken[s.Key] = true
		for _, before := range s.Was {
			if t.Lifecycle.State(before) == nil {
				note(owner.Key, before, s.Key)
			}
		}
	}
}

func byStable(m *Model, id string) *Type {
	for _, t := range m.Types {
		if t.StableId == id {
			return t
		}
	}
	return nil
}
