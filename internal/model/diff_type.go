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
	if from, to := holding(a), holding(b); !d.sameText(*s, from.String(), to.String()) {
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
		return x == y || d.renames[x][y]
	})
}

// renamedWords gathers what is called differently now.
func (d *differ) renamedWords() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	note := func(was, now string) {
		if was == now || was == "" {
			return
		}
		if out[was] == nil {
			out[was] = map[string]bool{}
		}
		out[was][now] = true
	}
	for _, t := range d.new.Types {
		if was := byStable(d.old, t.StableId); was != nil {
			renamedIn(t, was, note)
		}
	}
	for key, r := range d.new.Roles {
		for _, was := range r.Was {
			note(was, lastName(key))
		}
	}
	for _, r := range d.new.Registers {
		for _, was := range d.old.Registers {
			if was.StableId == r.StableId {
				renamedInRegister(r, was, note)
			}
		}
	}
	return out
}

// lastName is the key of a thing without its pack.
func lastName(key string) string { return key[strings.LastIndexByte(key, '/')+1:] }

func renamedInRegister(r, was *Register, note func(was, now string)) {
	note(lastName(was.Key), lastName(r.Key))
	for _, x := range r.Dimensions {
		for _, y := range was.Dimensions {
			if x.StableId == y.StableId {
				note(y.Key, x.Key)
			}
		}
	}
	for _, x := range r.Resources {
		for _, y := range was.Resources {
			if x.StableId == y.StableId {
				note(y.Key, x.Key)
			}
		}
	}
}

func renamedIn(t, was *Type, note func(was, now string)) {
	note(was.Name, t.Name)
	for _, f := range t.Fields {
		for _, before := range was.Fields {
			if before.StableId == f.StableId {
				note(before.Key, f.Key)
			}
		}
		for now, before := range f.WasEnum {
			note(before, now)
		}
	}
	if t.Lifecycle == nil {
		return
	}
	for _, s := range t.Lifecycle.States {
		for _, before := range s.Was {
			note(before, s.Key)
		}
	}
	for _, tr := range t.Lifecycle.Transitions {
		for _, before := range tr.Was {
			note(before, tr.Key)
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
