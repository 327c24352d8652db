package model

import (
	"kontora/internal/spec"
)

// kind decides what a field holds from the words of its declaration. Exactly
// one of the x- words that name a kind may stand.
func (c *compiler) kind(t *Type, f *Field, d *spec.FieldDecl) {
	marks := map[FieldKind]bool{
		Ref: !d.Ref.IsZero(), Money: d.Money != "", File: d.File != nil,
		Number: d.Number != nil, Inverse: !d.Inverse.IsZero(),
	}
	found := 0
	for k, on := range marks {
		if on {
			f.Kind = k
			found++
		}
	}
	if d.Many && !marks[Ref] {
		c.fail(d.Pos, "many_kind", "x-many makes a list of references; %q is none", f.Key)
	}
	if found > 1 {
		c.fail(d.Pos, "kind_unclear", "field %q is declared as several kinds at once", f.Key)
		return
	}
	switch {
	case found == 1:
		f.Many = d.Many && f.Kind == Ref
		if d.File != nil {
			f.Many = d.File.Many
			f.Files = c.fileLimits(d.File)
		}
		if f.Kind == Inverse {
			f.ReadOnly = true
		}
		if f.Kind == Number {
			f.ReadOnly = true
		}
	case len(d.Enum) > 0 || d.Items != nil && len(d.Items.Enum) > 0:
		f.Kind = Enum
		f.Many = d.Type == "array"
		keys := d.Enum
		if d.Items != nil && len(keys) == 0 {
			keys = d.Items.Enum
		}
		c.choices(f, d, keys)
	case d.Type == "array" && d.Items != nil && d.Items.Properties.Len() > 0:
		f.Kind = Rows
		c.rows(t, f, d)
	case d.Type == "array":
		f.Kind, f.Many = Texts, true
		if d.Items != nil {
			f.Format = d.Items.Format
		}
	default:
		f.Kind, f.Format = scalar(d)
	}
	if f.Kind == "" {
		c.fail(d.Pos, "kind_unclear", "field %q does not say what it holds: add type, enum, x-ref, x-money, x-file, x-number or x-inverse", f.Key)
		f.Kind = Text
	}
}

func scalar(d *spec.FieldDecl) (FieldKind, string) {
	switch d.Type {
	case "integer":
		return Integer, ""
	case "number":
		return Decimal, ""
	case "boolean":
		return Bool, ""
	case "object":
		if d.Format == "geo" {
			return Geo, ""
		}
		return JSON, ""
	case "string", "":
		switch d.Format {
		case "date":
			return Date, ""
		case "date-time":
			return Instant, ""
		case "":
			if d.Type == "" {
				return "", ""
			}
		}
		return Text, d.Format
	}
	return "", ""
}

func (c *compiler) choices(f *Field, d *spec.FieldDecl, keys []string) {
	seen := map[string]bool{}
	for _, k := range keys {
		if seen[k] {
			c.fail(d.Pos, "enum_twice", "choice %q stands twice", k)
		}
		seen[k] = true
		title, ok := d.Labels.Get(k)
		if !ok {
			title = k
		}
		f.Enum = append(f.Enum, EnumValue{k, title})
		if old, ok := d.WasEnum.Get(k); ok {
			f.WasEnum[k] = old
		}
	}
	for k := range d.Labels.All() {
		if !seen[k] {
			c.unknown(spec.Name{Pos: d.Labels.At(k), Key: k}, "choice", keys)
		}
	}
}

// rows makes the implicit type of a table: order.lines.
func (c *compiler) rows(t *Type, f *Field, d *spec.FieldDecl) {
	rt := &Type{
		Key: t.Key + "." + f.Key, Pack: t.Pack, Name: t.Name + "." + f.Key, Slug: t.Slug + "_" + f.Key,
		StableId: t.StableId + "." + f.StableId, Title: d.Title, Plural: d.Title, Abstract: t.Abstract,
		Groups: map[string][]*Field{}, At: d.Pos, Owner: t, OwnerField: f, byKey: map[string]*Field{},
	}
	f.RowType = rt
	parent := &Field{Key: "parent", StableId: "parent", Title: t.Title, Kind: Ref, Target: t.Key, Exact: true, Engine: true, ReadOnly: true, Type: rt, At: d.Pos}
	rt.Fields = append(rt.Fields, parent)
	rt.byKey["parent"] = parent
	for key, cd := range d.Items.Properties.All() {
		col := c.field(rt, key, cd)
		switch {
		case col == nil:
		case col.Kind == Rows || col.Kind == Number:
			c.fail(cd.Pos, "row_kind", "a column cannot be %s", col.Kind)
		case col.Kind == File:
			c.fail(cd.Pos, "row_kind", "rows keep no files: make them records of a type of their own that points here")
		}
	}
	c.required(rt, d.Items.Required)
	c.add(rt)
}
