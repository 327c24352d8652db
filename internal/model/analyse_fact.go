package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"kontora/internal/spec"
)

// unreachedFacts finds what is kept only in states that no record ever gets into.
func (c *compiler) unreachedFacts(t *Type) {
	seen := t.reached()
	gone := func(set map[string]bool) bool { return len(set) > 0 && !anyOf(set, seen) }
	if t.Facts != nil {
		for _, u := range t.Facts.All() {
			if frame := u.Named(); gone(frame.In) {
				c.unreached(frame.At, fmt.Sprintf("%q of %s", frame.Key, u.Section()), frame.In)
			}
		}
	}
	for _, f := range t.Fields {
		d := c.decls[f]
		if d == nil {
			continue
		}
		if gone(f.While) {
			c.unreached(d.While[0].Pos, fmt.Sprintf("the formula of %q", f.Key), f.While)
		}
		if f.Series != nil && gone(f.Series.At) {
			c.unreached(d.Pos, fmt.Sprintf("the number of %q", f.Key), f.Series.At)
		}
	}
}

func (c *compiler) unreached(at spec.Pos, what string, states map[string]bool) {
	c.problem(spec.SeverityError, at, "fact_unreached", fmt.Sprintf("%s waits for %s, which no record gets into", what, words(states)),
		"name a state that a transition leads to", map[string]any{"states": strings.Split(words(states), ", ")})
}

// words lists the members of a set in order.
func words(set map[string]bool) string {
	return strings.Join(slices.Sorted(maps.Keys(set)), ", ")
}
