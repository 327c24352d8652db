package rule

import (
	"unicode/utf8"

	"kontora/internal/money"

	"github.com/shopspring/decimal"
)

// Bounds of exact arithmetic. Without them a chain of products grows without end.
const (
	maxPlaces   = 32   // digits kept behind the point
	maxIntegers = 30   // digits before it
	divisionTo  = 16   // places of a quotient
	maxWritten  = 4096 // places of a literal; 1e-999999999 would fill the memory when it is rounded
)

var (
	minusOne = decimal.New(-1, 0)
	hundred  = decimal.New(100, 0)
	most     = decimal.New(1, maxIntegers)
)

func dec(v any) decimal.Decimal { return v.(decimal.Decimal) }

// bounded keeps a number within what rules count with.
func bounded(d decimal.Decimal) (decimal.Decimal, error) {
	if d.Exponent() > maxIntegers && !d.IsZero() || d.Exponent() < -maxWritten {
		return d, &Error{Code: "number_out_of_range"}
	}
	if d.Exponent() < -maxPlaces {
		d = d.Round(maxPlaces)
	}
	if d.Abs().GreaterThanOrEqual(most) {
		return d, &Error{Code: "number_out_of_range"}
	}
	return d, nil
}

func number(d decimal.Decimal) (any, error) {
	d, err := bounded(d)
	if err != nil {
		return nil, err
	}
	return d, nil
}

func amount(a money.Amount) (any, error) {
	d, err := bounded(a.Value)
	if err != nil {
		return nil, err
	}
	return money.Amount{Value: d, Currency: a.Currency}, nil
}

// divide is null for a zero divisor, as in SQL.
func divide(a, b decimal.Decimal) (any, error) {
	if b.IsZero() {
		return nil, nil
	}
	return number(a.DivRound(b, divisionTo))
}

func addMoney(x, y any) (any, error) {
	a, b := x.(money.Amount), y.(money.Amount)
	sum, err := a.Add(b)
	if err != nil {
		return nil, currencyError(err, a, b)
	}
	return amount(sum)
}

func divideMoney(x, y any) (any, error) {
	a := x.(money.Amount)
	v, err := divide(a.Value, dec(y))
	if err != nil || v == nil {
		return nil, err
	}
	return money.Amount{Value: dec(v), Currency: a.Currency}, nil
}

func moneyRatio(x, y any) (any, error) {
	a, b := x.(money.Amount), y.(money.Amount)
	if _, err := a.Cmp(b); err != nil {
		return nil, currencyError(err, a, b)
	}
	return divide(a.Value, b.Value)
}

// isNeutral reports an amount that takes the currency of whatever it meets.
func isNeutral(t *term) bool {
	a, ok := t.value.(money.Amount)
	return t.literal && ok && a.Currency == ""
}

// negated checks -x.
func (c *checker) negated(x *term) *term {
	t := &term{typ: x.typ}
	switch x.typ.Kind {
	case KindNumber:
		t.eval = pure(func(a []any) (any, error) { return dec(a[0]).Neg(), nil }, x)
	case KindMoney:
		t.eval = pure(func(a []any) (any, error) { return a[0].(money.Amount).Mul(minusOne), nil }, x)
	default:
		return c.report(x.at, "wrong_type", map[string]any{"want": typeNumber.String(), "have": x.typ.String()}, "a sign stands before numbers only", "")
	}
	if d, ok := x.value.(decimal.Decimal); x.literal && ok {
		return constant(typeNumber, d.Neg())
	}
	t.sql = sqlNegated(x)
	return t
}

func dateOrError(d Date, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return d, nil
}

func addSpans(a, b Span) (any, error) {
	s := Span{a.Months + b.Months, a.Wall + b.Wall, a.Days + b.Days, a.Work + b.Work}
	if s.mixes() {
		return nil, &Error{Code: "spans_incomparable", Params: map[string]any{"left": a.String(), "right": b.String()}}
	}
	if s.exceeds() && s.IsWorking() {
		return nil, &Error{Code: "number_out_of_range"}
	}
	if s.Months > spanMost || s.Months < -spanMost || (a.Wall > 0) == (b.Wall > 0) && (s.Wall > 0) != (a.Wall > 0) && a.Wall != 0 && b.Wall != 0 {
		return nil, &Error{Code: "number_out_of_range"}
	}
	return s, nil
}

// Bounds of values made by rules.
const (
	maxText = 10_000 // characters
	maxList = 10_000 // elements
)

// Copying this many bytes costs a step.
const copyCost = 128

// concatenation joins two texts; copying burns fuel.
func concatenation(l, r *term) evaluator {
	return func(f *frame) (any, error) {
		joined, err := two(l, r, func(x, y any) (any, error) { return x.(string) + y.(string), nil })(f)
		if err != nil || joined == nil {
			return nil, err
		}
		return boundedText(f, joined.(string))
	}
}

func boundedText(f *frame, s string) (any, error) {
	if err := f.spend(len(s) / copyCost); err != nil {
		return nil, err
	}
	if len(s) > maxText && utf8.RuneCountInString(s) > maxText {
		return nil, &Error{Code: "text_too_long", Params: map[string]any{"max": maxText}}
	}
	return s, nil
}
