package model

import (
	"fmt"

	"kontora/internal/spec"
)

// analyse looks at finished graphs for what every expression alone cannot show.
func (c *compiler) analyse() {
	wrong := spec.HasErrors(c.found)
	for _, t := range c.m.Types {
		if t.Abstract || t.Owner != nil {
			continue
		}
		if t.Lifecycle != nil && c.isWhole(t) {
			c.reachable(t)
			c.leavable(t)
			c.requirable(t)
			c.frozenInputs(t)
			c.judgeTransitions(t)
			c.untitled(t)
			c.undoes(t)
			c.automatic(t)
			c.routes(t)
			c.tiers(t)
			c.judgeConditions(t)
			c.stuck(t)
			c.unreachedFacts(t)
		}
		c.orderFormulas(t)
		c.silentAccess(t)
	}
	c.cyclicFormulas()
	if !wrong { // what is mistyped would seem to be missing
		c.idleRoles()
		c.deadRules()
	}
	c.fanOut()
	c.overlappingSeeds()
	c.repeatedLimits()
}

// isWhole reports that the ends of all transitions are known: where one is mistyped,
// what follows from it is no news.
func (c *compiler) isWhole(t *Type) bool {
	for _, tr := range t.Lifecycle.Transitions {
		d, _ := c.sources[t].Lifecycle.Transitions.Get(tr.Key)
		if tr.To == nil && !tr.Same && !tr.Previous || len(tr.From) == 0 && t.Lifecycle.Birth != tr {
			return false
		}
		for _, n := range d.From {
			if len(n.Key) > 0 && n.Key[0] != '@' && n.Key != "*" && t.Lifecycle.State(n.Key) == nil {
				return false
			}
		}
	}
	return true
}

// requireOf is where a transition demands a field.
func (c *compiler) requireOf(t *Type, tr *Transition, f *Field) spec.Pos {
	if d, _ := c.sources[t].Lifecycle.Transitions.Get(tr.Key); d != nil {
		return requireAt(d, f)
	}
	return tr.At
}

// namedIn is where on_edit or input of a transition names a field; one that stands
// in a group is told at the transition.
func (c *compiler) namedIn(t *Type, tr *Transition, f *Field, edits bool) spec.Pos {
	d, _ := c.sources[t].Lifecycle.Transitions.Get(tr.Key)
	if d == nil {
		return tr.At
	}
	names := d.Input
	if edits {
		names = d.OnEdit
	}
	for _, n := range names {
		if n.Key == f.Key {
			return n.Pos
		}
	}
	return tr.At
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
	seen := t.reached()
	for _, s := range t.Lifecycle.States {
		if !seen[s.Key] {
			c.problem(spec.SeverityError, c.stateAt(t, s.Key), "unreachable_state", fmt.Sprintf("no transition leads to %q", s.Key),
				"let a transition lead there, or take the state out", map[string]any{"state": s.Key})
		}
	}
}

// reached are the states that a record may get into.
func (t *Type) reached() map[string]bool {
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
	return seen
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
		c.fail(c.sources[t].Lifecycle.Pos, "no_final_state", "no state of %s has the phase done, closed or cancelled", t.Key)
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
				c.fail(c.requireOf(t, tr, f), "required_never_set", "%q requires %q, which nobody types and nothing sets", tr.Key, f.Key)
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
			locked := f.Locked != nil && always(t, tr.before(), nil, f.Locked, func(v *bool) bool { return v == nil || *v })
			if f.ReadOnly || locked || f.Kind == Number || f.Kind == Inverse {
				c.warn(c.namedIn(t, tr, f, true), "on_edit_read_only", "%q starts on an edit of %q, which nobody can edit", tr.Key, f.Key)
			}
		}
		for _, f := range tr.Input {
			if f.ReadOnly {
				c.fail(c.namedIn(t, tr, f, false), "input_read_only", "%q asks for %q, which nobody can type", tr.Key, f.Key)
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
				c.warn(p.File.Roles.At(key), "idle_role", "role %q is named nowhere", key)
			}
		}
	}
}
