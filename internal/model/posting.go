package model

import (
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Posting is what a record contributes to a register while it is in certain
// states. It names the register and its parts by stable ids, so that one of an
// earlier version goes on contributing to the register of today.
type Posting struct {
	Frame
	Register   string // stable id
	Each       *rule.Rule
	Day        *rule.Rule            // yields a day or an instant; nil: the day of entry
	Dimensions map[string]*rule.Rule // by stable id
	Post       []Contribution
}

// Contribution is what goes into one resource.
type Contribution struct {
	Resource string // stable id
	Amount   *rule.Rule
}

// Kind is what history calls what happens to it.
func (p *Posting) Kind() string { return "posting" }

// Section is the keyword under which it stands.
func (p *Posting) Section() string { return "postings" }

func (p *Posting) reads() []*rule.Rule {
	out := []*rule.Rule{p.When, p.Each, p.Day}
	for _, d := range p.Dimensions {
		out = append(out, d)
	}
	for _, a := range p.Post {
		out = append(out, a.Amount)
	}
	return out
}

// each is the list whose elements the other rules read as it.
func (p *Posting) each() *rule.Rule { return p.Each }

// Posting finds a posting by key.
func (f *Facts) Posting(key string) *Posting {
	for _, p := range f.Postings {
		if p.Key == key {
			return p
		}
	}
	return nil
}

func (c *compiler) postings(t *Type, f *spec.TypeFile) []*Posting {
	var out []*Posting
	for key, d := range f.Postings.All() {
		if d == nil {
			continue
		}
		reg := c.registerNamed(or(d.Register.Pos.Pack(), t.Pack), d.Register.Key)
		if reg == nil {
			c.unknown(d.Register, "register", c.registerKeys(t.Pack))
			continue
		}
		c.note("register", "", reg.Key, d.Register.Pos, NamedByKey)
		p := &Posting{Frame: c.frameOf(t, key, d.Title, d.In, d.When, d.Pos), Register: reg.StableId, Dimensions: map[string]*rule.Rule{}}
		it := c.postingEach(t, p, d)
		if d.At != nil {
			p.Day = c.rule(d.At, rule.Type{}, c.postingEnv(t, d.At.Pos, it))
			if p.Day != nil && p.Day.Type().Kind != rule.KindDate && p.Day.Type().Kind != rule.KindInstant {
				c.fail(d.At.Pos, "not_instant", "a contribution belongs to a day or an instant, not to %s", p.Day.Type())
			}
		}
		c.postingKey(t, p, reg, d, it)
		c.contributions(t, p, reg, d, it)
		for _, r := range p.reads() {
			if r != nil && c.hangsOnRegister(t, r) {
				c.fail(d.Pos, "register_cycle", "posting %q hangs on balances, which hang on postings", key)
				break
			}
		}
		out = append(out, p)
	}
	return out
}

func (c *compiler) registerKeys(pack string) []string {
	var keys []string
	for _, p := range c.requires[pack] {
		for _, r := range c.m.Registers {
			if r.Pack != p {
				continue
			}
			if p == pack {
				keys = append(keys, r.Name)
			}
			keys = append(keys, r.Key)
		}
	}
	return keys
}

func (c *compiler) postingEnv(t *Type, at spec.Pos, it *rule.Type) rule.Env {
	env := c.env(t, at, rule.PlaceReactive)
	env.It = it
	return env
}

// postingEach compiles the list and gives the type of its elements. They are
// records or rows: a contribution is known by its id.
func (c *compiler) postingEach(t *Type, p *Posting, d *spec.PostingDecl) *rule.Type {
	if d.ForEach == nil {
		return nil
	}
	p.Each = c.rule(d.ForEach, rule.Type{}, c.postingEnv(t, d.ForEach.Pos, nil))
	if p.Each == nil {
		return &rule.Type{Kind: rule.KindRef, Ref: "*"}
	}
	typ := p.Each.Type()
	if typ.Kind != rule.KindList || typ.Elem.Kind != rule.KindRef || len(p.Each.Origins()) == 0 {
		c.fail(d.ForEach.Pos, "for_each_list", "for_each is a list of records or rows, read from the record")
	}
	if typ.Kind != rule.KindList {
		return &typ
	}
	return typ.Elem
}

func (c *compiler) postingKey(t *Type, p *Posting, reg *Register, d *spec.PostingDecl, it *rule.Type) {
	known := make([]string, len(reg.Dimensions))
	for i, dim := range reg.Dimensions {
		known[i] = dim.Key
		x, given := d.Dimensions.Get(dim.Key)
		if !given {
			c.fail(d.Pos, "dimension_missing", "posting %q gives no value for dimension %q of %s", p.Key, dim.Key, reg.Key)
			continue
		}
		c.note("dimension", reg.Key, dim.Key, d.Dimensions.At(dim.Key), NamedByKey)
		p.Dimensions[dim.StableId] = c.rule(&x, dim.Type, c.postingEnv(t, x.Pos, it))
	}
	for key := range d.Dimensions.All() {
		if reg.Dimension(key) == nil {
			c.unknown(spec.Name{Pos: d.Dimensions.At(key), Key: key}, "dimension", known)
		}
	}
}

func (c *compiler) contributions(t *Type, p *Posting, reg *Register, d *spec.PostingDecl, it *rule.Type) {
	var known []string
	for _, res := range reg.Resources {
		known = append(known, res.Key)
	}
	for key, x := range d.Post.All() {
		res := reg.Resource(key)
		if res == nil {
			c.unknown(spec.Name{Pos: d.Post.At(key), Key: key}, "resource", known)
			continue
		}
		c.note("measure", reg.Key, key, d.Post.At(key), NamedByKey)
		p.Post = append(p.Post, Contribution{res.StableId, c.rule(&x, res.RuleType(), c.postingEnv(t, x.Pos, it))})
	}
	if d.Post.Len() == 0 {
		c.fail(d.Pos, "idle_posting", "posting %q contributes nothing", p.Key)
	}
}

// hangsOnRegister reports whether a rule reads balances, itself or through live
// fields of the record.
func (c *compiler) hangsOnRegister(t *Type, r *rule.Rule) bool {
	if r.ReadsRegisters() {
		return true
	}
	for _, p := range r.Reads() {
		if len(p.Fields) == 0 || p.Root != "self" && p.Root != "record" {
			continue
		}
		if f := t.Field(p.Fields[0]); f != nil && f.Live && f.Computed != nil && c.hangsOnRegister(t, f.Computed) {
			return true
		}
	}
	return false
}
