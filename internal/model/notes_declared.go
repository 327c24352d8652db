package model

import (
	"kontora/internal/money"
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// noteFiles notes what files say by themselves, without an expression: where
// things are made, first records, examples, paths of translations.
func (c *compiler) noteFiles() {
	for _, p := range c.b.Packs {
		if p.File != nil {
			for key := range p.File.Roles.All() {
				c.note("role", "", p.Key+"/"+key, p.File.Roles.At(key), NamedHere)
			}
		}
		noteKeys(c, "setting", p.Key, p.Settings)
		noteKeys(c, "series", p.Key, p.Numbers)
		noteKeys(c, "message", p.Key, p.Messages)
		for name, f := range p.Types.All() {
			if f != nil {
				c.noteTypeFile(p, name, f)
			}
		}
		for name, f := range p.Registers.All() {
			if f != nil {
				c.noteRegister(p.Key+"/"+name, f)
			}
		}
		for name, f := range p.Rules.All() {
			if fn := c.m.Rules[p.Key+"/"+name]; fn != nil && f.Cases != nil {
				c.noteCases(fn, f.Cases)
			}
		}
		for _, s := range p.Seeds.All() {
			c.noteSeed(p, s)
		}
		for language := range p.I18n {
			for path, text := range c.b.Texts(p.Key, language) {
				c.notePath(p, path, text)
			}
		}
	}
}

func noteKeys[T any](c *compiler, what, pack string, list spec.Map[T]) {
	for key := range list.All() {
		c.note(what, "", pack+"/"+key, list.At(key), NamedHere)
	}
}

// noteTypeFile notes what one file declares of a type: of its own, or of another
// one that it adds to.
func (c *compiler) noteTypeFile(p *spec.Pack, name string, f *spec.TypeFile) {
	t := c.m.byKey[p.Key+"/"+name]
	for _, n := range append([]spec.Name{f.Augments}, f.Extends...) {
		if key, ok := c.typeKey(p.Key, n.Key); ok {
			c.noteType(c.m.byKey[key], n)
			if t == nil {
				t = c.m.byKey[key]
			}
		}
	}
	if t == nil {
		return
	}
	c.noteFields(t, f.Data.Properties)
	for key := range f.Groups.All() {
		c.note("group", t.Key, key, f.Groups.At(key), NamedHere)
	}
	for key := range f.Sections.All() {
		c.note("section", t.Key, key, f.Sections.At(key), NamedHere)
	}
	for key := range f.Ensure.All() {
		c.note("ensure", t.Key, key, f.Ensure.At(key), NamedHere)
	}
	if f.Lifecycle == nil {
		return
	}
	for key := range f.Lifecycle.States.All() {
		c.note("state", t.Key, key, f.Lifecycle.States.At(key), NamedHere)
	}
	for key := range f.Lifecycle.Transitions.All() {
		c.note("transition", t.Key, key, f.Lifecycle.Transitions.At(key), NamedHere)
	}
	if n := f.Lifecycle.Initial; !n.IsZero() {
		c.note("state", t.Key, n.Key, n.Pos, NamedByKey)
	}
}

func (c *compiler) noteFields(t *Type, fields spec.Map[*spec.FieldDecl]) {
	for key, d := range fields.All() {
		c.noteField(t, key, fields.At(key), NamedHere)
		if d == nil {
			continue
		}
		base := d.Pos.Join("enum").Path
		if d.Items != nil && len(d.Items.Enum) > 0 {
			base = d.Pos.Join("items").Join("enum").Path
		}
		for i, choice := range append(append([]string(nil), d.Enum...), itemChoices(d)...) {
			if x, ok := c.b.Text(d.Pos.File, spec.Pos{Path: base}.Item(i).Path); ok {
				c.noteChoice(t, key, choice, x.Pos, NamedHere)
			}
		}
		for choice := range d.Labels.All() {
			c.noteChoice(t, key, choice, d.Labels.At(choice), NamedByKey)
		}
		for choice := range d.WasEnum.All() {
			c.noteChoice(t, key, choice, d.WasEnum.At(choice), NamedByKey)
		}
		if d.Items != nil {
			if f := t.Field(key); f != nil && f.RowType != nil {
				c.noteFields(f.RowType, d.Items.Properties)
			}
		}
	}
}

func itemChoices(d *spec.FieldDecl) []string {
	if d.Items == nil {
		return nil
	}
	return d.Items.Enum
}

func (c *compiler) noteRegister(key string, f *spec.RegisterFile) {
	for name := range f.Dimensions.All() {
		c.note("dimension", key, name, f.Dimensions.At(name), NamedHere)
	}
	for name, d := range f.Resources.All() {
		c.note("measure", key, name, f.Resources.At(name), NamedHere)
		if d == nil || d.Money == "" || money.IsCurrency(d.Money) {
			continue
		}
		if x, ok := c.b.Text(f.File, d.Pos.Join("x-money").Path); ok {
			c.note("dimension", key, d.Money, x.Pos, NamedByKey)
		}
	}
	for name := range f.Derived.All() {
		c.note("measure", key, name, f.Derived.At(name), NamedHere)
	}
}

// noteSeed notes fields and choices in first records.
func (c *compiler) noteSeed(p *spec.Pack, s *spec.SeedFile) {
	key, ok := c.typeKey(p.Key, s.Type.Key)
	if !ok {
		return
	}
	for _, record := range s.Records {
		c.noteValues(c.m.byKey[key], record)
	}
}

// noteValues notes the fields and choices of a written record, rows included.
func (c *compiler) noteValues(t *Type, record spec.Raw) {
	for n, value := range record.Members() {
		f := t.Field(n.Key)
		if f == nil {
			continue
		}
		c.noteField(t, f.Key, n.Pos, NamedByValue)
		if f.RowType != nil {
			for _, row := range value.Items() {
				c.noteValues(f.RowType, row)
			}
			continue
		}
		c.noteLiteral(f, value)
	}
}

// noteCases notes the fields and choices of examples of a rule.
func (c *compiler) noteCases(fn *rule.Function, file *spec.CasesFile) {
	for _, d := range file.Cases {
		for _, a := range fn.Args {
			if raw, ok := d.Args.Get(a.Name); ok {
				c.noteExample(a.Type, raw)
			}
		}
		c.noteExample(fn.Returns, d.Want)
	}
}

func (c *compiler) noteExample(t rule.Type, raw spec.Raw) {
	switch t.Kind {
	case rule.KindList:
		for _, item := range raw.Items() {
			c.noteExample(*t.Elem, item)
		}
	case rule.KindRef:
		for n, value := range raw.Members() {
			ft, ok := world{c}.Field(t.Ref, n.Key)
			if !ok {
				continue
			}
			c.noteField(c.m.byKey[t.Ref], n.Key, n.Pos, NamedByValue)
			c.noteExample(ft, value)
		}
	case rule.KindText:
		if word, ok := raw.Text(); ok {
			for _, cell := range t.Choices {
				c.noteChoice(c.m.byKey[cell.Type], cell.Field, word.Key, word.Pos, NamedByValue)
			}
		}
	}
}
