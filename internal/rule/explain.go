package rule

import "github.com/expr-lang/expr/ast"

// Clause is one conjunct of a condition with what it found.
type Clause struct {
	Src      string    // as written
	Holds    *bool     // nil: unknown, because of an empty value
	Readings []Reading // what it read
}

// Reading is a path and the value found there.
type Reading struct {
	Path  Path
	Value any
}

// clause is one conjunct of a compiled condition.
type clause struct {
	src   string
	term  *term
	reads []Path
}

// clauses splits a condition at its topmost "and"s.
func (c *checker) clauses(root ast.Node, whole *term) []clause {
	if whole.typ.Kind != KindBool {
		return nil
	}
	var out []clause
	var split func(n ast.Node, p span)
	split = func(n ast.Node, p span) {
		p = c.src.bare(p)
		if b, ok := n.(*ast.BinaryNode); ok && (b.Operator == "and" || b.Operator == "&&") {
			at := c.operator(b)
			if sign := c.src.text(at); sign == "and" || sign == "&&" { // else a chain like 1 < x < 5
				split(b.Left, span{p.from, at.from})
				split(b.Right, span{at.to, p.to})
				return
			}
		}
		t := whole
		if n != root {
			t = c.terms[n]
		}
		out = append(out, clause{c.src.text(p), t, c.readsWithin(n)})
	}
	split(root, span{0, len(c.src.runes)})
	return out
}

// readsWithin lists what a part of the expression reads.
func (c *checker) readsWithin(n ast.Node) []Path {
	v := &readCollector{terms: c.terms}
	ast.Walk(&n, v)
	return longest(v.reads)
}

type readCollector struct {
	terms map[ast.Node]*term
	reads []Path
}

// Visit implements ast.Visitor.
func (v *readCollector) Visit(n *ast.Node) {
	t := v.terms[*n]
	if t == nil {
		return
	}
	switch (*n).(type) {
	case *ast.IdentifierNode, *ast.MemberNode, *ast.PointerNode:
		v.reads = mergePaths(v.reads, t.origins)
	}
	if t.clause != nil {
		for _, p := range t.clause.function.Body.reads {
			v.reads = mergePaths(v.reads, t.clause.outer(p))
		}
	}
}

// Explain evaluates every topmost conjunct of a condition by itself, also those
// of a named rule that stands as a conjunct.
func (r *Rule) Explain(s *Scope) (out []Clause, err error) {
	defer recovered(&err)
	err = within(r, s, func(f *frame) (err error) {
		out, err = r.explain(f, nil)
		return err
	})
	return out, err
}

// explain is given the call that led into the rule, so that paths are told as
// the outermost reader knows them.
func (r *Rule) explain(f *frame, through []*call) ([]Clause, error) {
	var out []Clause
	for _, cl := range r.clauses {
		if k := cl.term.clause; k != nil && k.function.Body.typ.Kind == KindBool {
			inner, err := k.enter(f)
			if err != nil {
				return nil, err
			}
			clauses, err := k.function.Body.explain(inner, append(through[:len(through):len(through)], k))
			if err != nil {
				return nil, err
			}
			out = append(out, clauses...)
			continue
		}
		told, err := cl.tell(f, through)
		if err != nil {
			return nil, err
		}
		out = append(out, told)
	}
	return out, nil
}

func (cl clause) tell(f *frame, through []*call) (Clause, error) {
	told := Clause{Src: cl.src}
	v, err := cl.term.eval(f)
	if err != nil {
		return told, err
	}
	if holds, ok := v.(bool); ok {
		told.Holds = &holds
	}
	for _, p := range cl.reads {
		if len(p.Fields) == 0 && isStanding(p.Root) {
			continue // who asks or which record it is, is no news
		}
		value, err := f.read(p)
		if err != nil {
			return told, err
		}
		told.Readings = append(told.Readings, Reading{outermost(p, through), value})
	}
	return told, nil
}

func isStanding(root string) bool {
	return root == "self" || root == "old" || root == "it" || root == "me"
}

// outermost follows the arguments back to the caller's own paths.
func outermost(p Path, through []*call) Path {
	for i := len(through) - 1; i >= 0; i-- {
		origins := through[i].outer(p)
		if len(origins) != 1 {
			return p
		}
		p = origins[0]
	}
	return p
}

// maxReadings bounds the values of a list that an explanation shows.
const maxReadings = 100

// read follows a path; through a list it gives the values of its elements.
func (f *frame) read(p Path) (any, error) {
	v, fields, err := f.root(p)
	if err != nil {
		return nil, err
	}
	return f.follow(v, fields)
}

func (f *frame) root(p Path) (any, []string, error) {
	switch p.Root {
	case "self":
		return orNil(f.scope.Self), p.Fields, nil
	case "old":
		return orNil(f.scope.Old), p.Fields, nil
	case "it":
		return f.scope.It, p.Fields, nil
	case "me":
		if f.scope.Me == nil || len(p.Fields) == 0 {
			return nil, nil, nil
		}
		typ := Type{Kind: KindNone}
		if p.Fields[0] == "department" || p.Fields[0] == "org" {
			typ = typeText
		}
		v, err := personField(f.scope.Me, p.Fields[0], typ)
		return v, p.Fields[1:], err
	}
	return f.scope.Vars[p.Root], p.Fields, nil
}

func (f *frame) follow(v any, fields []string) (any, error) {
	if err := f.spend(1); err != nil {
		return nil, err
	}
	if list, ok := v.([]any); ok && len(fields) > 0 {
		values := []any{}
		for _, element := range list[:min(len(list), maxReadings)] {
			found, err := f.follow(element, fields)
			if err != nil {
				return nil, err
			}
			values = append(values, found)
		}
		return values, nil
	}
	if len(fields) == 0 || v == nil {
		return v, nil
	}
	if object, ok := v.(map[string]any); ok {
		return f.follow(object[fields[0]], fields[1:])
	}
	if fields[0] == "id" {
		ref, _ := referenceOf(v)
		return f.follow(ref.Id, fields[1:])
	}
	rec, err := f.record(v)
	if err != nil || rec == nil {
		return nil, err
	}
	next, err := rec.Field(fields[0])
	if err != nil {
		return nil, err
	}
	return f.follow(next, fields[1:])
}
