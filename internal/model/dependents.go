package model

// dependents finds, for every automatic transition, the fields of other records
// that it reads, and the way back from there. When such a field changes, the
// waiting record is looked at again.
func (c *compiler) dependents() {
	for _, t := range c.m.Types {
		if t.Abstract || t.Lifecycle == nil {
			continue
		}
		for _, tr := range t.Lifecycle.Transitions {
			if tr.Auto == nil {
				continue
			}
			for _, p := range tr.Auto.Reads() {
				if p.Root == "self" || p.Root == "record" {
					c.invert(t, tr, p.Fields)
				}
			}
		}
	}
}

// invert walks one path outwards and notes at every step how to come back.
func (c *compiler) invert(t *Type, tr *Transition, path []string) {
	here := []*Type{t}
	var back []Hop
	for i, name := range path {
		for _, at := range here {
			if i > 0 {
				c.depend(at, name, &Dependent{t, tr, reversed(back)})
			}
		}
		if i == len(path)-1 {
			break
		}
		f := here[0].Field(name)
		if f == nil {
			return
		}
		switch f.Kind {
		case Ref:
			back = append(back, Hop{Field: f, Type: f.Type})
			here = c.m.Descendants(f.Target)
			if row := c.m.byKey[f.Target]; row != nil && row.Owner != nil {
				here = []*Type{row}
			}
		case Inverse:
			back = append(back, Hop{Forward: true, Field: f.Via, Type: t})
			here = c.pointing(f)
			for _, from := range here { // a new child, or one moved to another parent
				c.depend(from, f.Via.Key, &Dependent{t, tr, reversed(back)})
			}
		case Rows:
			back = append(back, Hop{Forward: true, Field: f.RowType.Field("parent"), Type: f.Type})
			here = []*Type{f.RowType}
		default:
			return
		}
		if len(here) == 0 {
			return
		}
	}
}

// pointing lists the concrete types whose records a derived relation gathers.
func (c *compiler) pointing(f *Field) []*Type {
	if f.From.Owner != nil {
		return []*Type{f.From}
	}
	return c.m.Descendants(f.From.Key)
}

func (c *compiler) depend(t *Type, field string, d *Dependent) {
	key := dependence{t.Key, field}
	for _, known := range c.m.dependents[key] {
		if known.Transition == d.Transition && sameHops(known.Path, d.Path) {
			return
		}
	}
	c.m.dependents[key] = append(c.m.dependents[key], d)
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
