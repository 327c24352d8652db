package model

import (
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// fields gives every type its fields, kinds and storage, without expressions.
func (c *compiler) fields() {
	for _, t := range append([]*Type(nil), c.m.Types...) {
		f := c.sources[t]
		if f.Lifecycle != nil {
			t.Lifecycle = c.states(f.Lifecycle)
		}
		c.builtin(t)
		for key, d := range f.Data.Properties.All() {
			c.field(t, key, d)
		}
		c.required(t, f.Data.Required)
	}
}

// builtin adds what every record has.
func (c *compiler) builtin(t *Type) {
	engine := func(key, title string, kind FieldKind) *Field {
		f := &Field{Key: key, StableId: key, Title: title, Kind: kind, Engine: true, ReadOnly: true, Type: t, At: t.At}
		t.Fields = append(t.Fields, f)
		t.byKey[key] = f
		return f
	}
	engine("author", "Автор", Ref)
	engine("created", "Создано", Instant)
	engine("updated", "Изменено", Instant)
	engine("revision", "Редакция", Integer)
	engine("archived", "В архиве с", Instant)
	if t.Lifecycle != nil {
		status := engine("status", "Статус", Enum)
		for _, s := range t.Lifecycle.States {
			status.Enum = append(status.Enum, EnumValue{s.Key, s.Title})
		}
		engine("previous", "Предыдущий статус", Text)
		engine("entered_at", "В этом статусе с", Instant)
		engine("closed_at", "Завершено", Instant)
	}
}

func (c *compiler) field(t *Type, key string, d *spec.FieldDecl) *Field {
	if why, taken := c.reserved(t, key); taken {
		c.fail(d.Pos, "reserved_field", "a field cannot be called %q: %s", key, why)
		return nil
	}
	f := &Field{
		Key: key, StableId: first(d.Was.Keys(), key), Title: d.Title, About: d.About,
		Unit: d.Unit, Widget: d.Widget, Index: d.Index, ReadOnly: d.ReadOnly, Personal: d.Personal != nil,
		Check: d.Check.Key, Was: d.Was.Keys(), WasEnum: map[string]string{}, Type: t, At: d.Pos,
		Pattern: d.Pattern, MaxItems: 500, Scale: 6,
	}
	if d.Title == "" {
		c.fail(d.Pos, "missing_title", "field %q needs a title", key)
	}
	c.kind(t, f, d)
	c.bounds(f, d)
	t.Fields = append(t.Fields, f)
	t.byKey[key] = f
	c.decls[f] = d
	return f
}

// reserved tells whether a field key already means something in expressions.
func (c *compiler) reserved(t *Type, key string) (string, bool) {
	if f := t.byKey[key]; f != nil && f.Engine {
		return "every record has it already", true
	}
	why, taken := rule.ReservedNames()[key]
	return why, taken
}

func (c *compiler) required(t *Type, names spec.Names) {
	for _, n := range names {
		f := t.byKey[n.Key]
		if f == nil {
			c.unknown(n, "field", t.keys())
			continue
		}
		c.noteField(t, n.Key, n.Pos, NamedByKey)
		if f.ReadOnly {
			c.fail(n.Pos, "required_read_only", "%q is required but nobody can type it", n.Key)
		}
		f.Required = true
	}
}
