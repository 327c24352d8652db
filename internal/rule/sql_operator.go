package rule

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

type translation = func(*query) (fragment, error)

// translate decides how a term of a query becomes SQL, and reports a term that
// cannot. Lists have no SQL of their own: what is asked of them has.
func (c *checker) translate(t *term, hasIssues bool) {
	if !t.fromIt {
		if t.row == nil {
			t.sql = bind(t)
		}
		return
	}
	if t.sql != nil || hasIssues || t.typ.Kind == KindList || t.isBad() {
		return
	}
	if t.row != nil {
		t.sql = rowId(t)
		return
	}
	c.report(t.at, "not_in_query", nil, "this cannot be asked of the database", "queries know comparisons, and or not, in, + - *, ?:, contains startsWith endsWith, any all none count sum over related records")
}

// rowId is a row itself, as its id.
func rowId(t *term) translation {
	return func(q *query) (fragment, error) {
		return q.column(t.typ.Ref, t.row(q), "id", t.typ)
	}
}

// column reads a field of a row.
func (q *query) column(typ, alias, field string, want Type) (fragment, error) {
	text, scale, ok := q.columns.Column(typ, alias, field)
	if !ok {
		return fragment{}, &Error{Code: "not_in_query", Params: map[string]any{"field": field}}
	}
	f := fragment{text: text, kind: want.Kind, scale: scale}
	if want.Kind == KindRef {
		f.ref = want.Ref
		_, own := q.columns.Table(want.Ref)
		f.isPoly = !own
	}
	return f, nil
}

// columnOf translates a field: of a row directly, over one reference by a
// subquery.
func (c *checker) columnOf(t, base *term, name string) {
	if t.typ.Kind == KindList {
		if base.row != nil {
			t.rows = func(q *query) (relation, error) { return q.relation(base, name) }
		}
		return
	}
	if base.row != nil {
		t.sql = func(q *query) (fragment, error) { return q.column(base.typ.Ref, base.row(q), name, t.typ) }
		return
	}
	if base.sql == nil || base.hopped || base.typ.Kind != KindRef {
		return
	}
	t.hopped = true
	t.sql = func(q *query) (fragment, error) { return q.hop(base, name, t.typ) }
}

func (q *query) hop(base *term, name string, want Type) (fragment, error) {
	key, err := base.sql(q)
	if err != nil {
		return key, err
	}
	if name == "id" && want.Kind == KindText && !key.isPoly {
		return key.as(KindText), nil
	}
	table, ok := q.columns.Table(base.typ.Ref)
	if !ok || key.isPoly {
		return fragment{}, &Error{Code: "not_in_query", Params: map[string]any{"type": base.typ.Ref}}
	}
	alias := q.alias()
	id, err := q.column(base.typ.Ref, alias, "id", typeText)
	if err != nil {
		return id, err
	}
	value, err := q.column(base.typ.Ref, alias, name, want)
	if err != nil {
		return value, err
	}
	out := glue("(SELECT %s FROM "+table+" AS "+alias+" WHERE %s = %s)", value, id, key)
	out.kind, out.scale, out.isPoly, out.ref = value.kind, value.scale, value.isPoly, value.ref
	return out, nil
}

// with translates by what becomes of one operand.
func with(t *term, build func(fragment) fragment) translation {
	if t.sql == nil {
		return nil
	}
	return func(q *query) (fragment, error) {
		f, err := t.sql(q)
		if err != nil {
			return f, err
		}
		return build(f), nil
	}
}

// with2 translates by what becomes of two operands.
func with2(l, r *term, build func(a, b fragment) fragment) translation {
	return both(l, r, func(a, b fragment) (fragment, error) { return build(a, b), nil })
}

func both(l, r *term, build func(a, b fragment) (fragment, error)) translation {
	if l.sql == nil || r.sql == nil {
		return nil
	}
	return func(q *query) (fragment, error) {
		a, err := l.sql(q)
		if err != nil {
			return a, err
		}
		b, err := r.sql(q)
		if err != nil {
			return b, err
		}
		return build(a, b)
	}
}

// sqlCompare translates == != < <= > >=. Amounts are only comparable when
// both currencies are known or one side is neutral: SQL sees minor units alone.
func sqlCompare(operator string, l, r *term) translation {
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

func sqlArithmetic(operator string, l, r *term, typ Type) translation {
	isNumeric := typ.Kind == KindNumber || typ.Kind == KindMoney
	if operator == "/" || !isNumeric || l.typ.Kind == KindDate || !oneCurrency(l, r) {
		return nil
	}
	return both(l, r, func(a, b fragment) (fragment, error) {
		var err error
		scale := 0
		if operator == "*" {
			if a, err = a.settle(a.places()); err != nil {
				return a, err
			}
			if b, err = b.settle(b.places()); err != nil {
				return b, err
			}
			scale = a.scale + b.scale
		} else if a, b, err = align(a, b); err != nil {
			return a, err
		} else {
			scale = a.scale
		}
		out := glue("(%s "+operator+" %s)", a, b)
		out.kind, out.scale = typ.Kind, scale
		return out, nil
	})
}

func sqlNegated(x *term) translation {
	if x.sql == nil {
		return nil
	}
	return func(q *query) (fragment, error) {
		f, err := x.sql(q)
		if err != nil {
			return f, err
		}
		if f, err = f.settle(f.places()); err != nil {
			return f, err
		}
		out := glue("(- %s)", f)
		out.kind, out.scale = f.kind, f.scale
		return out, nil
	}
}

// merged keeps the kind and form of aligned operands.
func merged(format string, like fragment, parts ...fragment) fragment {
	out := glue(format, parts...)
	out.kind, out.scale, out.isPoly, out.ref = like.kind, like.scale, like.isPoly, like.ref
	return out
}

func sqlConditional(cond, yes, no *term) translation {
	if cond.sql == nil || !oneCurrency(yes, no) {
		return nil
	}
	branches := both(yes, no, func(a, b fragment) (fragment, error) {
		a, b, err := align(a, b)
		return merged("WHEN 1 THEN %s WHEN 0 THEN %s", typed(a, b), a, b), err
	})
	if branches == nil {
		return nil
	}
	return func(q *query) (fragment, error) {
		c, err := cond.sql(q)
		if err != nil {
			return c, err
		}
		f, err := branches(q)
		if err != nil {
			return f, err
		}
		return merged("(CASE %s %s END)", f, c, f), nil
	}
}

// typed picks the operand that is not a bare NULL.
func typed(a, b fragment) fragment {
	if a.kind == KindNull {
		return b
	}
	return a
}

func sqlCoalesce(l, r *term) translation {
	if !oneCurrency(l, r) {
		return nil
	}
	return both(l, r, func(a, b fragment) (fragment, error) {
		a, b, err := align(a, b)
		return merged("coalesce(%s, %s)", typed(a, b), a, b), err
	})
}

// sqlExtreme translates least and greatest; both are NULL beside NULL.
func sqlExtreme(sign int, l, r *term) translation {
	if !oneCurrency(l, r) {
		return nil
	}
	name := "min"
	if sign > 0 {
		name = "max"
	}
	return both(l, r, func(a, b fragment) (fragment, error) {
		a, b, err := align(a, b)
		return merged(name+"(%s, %s)", a, a, b), err
	})
}

func sqlRank(x *term) translation {
	return with(x, func(f fragment) fragment {
		out := fragment{text: "(CASE " + f.text, args: f.args, kind: KindNumber}
		for i, key := range x.typ.Enum {
			out.text += fmt.Sprintf(" WHEN ? THEN %d", i)
			out.args = append(out.args[:len(out.args):len(out.args)], key)
		}
		out.text += " END)"
		return out
	})
}
