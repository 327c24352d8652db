package model

import (
	"fmt"
	"slices"

	"kontora/internal/money"
	"kontora/internal/rule"
	"kontora/internal/spec"

	"github.com/shopspring/decimal"
)

// judgeTransitions judges what every condition of a transition alone can show: one that
// never or always holds, a demand for what is hidden or closed for sure.
func (c *compiler) judgeTransitions(t *Type) {
	for _, tr := range t.Lifecycle.Transitions {
		d, _ := c.sources[t].Lifecycle.Transitions.Get(tr.Key)
		if d == nil {
			continue
		}
		for i, g := range tr.Guards {
			if g.Check != nil {
				c.judgeGuard(t, tr, g, d.Guards[i].Pos)
			}
		}
		for _, r := range tr.Require {
			c.judgeRequire(t, tr, r, requireAt(d, r.Field))
		}
	}
	for _, s := range t.Lifecycle.States {
		c.tiers(t, s)
	}
}

func requireAt(d *spec.TransitionDecl, f *Field) spec.Pos {
	for _, r := range d.Require {
		if r.Field.Key == f.Key {
			return r.Pos
		}
	}
	return d.Pos
}

// after lists the states that a record may be in when the conditions of a
// transition are judged: it has been moved already.
func (tr *Transition) after() []string {
	if tr.Same {
		return tr.before()
	}
	return tr.targets()
}

// before lists the states that it leaves; a record that is being created is in
// the first one.
func (tr *Transition) before() []string {
	var out []string
	for _, s := range tr.Type.Lifecycle.States {
		if tr.From[s.Key] {
			out = append(out, s.Key)
		}
	}
	if len(out) == 0 {
		out = []string{tr.Type.Lifecycle.Initial.Key}
	}
	return out
}

// filled are the fields that have a value whenever a transition's guards let it
// pass: without one it is refused anyway.
func (tr *Transition) filled() map[*Field]bool {
	set := map[*Field]bool{}
	for _, f := range tr.Type.Fields {
		set[f] = f.Required && f.Visible == nil
	}
	for _, r := range tr.Require {
		if r.When == nil && r.Field.Visible == nil {
			set[r.Field] = true
		}
	}
	return set
}

func (c *compiler) judgeGuard(t *Type, tr *Transition, g *Guard, at spec.Pos) {
	tried, ok := probes(t, tr.after(), tr.filled(), g.Check)
	if !ok {
		return
	}
	held := 0
	for _, p := range tried {
		if p.holds(g.Check) {
			held++
		}
	}
	switch held {
	case 0:
		c.warn(at, "guard_never", "this never holds, so %q can never run", tr.Key)
	case len(tried):
		c.warn(at, "guard_always", "this always holds, so it keeps nothing from happening")
	}
}

func (c *compiler) judgeRequire(t *Type, tr *Transition, r *Require, at spec.Pos) {
	f := r.Field
	if f.Visible != nil && always(t, tr.after(), f.Visible, func(v *bool) bool { return v != nil && !*v }) {
		c.fail(at, "required_hidden", "%q requires %q, which is hidden then: a hidden field is never asked for", tr.Key, f.Key)
	}
	if f.Computed != nil && f.Kind != Inverse {
		c.fail(at, "required_read_only", "%q requires %q, which nobody can type: write a guard instead", tr.Key, f.Key)
		return
	}
	if f.Locked != nil && always(t, tr.before(), f.Locked, func(v *bool) bool { return v == nil || *v }) {
		c.fail(at, "required_read_only", "%q requires %q, which is closed then", tr.Key, f.Key)
	}
}

// always reports whether a condition has the same outcome for every record in
// some states.
func always(t *Type, states []string, r *rule.Rule, is func(*bool) bool) bool {
	tried, ok := probes(t, states, nil, r)
	if !ok || len(tried) == 0 {
		return false
	}
	for _, p := range tried {
		if !is(p.verdict(r)) {
			return false
		}
	}
	return true
}

// exclusive reports whether two conditions cannot hold together in some states.
// Conditions that do more than compare fields with written values are taken for
// compatible unless one is plainly the other turned round.
func exclusive(t *Type, states []string, a, b *rule.Rule) bool {
	tried, ok := probes(t, states, nil, a, b)
	if !ok {
		return opposite(a, b)
	}
	return !slices.ContainsFunc(tried, func(p probe) bool { return p.holds(a) && p.holds(b) })
}

// tier is a transition that is meant for a part of an amount.
type tier struct {
	tr    *Transition
	rules []*rule.Rule
}

// tiers warns of a value between two tiers for which nothing is meant: automatic
// transitions out of one state, or transitions of people to the same state, whose
// only conditions compare one number, amount or day with written values.
func (c *compiler) tiers(t *Type, s *State) {
	autos := map[*Field][]tier{}
	manual := map[*State]map[*Field][]tier{}
	open := map[*State]bool{} // reached on other conditions too
	for _, tr := range t.Lifecycle.Transitions {
		if !tr.From[s.Key] {
			continue
		}
		one := tier{tr: tr}
		if tr.Auto != nil {
			one.rules = []*rule.Rule{tr.Auto}
			if f := one.about(t); f != nil {
				autos[f] = append(autos[f], one)
			}
			continue
		}
		for _, g := range tr.Guards {
			if g.When != nil {
				one.rules = nil
				break
			}
			one.rules = append(one.rules, g.Check)
		}
		f := one.about(t)
		if f == nil {
			open[tr.To] = true
			continue
		}
		if manual[tr.To] == nil {
			manual[tr.To] = map[*Field][]tier{}
		}
		manual[tr.To][f] = append(manual[tr.To][f], one)
	}
	for f, list := range autos {
		c.gap(t, s, f, list)
	}
	for to, byField := range manual {
		for f, list := range byField {
			if !open[to] && len(byField) == 1 {
				c.gap(t, s, f, list)
			}
		}
	}
}

// about is the one field that decides, when it has an order.
func (x tier) about(t *Type) *Field {
	var found *Field
	for _, r := range x.rules {
		if r == nil {
			return nil
		}
		compared, plain := r.Plain()
		if !plain || len(compared) == 0 {
			return nil
		}
		for _, cmp := range compared {
			f := t.Field(cmp.Field)
			if f == nil || found != nil && f != found {
				return nil
			}
			found = f
		}
	}
	if found == nil {
		return nil
	}
	switch found.Kind {
	case Integer, Decimal, Money, Date:
		return found
	}
	return nil
}

func (c *compiler) gap(t *Type, s *State, f *Field, list []tier) {
	if len(list) < 2 {
		return
	}
	var rules []*rule.Rule
	for _, x := range list {
		rules = append(rules, x.rules...)
	}
	tried, ok := probes(t, []string{s.Key}, map[*Field]bool{f: true}, rules...)
	if !ok || len(tried) < 3 {
		return
	}
	slices.SortFunc(tried, func(a, b probe) int {
		n, err := rule.Compare(a[f.Key], b[f.Key])
		if err != nil {
			return 0
		}
		return n
	})
	meant := func(p probe) bool {
		return slices.ContainsFunc(list, func(x tier) bool {
			return !slices.ContainsFunc(x.rules, func(r *rule.Rule) bool { return !p.holds(r) })
		})
	}
	if !meant(tried[0]) || !meant(tried[len(tried)-1]) {
		return // not meant to cover everything
	}
	for _, p := range tried {
		if !meant(p) {
			c.warn(list[len(list)-1].tr.At, "tier_gap", "in %q nothing is meant for %s = %s", s.Key, f.Key, written(p[f.Key]))
			return
		}
	}
}

func written(v any) string {
	switch x := v.(type) {
	case decimal.Decimal:
		return x.String()
	case money.Amount:
		return x.Text()
	}
	return fmt.Sprint(v)
}
