package rule

import (
	"fmt"

	"kontora/internal/money"

	"github.com/expr-lang/expr/ast"
)

func (c *checker) unary(n *ast.UnaryNode, want Type) *term {
	x := c.check(n.Node, want)
	if x.isBad() {
		return x
	}
	switch n.Operator {
	case "not", "!":
		if x = c.fit(x, typeBool); x.isBad() {
			return x
		}
		t := &term{typ: typeBool, eval: pure(func(a []any) (any, error) { return !a[0].(bool), nil }, x)}
		t.sql = with(x, func(x fragment) fragment { return glue("(NOT %s)", x) })
		return t
	case "-":
		return c.negated(x)
	}
	if x.typ.Kind != KindNumber && x.typ.Kind != KindMoney {
		return c.report(x.at, "wrong_type", map[string]any{"want": typeNumber.String(), "have": x.typ.String()}, "a sign stands before numbers only", "")
	}
	return x
}

func (c *checker) binary(n *ast.BinaryNode, want Type) *term {
	switch n.Operator {
	case "and", "&&", "or", "||":
		return c.logic(n)
	case "==", "!=":
		return c.equality(n)
	case "<", "<=", ">", ">=":
		return c.ordering(n)
	case "+", "-", "*", "/":
		return c.arithmetic(n, want)
	case "in":
		return c.membership(n)
	case "contains", "startsWith", "endsWith", "matches":
		return c.textTest(n)
	case "??":
		return c.coalesce(n, want)
	}
	return c.report(c.operator(n), "unsupported", map[string]any{"what": n.Operator}, fmt.Sprintf("%q is not part of the language", n.Operator), "")
}

// operator is where the sign between the operands stands.
func (c *checker) operator(n ast.Node) span { return span{n.Location().From, n.Location().To} }

// logic is Kleene's: false decides "and", true decides "or", whatever the other
// side is; otherwise unknown stays unknown.
func (c *checker) logic(n *ast.BinaryNode) *term {
	l := c.fit(c.check(n.Left, typeBool), typeBool)
	r := c.fit(c.check(n.Right, typeBool), typeBool)
	if l.isBad() || r.isBad() {
		return bad()
	}
	decides, sign := false, "AND"
	if n.Operator == "or" || n.Operator == "||" {
		decides, sign = true, "OR"
	}
	t := &term{typ: typeBool, eval: func(f *frame) (any, error) {
		if f.trace != nil {
			return f.trace.logic(f, l, r, decides)
		}
		x, err := l.eval(f)
		if err != nil || x == decides {
			return x, err
		}
		y, err := r.eval(f)
		if err != nil || y == decides {
			return y, err
		}
		if x == nil || y == nil {
			return nil, nil
		}
		return !decides, nil
	}}
	t.sql = with2(l, r, func(a, b fragment) fragment { return glue("(%s "+sign+" %s)", a, b) })
	return t
}

// equality is two-valued: nil == nil.
func (c *checker) equality(n *ast.BinaryNode) *term {
	l, r := c.pair(n.Left, n.Right)
	if l.isBad() || r.isBad() {
		return bad()
	}
	l, r, ok := c.comparable(l, r, c.operator(n))
	if !ok {
		return bad()
	}
	c.compare(l, r)
	c.somebody(l, r)
	wanted := n.Operator == "=="
	t := &term{typ: typeBool, eval: func(f *frame) (any, error) {
		x, err := l.eval(f)
		if err != nil {
			return nil, err
		}
		y, err := r.eval(f)
		if err != nil {
			return nil, err
		}
		return Equal(x, y) == wanted, nil
	}}
	t.sql = sqlCompare(n.Operator, l, r)
	return t
}

// comparable brings two operands of == to one type.
func (c *checker) comparable(l, r *term, at span) (*term, *term, bool) {
	if l.typ.Kind == KindNull || r.typ.Kind == KindNull {
		if l.typ.Kind == KindPeople || r.typ.Kind == KindPeople {
			c.report(at, "wrong_type", nil, "people are a set, never nil", "")
			return l, r, false
		}
		return l, r, true
	}
	l, r = c.bare(c.zeroes(l, r))
	code, params := "wrong_type", map[string]any{"want": l.typ.String(), "have": r.typ.String()}
	message, hint := fmt.Sprintf("%s cannot equal %s", l.typ, r.typ), ""
	switch {
	case l.typ.Kind != r.typ.Kind:
		if isDateMix(l.typ.Kind, r.typ.Kind) {
			code, hint = "date_instant", "date(…) gives the day of an instant, start_of_day(…) the instant of a day"
		}
	case l.typ.Kind == KindText:
		if l.typ.meets(r.typ) {
			return l, r, true
		}
		code, message = "unknown_enum", "the two can never be equal"
	case l.typ.Kind == KindMoney:
		if c.accepts(l.typ, r.typ) {
			return l, r, true
		}
		c.currencies(at, l.typ.Currency, r.typ.Currency)
		return l, r, false
	case l.typ.Kind == KindRef:
		if c.accepts(l.typ, r.typ) || c.accepts(r.typ, l.typ) {
			return l, r, true
		}
	case l.typ.Kind == KindList, l.typ.Kind == KindObject, l.typ.Kind == KindJSON, l.typ.Kind == KindPeople, l.typ.Kind == KindFile:
		message = fmt.Sprintf("%s can only be compared with nil", l.typ)
	default:
		return l, r, true
	}
	c.report(at, code, params, message, hint)
	return l, r, false
}

func isDateMix(a, b Kind) bool {
	return a == KindDate && b == KindInstant || a == KindInstant && b == KindDate
}

// zeroes reads a written 0 beside money as zero of its currency.
func (c *checker) zeroes(l, r *term) (*term, *term) {
	if l.typ.Kind == KindMoney && isZero(r) {
		r = c.fit(r, l.typ)
	} else if r.typ.Kind == KindMoney && isZero(l) {
		l = c.fit(l, r.typ)
	}
	return l, r
}

// bare lets a query hold an amount against a plain number that does not depend
// on the candidate: whoever asks for more than 500 000 means it in the currency
// that the amount stands in, which SQL need not know.
func (c *checker) bare(l, r *term) (*term, *term) {
	if c.env.Place != PlaceQuery {
		return l, r
	}
	switch {
	case l.typ.Kind == KindMoney && r.typ.Kind == KindNumber && !r.fromIt:
		l = inMajorUnits(l)
	case r.typ.Kind == KindMoney && l.typ.Kind == KindNumber && !l.fromIt:
		r = inMajorUnits(r)
	}
	return l, r
}

// inMajorUnits is an amount without its currency.
func inMajorUnits(t *term) *term {
	n := *t
	n.typ, n.literal, n.own = typeNumber, false, ""
	n.eval = pure(func(a []any) (any, error) { return a[0].(money.Amount).Value, nil }, t)
	n.sql = with(t, func(f fragment) fragment { return f.as(KindNumber) })
	return &n
}

// ordering is unknown when either side is null.
func (c *checker) ordering(n *ast.BinaryNode) *term {
	l, r := c.pair(n.Left, n.Right)
	if l.isBad() || r.isBad() {
		return bad()
	}
	l, r = c.bare(c.zeroes(l, r))
	if l.typ.Kind != KindNull && r.typ.Kind != KindNull && l.typ.Kind == r.typ.Kind {
		if t := c.notOrdered(l, r); t != nil {
			return t
		}
	} else if l.typ.Kind == KindNull || r.typ.Kind == KindNull {
		return c.report(c.operator(n), "wrong_type", nil, "nothing is above or below nil", "compare with == or !=")
	}
	l, r, ok := c.comparable(l, r, c.operator(n))
	if !ok {
		return bad()
	}
	c.compare(l, r)
	c.somebody(l, r)
	holds := orders[n.Operator]
	t := &term{typ: typeBool, eval: two(l, r, func(x, y any) (any, error) {
		cmp, err := Compare(x, y)
		if err != nil {
			return nil, err
		}
		return holds(cmp), nil
	})}
	t.sql = sqlCompare(n.Operator, l, r)
	t.ordered = &ordered{upwards: n.Operator == "<" || n.Operator == "<=", l: l, r: r}
	return t
}

var orders = map[string]func(int) bool{
	"<":  func(n int) bool { return n < 0 },
	"<=": func(n int) bool { return n <= 0 },
	">":  func(n int) bool { return n > 0 },
	">=": func(n int) bool { return n >= 0 },
}

func (c *checker) notOrdered(l, r *term) *term {
	switch k := l.typ.Kind; {
	case k == KindText && (len(l.typ.Enum) > 0 || len(r.typ.Enum) > 0):
		return c.report(l.at.join(r.at), "wrong_type", map[string]any{"have": l.typ.String()}, "the keys of a list of values have no order", "compare rank(…) of both")
	case k == KindNumber, k == KindMoney, k == KindText, k == KindDate, k == KindInstant, k == KindSpan:
		return nil
	default:
		return c.report(l.at.join(r.at), "wrong_type", map[string]any{"have": l.typ.String()}, fmt.Sprintf("%s has no order", l.typ), "")
	}
}

// membership is two-valued; nothing is in a list that is null.
func (c *checker) membership(n *ast.BinaryNode) *term {
	l := c.check(n.Left, Type{})
	r := c.check(n.Right, ListOf(l.typ))
	if l.isBad() || r.isBad() {
		return bad()
	}
	if r.typ.Kind != KindList {
		hint := ""
		if r.typ.Kind == KindText {
			hint = "write text contains part"
		}
		return c.report(r.at, "wrong_type", map[string]any{"want": "list", "have": r.typ.String()}, fmt.Sprintf("%s has no elements", r.typ), hint)
	}
	element := &term{typ: *r.typ.Elem, at: r.at, fromIt: r.fromIt}
	l, _, ok := c.comparable(l, element, c.operator(n))
	if !ok {
		return bad()
	}
	c.compare(l, r)
	c.somebody(l, r)
	t := &term{typ: typeBool, eval: func(f *frame) (any, error) {
		x, err := l.eval(f)
		if err != nil {
			return nil, err
		}
		list, err := listValue(f, r)
		if err != nil {
			return nil, err
		}
		for _, y := range list {
			if err := f.spend(1); err != nil {
				return nil, err
			}
			if Equal(x, y) && (x == nil) == (y == nil) {
				return true, nil
			}
		}
		return false, nil
	}}
	t.sql = sqlMembership(l, r)
	return t
}
