package model

import (
	"fmt"
	"slices"
	"strings"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// tier is a transition or a step that is meant for a part of an amount, of days or
// of a list of choices.
type tier struct {
	key   string
	title string
	to    *State // of a transition
	at    spec.Pos
	rules []*rule.Rule
}

// tiers looks at what is meant for parts of one amount: automatic transitions out of
// a state, transitions of people, steps of a route. A value for which nothing is
// meant is a gap; one that two claim which share the rest between them is an
// overlap. Settings count by the values that the files give them.
func (c *compiler) tiers(t *Type) {
	for _, s := range t.Lifecycle.States {
		c.tiersOf(t, s)
	}
	if t.Facts == nil {
		return
	}
	for _, a := range t.Facts.Approvals {
		c.tiersOfRoute(t, a)
	}
}

func (c *compiler) tiersOf(t *Type, s *State) {
	autos, manual := map[*Field][]tier{}, map[*Field][]tier{}
	open := map[*State]bool{} // reached on other conditions too
	for _, tr := range t.Lifecycle.Transitions {
		if !tr.From[s.Key] {
			continue
		}
		one := tier{key: tr.Key, title: tr.Title, to: tr.To, at: tr.At}
		if tr.Auto != nil {
			one.rules = []*rule.Rule{tr.Auto}
			if f := c.about(t, one.rules); f != nil && f.Kind != Enum {
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
		if f := c.about(t, one.rules); f != nil {
			manual[f] = append(manual[f], one)
		} else {
			open[tr.To] = true
		}
	}
	place := where{"state", s.Key, s.Title}
	states := []string{s.Key}
	for f, list := range autos {
		c.gap(t, states, place, f, list)
	}
	for f, list := range manual {
		c.overlaps(t, states, place, f, list)
		list = slices.DeleteFunc(slices.Clone(list), func(x tier) bool { return open[x.to] })
		if c.disjoint(t, states, f, list) || oneTarget(list) {
			c.gap(t, states, place, f, list)
		}
	}
}

func oneTarget(list []tier) bool {
	return !slices.ContainsFunc(list, func(x tier) bool { return x.to != list[0].to })
}

// tiersOfRoute looks at steps whose conditions are about one amount.
func (c *compiler) tiersOfRoute(t *Type, a *Approval) {
	byField := map[*Field][]tier{}
	for _, s := range a.Steps {
		if s.When == nil {
			continue
		}
		one := tier{key: s.Key, title: s.Title, at: s.At, rules: []*rule.Rule{s.When}}
		if f := c.about(t, one.rules); f != nil {
			byField[f] = append(byField[f], one)
		}
	}
	var states []string
	for _, s := range t.Lifecycle.States {
		if a.In[s.Key] {
			states = append(states, s.Key)
		}
	}
	place := where{"route", a.Key, a.Title}
	for f, list := range byField {
		c.overlaps(t, states, place, f, list)
		if c.disjoint(t, states, f, list) {
			c.gap(t, states, place, f, list)
		}
	}
}

// about is the one field that decides, when it has an order or is a choice.
func (c *compiler) about(t *Type, rules []*rule.Rule) *Field {
	var found *Field
	for _, r := range rules {
		if r == nil {
			return nil
		}
		compared, plain := r.PlainBut()
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
	if found == nil || found.Engine || found.Many {
		return nil
	}
	switch found.Kind {
	case Integer, Decimal, Money, Date, Enum:
		return found
	}
	return nil
}

// spans imagines the values that tiers tell apart, in order, and says for each
// tier which of them it claims.
func (c *compiler) spans(t *Type, states []string, f *Field, list []tier) ([]probe, [][]bool, bool) {
	var rules []*rule.Rule
	for _, x := range list {
		rules = append(rules, x.rules...)
	}
	settings := c.defaults(t.Pack)
	tried, ok := probesWith(t, states, map[*Field]bool{f: true}, settings, rules...)
	if !ok || len(tried) < 2 {
		return nil, nil, false
	}
	if f.Kind != Enum {
		slices.SortFunc(tried, func(a, b probe) int {
			n, err := rule.Compare(a[f.Key], b[f.Key])
			if err != nil {
				return 0
			}
			return n
		})
	}
	claims := make([][]bool, len(list))
	for i, x := range list {
		claims[i] = make([]bool, len(tried))
		for j, p := range tried {
			claims[i][j] = !slices.ContainsFunc(x.rules, func(r *rule.Rule) bool {
				v := p.verdictWith(r, settings)
				return v == nil || !*v
			})
		}
	}
	return tried, claims, true
}

// overlaps tells of a value that two tiers claim although each has values of its
// own. One that lies within another, such as a second signature above an amount, is
// meant so.
func (c *compiler) overlaps(t *Type, states []string, place where, f *Field, list []tier) {
	for i, a := range list {
		for _, b := range list[i+1:] {
			tried, claims, ok := c.spans(t, states, f, []tier{a, b})
			if !ok {
				continue
			}
			both, onlyA, onlyB := -1, false, false
			for j := range tried {
				x, y := claims[0][j], claims[1][j]
				if x && y && both < 0 {
					both = j
				}
				onlyA, onlyB = onlyA || x && !y, onlyB || y && !x
			}
			if both >= 0 && onlyA && onlyB {
				value := written(tried[both][f.Key])
				c.problem(spec.SeverityWarning, b.at, "tier_overlap",
					fmt.Sprintf("%s %s = %s goes through %q and through %q as well", place, f.Key, value, a.key, b.key), meet(f),
					map[string]any{"in": place.what, "place": place.title, "field": f.Title, "value": valueTitle(f, value), "first": a.title, "second": b.title})
			}
		}
	}
}

// disjoint reports that tiers share no value: they are parts of one whole.
func (c *compiler) disjoint(t *Type, states []string, f *Field, list []tier) bool {
	_, claims, ok := c.spans(t, states, f, list)
	if !ok {
		return false
	}
	for j := range claims[0] {
		n := 0
		for i := range claims {
			if claims[i][j] {
				n++
			}
		}
		if n > 1 {
			return false
		}
	}
	return true
}

// gap tells of a value between tiers for which nothing is meant. Tiers that leave
// an end open are not meant to cover everything; of choices, one that is left out
// where all the others are named is taken for forgotten.
func (c *compiler) gap(t *Type, states []string, place where, f *Field, list []tier) {
	if len(list) < 2 {
		return
	}
	tried, claims, ok := c.spans(t, states, f, list)
	if !ok {
		return
	}
	var missing []string
	for j, p := range tried {
		if !slices.ContainsFunc(claims, func(claim []bool) bool { return claim[j] }) && p[f.Key] != nil {
			missing = append(missing, written(p[f.Key]))
		}
	}
	last := len(tried) - 1
	meant := func(j int) bool { return slices.ContainsFunc(claims, func(claim []bool) bool { return claim[j] }) }
	switch {
	case len(missing) == 0, f.Kind == Enum && (len(missing) > 1 || len(f.Enum) < 3):
		return
	case f.Kind != Enum && (len(tried) < 3 || !meant(0) || !meant(last)):
		return
	}
	var keys, titles []string
	for _, x := range list {
		keys, titles = append(keys, x.key), append(titles, "«"+x.title+"»")
	}
	c.problem(spec.SeverityWarning, list[len(list)-1].at, "tier_gap",
		fmt.Sprintf("%s %s = %s goes nowhere: neither through %s", place, f.Key, missing[0], strings.Join(keys, " nor through ")),
		"widen one of the conditions", map[string]any{"in": place.what, "place": place.title, "field": f.Title, "value": valueTitle(f, missing[0]), "tiers": strings.Join(titles, ", ")})
}

// where is what tiers divide: a state that transitions leave, or a route.
type where struct{ what, key, title string }

func (w where) String() string { return fmt.Sprintf("in the %s %q", w.what, w.key) }

// meet is how to draw a line between two tiers.
func meet(f *Field) string {
	if f.Kind == Enum {
		return "name each choice in one of them"
	}
	return "let one of them end where the other begins: one with <, the other with >="
}

// valueTitle is a value as people read it.
func valueTitle(f *Field, value string) string {
	for _, e := range f.Enum {
		if e.Key == value {
			return e.Title
		}
	}
	if f.Kind == Money && f.Currency != "" {
		return value + " " + f.Currency
	}
	return value
}
