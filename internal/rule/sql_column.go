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

// rowId is a row itself, as its id, or an element of a stored list.
func rowId(t *term) translation {
	return func(q *query) (fragment, error) {
		return q.column(t.typ.Ref, t.row(q), "id", t.typ)
	}
}

// column reads a field of a row.
func (q *query) column(typ, alias, field string, want Type) (fragment, error) {
	if value, ok := q.values[alias]; ok {
		if field == "id" && want.Kind != KindText {
			return value, nil
		}
		return q.hop(value, typ, field, want)
	}
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
			t.rows = func(q *query) (relation, error) { return q.relation(base, name, *t.typ.Elem) }
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
	t.sql = func(q *query) (fragment, error) {
		key, err := base.sql(q)
		if err != nil {
			return key, err
		}
		return q.hop(key, base.typ.Ref, name, t.typ)
	}
}

// hop reads a field of the record that a key points at.
func (q *query) hop(key fragment, typ, name string, want Type) (fragment, error) {
	if name == "id" && want.Kind == KindText {
		return idOf(key), nil
	}
	table, ok := q.columns.Table(typ)
	if !ok || key.isPoly {
		return fragment{}, &Error{Code: "not_in_query", Params: map[string]any{"type": typ}}
	}
	alias := q.alias()
	id, err := q.column(typ, alias, "id", typeText)
	if err != nil {
		return id, err
	}
	value, err := q.column(typ, alias, name, want)
	if err != nil {
		return value, err
	}
	out := glue("(SELECT %s FROM "+table+" AS "+alias+" WHERE %s = %s)", value, id, key)
	out.kind, out.scale, out.isPoly, out.ref = value.kind, value.scale, value.isPoly, value.ref
	return out, nil
}

// idOf is the id in a reference; those to several types are pack/type/id.
func idOf(key fragment) fragment {
	if !key.isPoly {
		return key.as(KindText)
	}
	typed := glue("substr(%s, instr(%s, '/') + 1)", key, key)
	return glue("substr(%s, instr(%s, '/') + 1)", typed, typed).as(KindText)
}
