package rule

import (
	"fmt"
)

type translation = func(*query) (fragment, error)

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
