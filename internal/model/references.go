package model

import (
	"strings"

	"kontora/internal/money"
	"kontora/internal/spec"
)

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
			c.acyclic(t, f, d)
			return
		}
		if target := c.typeNamed(t.Pack, d.Ref); target != nil {
			f.Target = target.Key
			f.Exact = !target.Abstract
			c.acyclic(t, f, d)
		}
	case Inverse:
		c.inverse(t, f, d)
	case Money:
		c.currency(t, f, d)
	case Number:
		f.Series = c.series(t, f, d.Number)
	}
	if d.Acyclic && f.Kind != Ref {
		c.fail(d.Pos, "not_self_reference", "x-acyclic needs a reference; %q is none", f.Key)
	}
	if f.Check != "" {
		c.checkDigits(t, f, d)
	}
}

// acyclic resolves x-acyclic: only a reference among records of one type, or of
// one base, can come round.
func (c *compiler) acyclic(t *Type, f *Field, d *spec.FieldDecl) {
	if f.Acyclic = d.Acyclic; f.Acyclic && !t.Abstract && !c.m.Fits(t.Key, f.Target) {
		c.fail(d.Pos, "not_self_reference", "x-acyclic: %q does not point at records like its own", f.Key)
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
	at := d.Inverse.Pos
	at.Col += len([]rune(typ)) + 1
	c.noteField(from, via.Key, at, NamedByKey)
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
	if x, ok := c.b.Text(d.Pos.File, d.Pos.Join("x-money").Path); ok {
		c.noteField(t, cf.Key, x.Pos, NamedByKey)
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
		c.noteType(c.m.byKey[key], n)
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
