package model

import "kontora/internal/rule"

// Dependent is an automatic transition or a fact that reads a field of another
// record. Path leads from the changed record back to the one that reads.
type Dependent struct {
	Type *Type
	In   map[string]bool // states in which it reads
	Path []Hop

	Sight bool // what it reads decides who sees it, in whatever state
	of    any  // the declaration
}

// Hop is one step back along a reading path. Through a derived relation or rows
// it goes by the changed record's own reference (Forward); through a reference
// it goes to the records that point here.
type Hop struct {
	Forward bool
	Field   *Field // Forward: reference of the current record; else: the reference that points at it
	Type    *Type  // type reached
}

type dependence struct{ typ, field string }

// dependents finds, for every automatic transition and every fact, the fields
// of other records that it reads, and the way back from there. When such a field
// changes, the reading record is looked at again.
func (c *compiler) dependents() {
	for _, t := range c.m.Types {
		if t.Abstract {
			continue
		}
		c.watchers(t)
		if t.Lifecycle == nil {
			continue
		}
		for _, tr := range t.Lifecycle.Transitions {
			c.watch(&Dependent{Type: t, In: tr.From, of: tr}, tr.Auto)
		}
		for _, f := range t.Facts.All() {
			for _, r := range f.reads() {
				d := &Dependent{Type: t, In: f.Named().In, of: f}
				c.watch(d, r)
				c.watchElements(d, f, r)
			}
			if e, ok := f.(*Ensure); ok {
				c.watchPaths(&Dependent{Type: t, In: e.In, of: f}, e.through())
			}
		}
	}
}

// watchers finds what rights read of other records: through references, and of
// records that point here.
func (c *compiler) watchers(t *Type) {
	for _, a := range t.Access {
		if a.Who != nil && !a.Wide {
			c.watchPaths(&Dependent{Type: t, of: a, Sight: true}, a.Who.Reads())
		}
	}
	for _, d := range t.Deny {
		if d.Who != nil && !d.Wide {
			c.watchPaths(&Dependent{Type: t, of: d, Sight: true}, d.Who.Reads())
		}
	}
}

// watch walks every path that a rule reads outwards, through every type it may
// pass, and notes at each step how to come back.
func (c *compiler) watch(d *Dependent, r *rule.Rule) {
	if r != nil {
		c.watchPaths(d, r.Reads())
		c.watchBalances(d, d.Type, nil, r)
	}
}

func (c *compiler) watchPaths(d *Dependent, paths []rule.Path) {
	for _, p := range paths {
		if p.Root == "self" || p.Root == "record" {
			c.walk(d, d.Type, p.Fields, nil)
		}
	}
}

// listed is a declaration that makes a fact for each element of a list, which
// its other rules read as it.
type listed interface{ each() *rule.Rule }

// watchElements walks what a rule reads of the elements of its list.
func (c *compiler) watchElements(d *Dependent, f Upheld, r *rule.Rule) {
	l, ok := f.(listed)
	if !ok || r == nil || l.each() == nil {
		return
	}
	for _, p := range r.Reads() {
		if p.Root != "it" || len(p.Fields) == 0 {
			continue
		}
		for _, origin := range l.each().Origins() {
			c.walk(d, d.Type, append(origin.Fields[:len(origin.Fields):len(origin.Fields)], p.Fields...), nil)
		}
	}
}

// walk notes what the path reads of the types behind its first step. back leads
// from here to the record that waits, nearest hop last.
func (c *compiler) walk(d *Dependent, here *Type, path []string, back []Hop) {
	if len(back) > 0 {
		c.depend(here, path[0], d.by(back))
	}
	if path[0] == rule.ReadersField {
		c.walkReaders(d, here, back)
		return
	}
	if key, ok := rule.ChildrenKey(path[0]); ok {
		c.walkChildren(d, here, here.Facts.Ensure(key), path[1:], back)
		return
	}
	f := here.Field(path[0])
	if f != nil && f.Live && f.Computed != nil {
		c.walkLive(d, here, f, back)
	}
	if f == nil || len(path) == 1 && f.Kind != Inverse {
		return
	}
	back = back[:len(back):len(back)]
	switch f.Kind {
	case Ref:
		for _, next := range c.m.targets(f.Target) {
			c.walk(d, next, path[1:], append(back, Hop{Field: f, Type: here}))
		}
	case Inverse:
		for _, next := range c.pointing(f) { // a new child counts, and one moved to another parent
			home := append(back, Hop{Forward: true, Field: f.Via, Type: here})
			c.depend(next, f.Via.Key, d.by(home))
			if len(path) > 1 {
				c.walk(d, next, path[1:], home)
			}
		}
	case Rows:
		c.walk(d, f.RowType, path[1:], append(back, Hop{Forward: true, Field: f.RowType.Field("parent"), Type: here}))
	}
}

// walkChildren notes what is read of the children that an ensure has made: they
// point back by its link.
func (c *compiler) walkChildren(d *Dependent, here *Type, e *Ensure, path []string, back []Hop) {
	if e == nil || e.Link == nil {
		return
	}
	home := append(back[:len(back):len(back)], Hop{Forward: true, Field: e.Link, Type: here})
	for _, field := range []string{e.Link.Key, "phase"} { // a cancelled child is none
		c.depend(e.Type, field, d.by(home))
	}
	if len(path) > 0 {
		c.walk(d, e.Type, path, home)
	}
}

// walkReaders notes what the rights on a record read.
func (c *compiler) walkReaders(d *Dependent, here *Type, back []Hop) {
	if len(back) > maxBack {
		return
	}
	for _, a := range here.Access {
		for _, r := range []*rule.Rule{a.Who, a.When} {
			if r == nil {
				continue
			}
			for _, p := range r.Reads() {
				if len(p.Fields) > 0 && (p.Root == "self" || p.Root == "record") {
					c.walk(d, here, p.Fields, back)
				}
			}
		}
	}
}

// walkLive goes on from a field that is worked out when it is read: what it
// reads is read here. Live fields may come round to one another.
func (c *compiler) walkLive(d *Dependent, here *Type, f *Field, back []Hop) {
	if c.walking[f] || len(back) > maxBack {
		return
	}
	c.walking[f] = true
	for _, p := range f.Computed.Reads() {
		if len(p.Fields) > 0 && (p.Root == "self" || p.Root == "record") {
			c.walk(d, here, p.Fields, back)
		}
	}
	c.watchBalances(d, here, back, f.Computed)
	delete(c.walking, f)
}

// maxBack is how many steps a way back may have.
const maxBack = 6

// targets lists the types that a reference may lead to, rows included.
func (m *Model) targets(target string) []*Type {
	if row := m.byKey[target]; row != nil && row.Owner != nil {
		return []*Type{row}
	}
	return m.Descendants(target)
}

// pointing lists the concrete types whose records a derived relation gathers.
func (c *compiler) pointing(f *Field) []*Type {
	if f.From == nil { // nothing points here: told where it was declared
		return nil
	}
	if f.From.Owner != nil {
		return []*Type{f.From}
	}
	return c.m.Descendants(f.From.Key)
}

func (c *compiler) depend(t *Type, field string, d *Dependent) {
	key := dependence{t.Key, field}
	for _, known := range c.m.dependents[key] {
		if known.of == d.of && sameHops(known.Path, d.Path) {
			return
		}
	}
	c.m.dependents[key] = append(c.m.dependents[key], d)
}

// by is the dependent with a way back to it.
func (d *Dependent) by(back []Hop) *Dependent {
	return &Dependent{Type: d.Type, In: d.In, Path: reversed(back), Sight: d.Sight, of: d.of}
}

func sameHops(a, b []Hop) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func reversed(hops []Hop) []Hop {
	out := make([]Hop, 0, len(hops))
	for i := len(hops) - 1; i >= 0; i-- {
		out = append(out, hops[i])
	}
	return out
}
