package model

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"kontora/internal/spec"
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
	What     string   `json:"what"` // pack, type, field, state, transition, approval, step, clock …
	Type     string   `json:"type,omitempty"`
	Key      string   `json:"key"` // of a part of a part: main.finance
	Title    string   `json:"title,omitempty"`
	In       string   `json:"in,omitempty"`     // title of what it is a part of: of a route, a table, a register
	Was      string   `json:"was,omitempty"`    // renamed: the earlier key
	Aspect   string   `json:"aspect,omitempty"` // changed: what of it, by the words of the language: require, target, on.approved
	From     string   `json:"from,omitempty"`
	To       string   `json:"to,omitempty"`
	Through  []string `json:"through,omitempty"` // state removed: titles of the transitions that go with it
	Severity Severity `json:"severity"`

	Before Value `json:"-"` // changed: what From and To say, to be told in words
	After  Value `json:"-"`
}

// String is the difference in short; package designer tells it to people.
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
// packs with what is theirs, then each type with its parts. Either may be nil.
// Whatever an author can write is compared, so that two configurations without a
// difference mean the same; moving a line changes nothing, and neither does a word
// that follows something renamed.
func Diff(old, new *Model) []Difference {
	d := &differ{old: orEmpty(old), new: orEmpty(new)}
	d.renames = d.renamedWords()
	d.allPacks()
	d.allTypes()
	return d.list
}

func orEmpty(m *Model) *Model {
	if m == nil {
		return &Model{}
	}
	return m
}

type differ struct {
	old, new *Model
	list     []Difference
	renames  map[string]map[string]bool // old word → words that it became
}

// part says what kind of thing is compared.
type part struct {
	what, typ string
	in        string // title of what it is a part of
	loss      bool   // taking one away takes data or records with it
	strict    bool   // adding one may refuse what was fine
}

// item is how one thing is known.
type item struct {
	key, title string
	stable     string   // what it is known by whatever its key; "" is the key
	was        []string // earlier keys
}

func (i item) id() string {
	if i.stable != "" {
		return i.stable
	}
	return i.key
}

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
			if !found && is.stable == "" {
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
	one.What, one.Type, one.In = p.what, p.typ, p.in
	d.list = append(d.list, one)
}

// aspect reports that something about a thing is not what it was.
func (d *differ) aspect(p part, is item, name string, s Severity, from, to Value) {
	d.add(p, Difference{Verb: "changed", Key: is.key, Title: is.title, Aspect: name, From: from.String(), To: to.String(), Severity: s, Before: from, After: to})
}

// allTypes compares the types that have records, and abstract ones on which
// nothing stands.
func (d *differ) allTypes() {
	compare(d, part{what: "type", loss: true}, comparable(d.old), comparable(d.new),
		func(t *Type) item { return item{key: t.Key, title: t.Title, stable: t.StableId} }, d.types)
}

func comparable(m *Model) []*Type {
	return slices.DeleteFunc(slices.Clone(m.Types), func(t *Type) bool {
		return t.Owner != nil || t.Abstract && len(m.Descendants(t.Key)) > 0
	})
}

// types compares two states of one type.
func (d *differ) types(a, b *Type) {
	s := spot{p: part{what: "type", typ: b.Key}, is: item{key: b.Key, title: b.Title}, old: a, new: b, told: map[string]bool{"was": a.Key != b.Key}}
	x, y := d.old.declared[a], d.new.declared[b]
	start := len(d.list)
	if x != nil && y != nil {
		d.words(s, reflect.ValueOf(x).Elem(), reflect.ValueOf(y).Elem())
	}
	d.throughStates(start, a)
}

// phase tells of a state whose meaning changes, also when its declaration stays:
// one that nothing leaves any more is done.
func (d *differ) phase(s *spot, before, after *State) {
	if before == nil || after == nil {
		return
	}
	s.told["phase"] = before.Phase != after.Phase
	if s.told["phase"] {
		d.aspect(s.p, s.is, "phase", Safe, Value{kindWord, []string{string(before.Phase)}}, Value{kindWord, []string{string(after.Phase)}})
	}
}

// throughStates tells of transitions that go because a state goes together with
// that state.
func (d *differ) throughStates(start int, was *Type) {
	gone := map[string]*Difference{}
	for i := range d.list[start:] {
		if one := &d.list[start+i]; one.What == "state" && one.Verb == "removed" {
			gone[one.Key] = one
		}
	}
	if len(gone) == 0 {
		return
	}
	through := func(one Difference) *Difference {
		if one.What != "transition" || one.Verb != "removed" {
			return nil
		}
		tr := was.Lifecycle.Transition(one.Key)
		if tr == nil {
			return nil
		}
		if tr.To != nil && gone[tr.To.Key] != nil {
			return gone[tr.To.Key]
		}
		var last *Difference
		for from := range tr.From {
			if last = gone[from]; last == nil {
				return nil
			}
		}
		return last
	}
	kept := slices.Clone(d.list[:start])
	for _, one := range d.list[start:] {
		if state := through(one); state != nil {
			state.Through = append(state.Through, one.Title)
		}
	}
	for _, one := range d.list[start:] {
		if through(one) == nil {
			kept = append(kept, one)
		}
	}
	d.list = kept
}

// allPacks compares packs and what belongs to them as a whole.
func (d *differ) allPacks() {
	p := part{what: "pack"}
	known := func(k *spec.Pack) item { return item{key: k.Key, title: k.File.Title} }
	compare(d, p, d.old.packs, d.new.packs, known, func(a, b *spec.Pack) {
		d.words(spot{p: p, is: known(b), path: "", packed: true}, reflect.ValueOf(a.File).Elem(), reflect.ValueOf(b.File).Elem())
	})
	empty := &spec.Pack{File: &spec.PackFile{}}
	for _, b := range d.new.packs {
		d.belongings(packOr(d.old, b.Key, empty), b, b)
	}
	for _, a := range d.old.packs {
		if packOr(d.new, a.Key, nil) == nil {
			d.belongings(a, empty, a)
		}
	}
}

func packOr(m *Model, key string, otherwise *spec.Pack) *spec.Pack {
	for _, p := range m.packs {
		if p.Key == key {
			return p
		}
	}
	return otherwise
}

// belongings compares what a pack declares beside its types.
func (d *differ) belongings(a, b, named *spec.Pack) {
	s := spot{p: part{what: "pack"}, is: item{key: named.Key, title: named.File.Title}, packed: true}
	if a.Key == "" || b.Key == "" { // otherwise among the words of pack.json
		d.things(s.at("roles"), reflect.ValueOf(a.File.Roles), reflect.ValueOf(b.File.Roles))
	}
	for _, x := range []struct {
		word string
		a, b any
	}{
		{"settings", a.Settings, b.Settings}, {"numbers", a.Numbers, b.Numbers}, {"messages", a.Messages, b.Messages}, {"registers", a.Registers, b.Registers},
		{"rules", a.Rules, b.Rules}, {"seed", a.Seeds, b.Seeds}, {"calendars", a.Calendars, b.Calendars},
	} {
		if !d.same(s, reflect.ValueOf(x.a), reflect.ValueOf(x.b)) {
			d.things(s.at(x.word), reflect.ValueOf(x.a), reflect.ValueOf(x.b))
		}
	}
	d.texts(s, a, b)
}

// followed reports whether a text is there under the new name of what it belongs
// to, or was under the old one.
func (d *differ) followed(s spot, path string, before, after map[string]string) bool {
	text, was := before[path]
	if _, is := after[path]; was && is {
		return false
	}
	if was {
		for to, now := range after {
			if now == text && d.sameText(s, path, to) {
				return true
			}
		}
		return false
	}
	for from, then := range before {
		if then == after[path] && d.sameText(s, from, path) {
			return true
		}
	}
	return false
}

// texts compares translations; how many differ is told, not which.
func (d *differ) texts(s spot, a, b *spec.Pack) {
	for _, lang := range unionOf(byName(a.I18n), byName(b.I18n)) {
		n := 0
		for _, path := range unionOf(byName(a.I18n[lang]), byName(b.I18n[lang])) {
			if a.I18n[lang][path] != b.I18n[lang][path] && !d.followed(s, path, a.I18n[lang], b.I18n[lang]) {
				n++
			}
		}
		if n > 0 {
			d.aspect(part{what: "translation"}, item{key: s.is.key + "/" + lang, title: s.is.title}, "texts", Safe, Value{}, Value{Kind: kindNumber, Items: []string{fmt.Sprint(n)}})
		}
	}
}
