package model

import (
	"kontora/internal/spec"
)

// deadRules warns of named rules that nothing calls.
func (c *compiler) deadRules() {
	for _, p := range c.b.Packs {
		for name, f := range p.Rules.All() {
			if key := p.Key + "/" + name; c.m.Rules[key] != nil && !c.called[key] {
				c.warn(f.Source.Pos, "dead_rule", "nothing calls the rule %q", name)
			}
		}
	}
}

// fanOut warns of conditions that one change elsewhere makes any number of
// records look at again: they read a record that many share, such as a person or
// a row of a catalog. A change that more of them wait for than one command may
// touch is refused.
func (c *compiler) fanOut() {
	type found struct {
		of  any
		ref *Field
	}
	told := map[found]bool{}
	for _, t := range c.m.Types {
		for _, f := range t.Fields {
			for _, d := range c.m.dependents[dependence{t.Key, f.Key}] {
				if d.Sight || d.waitsForDecision() { // who sees a record is worked out anew for however many
					continue
				}
				for _, hop := range d.Path {
					if hop.Forward || !c.isShared(hop.Field) || told[found{d.of, hop.Field}] {
						continue
					}
					told[found{d.of, hop.Field}] = true
					at, key := d.declared()
					c.warn(at, "fan_out", "%q reads over %q: a change there looks again at every record that points at the same one, and at most 500 go into one command", key, hop.Field.Key)
				}
			}
		}
	}
}

// waitsForDecision reports whether a condition is looked at only while people
// decide: there are never more of those records than people can decide on.
func (d *Dependent) waitsForDecision() bool {
	if d.Type.Lifecycle == nil {
		return false
	}
	for _, s := range d.Type.Lifecycle.States {
		if d.In[s.Key] && s.Phase != "decision" {
			return false
		}
	}
	return true
}

// declared is where a reading condition stands, and its key.
func (d *Dependent) declared() (spec.Pos, string) {
	switch of := d.of.(type) {
	case *Transition:
		return of.At, of.Key
	case Upheld:
		return of.Named().At, of.Named().Key
	}
	return d.Type.At, d.Type.Key
}

// isShared reports whether a reference leads to what many records point at: a
// person, a unit, a catalog, or what has no life of its own that ends.
func (c *compiler) isShared(f *Field) bool {
	for _, t := range c.m.targets(f.Target) {
		if t.Owner == nil && (t.Directory != "" || t.Lookup != nil || t.Lifecycle == nil) {
			return true
		}
	}
	return false
}
