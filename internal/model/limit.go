package model

import (
	"maps"
	"slices"
	"strings"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Axis is what sums are told apart by: a dimension, or a field of the record
// that one names. What stands under such a field goes with the record.
type Axis struct {
	Dimension *Dimension
	Field     *Field // nil: the dimension itself
}

// Type is the type of its values in expressions.
func (a Axis) Type() rule.Type {
	if a.Field != nil {
		return a.Field.RuleType()
	}
	return a.Dimension.Type
}

// Limit is what must hold for the sums of a register.
type Limit struct {
	Key, Title string
	By         []LimitAxis // sums with the same values are taken together; none: each combination by itself
	When       *rule.Rule
	Check      *rule.Rule
	Message    *rule.Template
	Unless     map[string]*rule.Rule // by type of the record that posts; none for types it cannot be asked of
}

// Axes are the values by which a limit takes sums together.
func (l *Limit) Axes() []Axis {
	axes := make([]Axis, len(l.By))
	for i, a := range l.By {
		axes[i] = a.Axis
	}
	return axes
}

// LimitAxis is one of the values by which a limit takes sums together.
type LimitAxis struct {
	Name string // in its rules
	Axis
}

// ReadsOf lists the fields that a limit reads of the record that a name stands
// for.
func (l *Limit) ReadsOf(name string) []string {
	var fields []string
	for _, r := range []*rule.Rule{l.When, l.Check} {
		if r == nil {
			continue
		}
		for _, p := range r.Reads() {
			if p.Root == name && len(p.Fields) > 0 && !slices.Contains(fields, p.Fields[0]) {
				fields = append(fields, p.Fields[0])
			}
		}
	}
	return fields
}

// limit compiles one limit, but for what waives it.
func (c *compiler) limit(r *Register, key string, d *spec.LimitDecl, env rule.Env) {
	l := &Limit{Key: key, Title: d.Title, Unless: map[string]*rule.Rule{}}
	known := len(c.found)
	for name, axis := range d.By.All() {
		c.limitAxis(r, l, name, axis)
	}
	if len(c.found) > known {
		return // what the names stand for is not known
	}
	env = c.limitEnv(r, l, env)
	l.When = c.rule(d.When, boolType, env)
	l.Check = c.rule(d.Check, boolType, env)
	l.Message = c.text(d.Pos, "message", d.Message, env)
	if l.Check == nil || d.When != nil && l.When == nil {
		return
	}
	c.limitReads(d.Check, r, l, l.Check)
	c.limitReads(d.When, r, l, l.When)
	r.Limits = append(r.Limits, l)
}

// limitAxis resolves what sums are taken together by.
func (c *compiler) limitAxis(r *Register, l *Limit, name string, at spec.Name) {
	c.axisName(at.Pos, r, l, name)
	key, field, deeper := strings.Cut(at.Key, ".")
	d := r.Dimension(key)
	if d == nil {
		var known []string
		for _, d := range r.Dimensions {
			known = append(known, d.Key)
		}
		c.unknown(spec.Name{Pos: at.Pos, Key: key}, "dimension", known)
		return
	}
	c.note("dimension", r.Key, key, at.Pos, NamedByKey)
	axis := LimitAxis{name, Axis{Dimension: d}}
	if deeper {
		if axis.Field = c.axisField(d, field, at); axis.Field == nil {
			return
		}
	}
	if slices.ContainsFunc(l.By, func(x LimitAxis) bool { return x.Axis == axis.Axis }) {
		c.fail(at.Pos, "axis_twice", "%q is named twice", at.Key)
		return
	}
	l.By = append(l.By, axis)
}

// axisName checks that the name means one thing in the rules of the limit. It may
// be that of a dimension: the limit does not know those otherwise.
func (c *compiler) axisName(at spec.Pos, r *Register, l *Limit, name string) {
	why, taken := rule.ReservedNames()[name]
	if r.Resource(name) != nil || slices.ContainsFunc(r.Derived, func(d *Derived) bool { return d.Key == name }) {
		why, taken = "the register has it already", true
	}
	if taken {
		c.fail(at, "reserved_field", "nothing in a limit can be called %q: %s", name, why)
	}
}

// axisField is a field of the record that a dimension names, by which sums can be taken
// together.
func (c *compiler) axisField(d *Dimension, key string, at spec.Name) *Field {
	t := c.m.TypeByKey(d.Type.Ref)
	if d.Type.Kind != rule.KindRef || t == nil || t.Abstract {
		c.fail(at.Pos, "axis_kind", "%q names no record of one type, so it has no fields", d.Key)
		return nil
	}
	f := t.Field(key)
	if f == nil {
		var known []string
		for _, f := range t.Fields {
			known = append(known, f.Key)
		}
		c.unknown(spec.Name{Pos: at.Pos, Key: key}, "field", known)
		return nil
	}
	if !c.isAxis(f) {
		c.fail(at.Pos, "axis_kind", "sums are taken together by a reference, a choice, a text or a day that is kept with the record, not by %q", key)
		return nil
	}
	at.Pos.Col += len([]rune(d.Key)) + 1
	c.noteField(t, key, at.Pos, NamedByKey)
	f.Index = f.Index || f.Kind != Ref // references have an index anyway
	return f
}

// isAxis reports whether sums can be taken together by a field: it holds one value, in a
// column, so that the sums under it can be found.
func (c *compiler) isAxis(f *Field) bool {
	if d := c.decls[f]; d != nil && d.Computed != nil && d.While == nil {
		return false // it may be worked out whenever it is read
	}
	switch f.Kind {
	case Ref, Enum, Text, Date:
		return !f.Many
	}
	return false
}

// limitEnv is what the rules of a limit read: measures, and in place of the
// dimensions what sums are taken together by.
func (c *compiler) limitEnv(r *Register, l *Limit, env rule.Env) rule.Env {
	if len(l.By) == 0 {
		return env
	}
	env.Vars = maps.Clone(env.Vars)
	for _, d := range r.Dimensions {
		delete(env.Vars, d.Key)
	}
	env.Named = maps.Clone(env.Named)
	for _, a := range l.By {
		env.Vars[a.Name] = a.Type()
		delete(env.Named, a.Name) // a name of its own
	}
	return env
}

// limitReads refuses balances, and what has no sum over the combinations of
// dimensions that a limit takes together.
func (c *compiler) limitReads(x *spec.Expr, r *Register, l *Limit, read *rule.Rule) {
	if read == nil {
		return
	}
	c.frozen(x.Pos, read)
	why := r.mixedBy(l)
	for _, p := range read.Reads() {
		if reason, mixed := why[p.Root]; mixed {
			c.fail(x.Pos, "limit_mixes", "%q has no sum over several combinations: %s", p.Root, reason)
		}
	}
}

// mixedBy tells which measures have no sum over the combinations of dimensions that
// a limit takes together, and why.
func (r *Register) mixedBy(l *Limit) map[string]string {
	why := map[string]string{}
	if len(l.By) == 0 {
		return why
	}
	for _, res := range r.Resources {
		switch {
		case res.Last:
			why[res.Key] = "of several latest values none is the latest"
		case res.CurrencyBy != nil && !slices.ContainsFunc(l.By, func(a LimitAxis) bool { return a.Axis == Axis{Dimension: res.CurrencyBy} }):
			why[res.Key] = "amounts of several currencies are not added up: take " + res.CurrencyBy.Key + " into by"
		}
	}
	for _, d := range r.Derived {
		for _, p := range d.Value.Reads() {
			if reason, mixed := why[p.Root]; mixed {
				why[d.Key] = reason
			}
		}
	}
	return why
}

// measuresEnv is what the rules of a register read when all is known.
func (c *compiler) measuresEnv(r *Register, at spec.Pos) rule.Env {
	env := c.registerEnv(r, at)
	for _, res := range r.Resources {
		env.Vars[res.Key] = res.RuleType()
	}
	for _, m := range r.Derived {
		env.Vars[m.Key] = m.Value.Type()
	}
	return env
}

// waivers compiles what waives limits, as asked of each type that posts. A type
// that lacks a field it reads is never waived; one at least must have them all.
func (c *compiler) waivers() {
	for _, p := range c.b.Packs {
		for name, f := range p.Registers.All() {
			r := c.m.Register(p.Key + "/" + name)
			if f == nil || r == nil {
				continue
			}
			for _, l := range r.Limits {
				if d, ok := f.Limits.Get(l.Key); ok && d.Unless != nil {
					c.waiver(r, l, d.Unless)
				}
			}
		}
	}
}

func (c *compiler) waiver(r *Register, l *Limit, d *spec.Expr) {
	var issues []rule.Issue
	posts := c.m.posters(r)
	for _, t := range posts {
		env := c.limitEnv(r, l, c.measuresEnv(r, d.Pos))
		env.Self, env.Mention = t.Key, c.mentioned(*d, NamedInRule)
		w, found := rule.Compile(d.Src, boolType, env)
		if w == nil {
			issues = found
			continue
		}
		c.m.packOf[w] = r.Pack
		l.Unless[t.Key] = w
	}
	if len(l.Unless) == 0 && len(posts) > 0 {
		c.issues(*d, issues)
	}
}
