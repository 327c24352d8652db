package rule

// evaluator is a compiled node: it yields a value, nil for null.
type evaluator func(*frame) (any, error)

// term is a checked part of an expression.
type term struct {
	typ     Type
	at      span
	eval    evaluator
	literal bool   // a constant known at publish, kept in value
	value   any    // of a literal
	origins []Path // where its record, or the records of its list, are read from
	items   []*term
	own     string // when it is a field of the record itself
	setting string // when it is a setting
	cell    Cell   // when it is a field of a record
	fixed   bool   // reads nothing that moves

	// Of queries (place.go: PlaceQuery).
	fromIt bool                           // depends on the candidate, so it must become SQL
	sql    func(*query) (fragment, error) // nil: not translatable
	row    func(*query) string            // alias, when the term is a row of the query
	rows   func(*query) (relation, error) // when the term is a list of records that point at a row
	hopped bool                           // reached through a reference
	clause *call                          // when the term is a call of a named rule

	ordered *ordered // when the term is a comparison
	who     []Party  // when it names people
}

// bad is the term of a part about which an issue has been reported.
func bad() *term { return &term{} }

func (t *term) isBad() bool { return t.typ.Kind == KindNone }

// constant is a term of a value known at publish.
func constant(typ Type, value any) *term {
	return &term{typ: typ, literal: true, value: value,
		eval: func(*frame) (any, error) { return value, nil }}
}

// metered makes every evaluation of a term cost a step, and tells it where that
// is wanted. Its place and type must be known by now.
func metered(t *term) evaluator {
	eval, at, typ, told := t.eval, t.at, t.typ, !t.literal
	return func(f *frame) (any, error) {
		if *f.fuel--; *f.fuel < 0 {
			return nil, &Error{Code: "rule_too_expensive"}
		}
		switch {
		case f.trace == nil:
		case told:
			return f.trace.step(f, at, typ, eval)
		default:
			f.trace.last = false
		}
		return eval(f)
	}
}

// pure makes an evaluator of a function over values. It is not called when an
// operand is null: the result is null then.
func pure(run func(args []any) (any, error), operands ...*term) evaluator {
	return func(f *frame) (any, error) {
		if f.trace != nil {
			args, empty, err := f.trace.operands(f, operands)
			if err != nil || empty {
				return nil, err
			}
			return run(args)
		}
		args := make([]any, len(operands))
		for i, o := range operands {
			v, err := o.eval(f)
			if err != nil || v == nil {
				return nil, err
			}
			args[i] = v
		}
		return run(args)
	}
}

// two is pure for two operands, which is what operators have.
func two(a, b *term, run func(x, y any) (any, error)) evaluator {
	return func(f *frame) (any, error) {
		if f.trace != nil {
			args, empty, err := f.trace.operands(f, []*term{a, b})
			if err != nil || empty {
				return nil, err
			}
			return run(args[0], args[1])
		}
		x, err := a.eval(f)
		if err != nil {
			return nil, err
		}
		y, err := b.eval(f)
		if err != nil || x == nil || y == nil {
			return nil, err
		}
		return run(x, y)
	}
}
