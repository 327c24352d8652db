package rule

import (
	"fmt"
	"slices"
)

// Rule is a compiled expression. It is immutable and safe for concurrent use.
type Rule struct {
	src      string
	typ      Type
	root     *term
	slots    int
	reads    []Path
	cells    []Cell
	uses     map[string]bool // names of limited places: me, now, …
	balances []BalanceRead

	compared []Compared // with written values
	plain    bool       // and nothing else is read
	plainBut bool       // and nothing else but settings
	persons  []Issue    // where somebody is named instead of a role

	clauses []clause
}

// Compile checks src as an expression of the wanted type in its place. A want of
// KindNone accepts any finished type. On any issue the rule is nil.
func Compile(src string, want Type, env Env) (r *Rule, issues []Issue) {
	defer func() {
		if p := recover(); p != nil {
			r, issues = nil, []Issue{{Code: "internal", Message: fmt.Sprintf("the expression broke the compiler: %v", p)}}
		}
	}()
	text, node, issue := parse(src, max(env.Size, 1))
	if issue != nil {
		return nil, []Issue{*issue}
	}
	c := newChecker(text, env)
	root := c.fit(c.check(node, want), want)
	if root.typ.Kind == KindNull && want.Kind == KindNone {
		c.report(root.at, "wrong_type", nil, "nil alone has no type", "")
	}
	if len(c.issues) > 0 {
		return nil, c.sorted()
	}
	r = &Rule{src: src, typ: root.typ, root: root, slots: c.slots, reads: longest(c.reads), cells: c.cells, uses: c.uses, balances: c.balances,
		compared: c.compared, plain: c.moves == c.judged, plainBut: c.moves == c.judged+c.against, persons: c.persons}
	r.clauses = c.clauses(node, root)
	return r, nil
}

// Source is the expression as written.
func (r *Rule) Source() string { return r.src }

// Type is the type of its values.
func (r *Rule) Type() Type { return r.typ }

// Reads lists the longest paths that the rule may read, those inside predicates
// and named rules included. Every beginning of a path is read too.
func (r *Rule) Reads() []Path { return slices.Clone(r.reads) }

// Uses reports whether the rule reads one of the names that some places do not
// have: me, now, today, old, …
func (r *Rule) Uses(name string) bool { return r.uses[name] }

// ReadsOf is what the rule reads of a root, if that stands for each of the
// records that another rule yields: the paths on which those lie, continued.
func (r *Rule) ReadsOf(root string, rows *Rule) []Path {
	var out []Path
	for _, p := range r.reads {
		if p.Root != root {
			continue
		}
		for _, origin := range rows.root.origins {
			out = append(out, p.from(origin))
		}
	}
	return out
}

// Cells lists every field that the rule may read of any record, also of one that
// is found by a search (lookup, value) and so lies on no path. The record's own
// fields as they were before the command are left out.
func (r *Rule) Cells() []Cell { return slices.Clone(r.cells) }

// Eval evaluates the rule; nil is null, for a condition it means unknown. Any
// failure is an *Error or comes from the scope's Source.
func (r *Rule) Eval(s *Scope) (v any, err error) {
	defer recovered(&err)
	err = within(r, s, func(f *frame) (err error) {
		v, err = r.root.eval(f)
		return err
	})
	return v, err
}

// True evaluates a condition: whether it holds, and whether that is known.
func (r *Rule) True(s *Scope) (holds, known bool, err error) {
	v, err := r.Eval(s)
	if err != nil || v == nil {
		return false, false, err
	}
	holds, known = v.(bool)
	return holds, known, nil
}

// People evaluates a people expression; unknown is nobody.
func (r *Rule) People(s *Scope) (PeopleSet, error) {
	v, err := r.Eval(s)
	if err != nil || v == nil {
		return PeopleSet{}, err
	}
	set, ok := v.(PeopleSet)
	if !ok {
		return PeopleSet{}, &Error{Code: "bad_value", Params: map[string]any{"want": KindPeople.String()}}
	}
	return set, nil
}

// recovered turns a panic into an error: a rule never takes its caller down.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = &Error{Code: "internal", Params: map[string]any{"panic": fmt.Sprint(p)}}
	}
}
