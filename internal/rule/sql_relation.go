package rule

// relation is the elements of a list, as a subquery's FROM clause.
type relation struct {
	typ, alias string
	from       string // table AS alias WHERE join
}

func (q *query) relation(parent *term, field string, elem Type) (relation, error) {
	alias, of := q.alias(), parent.row(q)
	if _, isValue := q.values[of]; isValue { // two references away
		return relation{}, &Error{Code: "not_in_query", Params: map[string]any{"field": field}}
	}
	if stored, ok := q.stored(parent.typ.Ref, of, field, alias, elem); ok {
		return stored, nil
	}
	typ, on, ok := q.columns.Inverse(parent.typ.Ref, field, of, alias)
	if !ok {
		return relation{}, &Error{Code: "not_in_query", Params: map[string]any{"field": field}}
	}
	table, ok := q.columns.Table(typ)
	if !ok {
		return relation{}, &Error{Code: "not_in_query", Params: map[string]any{"type": typ}}
	}
	return relation{typ, alias, table + " AS " + alias + " WHERE (" + on + ")"}, nil
}

// stored is the elements of a list that lies in the record itself. An empty one
// may be the JSON null, which json_each takes for an element.
func (q *query) stored(typ, of, field, alias string, elem Type) (relation, bool) {
	list, isPoly, ok := q.columns.List(typ, of, field)
	if !ok {
		return relation{}, false
	}
	value := fragment{text: alias + ".value", kind: elem.Kind}
	if elem.Kind == KindRef {
		value.ref, value.isPoly = elem.Ref, isPoly
	}
	q.values[alias] = value
	return relation{elem.Ref, alias, "json_each(" + list + ") AS " + alias + " WHERE " + alias + ".value IS NOT NULL"}, true
}

// What quantifiers ask of a subquery that yields the condition of each row. An
// unknown row leaves the answer NULL unless the known ones settle it.
const (
	sqlAny  = "(SELECT CASE WHEN total(x) > 0 THEN 1 WHEN count(*) > count(x) THEN NULL ELSE 0 END FROM (%s))"
	sqlNone = "(SELECT CASE WHEN total(x) > 0 THEN 0 WHEN count(*) > count(x) THEN NULL ELSE 1 END FROM (%s))"
	sqlAll  = "(SELECT CASE WHEN total(NOT x) > 0 THEN 0 WHEN count(*) > count(x) THEN NULL ELSE 1 END FROM (%s))"
	sqlOne  = "(SELECT CASE WHEN total(x) > 1 THEN 0 WHEN count(*) > count(x) THEN NULL ELSE total(x) = 1 END FROM (%s))"
)

// overRows builds a subquery over the rows of a loop's list.
func overRows(l *loop, build func(rel relation, body fragment) (fragment, error)) translation {
	if l.list.rows == nil || l.body != nil && l.body.sql == nil {
		return nil
	}
	return func(q *query) (fragment, error) {
		rel, err := l.list.rows(q)
		if err != nil {
			return fragment{}, err
		}
		body := fragment{text: "1", kind: KindBool}
		if l.body != nil {
			q.aliases[l.slot] = rel.alias
			if body, err = l.body.sql(q); err != nil {
				return body, err
			}
		}
		return build(rel, body)
	}
}

func sqlQuantifier(l *loop, form string) translation {
	return overRows(l, func(rel relation, body fragment) (fragment, error) {
		return glue(form, glue("SELECT %s AS x FROM "+rel.from, body)), nil
	})
}

func sqlCount(l *loop) translation {
	return overRows(l, func(rel relation, body fragment) (fragment, error) {
		return glue("(SELECT count(*) FROM "+rel.from+" AND %s)", body).as(KindNumber), nil
	})
}

// sqlSum adds up; no rows give 0, as in Go. Amounts need a known currency.
func sqlSum(l *loop, typ Type) translation {
	if l.body == nil || typ.Kind == KindMoney && typ.Currency == "" {
		return nil
	}
	return overRows(l, func(rel relation, body fragment) (fragment, error) {
		body, err := body.settle(body.places())
		if err != nil {
			return body, err
		}
		out := glue("(SELECT coalesce(sum(%s), 0) FROM "+rel.from+")", body)
		out.kind, out.scale = typ.Kind, body.scale
		return out, nil
	})
}
