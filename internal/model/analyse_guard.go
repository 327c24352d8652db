package model

import (
	"fmt"
	"slices"
	"strings"

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
				c.judgeGuard(t, tr, g, d.Guards[i])
			}
		}
		for _, r := range tr.Require {
			c.judgeRequire(t, tr, r, requireAt(d, r.Field))
		}
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
	set := tr.Type.filled()
	for _, r := range tr.Require {
		if r.When == nil && r.Field.Visible == nil {
			set[r.Field] = true
		}
	}
	return set
}

// filled are the fields that have a value in every record that is saved.
func (t *Type) filled() map[*Field]bool {
	set := map[*Field]bool{}
	for _, f := range t.Fields {
		set[f] = f.Required && f.Visible == nil
	}
	return set
}

func (c *compiler) judgeGuard(t *Type, tr *Transition, g *Guard, d *spec.GuardDecl) {
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
		c.warnAt(*d.Check, d.Pos.Path, "guard_never", "take the contradiction out", "this never holds, so %q can never run", tr.Key)
	case len(tried):
		c.warnAt(*d.Check, d.Pos.Path, "guard_always", "take it out, or say what you mean", "this always holds, so it keeps nothing from happening")
	}
}

func (c *compiler) judgeRequire(t *Type, tr *Transition, r *Require, at spec.Pos) {
	f := r.Field
	if f.Visible != nil && always(t, tr.after(), nil, f.Visible, func(v *bool) bool { return v != nil && !*v }) {
		c.fail(at, "required_hidden", "%q requires %q, which is hidden then: a hidden field is never asked for", tr.Key, f.Key)
	}
	if f.Computed != nil && f.Kind != Inverse {
		c.fail(at, "required_read_only", "%q requires %q, which nobody can type: write a guard instead", tr.Key, f.Key)
		return
	}
	if f.Locked != nil && always(t, tr.before(), nil, f.Locked, func(v *bool) bool { return v == nil || *v }) {
		c.fail(at, "required_read_only", "%q requires %q, which is closed then", tr.Key, f.Key)
	}
}

// always reports whether a condition has the same outcome for every record in
// some states.
func always(t *Type, states []string, filled map[*Field]bool, r *rule.Rule, is func(*bool) bool) bool {
	tried, ok := probes(t, states, filled, r)
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

func written(v any) string {
	switch x := v.(type) {
	case decimal.Decimal:
		return grouped(x.String())
	case money.Amount:
		return grouped(strings.TrimSuffix(x.Text(), ".00"))
	}
	return fmt.Sprint(v)
}

// grouped writes a number as people read it: 1 000 000.
func grouped(number string) string {
	whole, rest, broken := strings.Cut(number, ".")
	var b strings.Builder
	for i, r := range whole {
		if left := len(whole) - i; i > 0 && left%3 == 0 && whole[i-1] != '-' {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	if broken {
		b.WriteString("." + rest)
	}
	return b.String()
}
