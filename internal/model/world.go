package model

import (
	"strings"

	"kontora/internal/rule"
)

// world answers the expression compiler from what has been resolved so far.
type world struct{ c *compiler }

var _ rule.World = world{}

func (w world) Field(typ, field string) (rule.Type, bool) {
	if ft, ok := derived(w.c.m, typ, field); ok {
		return ft, true
	}
	if key, ok := rule.ChildrenKey(field); ok {
		return w.c.children(typ, key)
	}
	if typ == "*" {
		return anyRecord(field)
	}
	t := w.c.m.byKey[typ]
	if t == nil {
		return rule.Type{}, false
	}
	if field == rule.ReadersField {
		return rule.Type{Kind: rule.KindPeople}, !t.Abstract && t.Owner == nil
	}
	f := t.byKey[field]
	if f == nil {
		return rule.Type{}, false
	}
	return f.RuleType(), true
}

// derived are the fields that are nobody's column: id, phase, open.
func derived(m *Model, typ, field string) (rule.Type, bool) {
	switch field {
	case "id":
		return rule.Type{Kind: rule.KindText}, true
	case "phase", "open":
		t := m.byKey[typ]
		if typ != "*" && (t == nil || t.Lifecycle == nil) {
			return rule.Type{}, false
		}
		if field == "open" {
			return rule.Type{Kind: rule.KindBool}, true
		}
		return rule.Type{Kind: rule.KindText, Enum: phases}, true
	}
	return rule.Type{}, false
}

var phases = []string{"new", "active", "decision", "waiting", "rework", "done", "closed", "cancelled"}

// anyRecord is what every record with a lifecycle has, whatever its type.
func anyRecord(field string) (rule.Type, bool) {
	switch field {
	case "status", "previous":
		return rule.Type{Kind: rule.KindText}, true
	case "created", "updated", "entered_at", "closed_at", "archived":
		return rule.Type{Kind: rule.KindInstant}, true
	case "revision":
		return rule.Type{Kind: rule.KindNumber}, true
	}
	return rule.Type{}, false
}

func (w world) Fields(typ string) []string {
	t := w.c.m.byKey[typ]
	if t == nil {
		return []string{"id", "status", "phase", "open", "created"}
	}
	keys := append(t.keys(), "id")
	if t.Lifecycle != nil {
		keys = append(keys, "phase", "open")
	}
	return keys
}

func (w world) Person() string { return w.c.personKey() }

func (w world) TypeKey(pack, name string) (string, bool) { return w.c.typeKey(pack, name) }

func (w world) RoleKey(pack, name string) (string, bool) {
	if strings.Contains(name, "/") {
		_, ok := w.c.m.Roles[name]
		return name, ok
	}
	for _, p := range w.c.requires[pack] {
		if _, ok := w.c.m.Roles[p+"/"+name]; ok {
			return p + "/" + name, true
		}
	}
	return "", false
}

func (w world) Fits(typ, want string) bool { return w.c.m.Fits(typ, want) }

func (w world) Catalog(typ string) (keys []string, dated, ok bool) {
	t := w.c.m.byKey[typ]
	if t == nil {
		return nil, false, false
	}
	f := w.c.sources[t]
	if f == nil || f.Lookup == nil {
		return nil, false, false
	}
	return f.Lookup.Keys.Keys(), f.Lookup.Dated != nil, true
}

func (w world) Rule(pack, name string) (*rule.Function, bool) {
	fn, ok := w.c.function(pack, name)
	if ok {
		w.c.called[fn.Name] = true
	}
	return fn, ok
}

// RuleType is the type of a field in expressions.
func (f *Field) RuleType() rule.Type {
	one := f.oneType()
	if f.Many || f.Kind == Rows || f.Kind == Inverse {
		return rule.Type{Kind: rule.KindList, Elem: &one}
	}
	return one
}

func (f *Field) oneType() rule.Type {
	switch f.Kind {
	case Text, Number, Texts:
		return rule.Type{Kind: rule.KindText}
	case Enum:
		t := rule.Type{Kind: rule.KindText}
		for _, e := range f.Enum {
			t.Enum = append(t.Enum, e.Key)
		}
		if f.Type != nil {
			t.Choices = []rule.Cell{{Type: f.Type.Key, Field: f.Key}}
		}
		return t
	case Integer, Decimal:
		return rule.Type{Kind: rule.KindNumber}
	case Money:
		return rule.Type{Kind: rule.KindMoney, Currency: f.Currency}
	case Bool:
		return rule.Type{Kind: rule.KindBool}
	case Date:
		return rule.Type{Kind: rule.KindDate}
	case Instant:
		return rule.Type{Kind: rule.KindInstant}
	case Ref:
		return rule.Type{Kind: rule.KindRef, Ref: f.Target}
	case File:
		return rule.Type{Kind: rule.KindFile}
	case Rows:
		return rule.Type{Kind: rule.KindRef, Ref: f.RowType.Key}
	case Inverse:
		if f.From == nil {
			return rule.Type{Kind: rule.KindRef, Ref: "*"}
		}
		return rule.Type{Kind: rule.KindRef, Ref: f.From.Key}
	}
	return rule.Type{Kind: rule.KindJSON}
}

var _ rule.Namer = world{}

// Names implements rule.Namer.
func (w world) Names(kind rule.MentionKind, pack string) []string {
	var out []string
	add := func(key string) {
		owner, name, _ := strings.Cut(key, "/")
		switch {
		case owner == pack:
			out = append(out, name)
		case has(w.c.requires[pack], owner):
			out = append(out, name, key)
		}
	}
	switch kind {
	case rule.MentionRole:
		for key := range w.c.m.Roles {
			add(key)
		}
	case rule.MentionType:
		for _, t := range w.c.m.Types {
			add(t.Key)
		}
	case rule.MentionRegister:
		for _, r := range w.c.m.Registers {
			add(r.Key)
		}
	case rule.MentionRule:
		for _, owner := range w.c.requires[pack] {
			out = append(out, w.c.pack(owner).Rules.Keys()...)
		}
	}
	return out
}
