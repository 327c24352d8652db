package model

import (
	"fmt"

	"kontora/internal/spec"
)

// renamed refuses a "was" that names what is still there: both would be the one
// thing that once had this key, and share what is stored under it.
func (c *compiler) renamed() {
	types := map[string]*Type{}
	for _, t := range c.m.Types {
		if t.Owner == nil {
			if other := types[t.StableId]; other != nil {
				c.claimed("type", t.StableId, t.Key, t.At, other.Key, other.At, len(t.Was) > 0)
			}
			types[t.StableId] = t
		}
		c.renamedFields(t)
		if t.Lifecycle != nil {
			for _, s := range t.Lifecycle.States {
				for _, was := range s.Was {
					if t.Lifecycle.State(was) != nil {
						c.stillThere("state", s.Key, was, c.stateAt(t, s.Key))
					}
				}
			}
		}
	}
	for _, p := range c.b.Packs {
		if p.File == nil {
			continue
		}
		for key, r := range p.File.Roles.All() {
			for _, was := range r.Was.Keys() {
				if _, there := p.File.Roles.Get(was); there {
					c.stillThere("role", key, was, r.Pos)
				}
			}
		}
	}
}

func (c *compiler) renamedFields(t *Type) {
	fields := map[string]*Field{}
	for _, f := range t.Fields {
		if other := fields[f.StableId]; other != nil {
			c.claimed("field", f.StableId, f.Key, f.At, other.Key, other.At, len(f.Was) > 0)
		}
		fields[f.StableId] = f
		choices := map[string]bool{}
		for _, e := range f.Enum {
			choices[e.Key] = true
		}
		for now, was := range f.WasEnum {
			if choices[was] {
				c.stillThere("choice", now, was, f.At)
			}
		}
	}
}

// claimed tells of two things that were one, at the one that says so.
func (c *compiler) claimed(what, id, key string, at spec.Pos, other string, otherAt spec.Pos, says bool) {
	if !says {
		key, at, other = other, otherAt, key
	}
	if id == other {
		c.stillThere(what, key, id, at)
		return
	}
	c.problem(spec.SeverityError, at, "was_taken",
		fmt.Sprintf("both %q and %q say that they were %q", key, other, id), "only one of them keeps what is stored", map[string]any{"name": key, "was": id})
}

func (c *compiler) stillThere(what, key, was string, at spec.Pos) {
	c.problem(spec.SeverityError, at, "was_taken",
		fmt.Sprintf("%s %q says that it was %q, but %q is still there", what, key, was, was),
		"take the old one away, or leave \"was\" out", map[string]any{"name": key, "was": was})
}
