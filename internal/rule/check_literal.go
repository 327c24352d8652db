package rule

import (
	"fmt"
	"strings"
	"time"

	"github.com/expr-lang/expr/ast"
	"github.com/shopspring/decimal"
)

// number reads the literal from the source: the parser's own float is inexact.
func (c *checker) number(n ast.Node) *term {
	at := n.Location()
	p := span{at.From, at.To}
	written := strings.ReplaceAll(c.src.text(p), "_", "")
	d, err := decimal.NewFromString(written)
	if i, ok := n.(*ast.IntegerNode); ok { // 0x1F and the like
		d, err = decimal.NewFromInt(int64(i.Value)), nil
	}
	if err == nil {
		d, err = bounded(d)
	}
	if err != nil {
		return c.report(p, "number_out_of_range", nil, fmt.Sprintf("%s is not a usable number", written), "")
	}
	return constant(typeNumber, d)
}

// text gives a written text the meaning that its neighbour wants.
func (c *checker) text(value string, at span, want Type) *term {
	switch want.Kind {
	case KindText:
		if !want.has(value) {
			return c.notInEnum(value, at, want)
		}
		c.mentionChoice(at, value, want)
		return constant(Type{Kind: KindText, Enum: want.Enum, Choices: want.Choices}, value)
	case KindDate:
		d, err := ParseDate(value)
		if err != nil {
			return c.report(at, "bad_date", map[string]any{"text": value}, err.Error(), "")
		}
		return constant(typeDate, d)
	case KindInstant:
		t, err := parseInstant(value)
		if err != nil {
			return c.badInstant(value, at)
		}
		return constant(typeInstant, t)
	case KindSpan:
		return c.spanLiteral(value, at)
	}
	return constant(typeText, value)
}

// parseInstant reads RFC 3339 and the form in which the database holds instants
// and PocketBase writes them, to the millisecond that both keep.
func parseInstant(text string) (t time.Time, err error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05Z07:00"} {
		if t, err = time.Parse(layout, text); err == nil {
			t = t.UTC().Truncate(time.Millisecond)
			return t, DateOf(t).inRange()
		}
	}
	return t, err
}

func (c *checker) badInstant(value string, at span) *term {
	if _, err := ParseDate(value); err == nil {
		return c.report(at, "date_instant", nil, "a day stands where an instant is wanted", fmt.Sprintf("write start_of_day('%s') or compare date(…)", value))
	}
	return c.report(at, "bad_instant", map[string]any{"text": value}, fmt.Sprintf("%q is not an instant like 2026-01-31T10:00:00Z", value), "")
}

func (c *checker) notInEnum(value string, at span, want Type) *term {
	return c.report(at, "unknown_enum", map[string]any{"value": value, "known": want.Enum},
		fmt.Sprintf("%q is none of the values", value), suggestOr(value, want.Enum))
}

// suggestOr names the closest value, or all of them when they are few.
func suggestOr(name string, known []string) string {
	if hint := suggest(name, known); hint != "" {
		return hint
	}
	if len(known) > 0 && len(known) <= 12 {
		return "known: " + strings.Join(known, ", ")
	}
	return ""
}

func (c *checker) spanLiteral(value string, at span) *term {
	s, err := ParseSpan(value)
	if err != nil {
		return c.report(at, "bad_span", map[string]any{"text": value}, err.Error(), "")
	}
	return constant(typeSpan, s)
}

func (c *checker) notYet(what, with string, at span) *term {
	return c.report(at, "not_yet", map[string]any{"what": what, "with": with},
		fmt.Sprintf("%s needs %s, which this release does not have", what, with), "")
}

// array checks a written list; its elements agree in type.
func (c *checker) array(n *ast.ArrayNode, want Type) *term {
	var hint Type
	switch {
	case want.Kind == KindList && want.Elem != nil:
		hint = *want.Elem
	case want.Kind == KindPeople:
		hint = want
	}
	items := make([]*term, len(n.Nodes))
	elem := typeNull
	for i, x := range n.Nodes {
		items[i] = c.check(x, hint)
		if hint.Kind == KindPeople {
			items[i] = c.fit(items[i], hint)
		}
		if items[i].isBad() {
			elem = Type{}
		} else if elem.Kind != KindNone {
			elem = c.agree(elem, items[i].typ, items[i].at)
		}
	}
	if elem.Kind == KindNone {
		return bad()
	}
	t := &term{typ: ListOf(elem), items: items, literal: true, eval: listOf(items)}
	for _, item := range items {
		t.literal = t.literal && item.literal
		t.origins = mergePaths(t.origins, item.origins)
	}
	return t
}

func listOf(items []*term) evaluator {
	return func(f *frame) (any, error) {
		list := make([]any, len(items))
		for i, item := range items {
			v, err := item.eval(f)
			if err != nil {
				return nil, err
			}
			list[i] = v
		}
		return list, nil
	}
}

func mergePaths(a, b []Path) []Path {
	for _, p := range b {
		a = addPath(a, p)
	}
	return a
}

// isLiteral reports whether a node takes its meaning from its neighbour.
func isLiteral(n ast.Node) bool {
	switch x := n.(type) {
	case *ast.NilNode, *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return true
	case *ast.UnaryNode:
		return isLiteral(x.Node)
	case *ast.ConditionalNode:
		return isLiteral(x.Exp1) && isLiteral(x.Exp2)
	case *ast.ArrayNode:
		for _, item := range x.Nodes {
			if !isLiteral(item) {
				return false
			}
		}
		return true
	}
	return false
}

// pair checks two operands; whichever is a literal is read as the other wants.
func (c *checker) pair(left, right ast.Node) (l, r *term) {
	if isLiteral(left) && !isLiteral(right) {
		r = c.check(right, Type{})
		return c.check(left, r.typ), r
	}
	l = c.check(left, Type{})
	return l, c.check(right, l.typ)
}
