package rule

import (
	"fmt"
	"slices"

	"kontora/internal/money"

	"github.com/expr-lang/expr/ast"
	"github.com/shopspring/decimal"
)

func valueFunctions() map[string]builtin {
	return map[string]builtin{
		"money":    {min: 1, max: 2, check: checkMoney},
		"least":    {min: 2, max: 2, check: extreme(-1)},
		"greatest": {min: 2, max: 2, check: extreme(1)},
		"atleast0": {min: 1, max: 1, check: checkAtLeast0},
		"round":    {min: 1, max: 2, check: checkRound},
		"percent":  {min: 2, max: 2, check: checkPercent},
		"rank":     {min: 1, max: 1, check: checkRank},
		"present":  {min: 1, max: 1, check: checkPresent},
	}
}

// checkMoney makes an amount of a written text or of a number.
func checkMoney(c *checker, k *call, _ Type) *term {
	currency, typ, ok := c.currency(k)
	if !ok {
		return bad()
	}
	if text, written := k.args[0].(*ast.StringNode); written {
		a, err := money.Parse(text.Value, typ.Currency)
		if err != nil {
			return c.report(c.src.span(k.args[0]), "bad_money", map[string]any{"text": text.Value}, err.Error(), "")
		}
		if currency == nil {
			return constant(typ, a)
		}
		return &term{typ: typ, eval: pure(func(v []any) (any, error) { return inCurrency(a.Value, v[0]) }, currency)}
	}
	value := c.arg(k, 0, typeNumber)
	if value.isBad() {
		return value
	}
	if currency == nil {
		return &term{typ: typ, eval: pure(func(v []any) (any, error) {
			return money.Amount{Value: dec(v[0]), Currency: typ.Currency}, nil
		}, value)}
	}
	return &term{typ: typ, eval: pure(func(v []any) (any, error) { return inCurrency(dec(v[0]), v[1]) }, value, currency)}
}

// currency reads the second argument of money: a written code is part of the
// type, anything else is known at run time only.
func (c *checker) currency(k *call) (*term, Type, bool) {
	if len(k.args) < 2 {
		return nil, typeMoney, true
	}
	text, written := k.args[1].(*ast.StringNode)
	if !written {
		t := c.arg(k, 1, typeText)
		return t, typeMoney, !t.isBad()
	}
	if !money.IsCurrency(text.Value) {
		c.report(c.src.span(k.args[1]), "unknown_currency", map[string]any{"currency": text.Value}, fmt.Sprintf("%q is not a currency code like KZT", text.Value), "")
		return nil, typeMoney, false
	}
	return nil, Type{Kind: KindMoney, Currency: text.Value}, true
}

func inCurrency(value decimal.Decimal, code any) (any, error) {
	currency := code.(string)
	if !money.IsCurrency(currency) {
		return nil, &Error{Code: "bad_value", Params: map[string]any{"want": "currency"}}
	}
	return money.Amount{Value: value, Currency: currency}, nil
}

func extreme(sign int) func(*checker, *call, Type) *term {
	return func(c *checker, k *call, want Type) *term {
		l, r := c.pair(k.args[0], k.args[1])
		if l.isBad() || r.isBad() {
			return bad()
		}
		l, r, typ := c.oneType(l, r, want)
		if typ.Kind == KindNone {
			return bad()
		}
		if typ.Kind == KindNull || typ.Kind == KindText {
			return c.report(k.at, "wrong_type", map[string]any{"have": typ.String()}, fmt.Sprintf("%s has no order here", typ), "")
		}
		if t := c.notOrdered(l, r); t != nil {
			return t
		}
		t := &term{typ: typ, eval: two(l, r, func(x, y any) (any, error) {
			n, err := Compare(x, y)
			if err != nil {
				return nil, err
			}
			if n*sign >= 0 {
				return x, nil
			}
			return y, nil
		})}
		t.sql = sqlExtreme(sign, l, r)
		return t
	}
}

// checkAtLeast0 lets nothing fall below zero.
func checkAtLeast0(c *checker, k *call, _ Type) *term {
	x := c.check(k.args[0], Type{})
	switch x.typ.Kind {
	case KindNone:
		return x
	case KindNumber:
		return &term{typ: x.typ, eval: pure(func(a []any) (any, error) { return decimal.Max(dec(a[0]), decimal.Zero), nil }, x)}
	case KindMoney:
		return &term{typ: x.typ, eval: pure(func(v []any) (any, error) {
			a := v[0].(money.Amount)
			return money.Amount{Value: decimal.Max(a.Value, decimal.Zero), Currency: a.Currency}, nil
		}, x)}
	}
	return c.notNumeric(x)
}

func (c *checker) notNumeric(x *term) *term {
	return c.report(x.at, "wrong_type", map[string]any{"want": typeMoney.String(), "have": x.typ.String()},
		fmt.Sprintf("%s where money or a number is wanted", x.typ), "")
}

// checkRound rounds half away from zero; an amount without places to those of
// its currency.
func checkRound(c *checker, k *call, _ Type) *term {
	x := c.check(k.args[0], Type{})
	if x.isBad() {
		return x
	}
	if x.typ.Kind != KindNumber && x.typ.Kind != KindMoney {
		return c.notNumeric(x)
	}
	operands := []*term{x}
	if len(k.args) == 2 {
		places := c.arg(k, 1, typeNumber)
		if places.isBad() {
			return places
		}
		operands = append(operands, places)
	}
	return &term{typ: x.typ, eval: pure(func(a []any) (any, error) {
		n := decimal.Zero
		if len(a) == 2 {
			n = dec(a[1])
		}
		if !n.IsInteger() || n.Abs().GreaterThan(decimal.NewFromInt(divisionTo)) {
			return nil, &Error{Code: "number_out_of_range"}
		}
		places := int32(n.IntPart())
		switch v := a[0].(type) {
		case money.Amount:
			if len(a) == 1 {
				return v.Round(), nil
			}
			return money.Amount{Value: v.Value.Round(places), Currency: v.Currency}, nil
		default:
			return dec(v).Round(places), nil
		}
	}, operands...)}
}

// checkPercent is how many hundredths of b are a; null when b is zero.
func checkPercent(c *checker, k *call, _ Type) *term {
	l, r := c.pair(k.args[0], k.args[1])
	if l.isBad() || r.isBad() {
		return bad()
	}
	l, r = c.zeroes(l, r)
	form, ok := arithmetics[signature{"/", l.typ.Kind, r.typ.Kind}]
	if !ok || form.yields != KindNumber {
		return c.report(k.at, "wrong_type", map[string]any{"left": l.typ.String(), "right": r.typ.String()},
			fmt.Sprintf("%s is no share of %s", l.typ, r.typ), "")
	}
	if !c.accepts(l.typ, r.typ) {
		return c.currencies(k.at, l.typ.Currency, r.typ.Currency)
	}
	return &term{typ: typeNumber, eval: two(l, r, func(x, y any) (any, error) {
		if a, ok := x.(money.Amount); ok {
			x = a.Mul(hundred)
		} else {
			x = dec(x).Mul(hundred)
		}
		return form.run(x, y)
	})}
}

// checkRank is the place of a value in its enumeration, from 0.
func checkRank(c *checker, k *call, _ Type) *term {
	x := c.check(k.args[0], Type{})
	if x.isBad() {
		return x
	}
	if x.typ.Kind != KindText || len(x.typ.Enum) == 0 {
		return c.report(x.at, "wrong_type", map[string]any{"want": "enum", "have": x.typ.String()}, fmt.Sprintf("%s has no ranks", x.typ), "only fields with enum have ranks")
	}
	t := &term{typ: typeNumber, eval: pure(func(a []any) (any, error) {
		i := slices.Index(x.typ.Enum, a[0].(string))
		if i < 0 {
			return nil, nil
		}
		return decimal.NewFromInt(int64(i)), nil
	}, x)}
	t.sql = sqlRank(x)
	return t
}

// checkPresent reports whether there is a file.
func checkPresent(c *checker, k *call, _ Type) *term {
	x := c.check(k.args[0], Type{})
	if x.isBad() {
		return x
	}
	isFiles := x.typ.Kind == KindList && x.typ.Elem.Kind == KindFile
	if x.typ.Kind != KindFile && !isFiles {
		return c.report(x.at, "wrong_type", map[string]any{"want": KindFile.String(), "have": x.typ.String()}, fmt.Sprintf("%s is no file", x.typ), "write x != nil")
	}
	t := &term{typ: typeBool, eval: func(f *frame) (any, error) {
		v, err := x.eval(f)
		return !isEmpty(v), err
	}}
	if !isFiles {
		t.sql = with(x, func(x fragment) fragment { return glue("(%s IS NOT NULL)", x) })
	}
	return t
}
