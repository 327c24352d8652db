package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"kontora/internal/rule"
)

func (d *differ) roles(old, new *Model) {
	list := func(m *Model) []*Role { return byKeys(m.Roles) }
	p := part{what: "role", loss: true}
	known := func(r *Role) item { return item{key: r.Key, title: r.Title, was: inPack(r.Key, r.Was)} }
	compare(d, p, list(old), list(new), known, func(a, b *Role) {
		d.aspects(p, known(b), Safe, facts{{"title", a.Title, b.Title}, {"may design", a.designs(), b.designs()}, {"of the owner", yes(a.Owner), yes(b.Owner)}, {"records at once", fmt.Sprint(a.Bulk), fmt.Sprint(b.Bulk)}})
	})
}

// designs says what of the configuration holders may change.
func (r *Role) designs() string {
	if r.Design || len(r.DesignPacks) == 0 {
		return yes(r.Design)
	}
	return strings.Join(r.DesignPacks, ", ")
}

// inPack gives keys of a pack in full.
func inPack(beside string, keys []string) []string {
	pack, _, _ := strings.Cut(beside, "/")
	var out []string
	for _, key := range keys {
		out = append(out, pack+"/"+key)
	}
	return out
}

func (d *differ) settings(old, new *Model) {
	list := func(m *Model) []*Setting { return byKeys(m.Settings) }
	p := part{what: "setting"}
	known := func(s *Setting) item { return item{key: s.Key, title: s.Title} }
	compare(d, p, list(old), list(new), known, func(a, b *Setting) {
		d.aspects(p, known(b), Safe, facts{{"value in the file", fmt.Sprint(a.Default), fmt.Sprint(b.Default)}, {"who may edit", source(a.Edit), source(b.Edit)}, {"a value per unit", yes(a.PerUnit), yes(b.PerUnit)}})
	})
}

func byKeys[V any](m map[string]V) []V {
	out := make([]V, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[k])
	}
	return out
}

// types compares two states of one type.
func (d *differ) types(a, b *Type) {
	before := len(d.list)
	is := item{key: b.Key, title: b.Title}
	d.aspects(part{what: "type", typ: b.Key}, is, Safe, facts{{"title", a.Title, b.Title}, {"plural", a.Plural, b.Plural}})
	d.fields(b.Key, "", a.Fields, b.Fields)
	d.lifecycle(b.Key, a.Lifecycle, b.Lifecycle)
	d.rights(a, b)
	if len(d.list) == before && a.Digest != b.Digest && !d.behavesAlike(a, b) {
		d.add(part{what: "type", typ: b.Key}, Difference{Verb: "changed", Key: b.Key, Title: b.Title, Aspect: "rules", From: "other conditions or effects", To: "the present ones", Severity: Strict})
	}
}

// fields compares fields, and those of tables below their table's name.
func (d *differ) fields(typ, prefix string, old, new []*Field) {
	own := func(list []*Field) []*Field {
		return slices.DeleteFunc(slices.Clone(list), func(f *Field) bool { return f.Engine })
	}
	p := part{what: "field", typ: typ, loss: true}
	known := func(f *Field) item { return item{key: prefix + f.Key, title: f.Title, stable: prefix + f.StableId} }
	start := len(d.list)
	compare(d, p, own(old), own(new), known, func(a, b *Field) {
		d.aspects(p, known(b), Loss, facts{{"kind", kindWords(a), kindWords(b)}})
		d.aspects(p, known(b), Strict, facts{{"required", needWords(a), needWords(b)}, {"minimum", text(a.Min), text(b.Min)}, {"maximum", text(a.Max), text(b.Max)}, {"pattern", a.Pattern, b.Pattern}})
		d.aspects(p, known(b), Safe, facts{{"title", a.Title, b.Title}, {"formula", source(a.Computed), source(b.Computed)}, {"visible when", source(a.Visible), source(b.Visible)}})
		d.choices(typ, known(b).key, a, b)
		if a.RowType != nil && b.RowType != nil {
			d.fields(typ, known(b).key+".", a.RowType.Fields, b.RowType.Fields)
		}
	})
	for i := start; i < len(d.list); i++ { // a new field that must be filled asks old records for it
		if one := &d.list[i]; one.Verb == "added" && one.What == "field" && isRequired(new, strings.TrimPrefix(one.Key, prefix)) {
			one.Severity = Strict
		}
	}
}

func isRequired(list []*Field, key string) bool {
	return slices.ContainsFunc(list, func(f *Field) bool { return f.Key == key && f.Required })
}

func (d *differ) choices(typ, field string, a, b *Field) {
	p := part{what: "choice", typ: typ, loss: true}
	compare(d, p, a.Enum, b.Enum, func(v EnumValue) item {
		return item{key: field + "." + v.Key, title: v.Title, was: wasChoice(b, field, v.Key)}
	}, func(x, y EnumValue) {
		d.aspects(p, item{key: field + "." + y.Key}, Safe, facts{{"title", x.Title, y.Title}})
	})
}

func wasChoice(f *Field, field, key string) []string {
	if was := f.WasEnum[key]; was != "" {
		return []string{field + "." + was}
	}
	return nil
}

func (d *differ) lifecycle(typ string, a, b *Lifecycle) {
	var none Lifecycle
	if a == nil {
		a = &none
	}
	if b == nil {
		b = &none
	}
	states := part{what: "state", typ: typ, loss: true}
	state := func(s *State) item { return item{key: s.Key, title: s.Title, was: s.Was} }
	compare(d, states, a.States, b.States, state, func(x, y *State) {
		d.aspects(states, state(y), Safe, facts{{"title", x.Title, y.Title}, {"phase", string(x.Phase), string(y.Phase)}})
	})
	moves := part{what: "transition", typ: typ}
	move := func(t *Transition) item { return item{key: t.Key, title: t.Title, was: t.Was} }
	compare(d, moves, a.Transitions, b.Transitions, move, func(x, y *Transition) {
		d.aspects(moves, move(y), Safe, facts{
			{"title", x.Title, y.Title}, {"from", words(x.From), words(y.From)}, {"to", target(x), target(y)},
			{"who", source(x.Who), source(y.Who)}, {"automatic when", source(x.Auto), source(y.Auto)}, {"taken back by", x.Undo, y.Undo},
		})
		d.aspects(moves, move(y), Strict, facts{{"requires", demands(x), demands(y)}, {"conditions", guards(x), guards(y)}})
	})
}

func (d *differ) rights(a, b *Type) {
	access := part{what: "access", typ: b.Key}
	known := func(x *Access) item { return item{key: x.Key} }
	compare(d, access, a.Access, b.Access, known, func(x, y *Access) {
		d.aspects(access, known(y), Safe, facts{
			{"who", source(x.Who), source(y.Who)}, {"when", source(x.When), source(y.When)},
			{"reads", fieldWords(x.Read), fieldWords(y.Read)}, {"can", words(x.Can), words(y.Can)},
		})
	})
	deny := part{what: "deny", typ: b.Key}
	denied := func(x *Deny) item { return item{key: x.Key} }
	compare(d, deny, a.Deny, b.Deny, denied, func(x, y *Deny) {
		d.aspects(deny, denied(y), Safe, facts{{"who", source(x.Who), source(y.Who)}, {"when", source(x.When), source(y.When)}, {"fields", fieldWords(x.Fields), fieldWords(y.Fields)}})
	})
	lists := part{what: "list", typ: b.Key}
	list := func(x *List) item { return item{key: x.Key, title: x.Title} }
	compare(d, lists, a.Lists, b.Lists, list, func(x, y *List) {
		d.aspects(lists, list(y), Safe, facts{{"title", x.Title, y.Title}, {"where", source(x.Where), source(y.Where)}})
	})
}

func source(r *rule.Rule) string {
	if r == nil {
		return ""
	}
	return r.Source()
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func text(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(JSONValue(v))
}

func kindWords(f *Field) string {
	kind := string(f.Kind)
	if f.Many {
		kind = "several " + kind
	}
	if f.Target != "" {
		kind += " of " + f.Target
	}
	return kind
}

func needWords(f *Field) string {
	if f.Required {
		return "always"
	}
	if f.Needed != nil {
		return "when " + f.Needed.Source()
	}
	return "no"
}

func words(set map[string]bool) string {
	return strings.Join(slices.Sorted(maps.Keys(set)), ", ")
}

func fieldWords(set map[*Field]bool) string {
	keys := []string{}
	for f := range set {
		if !f.Engine {
			keys = append(keys, f.Key)
		}
	}
	slices.Sort(keys)
	return strings.Join(keys, ", ")
}

func target(t *Transition) string {
	switch {
	case t.Same:
		return "@same"
	case t.Previous:
		return "@previous"
	case t.To != nil:
		return t.To.Key
	}
	return ""
}

func demands(t *Transition) string {
	keys := []string{}
	for _, r := range t.Require {
		if r.When != nil {
			keys = append(keys, r.Field.Key+" when "+r.When.Source())
		} else {
			keys = append(keys, r.Field.Key)
		}
	}
	return strings.Join(keys, ", ")
}

func guards(t *Transition) string {
	checks := []string{}
	for _, g := range t.Guards {
		checks = append(checks, g.Check.Source())
	}
	return strings.Join(checks, "; ")
}
