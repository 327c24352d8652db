package model

import (
	"regexp"
	"slices"
	"strings"

	"kontora/internal/rule"
)

// automatic warns of automatic transitions that compete or go round, and of
// conditions that hold where nothing is.
func (c *compiler) automatic(t *Type) {
	var autos []*Transition
	for _, tr := range t.Lifecycle.Transitions {
		if tr.Auto != nil {
			autos = append(autos, tr)
			c.emptyAll(tr)
		}
	}
	for i, a := range autos {
		for _, b := range autos[i+1:] {
			if both := common(a, b); len(both) > 0 && (a.To == nil || a.To != b.To) && !exclusive(t, both, a.Auto, b.Auto) {
				c.warn(b.At, "automatic_overlap", "%q and %q may both be true; then %q happens, because it is written first", a.Key, b.Key, a.Key)
			}
		}
	}
	c.automaticCycle(t, autos)
}

// automaticCycle looks for a way that automatic transitions alone lead round.
// Two that undo each other on opposite conditions never do.
func (c *compiler) automaticCycle(t *Type, autos []*Transition) {
	for _, start := range autos {
		if start.To == nil {
			continue
		}
		seen := map[string]bool{}
		var walk func(state string) bool
		walk = func(state string) bool {
			if start.From[state] {
				return true
			}
			if seen[state] {
				return false
			}
			seen[state] = true
			for _, next := range autos {
				if next.To == nil || !next.From[state] || start.excludes(next) {
					continue
				}
				if walk(next.To.Key) {
					return true
				}
			}
			return false
		}
		if walk(start.To.Key) {
			c.warn(start.At, "automatic_cycle", "automatic transitions lead from %q round to it again; each happens at most once in a command", start.Key)
			return
		}
	}
}

// common lists the states that two transitions leave.
func common(a, b *Transition) []string {
	var out []string
	for _, s := range a.before() {
		if a.From[s] && b.From[s] {
			out = append(out, s)
		}
	}
	return out
}

// excludes reports whether an automatic transition cannot follow another one in
// the same command: what both look at stays as it is in between.
func (tr *Transition) excludes(next *Transition) bool {
	for _, r := range []*rule.Rule{tr.Auto, next.Auto} {
		compared, _ := r.Plain()
		if slices.ContainsFunc(compared, func(c rule.Compared) bool { return c.Field == "status" || tr.Type.setByItself(c.Field) }) {
			return false
		}
	}
	return exclusive(tr.Type, nil, tr.Auto, next.Auto)
}

// setByItself reports whether an automatic transition gives a field a value.
func (t *Type) setByItself(key string) bool {
	f := t.Field(key)
	for _, tr := range t.Lifecycle.Transitions {
		for _, e := range tr.Then {
			if tr.Auto != nil && f != nil && (gives(e.Set, f) || gives(e.Append, f)) {
				return true
			}
		}
	}
	return false
}

var comparison = regexp.MustCompile(`^([^<>=!()]+?)\s*(<=|>=|==|!=|<|>)\s*([^<>=!()]+)$`)

// single matches one call of a quantifier and nothing beside it.
var single = regexp.MustCompile(`^(any|none)\([^()]*(\([^()]*\)[^()]*)*\)$`)

var opposites = map[string]string{"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}

// opposite reports whether two conditions are the same comparison turned round.
// Anything less obvious is not judged.
func opposite(a, b *rule.Rule) bool {
	if x, y := strings.TrimSpace(a.Source()), strings.TrimSpace(b.Source()); "none"+strings.TrimPrefix(x, "any") == y || "none"+strings.TrimPrefix(y, "any") == x {
		return single.MatchString(x) && single.MatchString(y)
	}
	x, y := comparison.FindStringSubmatch(strings.TrimSpace(a.Source())), comparison.FindStringSubmatch(strings.TrimSpace(b.Source()))
	if x == nil || y == nil || strings.Contains(a.Source(), " and ") || strings.Contains(a.Source(), " or ") {
		return false
	}
	if x[1] != y[1] {
		return false
	}
	return x[3] == y[3] && opposites[x[2]] == y[2] || isLiteral(x[3]) && isLiteral(y[3]) && x[3] != y[3] && x[2] == "==" && y[2] == "=="
}

var allOf = regexp.MustCompile(`\ball\s*\(\s*([a-z][a-z0-9_.]*)`)

// emptyAll warns of all() over what may be empty: it holds of nothing.
func (c *compiler) emptyAll(tr *Transition) {
	src := tr.Auto.Source()
	for _, m := range allOf.FindAllStringSubmatch(src, -1) {
		asked := regexp.MustCompile(`\b(len|any|count|none|one)\s*\(\s*` + regexp.QuoteMeta(m[1]) + `\b`)
		if !asked.MatchString(src) {
			c.warn(tr.At, "all_of_nothing", "all(%s, …) is true when there are none; write len(%s) > 0 and all(…)", m[1], m[1])
		}
	}
}

// untitled wants a word on every button: a transition that people run.
func (c *compiler) untitled(t *Type) {
	for key, d := range c.sources[t].Lifecycle.Transitions.All() {
		if d == nil || d.Title != "" || len(d.Who) == 0 || len(d.OnEdit) > 0 {
			continue
		}
		if len(d.Who) == 1 && strings.TrimSpace(d.Who[0].Src) == "system" {
			continue
		}
		c.fail(d.Pos, "missing_title", "transition %q is run by people and needs a title", key)
	}
}

func isLiteral(src string) bool { return strings.HasPrefix(src, "'") && strings.HasSuffix(src, "'") }
