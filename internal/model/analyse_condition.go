package model

import (
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// judgeConditions warns of conditions that nothing can make true, or nothing false,
// as far as comparisons with written values alone show it.
func (c *compiler) judgeConditions(t *Type) {
	f := c.sources[t]
	every := stateKeys(t.Lifecycle)
	for _, tr := range t.Lifecycle.Transitions {
		d, _ := f.Lifecycle.Transitions.Get(tr.Key)
		if d == nil {
			continue
		}
		c.never(t, tr.before(), tr.Auto, d.Auto, "it never fires")
		for i, g := range tr.Guards {
			c.never(t, tr.after(), g.When, d.Guards[i].When, "the condition is never asked")
		}
		for i, e := range d.Then {
			if e.When != nil && i < len(tr.Then) {
				c.never(t, tr.after(), tr.Then[i].When, e.When, "it never happens")
			}
		}
	}
	c.judgeInvariants(t, f, every)
	c.judgeFacts(t, f)
	c.judgeRights(t, f, every)
	for _, fd := range t.Fields {
		if d := c.decls[fd]; d != nil {
			c.whollyFalse(t, every, fd.Visible, d.Visible, "nobody ever sees the field")
			c.judge(t, every, nil, fd.Needed, d.Required, "it is never demanded", func(v *bool) bool { return v == nil || !*v })
			c.whollyFalse(t, every, fd.Locked, d.Locked, "it is never closed")
		}
	}
}

func (c *compiler) judgeInvariants(t *Type, f *spec.TypeFile, states []string) {
	for _, inv := range t.Invariants {
		d, _ := f.Rules.Get(inv.Key)
		if d == nil {
			continue
		}
		c.never(t, states, inv.When, d.When, "the rule is never asked")
		if d.When == nil {
			c.never(t, states, inv.Check, d.Check, "no record can ever be saved")
			c.wholly(t, states, inv.Check, d.Check)
		}
	}
}

func (c *compiler) judgeFacts(t *Type, f *spec.TypeFile) {
	if t.Facts == nil {
		return
	}
	for _, u := range t.Facts.All() {
		frame := u.Named()
		c.never(t, inOrder(t, frame.In), frame.When, whenOf(f, u), "it never comes to be")
	}
	for _, a := range t.Facts.Approvals {
		d, _ := f.Approvals.Get(a.Key)
		for _, s := range a.Steps {
			if sd, _ := d.Steps.Get(s.Key); sd != nil {
				if c.asksFields(s.When, sd.When) && always(t, inOrder(t, a.In), t.filled(), s.When, func(v *bool) bool { return v != nil && !*v }) {
					c.warnAt(*sd.When, s.At.Path, "step_never", "take the contradiction out", "step %q never applies", s.Key) // what is not known makes it apply
				}
			}
		}
	}
}

// whenOf is the condition of a fact as written.
func whenOf(f *spec.TypeFile, u Upheld) *spec.Expr {
	key := u.Named().Key
	switch u.(type) {
	case *Ensure:
		if d, _ := f.Ensure.Get(key); d != nil {
			return d.When
		}
	case *Clock:
		if d, _ := f.Sla.Get(key); d != nil {
			return d.When
		}
	case *Timer:
		if d, _ := f.Timers.Get(key); d != nil {
			return d.When
		}
	case *Posting:
		if d, _ := f.Postings.Get(key); d != nil {
			return d.When
		}
	case *Approval:
		if d, _ := f.Approvals.Get(key); d != nil {
			return d.When
		}
	}
	return nil
}

func (c *compiler) judgeRights(t *Type, f *spec.TypeFile, states []string) {
	for _, a := range t.Access {
		if d, _ := f.Access.Get(a.Key); d != nil {
			c.never(t, states, a.When, d.When, "it gives nobody anything")
		}
	}
	for _, n := range t.Deny {
		if d, _ := f.Deny.Get(n.Key); d != nil {
			c.never(t, states, n.When, d.When, "it takes nobody anything")
		}
	}
}

func inOrder(t *Type, set map[string]bool) []string {
	var out []string
	for _, s := range t.Lifecycle.States {
		if set[s.Key] {
			out = append(out, s.Key)
		}
	}
	return out
}

// never warns of a condition that holds for no record in some states.
func (c *compiler) never(t *Type, states []string, r *rule.Rule, x *spec.Expr, so string) {
	c.judge(t, states, t.filled(), r, x, so, func(v *bool) bool { return v == nil || !*v })
}

// whollyFalse warns of a condition that is false, and not only unknown, for every
// record: what is not known shows a field, and closes it.
func (c *compiler) whollyFalse(t *Type, states []string, r *rule.Rule, x *spec.Expr, so string) {
	c.judge(t, states, nil, r, x, so, func(v *bool) bool { return v != nil && !*v })
}

func (c *compiler) judge(t *Type, states []string, filled map[*Field]bool, r *rule.Rule, x *spec.Expr, so string, is func(*bool) bool) {
	if c.asksFields(r, x) && always(t, states, filled, r, is) {
		c.warnAt(*x, x.Path, "condition_never", "take the contradiction out", "this never holds: %s", so)
	}
}

// wholly warns of a condition that holds for every record.
func (c *compiler) wholly(t *Type, states []string, r *rule.Rule, x *spec.Expr) {
	if c.asksFields(r, x) && always(t, states, t.filled(), r, func(v *bool) bool { return v != nil && *v }) {
		c.warnAt(*x, x.Path, "condition_always", "take it out, or say what you mean", "this always holds, so it says nothing")
	}
}

// asksFields reports that a condition is about the record: a written true or false
// is meant as it stands.
func (c *compiler) asksFields(r *rule.Rule, x *spec.Expr) bool {
	if r == nil || x == nil {
		return false
	}
	compared, _ := r.Plain()
	return len(compared) > 0
}
