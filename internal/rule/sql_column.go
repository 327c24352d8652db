package rule

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
