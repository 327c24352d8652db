package rule

import "github.com/expr-lang/expr/ast"

// conditional is unknown where its condition is.
func (c *checker) conditional(n *ast.ConditionalNode, want Type) *term {
	cond := c.fit(c.check(n.Cond, typeBool), typeBool)
	var yes, no *term
	if want.Kind == KindNone && isLiteral(n.Exp1) {
		no = c.check(n.Exp2, want)
		yes = c.check(n.Exp1, no.typ)
	} else {
		yes = c.check(n.Exp1, want)
		no = c.check(n.Exp2, hintOr(want, yes.typ))
	}
	return c.branches(cond, yes, no, want)
}

func hintOr(want, other Type) Type {
	if want.Kind == KindNone {
		return other
	}
	return want
}

func (c *checker) branches(cond, yes, no *term, want Type) *term {
	if cond.isBad() || yes.isBad() || no.isBad() {
		return bad()
	}
	yes, no, typ := c.oneType(yes, no, want)
	if typ.Kind == KindNone {
		return bad()
	}
	t := &term{typ: typ, who: sometimes(yes.who, no.who), origins: mergePaths(yes.origins[:len(yes.origins):len(yes.origins)], no.origins), eval: func(f *frame) (any, error) {
		v, err := cond.eval(f)
		if err != nil || v == nil {
			return nil, err
		}
		taken := no
		if v == true {
			taken = yes
		}
		if f.trace != nil {
			return f.trace.mute(f.trace.last, taken.eval, f)
		}
		return taken.eval(f)
	}}
	t.sql = sqlConditional(cond, yes, no)
	return t
}

// oneType brings two alternatives to the type they share.
func (c *checker) oneType(a, b *term, want Type) (*term, *term, Type) {
	a, b = c.zeroes(a, b)
	if want.Kind == KindPeople {
		a, b = c.fit(a, want), c.fit(b, want)
	}
	if a.isBad() || b.isBad() {
		return a, b, Type{}
	}
	typ := c.agree(a.typ, b.typ, b.at)
	if typ.Kind == KindMoney && typ.Currency == "" { // zero takes the other's currency
		if isNeutral(a) {
			typ = b.typ
		} else if isNeutral(b) {
			typ = a.typ
		}
	}
	if typ.Kind == KindPeople {
		a, b = c.fit(a, typ), c.fit(b, typ)
	}
	return a, b, typ
}

// coalesce takes the left side, or the right one where the left is null.
func (c *checker) coalesce(n *ast.BinaryNode, want Type) *term {
	l := c.check(n.Left, want)
	r := c.check(n.Right, hintOr(want, l.typ))
	if l.isBad() || r.isBad() {
		return bad()
	}
	l, r, typ := c.oneType(l, r, want)
	if typ.Kind == KindNone {
		return bad()
	}
	t := &term{typ: typ, who: sometimes(l.who, r.who), origins: mergePaths(l.origins[:len(l.origins):len(l.origins)], r.origins), eval: func(f *frame) (any, error) {
		v, err := l.eval(f)
		if err != nil || v != nil {
			return v, err
		}
		if f.trace != nil {
			return f.trace.mute(f.trace.last, r.eval, f)
		}
		return r.eval(f)
	}}
	t.sql = sqlCoalesce(l, r)
	return t
}
