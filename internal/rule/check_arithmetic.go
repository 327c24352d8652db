package rule

import (
	"fmt"
	"time"

	"kontora/internal/money"

	"github.com/expr-lang/expr/ast"
	"github.com/shopspring/decimal"
)

// arithmetic checks + - * /. A null operand makes the result null.
func (c *checker) arithmetic(n *ast.BinaryNode, want Type) *term {
	l, r := c.operands(n, want)
	if l.isBad() || r.isBad() {
		return bad()
	}
	if n.Operator == "+" || n.Operator == "-" {
		l, r = c.zeroes(l, r)
	}
	form, ok := arithmetics[signature{n.Operator, l.typ.Kind, r.typ.Kind}]
	if !ok {
		return c.noArithmetic(n, l, r)
	}
	t := &term{typ: Type{Kind: form.yields}}
	if l.typ.Kind == KindMoney || r.typ.Kind == KindMoney {
		if l.typ.Kind == r.typ.Kind && !c.accepts(l.typ, r.typ) {
			return c.currencies(c.operator(n), l.typ.Currency, r.typ.Currency)
		}
		if form.yields == KindMoney {
			t.typ.Currency = either(l.typ.Currency, r.typ.Currency)
		}
	}
	switch form.yields {
	case KindText:
		t.eval = concatenation(l, r)
	case KindInstant:
		t.eval = moved(l, r, n.Operator == "-")
	default:
		t.eval = two(l, r, form.run)
	}
	t.sql = sqlArithmetic(n.Operator, l, r, t.typ)
	return t
}

// moved is an instant a span later or earlier; months are those of the zone.
func moved(instant, by *term, back bool) evaluator {
	return func(f *frame) (any, error) {
		return two(instant, by, func(x, y any) (any, error) {
			s := y.(Span)
			if back {
				s = s.Negate()
			}
			at, err := s.After(x.(time.Time), f.zone(), f.calendar())
			if err != nil {
				return nil, err
			}
			return instantOrError(at)
		})(f)
	}
}

// instantOrError keeps instants within the years that have a text form.
func instantOrError(t time.Time) (any, error) {
	if err := DateOf(t).inRange(); err != nil {
		return nil, err
	}
	return t, nil
}

func either(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// operands checks both sides; beside a day or an instant, a text that is added
// is a span, and one that is taken away is a span unless it looks like a date.
func (c *checker) operands(n *ast.BinaryNode, want Type) (l, r *term) {
	if !isLiteral(n.Left) || isLiteral(n.Right) {
		l = c.check(n.Left, plainHint(want))
		hint := plainHint(l.typ)
		if text, ok := n.Right.(*ast.StringNode); ok && (l.typ.Kind == KindDate || l.typ.Kind == KindInstant) {
			hint = typeSpan
			if _, err := ParseSpan(text.Value); err != nil && n.Operator == "-" && len(text.Value) >= len("2006-01-02") {
				hint = l.typ
			}
		}
		return l, c.check(n.Right, hint)
	}
	r = c.check(n.Right, Type{})
	return c.check(n.Left, plainHint(r.typ)), r
}

// plainHint passes on only hints that hold for the parts of a sum: a sum of
// texts is no value of an enumeration, and a sum of spans has spans for parts.
func plainHint(t Type) Type {
	if t.Kind == KindSpan {
		return t
	}
	return Type{}
}

func (c *checker) noArithmetic(n *ast.BinaryNode, l, r *term) *term {
	code, hint := "wrong_type", ""
	switch {
	case isDateMix(l.typ.Kind, r.typ.Kind):
		code, hint = "date_instant", "date(…) gives the day of an instant"
	case l.typ.Kind == KindDate && r.typ.Kind == KindNumber:
		hint = "write '3d' or days(n)"
	case l.typ.Kind == KindMoney && r.typ.Kind == KindNumber, l.typ.Kind == KindNumber && r.typ.Kind == KindMoney:
		hint = "money(number, 'KZT') makes an amount"
	case l.typ.Kind == KindText || r.typ.Kind == KindText:
		hint = "texts are only joined with texts"
	}
	return c.report(c.operator(n), code, map[string]any{"left": l.typ.String(), "right": r.typ.String(), "operator": n.Operator},
		fmt.Sprintf("%s %s %s has no meaning", l.typ, n.Operator, r.typ), hint)
}

// signature is an operator between two kinds.
type signature struct {
	operator    string
	left, right Kind
}

// arithmeticForm is what a signature yields and how.
type arithmeticForm struct {
	yields Kind
	run    func(x, y any) (any, error)
}

var arithmetics = map[signature]arithmeticForm{
	{"+", KindNumber, KindNumber}: {KindNumber, func(x, y any) (any, error) { return number(dec(x).Add(dec(y))) }},
	{"-", KindNumber, KindNumber}: {KindNumber, func(x, y any) (any, error) { return number(dec(x).Sub(dec(y))) }},
	{"*", KindNumber, KindNumber}: {KindNumber, func(x, y any) (any, error) { return number(dec(x).Mul(dec(y))) }},
	{"/", KindNumber, KindNumber}: {KindNumber, func(x, y any) (any, error) { return divide(dec(x), dec(y)) }},

	{"+", KindMoney, KindMoney}:  {KindMoney, addMoney},
	{"-", KindMoney, KindMoney}:  {KindMoney, func(x, y any) (any, error) { return addMoney(x, y.(money.Amount).Mul(minusOne)) }},
	{"*", KindMoney, KindNumber}: {KindMoney, func(x, y any) (any, error) { return amount(x.(money.Amount).Mul(dec(y))) }},
	{"*", KindNumber, KindMoney}: {KindMoney, func(x, y any) (any, error) { return amount(y.(money.Amount).Mul(dec(x))) }},
	{"/", KindMoney, KindNumber}: {KindMoney, divideMoney},
	{"/", KindMoney, KindMoney}:  {KindNumber, moneyRatio},

	{"+", KindText, KindText}: {KindText, nil}, // concatenation burns fuel

	{"+", KindDate, KindSpan}:       {KindDate, func(x, y any) (any, error) { return dateOrError(y.(Span).afterDay(x.(Date))) }},
	{"-", KindDate, KindSpan}:       {KindDate, func(x, y any) (any, error) { return dateOrError(y.(Span).Negate().afterDay(x.(Date))) }},
	{"-", KindDate, KindDate}:       {KindNumber, func(x, y any) (any, error) { return decimal.NewFromInt(int64(x.(Date).Days(y.(Date)))), nil }},
	{"-", KindInstant, KindInstant}: {KindSpan, func(x, y any) (any, error) { return Span{Wall: x.(time.Time).Sub(y.(time.Time))}, nil }},
	{"+", KindSpan, KindSpan}:       {KindSpan, func(x, y any) (any, error) { return addSpans(x.(Span), y.(Span)) }},
	{"-", KindSpan, KindSpan}:       {KindSpan, func(x, y any) (any, error) { return addSpans(x.(Span), y.(Span).Negate()) }},
	{"+", KindInstant, KindSpan}:    {KindInstant, nil}, // months need the zone of the scope
	{"-", KindInstant, KindSpan}:    {KindInstant, nil},
}
