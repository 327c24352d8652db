package model

import (
	"slices"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Ensure is a child record, or one for each of several rows, that exists while
// the record is in certain states.
type Ensure struct {
	Frame
	Type      *Type
	ForEach   *rule.Rule // rows or records; nil: one child
	To        *rule.Rule // people: one child each; nil: by ForEach
	Person    string     // key of their type
	Covers    []*Field   // what the children of people are about
	Until     *rule.Rule // when newcomers are not added any more
	Set       []Assign   // of a new child
	Sync      []Assign   // those of Set that follow the formula
	Link      *Field     // of the child: points back
	Via       string     // transition of a new child
	OnRemoved string     // transition of a child whose row or condition is gone
	OnLeave   string     // transition of a child when the states are left
}

// Kind is what history calls what happens to it.
func (e *Ensure) Kind() string { return "child" }

// Section is the keyword under which it stands.
func (e *Ensure) Section() string { return "ensure" }

func (e *Ensure) reads() []*rule.Rule {
	all := []*rule.Rule{e.When, e.ForEach, e.To, e.Until}
	for _, a := range e.Sync {
		all = append(all, a.Expr)
	}
	return all
}

// through is what the followed formulas read of the rows, as the record reads it.
func (e *Ensure) through() []rule.Path {
	if e.ForEach == nil {
		return nil
	}
	var all []rule.Path
	for _, a := range e.Sync {
		if a.Expr != nil {
			all = append(all, a.Expr.ReadsOf("it", e.ForEach)...)
		}
	}
	return all
}

// Ensure finds an ensure by key; nil for none.
func (f *Facts) Ensure(key string) *Ensure {
	if f == nil {
		return nil
	}
	for _, e := range f.Ensures {
		if e.Key == key {
			return e
		}
	}
	return nil
}

func (c *compiler) ensures(t *Type, f *spec.TypeFile) []*Ensure {
	var out []*Ensure
	for key, d := range f.Ensure.All() {
		if d == nil {
			continue
		}
		target := c.typeNamed(t.Pack, d.Type)
		if target == nil {
			continue
		}
		if target.Abstract || target.Owner != nil {
			c.fail(d.Type.Pos, "not_creatable", "%s has no records of its own", target.Key)
			continue
		}
		e := &Ensure{Frame: c.frameOf(t, key, d.Title, d.In, d.When, d.Pos), Type: target}
		it := c.eachOf(t, e, d)
		if len(d.To) > 0 {
			it = c.audienceOf(t, e, d)
		} else if len(d.Covers) > 0 || d.Until != nil {
			c.fail(d.Pos, "needs_people", "covers and until go with to")
		}
		c.childValues(t, e, d, it)
		e.Link = c.linkOf(t, target, d)
		e.Via = c.transitionOf(target, d.Via)
		e.OnRemoved = c.transitionOf(target, d.OnRemoved)
		if d.OnLeave.Key != "keep" {
			e.OnLeave = c.transitionOf(target, d.OnLeave)
		}
		c.childWhole(e)
		out = append(out, e)
	}
	return out
}

// eachOf compiles the rows and gives the type of one of them.
func (c *compiler) eachOf(t *Type, e *Ensure, d *spec.EnsureDecl) *rule.Type {
	e.ForEach = c.rule(d.ForEach, rule.Type{}, c.env(t, d.Pos, rule.PlaceReactive))
	if e.ForEach == nil {
		return nil
	}
	rows := e.ForEach.Type()
	if rows.Kind != rule.KindList || rows.Elem.Kind != rule.KindRef {
		c.fail(d.ForEach.Pos, "not_records", "for_each needs rows or records, not %s", rows)
		e.ForEach = nil
		return nil
	}
	return rows.Elem
}

// audienceOf compiles the people who get a child each and gives the type of one.
func (c *compiler) audienceOf(t *Type, e *Ensure, d *spec.EnsureDecl) *rule.Type {
	if d.ForEach != nil || len(d.Sync) > 0 {
		c.fail(d.Pos, "people_alone", "to goes with neither for_each nor sync: each person has one child, made once")
	}
	e.To = c.people(d.To, c.env(t, d.Pos, rule.PlacePeople))
	if len(d.Covers) > 0 {
		e.Covers = c.covered(t, d.Covers)
	}
	if e.Until = c.rule(d.Until, rule.Type{}, c.env(t, d.Pos, rule.PlaceReactive)); e.Until != nil {
		if k := e.Until.Type().Kind; k != rule.KindInstant && k != rule.KindDate {
			c.fail(d.Until.Pos, "not_instant", "until needs an instant or a day, not %s", e.Until.Type())
		}
	}
	e.Person = c.personKey()
	return &rule.Type{Kind: rule.KindRef, Ref: e.Person}
}

// childValues compiles what a child is made of. A formula that is followed is
// looked at whenever something it reads changes, so it reads no clock and no
// person.
func (c *compiler) childValues(t *Type, e *Ensure, d *spec.EnsureDecl, it *rule.Type) {
	for key, v := range d.Set.All() {
		at := d.Set.At(key)
		f := c.fieldNamed(e.Type, spec.Name{Pos: at, Key: key})
		if f == nil {
			continue
		}
		if f.Engine || f.ReadOnly || f.Computed != nil || f.Kind == Inverse || f.Kind == Number || f.Kind == Rows {
			c.fail(at, "not_settable", "%q cannot be set: it is kept by the engine, by transitions, or is a table", key)
			continue
		}
		a := Assign{Field: f}
		follows := slices.Contains(d.Sync.Keys(), key)
		if v.Expr == nil {
			a.Literal = c.literal(f, v.Literal)
		} else {
			env := c.env(t, v.Expr.Pos, rule.PlaceValue)
			if follows {
				env.Place = rule.PlaceReactive
			}
			env.It = it
			a.Expr = c.rule(v.Expr, f.RuleType(), env)
		}
		e.Set = append(e.Set, a)
		if follows {
			e.Sync = append(e.Sync, a)
		}
	}
	for _, n := range d.Sync {
		c.noteField(e.Type, n.Key, n.Pos, NamedByKey)
		if _, set := d.Set.Get(n.Key); !set {
			c.fail(n.Pos, "sync_without_formula", "%q is to follow a formula, but set gives it none", n.Key)
		}
	}
}

// linkOf finds the field by which a child points back: the one named, else the
// only one that points at exactly this type, else the only one that may.
func (c *compiler) linkOf(t, target *Type, d *spec.EnsureDecl) *Field {
	if !d.Link.IsZero() {
		f := c.fieldNamed(target, d.Link)
		if f != nil && (f.Kind != Ref || f.Many || f.ReadOnly || !c.m.Fits(t.Key, f.Target)) {
			c.fail(d.Link.Pos, "link_does_not_fit", "%q cannot point at %s", f.Key, t.Key)
			return nil
		}
		return f
	}
	var exact, fit []*Field
	for _, f := range target.Fields {
		if f.Kind != Ref || f.Many || f.Engine || f.ReadOnly || !c.m.Fits(t.Key, f.Target) {
			continue
		}
		if _, given := d.Set.Get(f.Key); given {
			continue
		}
		if fit = append(fit, f); f.Target == t.Key {
			exact = append(exact, f)
		}
	}
	for _, found := range [][]*Field{exact, fit} {
		if len(found) == 1 {
			return found[0]
		}
	}
	c.fail(d.Pos, "link_unclear", "which field of %s points back here? %d fit: write link", target.Key, len(fit))
	return nil
}

func (c *compiler) transitionOf(target *Type, n spec.Name) string {
	if n.IsZero() {
		return ""
	}
	if known := transitionKeys(c.sources[target]); !has(known, n.Key) {
		c.unknown(n, "transition", known)
		return ""
	}
	c.noteTransition(target, n)
	return n.Key
}

// childWhole refuses a declaration whose child would lack what no record is
// saved without.
func (c *compiler) childWhole(e *Ensure) {
	for _, f := range e.Type.Fields {
		if !f.Required || f.HasDefault || c.decls[f] != nil && c.decls[f].Propose != nil || f == e.Link || gives(e.Set, f) {
			continue
		}
		c.fail(e.At, "child_incomplete", "%s needs %q, which set does not give", e.Type.Key, f.Key)
	}
}

// children is the type of children('key') on a record.
func (c *compiler) children(typ, key string) (rule.Type, bool) {
	t := c.m.byKey[typ]
	if t == nil || t.Owner != nil || c.sources[t] == nil {
		return rule.Type{}, false
	}
	d, ok := c.sources[t].Ensure.Get(key)
	if !ok || d == nil {
		return rule.Type{}, false
	}
	target, ok := c.typeKey(or(d.Type.Pos.Pack(), t.Pack), d.Type.Key)
	if !ok {
		return rule.Type{}, false
	}
	one := rule.Type{Kind: rule.KindRef, Ref: target}
	return rule.Type{Kind: rule.KindList, Elem: &one, Derived: true}, true
}
