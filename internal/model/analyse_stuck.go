package model

import (
	"fmt"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// stuck warns of a state that only the system leaves, by transitions that nothing
// in the configuration runs. A hook may, so it is no mistake for sure.
func (c *compiler) stuck(t *Type) {
	for _, s := range t.Lifecycle.States {
		if !s.Phase.Open() {
			continue
		}
		var waits []string
		moves := false
		for _, tr := range t.Lifecycle.Transitions {
			switch {
			case !tr.From[s.Key] || tr.Same || tr.To == s:
			case c.runs(t, tr):
				moves = true
			default:
				waits = append(waits, tr.Key)
			}
		}
		if !moves && len(waits) > 0 {
			c.problem(spec.SeverityWarning, c.stateAt(t, s.Key), "stuck_state",
				fmt.Sprintf("records stay in %q: only the system leaves it, by %q, and nothing here runs that", s.Key, waits[0]),
				"let people run it, make it automatic, or name it in an approval, a timer or a clock", map[string]any{"state": s.Key, "transition": waits[0]})
		}
	}
}

// runs reports whether people, a condition or something declared runs a transition.
func (c *compiler) runs(t *Type, tr *Transition) bool {
	if tr.Auto != nil || len(tr.OnEdit) > 0 || tr.Who == nil || tr.Who.Source() != string(rule.System) {
		return true
	}
	return c.fired()[tr.Key]
}

// fired are the transitions that something declared runs, by key: a record that
// fires one of another type is told apart only when it happens.
func (c *compiler) fired() map[string]bool {
	if c.firing != nil {
		return c.firing
	}
	keys := map[string]bool{}
	for _, t := range c.m.Types {
		for _, u := range t.Uniques {
			keys[u.Fire] = true
		}
		if t.Lifecycle != nil {
			for _, tr := range t.Lifecycle.Transitions {
				for _, e := range tr.Then {
					if e.Fire != nil {
						keys[e.Fire.Transition] = true
					}
					if e.Create != nil {
						keys[e.Create.Via] = true
					}
				}
			}
		}
		if t.Facts != nil {
			t.Facts.fires(keys)
		}
	}
	c.firing = keys
	return keys
}

func (f *Facts) fires(keys map[string]bool) {
	for _, a := range f.Approvals {
		keys[a.Approved], keys[a.Returned], keys[a.Rejected] = true, true, true
	}
	for _, t := range f.Timers {
		keys[t.Fire] = true
	}
	for _, clock := range f.Clocks {
		for _, l := range clock.Levels {
			keys[l.Fire] = true
		}
	}
	for _, e := range f.Ensures {
		keys[e.Via], keys[e.OnRemoved], keys[e.OnLeave] = true, true, true
	}
}
