package model

import (
	"kontora/internal/spec"
)

// analyse looks at finished graphs for what every expression alone cannot show.
func (c *compiler) analyse() {
	for _, t := range c.m.Types {
		if t.Abstract || t.Owner != nil {
			continue
		}
		if t.Lifecycle != nil {
			c.reachable(t)
			c.leavable(t)
			c.requirable(t)
			c.frozenInputs(t)
			c.judgeTransitions(t)
			c.untitled(t)
			c.undoes(t)
			c.automatic(t)
			c.routes(t)
		}
		c.orderFormulas(t)
		c.silentAccess(t)
	}
	c.cyclicFormulas()
	c.idleRoles()
	c.deadRules()
	c.fanOut()
}

// targets lists the states a transition may lead to.
func (tr *Transition) targets() []string {
	switch {
	case tr.To != nil:
		return []string{tr.To.Key}
	case tr.Previous:
		var all []string
		for _, s := range tr.Type.Lifecycle.States {
			all = append(all, s.Key)
		}
		return all
	}
	return nil
}

func (c *compiler) reachable(t *Type) {
	seen := map[string]bool{t.Lifecycle.Initial.Key: true}
	for grown := true; grown; {
		grown = false
		for _, tr := range t.Lifecycle.Transitions {
			if tr.Previous || !anyOf(tr.From, seen) {
				continue
			}
			for _, to := range tr.targets() {
				if !seen[to] {
					seen[to], grown = true, true
				}
			}
		}
	}
	for _, s := range t.Lifecycle.States {
		if !seen[s.Key] {
			c.fail(c.stateAt(t, s.Key), "unreachable_state", "no transition leads to %q", s.Key)
		}
	}
}

// leavable wants a way from every open state to a finished one.
func (c *compiler) leavable(t *Type) {
	ends := map[string]bool{}
	for _, s := range t.Lifecycle.States {
		if !s.Phase.Open() {
			ends[s.Key] = true
		}
	}
	if len(ends) == 0 {
		c.fail(t.At, "no_final_state", "no state of %s has the phase done, closed or cancelled", t.Key)
		return
	}
	for grown := true; grown; {
		grown = false
		for _, tr := range t.Lifecycle.Transitions {
			for _, to := range tr.targets() {
				for from := range tr.From {
					if ends[to] && !ends[from] && (!tr.Previous || t.Lifecycle.leads(to, from)) {
						ends[from], grown = true, true
					}
				}
			}
		}
	}
	for _, s := range t.Lifecycle.States {
		if !ends[s.Key] {
			c.fail(c.stateAt(t, s.Key), "dead_end", "no way leads from %q to a finished state", s.Key)
		}
	}
}

// leads reports whether a transition goes from one state to another, so that
// the other may return there.
func (l *Lifecycle) leads(from, to string) bool {
	for _, tr := range l.Transitions {
		if tr.To != nil && tr.To.Key == to && tr.From[from] {
			return true
		}
	}
	return false
}

func (c *compiler) stateAt(t *Type, key string) spec.Pos {
	return c.sources[t].Lifecycle.States.At(key)
}

func anyOf(a, b map[string]bool) bool {
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}

// requirable refuses a transition that demands what nobody can ever give.
func (c *compiler) requirable(t *Type) {
	for _, tr := range t.Lifecycle.Transitions {
		for _, r := range tr.Require {
			f := r.Field
			if f.ReadOnly && f.Computed == nil && f.Kind != Inverse && f.Kind != Number && !f.Engine && !c.setSomewhere(t, f) {
				c.fail(tr.At, "required_never_set", "%q requires %q, which nobody types and nothing sets", tr.Key, f.Key)
			}
		}
	}
}

// setSomewhere reports whether any effect gives the field a value: of a
// transition of its own type, or of one that creates such records.
func (c *compiler) setSomewhere(t *Type, f *Field) bool {
	for _, other := range c.m.Types {
		if other.Lifecycle == nil {
			continue
		}
		for _, tr := range other.Lifecycle.Transitions {
			for _, e := range tr.Then {
				if other == t && (gives(e.Set, f) || gives(e.Append, f)) || e.Create != nil && gives(e.Create.Set, f) {
					return true
				}
			}
		}
	}
	return f.HasDefault || f.Propose != nil
}

func gives(list []Assign, f *Field) bool {
	for _, a := range list {
		if a.Field == f {
			return true
		}
	}
	return false
}

// frozenInputs warns of on_edit fields that its states let nobody edit: the
// transition itself is what makes them editable, so only read-only ones count.
func (c *compiler) frozenInputs(t *Type) {
	for _, tr := range t.Lifecycle.Transitions {
		for f := range tr.OnEdit {
			locked := f.Locked != nil && always(t, tr.before(), f.Locked, func(v *bool) bool { return v == nil || *v })
			if f.ReadOnly || locked || f.Kind == Number || f.Kind == Inverse {
				c.warn(tr.At, "on_edit_read_only", "%q starts on an edit of %q, which nobody can edit", tr.Key, f.Key)
			}
		}
		for _, f := range tr.Input {
			if f.ReadOnly {
				c.fail(tr.At, "input_read_only", "%q asks for %q, which nobody can type", tr.Key, f.Key)
			}
		}
	}
}

// silentAccess warns of a type that nobody can see.
func (c *compiler) silentAccess(t *Type) {
	if len(t.Access) == 0 && t.Directory == "" {
		c.warn(t.At, "no_access", "%s gives nobody access: only operators will see its records", t.Key)
	}
}

// idleRoles warns of roles that give nothing.
func (c *compiler) idleRoles() {
	used := map[string]bool{}
	for _, src := range c.b.Files {
		for key := range c.m.Roles {
			if mentions(string(src), key) {
				used[key] = true
			}
		}
	}
	for _, p := range c.b.Packs {
		if p.File == nil {
			continue
		}
		for key, d := range p.File.Roles.All() {
			if !used[p.Key+"/"+key] && d.Design.IsZero() {
				c.warn(d.Pos, "idle_role", "role %q is named nowhere", key)
			}
		}
	}
}
