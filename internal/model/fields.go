package model

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"kontora/internal/money"
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
		if col != nil && (col.Kind == Rows || col.Kind == Number) {
			c.fail(cd.Pos, "row_kind", "a column cannot be %s", col.Kind)
		}
	}
	c.required(rt, d.Items.Required)
	c.add(rt)
}

func (c *compiler) required(t *Type, names spec.Names) {
	for _, n := range names {
		f := t.byKey[n.Key]
		if f == nil {
			c.unknown(n, "field", t.keys())
			continue
		}
		if f.ReadOnly {
			c.fail(n.Pos, "required_read_only", "%q is required but nobody can type it", n.Key)
		}
		f.Required = true
	}
}

func (c *compiler) fileLimits(d *spec.FileDecl) *FileLimits {
	const most = 200 << 20
	limits := &FileLimits{Accept: d.Accept, Max: 20 << 20}
	if d.Max != "" {
		max, ok := size(d.Max)
		if !ok || max > most {
			c.fail(d.Pos, "file_size", "%q is not a size up to 200MB, such as 20MB or 500KB", d.Max)
		}
		limits.Max = max
	}
	return limits
}

func size(text string) (int64, bool) {
	for suffix, unit := range map[string]int64{"KB": 1 << 10, "MB": 1 << 20} {
		if digits, ok := strings.CutSuffix(text, suffix); ok {
			n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 32)
			return n * unit, err == nil && n > 0
		}
	}
	return 0, false
}

// bounds reads the limits of a value, which are written as JSON.
func (c *compiler) bounds(f *Field, d *spec.FieldDecl) {
	if d.MinLength != nil {
		f.MinLength = *d.MinLength
	}
	f.MaxLength = 5_000
	if f.Format == "multiline" {
		f.MaxLength = 100_000
	}
	if d.MaxLength != nil {
		f.MaxLength = *d.MaxLength
	}
	if d.MinItems != nil {
		f.MinItems = *d.MinItems
	}
	if d.MaxItems != nil {
		f.MaxItems = *d.MaxItems
	}
	if d.Scale != nil {
		f.Scale = *d.Scale
		if f.Scale < 0 || f.Scale > 6 {
			c.fail(d.Pos, "scale", "x-scale is from 0 to 6")
		}
	}
	if d.Pattern != "" {
		pattern, err := regexp.Compile(d.Pattern)
		if err != nil {
			c.fail(d.Pos, "pattern", "%v", err)
		}
		f.pattern = pattern
	}
	c.limits(f, d)
	if d.Default != nil {
		f.Default, f.HasDefault = c.literal(f, *d.Default), true
	}
}

// limits reads the bounds of a value. Each is read without the others, so that
// they are only compared where both are known.
func (c *compiler) limits(f *Field, d *spec.FieldDecl) {
	bare := *f
	read := func(raw *spec.Raw) any {
		if raw == nil {
			return nil
		}
		if f.Many || f.Kind != Integer && f.Kind != Decimal && f.Kind != Money && f.Kind != Date && f.Kind != Instant {
			c.fail(raw.Pos, "bound_kind", "%q has no order, so nothing bounds it", f.Key)
			return nil
		}
		return c.literal(&bare, *raw)
	}
	f.Min, f.Max, f.Above, f.Below = read(d.Minimum), read(d.Maximum), read(d.Above), read(d.Below)
	low, high := f.Min, f.Max
	if low == nil {
		low = f.Above
	}
	if high == nil {
		high = f.Below
	}
	if low != nil && high != nil {
		if n, err := rule.Compare(low, high); err == nil && (n > 0 || n == 0 && (f.Above != nil || f.Below != nil)) {
			c.fail(d.Pos, "bounds_cross", "no value of %q lies within its bounds", f.Key)
		}
	}
	if f.MinLength > f.MaxLength || f.MaxItems > 0 && f.MinItems > f.MaxItems {
		c.fail(d.Pos, "bounds_cross", "no value of %q lies within its bounds", f.Key)
	}
}

// literal reads a JSON value as the field would take it from a client.
func (c *compiler) literal(f *Field, raw spec.Raw) any {
	var v any
	dec := json.NewDecoder(bytes.NewReader(raw.JSON))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		c.fail(raw.Pos, "literal", "%v", err)
		return nil
	}
	value, fl := f.Parse(v)
	if fl != nil {
		c.fail(raw.Pos, fl.Code, "%q does not take this value: %s", f.Key, fl.Error())
		return nil
	}
	return value
}

// references resolves what fields point at, once all types have their fields.
func (c *compiler) references() {
	for _, t := range c.m.Types {
		for _, f := range t.Fields {
			if f.Kind == Ref && f.Engine && f.Key == "author" {
				f.Target, f.Exact = c.personKey(), true
			}
			if d := c.decls[f]; d != nil {
				c.reference(t, f, d)
			}
		}
	}
}

func (c *compiler) personKey() string {
	for _, t := range c.m.Types {
		if t.Directory == "person" {
			return t.Key
		}
	}
	return ""
}

func (c *compiler) reference(t *Type, f *Field, d *spec.FieldDecl) {
	switch f.Kind {
	case Ref:
		if d.Ref.Key == "*" {
			f.Target = "*"
			return
		}
		if target := c.typeNamed(t.Pack, d.Ref); target != nil {
			f.Target = target.Key
			f.Exact = !target.Abstract
		}
	case Inverse:
		c.inverse(t, f, d)
	case Money:
		c.currency(t, f, d)
	case Number:
		f.Series = c.series(t, f, d.Number)
	}
	if f.Check != "" {
		c.checkDigits(t, f, d)
	}
}

// checkDigits resolves x-check. The digits of a tax number depend on the country
// that the field "country" holds, those of an account on the БИК in the field
// "bik"; both stand beside it, or beside the table whose column it is.
func (c *compiler) checkDigits(t *Type, f *Field, d *spec.FieldDecl) {
	if f.Kind != Text || f.Many {
		c.fail(d.Check.Pos, "check_kind", "x-check needs a text")
		return
	}
	key := map[string]string{"tax_id": "country", "account": "bik"}[f.Check]
	if key == "" {
		return
	}
	with := t.byKey[key]
	if with == nil && t.Owner != nil {
		with = t.Owner.byKey[key]
	}
	if with == nil || with.Many || with.Kind != Text && with.Kind != Enum {
		c.fail(d.Check.Pos, "check_beside", "x-check %s needs a field %q beside it, a text or a choice", f.Check, key)
		return
	}
	f.CheckWith = with
}

// inverse resolves x-inverse: "invoice.request".
func (c *compiler) inverse(t *Type, f *Field, d *spec.FieldDecl) {
	typ, field, ok := strings.Cut(d.Inverse.Key, ".")
	if i := strings.LastIndex(d.Inverse.Key, "."); ok {
		typ, field = d.Inverse.Key[:i], d.Inverse.Key[i+1:]
	}
	from := c.typeNamed(d.Pos.Pack(), spec.Name{Pos: d.Inverse.Pos, Key: typ})
	if from == nil {
		return
	}
	via := from.byKey[field]
	if via == nil || via.Kind != Ref {
		c.unknown(spec.Name{Pos: d.Inverse.Pos, Key: field}, "field", from.keys())
		return
	}
	f.From, f.Via, f.Many = from, via, true
}

// currency resolves x-money: a code or the field that holds one.
func (c *compiler) currency(t *Type, f *Field, d *spec.FieldDecl) {
	if money.IsCurrency(d.Money) {
		f.Currency = d.Money
		return
	}
	cf := t.byKey[d.Money]
	if cf == nil || cf.Kind != Enum && cf.Kind != Text {
		c.fail(d.Pos, "currency_field", "x-money is a currency code or a field beside it that holds one; %q is neither", d.Money)
		return
	}
	for _, e := range cf.Enum {
		if !money.IsCurrency(e.Key) {
			c.fail(cf.At, "not_currency", "%q holds the currency of %q, but the choice %q is no currency code", cf.Key, f.Key, e.Key)
		}
	}
	if cf.Many {
		c.fail(cf.At, "not_currency", "%q holds the currency of %q and can be only one", cf.Key, f.Key)
	}
	f.CurrencyField = cf
}

// typeNamed resolves a written type name as seen from the pack of the file it
// stands in.
func (c *compiler) typeNamed(pack string, n spec.Name) *Type {
	if p := n.Pos.Pack(); p != "" {
		pack = p
	}
	if key, ok := c.typeKey(pack, n.Key); ok {
		return c.m.byKey[key]
	}
	known := make([]string, 0, len(c.m.Types))
	for _, t := range c.m.Types {
		known = append(known, t.Key, strings.TrimPrefix(t.Key, pack+"/"))
	}
	c.unknown(n, "type", known)
	return nil
}

func (c *compiler) typeKey(pack, name string) (string, bool) {
	if !strings.Contains(name, "/") {
		name = pack + "/" + name
	}
	owner, _, _ := strings.Cut(name, "/")
	if _, ok := c.m.byKey[name]; !ok {
		return "", false
	}
	for _, p := range c.requires[pack] {
		if p == owner {
			return name, true
		}
	}
	return "", false
}
