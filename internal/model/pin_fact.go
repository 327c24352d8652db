package model

// facts are what the old version keeps beside its records.
func (p *pinning) facts() *Facts {
	f := &Facts{Ensures: p.ensures()}
	if p.latest.Facts != nil {
		f.Timers = p.latest.Facts.Timers
	}
	if len(f.All()) == 0 {
		return nil
	}
	return f
}

// ensures are the declarations of the old version in today's keys. What a child
// is made of is found in its present type when it is made.
func (p *pinning) ensures() []*Ensure {
	if p.old.Facts == nil {
		return nil
	}
	var out []*Ensure
	for _, was := range p.old.Facts.Ensures {
		e := *was
		e.In, e.When, e.ForEach = p.stateSet(was.In), p.rule(was.When), p.rule(was.ForEach)
		e.Set, e.Sync = p.formulasOf(was.Set), p.formulasOf(was.Sync)
		out = append(out, &e)
	}
	return out
}

// formulasOf takes over formulas of fields of another type.
func (p *pinning) formulasOf(old []Assign) []Assign {
	out := make([]Assign, len(old))
	for i, a := range old {
		a.Expr = p.rule(a.Expr)
		out[i] = a
	}
	return out
}
