package model

import (
	"fmt"
	"slices"
	"strings"
)

// Severity says what a difference may do to records that exist.
type Severity string

const (
	Safe   Severity = "safe"   // nothing that exists is touched
	Strict Severity = "strict" // records may not satisfy it: they are asked when next changed
	Loss   Severity = "loss"   // something people can see now will be gone
)

// Difference is one difference between two configurations.
type Difference struct {
	Verb     string   `json:"verb"` // added, removed, renamed, changed
	What     string   `json:"what"` // pack, type, field, state, transition, choice, role, setting, access, deny, list
	Type     string   `json:"type,omitempty"`
	Key      string   `json:"key"`
	Title    string   `json:"title,omitempty"`
	Was      string   `json:"was,omitempty"`    // renamed: the earlier key
	Aspect   string   `json:"aspect,omitempty"` // changed: what of it
	From     string   `json:"from,omitempty"`
	To       string   `json:"to,omitempty"`
	Severity Severity `json:"severity"`
}

// String is the difference in words.
func (d Difference) String() string {
	var b strings.Builder
	if d.Type != "" && d.What != "type" {
		b.WriteString(d.Type + ": ")
	}
	fmt.Fprintf(&b, "%s %s", d.What, d.Key)
	if d.Title != "" && d.Title != d.Key {
		fmt.Fprintf(&b, " «%s»", d.Title)
	}
	switch d.Verb {
	case "renamed":
		fmt.Fprintf(&b, " is the former %s", d.Was)
	case "changed":
		fmt.Fprintf(&b, ": %s %s → %s", d.Aspect, orNothing(d.From), orNothing(d.To))
	default:
		b.WriteString(" " + d.Verb)
	}
	return b.String()
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// Diff lists what differs from old to new, in the order of the configuration:
// packs, roles, settings, then each type with its parts. Either may be nil. Only
// what changes behaviour counts; moving a line does not.
func Diff(old, new *Model) []Difference {
	old, new = orEmpty(old), orEmpty(new)
	d := &differ{old: old, new: new, renamed: renamedWords(old, new)}
	compare(d, part{what: "pack"}, old.Packs, new.Packs, func(p *Pack) item { return item{key: p.Key, title: p.Title} }, func(a, b *Pack) {
		d.aspects(part{what: "pack"}, item{key: b.Key, title: b.Title}, Safe, facts{{"title", a.Title, b.Title}, {"version", a.Version, b.Version}})
	})
	d.roles(old, new)
	d.settings(old, new)
	concrete := func(m *Model) []*Type {
		return slices.DeleteFunc(slices.Clone(m.Types), func(t *Type) bool { return t.Abstract || t.Owner != nil })
	}
	compare(d, part{what: "type", loss: true}, concrete(old), concrete(new),
		func(t *Type) item { return item{key: t.Key, title: t.Title, stable: t.StableId} }, d.types)
	return d.list
}

func orEmpty(m *Model) *Model {
	if m == nil {
		return &Model{}
	}
	return m
}

type differ struct {
	list     []Difference
	old, new *Model
	renamed  map[string]map[string]bool // old word → words that it became
}

// part says what kind of thing is compared.
type part struct {
	what, typ string
	loss      bool // taking one away takes data or records with it
	strict    bool // adding one may refuse what was fine
}

// item is how one thing is known.
type item struct {
	key, title string
	stable     string   // stays when the key changes; "" is the key
	was        []string // earlier keys
}

func (i item) id() string {
	if i.stable != "" {
		return i.stable
	}
	return i.key
}

// fact is one aspect before and after.
type fact struct{ name, from, to string }

type facts []fact

// compare pairs things by their stable name and reports what has no partner;
// both is asked about pairs.
func compare[T any](d *differ, p part, old, new []T, known func(T) item, both func(a, b T)) {
	left := map[string]T{}
	for _, t := range old {
		left[known(t).id()] = t
	}
	paired := map[string]bool{}
	for _, t := range new {
		is := known(t)
		id := is.id()
		before, found := left[id]
		for _, was := range is.was {
			if !found {
				before, found = left[was]
				id = was
			}
		}
		if !found {
			d.add(p, Difference{Verb: "added", Key: is.key, Title: is.title, Severity: p.ofAdding()})
			continue
		}
		paired[id] = true
		if was := known(before); was.key != is.key {
			d.add(p, Difference{Verb: "renamed", Key: is.key, Title: is.title, Was: was.key, Severity: Safe})
		}
		both(before, t)
	}
	for _, t := range old {
		if is := known(t); !paired[is.id()] {
			d.add(p, Difference{Verb: "removed", Key: is.key, Title: is.title, Severity: p.ofRemoving()})
		}
	}
}

func (p part) ofAdding() Severity {
	if p.strict {
		return Strict
	}
	return Safe
}

func (p part) ofRemoving() Severity {
	if p.loss {
		return Loss
	}
	return Safe
}

func (d *differ) add(p part, one Difference) {
	one.What, one.Type = p.what, p.typ
	d.list = append(d.list, one)
}

// aspects reports the facts that differ.
func (d *differ) aspects(p part, is item, s Severity, list facts) {
	for _, f := range list {
		if f.from != f.to && (f.name == "title" || !d.sameButNames(f.from, f.to)) {
			d.add(p, Difference{Verb: "changed", Key: is.key, Title: is.title, Aspect: f.name, From: f.from, To: f.to, Severity: s})
		}
	}
}
