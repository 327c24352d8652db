package model

import (
	"slices"
	"strings"

	"kontora/internal/rule"
)

// leans lists the types whose readers decide who sees records of a type.
func (m *Model) leans(t *Type) []*Type {
	var out []*Type
	add := func(r *rule.Rule) {
		if r == nil {
			return
		}
		for _, p := range r.Reads() {
			if to := m.readersAt(t, p); to != nil && !slices.Contains(out, to) {
				out = append(out, to)
			}
		}
	}
	for _, a := range t.Access {
		add(a.Who)
	}
	for _, d := range t.Deny {
		add(d.Who)
	}
	return out
}

// readersAt is the type of the record whose readers a path gives; nil for any
// other path.
func (m *Model) readersAt(t *Type, p rule.Path) *Type {
	last := len(p.Fields) - 1
	if last < 0 || p.Fields[last] != rule.ReadersField || p.Root != "self" && p.Root != "record" {
		return nil
	}
	for _, key := range p.Fields[:last] {
		f := t.Field(key)
		if f == nil {
			return nil
		}
		switch {
		case f.Kind == Inverse && f.From != nil:
			t = f.From
		default:
			t = m.byKey[f.Target]
		}
		if t == nil {
			return nil
		}
	}
	return t
}

// readerCircles refuses rights that lead round: nobody could be told of them.
func (c *compiler) readerCircles() {
	for _, t := range c.m.Types {
		if way := c.m.wayBack(t, t, nil); way != nil {
			c.fail(t.At, "readers_circle", "rights of %s lead round to themselves: %s", t.Key, strings.Join(way, " → "))
		}
	}
}

func (m *Model) wayBack(from, home *Type, way []string) []string {
	way = append(way[:len(way):len(way)], from.Key)
	if len(way) > len(m.Types) {
		return nil
	}
	for _, next := range m.leans(from) {
		if next == home {
			return append(way, home.Key)
		}
		if slices.Contains(way, next.Key) {
			continue
		}
		if found := m.wayBack(next, home, way); found != nil {
			return found
		}
	}
	return nil
}

// Leans reports whether rights of a type are those of records it points to.
func (m *Model) Leans(t *Type) bool { return len(m.leans(t)) > 0 }
