package model

import (
	"slices"

	"kontora/internal/spec"
)

// signing checks a step whose votes are signatures: what is signed is named, and
// is what the signer was shown.
func (c *compiler) signing(a *Approval, s *Step, d *spec.RouteDecl) {
	if s.Sign == "" {
		return
	}
	own, _ := d.Steps.Get(s.Key)
	if len(d.Covers) == 0 && (own == nil || len(own.Covers) == 0) {
		c.fail(s.At, "sign_covers", "step %q signs, so what is signed must be named: write covers", s.Key)
		return
	}
	filled := slices.Clone(s.Input)
	for _, r := range s.Require {
		filled = append(filled, r.Field)
	}
	for _, f := range filled {
		if slices.Contains(s.Covers, f) {
			c.fail(s.At, "sign_fills", "%q is filled in by the signature itself, so its signer would sign what they have not seen; leave it out of covers", f.Key)
		}
	}
	if a.Keep || a.Once {
		c.warn(s.At, "sign_kept", "signatures are given in every round and step anew: keep_passed and once do not hold for step %q", s.Key)
	}
}

// passing checks what happens when a step is passed: the round must go on there.
func (c *compiler) passing(t *Type, a *Approval, s *Step, d *spec.RouteDecl) {
	own, _ := d.Steps.Get(s.Key)
	if own == nil || own.Then.IsZero() || t.Lifecycle == nil {
		return
	}
	c.firedHere(t, own.Then, a.In)
	s.Then = own.Then.Key
	if tr := t.Lifecycle.Transition(s.Then); tr != nil && tr.To != nil && !a.In[tr.To.Key] {
		c.fail(own.Then.Pos, "step_ends_route", "transition %q leaves the states of the route, so the steps to come would never be asked; what ends the round stands under on", s.Then)
	}
}
