package rule

import (
	"fmt"
	"strings"
	"time"

	"kontora/internal/money"

	"github.com/shopspring/decimal"
)

// Columns tells a query where the fields of a type live in SQL.
type Columns interface {
	// Column gives the SQL expression of a field read through a table alias, and
	// the power of ten by which stored numbers and amounts are scaled. A cell
	// that the reader may not see is an expression that yields NULL.
	Column(typ, alias, field string) (expr string, scale int, ok bool)
	// Table gives the table of a type.
	Table(typ string) (string, bool)
	// List gives the SQL expression of a field that holds several values as a JSON
	// array, and whether its references are written type/id.
	List(typ, alias, field string) (expr string, isPoly, ok bool)
	// Inverse gives the type and the SQL condition that joins records (alias
	// child) which point by a derived relation or rows at a record (alias parent).
	Inverse(typ, field, parent, child string) (childType, on string, ok bool)
}

// SQL translates a rule of PlaceQuery for SQLite; `it` is the row of alias.
// Whatever does not depend on it is evaluated here and bound as an argument.
// A row belongs to the answer when the expression is true: NULL is unknown, in
// SQL exactly where it is in Go.
func (r *Rule) SQL(c Columns, alias string, s *Scope) (where string, args []any, err error) {
	defer recovered(&err)
	if r.root.sql == nil {
		return "", nil, &Error{Code: "not_in_query"}
	}
	var f fragment
	err = within(r, s, func(fr *frame) error {
		q := &query{columns: c, frame: fr, it: alias, aliases: map[int]string{}, values: map[string]fragment{}}
		if f, err = r.root.sql(q); err != nil {
			return err
		}
		f, err = f.settle(f.places())
		return err
	})
	if err != nil {
		return "", nil, err
	}
	return f.text, f.args, nil
}

// query is one translation in progress.
type query struct {
	columns Columns
	frame   *frame
	it      string
	aliases map[int]string      // rows of subqueries, by the slot of their element
	values  map[string]fragment // by alias: subqueries over stored lists, whose rows are bare values
	tables  int
}

// alias names the next table of a subquery.
func (q *query) alias() string {
	q.tables++
	return fmt.Sprintf("%s_%d", q.it, q.tables)
}

// fragment is a piece of SQL with its arguments in order.
type fragment struct {
	text   string
	args   []any
	kind   Kind
	scale  int  // numbers and amounts: stored value = value × 10^scale
	bound  bool // a parameter whose scale is not fixed yet: value holds it
	value  any
	isPoly bool   // a reference stored as type/id
	ref    string // a reference stored as id: the type it is of
}

// as sets the kind of a fragment.
func (f fragment) as(k Kind) fragment {
	f.kind = k
	return f
}

// glue puts fragments into a text, one for each %s, with their arguments.
func glue(format string, parts ...fragment) fragment {
	texts := make([]any, len(parts))
	out := fragment{kind: KindBool}
	for i, p := range parts {
		texts[i] = p.text
		out.args = append(out.args, p.args...)
	}
	out.text = fmt.Sprintf(format, texts...)
	return out
}

// bind evaluates a term that does not depend on the candidate.
func bind(t *term) func(*query) (fragment, error) {
	return func(q *query) (fragment, error) {
		v, err := t.eval(q.frame)
		if err != nil {
			return fragment{}, err
		}
		return parameter(v, t.typ.Kind)
	}
}

func parameter(v any, k Kind) (fragment, error) {
	f := fragment{text: "?", kind: k, bound: true, value: v, args: []any{nil}}
	switch x := v.(type) {
	case nil:
		f.bound = k == KindNumber || k == KindMoney
	case bool:
		f.args[0] = rankBool(x)
	case string:
		f.args[0] = x
	case Date:
		f.args[0] = x.String()
	case time.Time:
		f.args[0] = x.UTC().Format(instantFormat)
	case decimal.Decimal, money.Amount, Reference, Record: // settled beside the other operand
	default:
		return f, &Error{Code: "not_in_query", Params: map[string]any{"kind": k.String()}}
	}
	return f, nil
}

// instantFormat is how instants are stored: text that orders as time does.
const instantFormat = "2006-01-02 15:04:05.000Z"

// numeric gives the number in a parameter.
func (f fragment) numeric() (decimal.Decimal, bool) {
	switch x := f.value.(type) {
	case decimal.Decimal:
		return x, true
	case money.Amount:
		return x.Value, true
	}
	return decimal.Decimal{}, false
}

// places is the scale a fragment needs to be exact.
func (f fragment) places() int {
	d, ok := f.numeric()
	if !f.bound || !ok {
		return f.scale
	}
	places := 0
	for places < maxPlaces && !d.Shift(int32(places)).IsInteger() {
		places++
	}
	return places
}

// maxScale bounds products of scaled integers: SQLite counts to 2^63.
const maxScale = 12

// settle gives the fragment a scale, where it is a number, and its final argument.
func (f fragment) settle(scale int) (fragment, error) {
	if scale > maxScale {
		return f, &Error{Code: "number_out_of_range"}
	}
	switch f.kind {
	case KindNumber, KindMoney:
		if f.bound {
			return f.settleParameter(scale)
		}
		if scale > f.scale {
			f.text = fmt.Sprintf("(%s * 1%s)", f.text, strings.Repeat("0", scale-f.scale))
			f.scale = scale
		}
	case KindRef:
		if f.bound {
			return f.settleReference(fragment{}), nil
		}
	}
	return f, nil
}

func (f fragment) settleParameter(scale int) (fragment, error) {
	f.bound, f.scale = false, scale
	d, ok := f.numeric()
	if !ok {
		return f, nil
	}
	minor := d.Shift(int32(scale))
	if !minor.IsInteger() || minor.Abs().GreaterThan(maxInteger) {
		return f, &Error{Code: "number_out_of_range"}
	}
	f.args = []any{minor.IntPart()}
	return f, nil
}

var maxInteger = decimal.New(1<<62, 0)

// settleReference writes a parameter as the column beside it stores references.
func (f fragment) settleReference(beside fragment) fragment {
	ref, ok := referenceOf(f.value)
	if !f.bound || !ok {
		return f
	}
	f.bound, f.isPoly = false, beside.isPoly
	f.args = []any{ref.Id}
	if beside.isPoly {
		f.args = []any{ref.Type + "/" + ref.Id}
	}
	return f
}

// align brings two operands to one scale or one form of reference.
func align(a, b fragment) (fragment, fragment, error) {
	if a.kind == KindRef || b.kind == KindRef {
		a, b = a.settleReference(b), b.settleReference(a)
		return a.poly(b), b.poly(a), nil
	}
	scale := max(a.places(), b.places())
	a, err := a.settle(scale)
	if err != nil {
		return a, b, err
	}
	b, err = b.settle(scale)
	return a, b, err
}

// poly writes an id as type/id where the other side is stored so.
func (f fragment) poly(beside fragment) fragment {
	if f.isPoly || !beside.isPoly || f.kind != KindRef || f.ref == "" {
		return f
	}
	f.text, f.isPoly = fmt.Sprintf("('%s/' || %s)", strings.ReplaceAll(f.ref, "'", "''"), f.text), true
	return f
}
