package model

import "kontora/internal/rule"

// watchBalances notes how to come back from a sum of a register to a record that
// reads it: from the record that a dimension names, along the path from which
// the reader takes it.
func (c *compiler) watchBalances(d *Dependent, here *Type, back []Hop, r *rule.Rule) {
	for _, b := range r.Balances() {
		reg := c.m.Register(b.Register)
		found := false
		for _, dim := range reg.Dimensions {
			if dim.Type.Kind != rule.KindRef || b.Together() {
				continue
			}
			for _, p := range b.By[dim.Key] {
				if p.Root == "self" || p.Root == "record" {
					c.walkHome(d, here, p.Fields, back, dependence{balanceOf(reg.Key), dim.Key})
					found = true
				}
			}
			if found {
				break // one dimension is enough to find the readers
			}
		}
		if !found {
			at := d.Type.At
			switch of := d.of.(type) {
			case *Transition:
				at = of.At
			case Upheld:
				at = of.Named().At
			}
			c.fail(at, "balance_not_reactive", "nobody could tell whom a change of %s concerns: give a dimension of balance a reference of the record", b.Register)
		}
	}
}

// walkHome notes the way back along a path of references.
func (c *compiler) walkHome(d *Dependent, here *Type, path []string, back []Hop, from dependence) {
	if len(path) == 0 {
		way := d.by(back)
		for _, known := range c.m.dependents[from] {
			if known.of == way.of && sameHops(known.Path, way.Path) {
				return
			}
		}
		c.m.dependents[from] = append(c.m.dependents[from], way)
		return
	}
	f := here.Field(path[0])
	if f == nil || f.Kind != Ref {
		return
	}
	for _, next := range c.m.targets(f.Target) {
		c.walkHome(d, next, path[1:], append(back[:len(back):len(back)], Hop{Field: f, Type: here}), from)
	}
}

// balanceOf is the name under which a register stands among what is depended on;
// no type has it.
func balanceOf(register string) string { return "balance " + register }

// Readers lists who must look again when a sum of a register has changed, and
// how to reach them from the record that a dimension names.
func (m *Model) Readers(r *Register, dimension string) []*Dependent {
	return m.dependents[dependence{balanceOf(r.Key), dimension}]
}
