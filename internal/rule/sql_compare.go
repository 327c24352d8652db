package rule

import (
	"strings"

	"github.com/shopspring/decimal"
)

// sqlCompare translates == != < <= > >=. Amounts are only comparable when
// both currencies are known or one side is neutral: SQL sees minor units alone.
func sqlCompare(operator string, l, r *term) translation {
	switch {
	case l.typ.Kind == KindList && r.typ.Kind == KindNull:
		return sqlEmptiness(operator, l)
	case r.typ.Kind == KindList && l.typ.Kind == KindNull:
		return sqlEmptiness(operator, r)
	}
	if !oneCurrency(l, r) {
		return nil
	}
	return both(l, r, func(a, b fragment) (fragment, error) { return compared(operator, a, b) })
}

func oneCurrency(l, r *term) bool {
	return l.typ.Kind != KindMoney || r.typ.Kind != KindMoney || isNeutral(l) || isNeutral(r) ||
		l.typ.Currency != "" && l.typ.Currency == r.typ.Currency
}

var mirrored = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}

func compared(operator string, a, b fragment) (fragment, error) {
	if a.bound && !b.bound {
		return compared(mirrored[operator], b, a)
	}
	if d, ok := b.numeric(); ok && b.bound && !a.bound && b.places() > a.scale {
		return comparedBetween(operator, a, d), nil
	}
	a, b, err := align(a, b)
	if err != nil {
		return a, err
	}
	return glue("(%s "+sqlOperators[operator]+" %s)", a, b), nil
}

var sqlOperators = map[string]string{"==": "IS", "!=": "IS NOT", "<": "<", "<=": "<=", ">": ">", ">=": ">="}

// comparedBetween compares a column with a number that has more places than the
// column: the number lies between two stored ones, so the column stays bare and
// keeps its index.
func comparedBetween(operator string, a fragment, d decimal.Decimal) fragment {
	minor := d.Shift(int32(a.scale))
	switch operator {
	case "==":
		return fragment{text: "0", kind: KindBool}
	case "!=":
		return fragment{text: "1", kind: KindBool}
	case "<", ">=":
		minor = minor.Ceil()
	default:
		minor = minor.Floor()
	}
	if minor.Abs().GreaterThan(maxInteger) { // above or below everything stored
		minor = maxInteger.Mul(decimal.NewFromInt(int64(minor.Sign())))
	}
	return glue("(%s "+sqlOperators[operator]+" %s)", a, fragment{text: "?", args: []any{minor.IntPart()}})
}

// sqlTextTest translates contains, startsWith and endsWith exactly as Go does
// them, letter case included; LIKE would ignore the case of Latin letters only.
func sqlTextTest(operator string, l, r *term) translation {
	return with2(l, r, func(a, b fragment) fragment {
		switch operator {
		case "contains":
			return glue("(instr(%s, %s) > 0)", a, b)
		case "startsWith":
			return glue("(substr(%s, 1, length(%s)) = %s)", a, b, b)
		}
		return glue("(substr(%s, length(%s) - length(%s) + 1) = %s)", a, a, b, b)
	})
}

// sqlMembership translates in: a written list, or one that is bound.
func sqlMembership(l, r *term) translation {
	if l.sql == nil {
		return nil
	}
	if r.rows != nil {
		return sqlHas(l, r)
	}
	if r.fromIt {
		return sqlWritten(l, r.items)
	}
	if l.typ.Kind == KindMoney && r.typ.Elem.Currency != l.typ.Currency {
		return nil
	}
	return func(q *query) (fragment, error) {
		x, err := l.sql(q)
		if err != nil {
			return x, err
		}
		list, err := listValue(q.frame, r)
		if err != nil {
			return x, err
		}
		return member(x, list)
	}
}

func member(x fragment, list []any) (fragment, error) {
	hasNull, marks := false, []string{}
	in := fragment{}
	for _, v := range list {
		if v == nil {
			hasNull = true
			continue
		}
		p, err := parameter(v, x.kind)
		if err != nil {
			return p, err
		}
		if p.places() > x.scale && (x.kind == KindNumber || x.kind == KindMoney) {
			continue // no stored value has so many places
		}
		if x.kind == KindRef {
			p = p.settleReference(x)
		} else if p, err = p.settle(x.scale); err != nil {
			return p, err
		}
		marks, in.args = append(marks, "?"), append(in.args, p.args...)
	}
	in.text = strings.Join(marks, ", ")
	switch {
	case len(marks) == 0 && hasNull:
		return glue("(%s IS NULL)", x), nil
	case len(marks) == 0:
		return fragment{text: "0", kind: KindBool}, nil
	case hasNull:
		return glue("(%s IS NULL OR %s IN (%s))", x, x, in), nil
	}
	return glue("(%s IS NOT NULL AND %s IN (%s))", x, x, in), nil
}

// sqlWritten compares with each element of a written list.
func sqlWritten(l *term, items []*term) translation {
	var tests []translation
	for _, item := range items {
		test := sqlCompare("==", l, item)
		if test == nil {
			return nil
		}
		tests = append(tests, test)
	}
	if len(tests) == 0 {
		return nil
	}
	return func(q *query) (fragment, error) {
		parts := make([]fragment, len(tests))
		for i, test := range tests {
			var err error
			if parts[i], err = test(q); err != nil {
				return parts[i], err
			}
		}
		return glue("("+strings.TrimSuffix(strings.Repeat("%s OR ", len(parts)), " OR ")+")", parts...), nil
	}
}

// sqlHas looks for a value among the elements of a list that lies in a record.
func sqlHas(l, r *term) translation {
	return func(q *query) (fragment, error) {
		x, err := l.sql(q)
		if err != nil {
			return x, err
		}
		rel, err := r.rows(q)
		if err != nil {
			return x, err
		}
		value, ok := q.values[rel.alias]
		if !ok {
			return x, &Error{Code: "not_in_query"}
		}
		a, b, err := align(value, x)
		return glue("EXISTS (SELECT 1 FROM "+rel.from+" AND %s = %s)", a, b), err
	}
}

// sqlEmptiness compares a list with nil: one without elements is empty.
func sqlEmptiness(operator string, list *term) translation {
	n := sqlCount(&loop{list: list})
	if n == nil {
		return nil
	}
	return func(q *query) (fragment, error) {
		f, err := n(q)
		return glue("(%s "+sqlOperators[operator]+" 0)", f), err
	}
}
