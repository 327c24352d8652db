package model

import (
	"regexp"
	"slices"
	"strings"

	"kontora/internal/rule"
	"kontora/internal/spec"
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

var comparison = regexp.MustCompile(`^([^<>=!()]+?)\s*(<=|>=|==|!=|<|>)\s*([^<>=!()]+|money\('[^'()]*'(?:, *'[A-Z]+')?\))$`)

// single matches one call of a quantifier and nothing beside it.
var single = regexp.MustCompile(`^(any|none)\([^()]*(\([^()]*\)[^()]*)*\)$`)

var opposites = map[string]string{"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}

// opposite reports whether two conditions exclude each other because a part of
// the one is a part of the other turned round. Anything less obvious is not judged.
func opposite(a, b *rule.Rule) bool {
	for _, x := range conjuncts(a.Source()) {
		for _, y := range conjuncts(b.Source()) {
			if turnedRound(x, y) {
				return true
			}
		}
	}
	return false
}

// conjuncts splits a condition at its outermost "and"; one with "or" stays whole.
func conjuncts(src string) []string {
	var parts []string
	depth, from := 0, 0
	for i := range src {
		switch src[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		}
		switch {
		case depth == 0 && strings.HasPrefix(src[i:], " or "):
			return []string{src}
		case depth == 0 && strings.HasPrefix(src[i:], " and "):
			parts, from = append(parts, strings.TrimSpace(src[from:i])), i+len(" and ")
		}
	}
	return append(parts, strings.TrimSpace(src[from:]))
}

func turnedRound(a, b string) bool {
	if "none"+strings.TrimPrefix(a, "any") == b || "none"+strings.TrimPrefix(b, "any") == a {
		return single.MatchString(a) && single.MatchString(b)
	}
	if strings.Contains(a, " or ") || strings.Contains(b, " or ") {
		return false
	}
	x, y := comparison.FindStringSubmatch(a), comparison.FindStringSubmatch(b)
	if x == nil || y == nil {
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
			c.warn(c.autoAt(tr, m[0]), "all_of_nothing", "all(%s, …) is true when there are none; write len(%s) > 0 and all(…)", m[1], m[1])
		}
	}
}

// autoAt is where a part of an automatic condition is written.
func (c *compiler) autoAt(tr *Transition, part string) spec.Pos {
	d, _ := c.sources[tr.Type].Lifecycle.Transitions.Get(tr.Key)
	if d == nil || d.Auto == nil {
		return tr.At
	}
	before, _, _ := strings.Cut(d.Auto.Src, part)
	return d.Auto.At(len([]rune(before)))
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
