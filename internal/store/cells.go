package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// cells translates fields to SQL for one reader. A cell that the reader may not
// see in a row yields NULL there, so no filter, sort or count can tell what it
// holds; this goes for records reached over references too.
type cells struct {
	m      *model.Model
	r      *Reader
	listed string // alias of rows already known to be visible
}

// Column gives the SQL of a field, and the power of ten it is scaled by.
func (c cells) Column(typ, alias, field string) (string, int, bool) {
	t := c.m.TypeByKey(typ)
	if t == nil || t.Abstract {
		return "", 0, false
	}
	if field == "id" {
		return guard(alias+".id", c.shown(t, alias)), 0, true
	}
	f := t.Field(field)
	if f == nil || !f.Stored() || isList(f) {
		return c.derived(t, alias, field)
	}
	if f.Kind == model.Money && f.CurrencyField != nil {
		return c.inManyCurrencies(t, alias, f), maxDigits, true
	}
	return c.cell(t, alias, f), scaleOf(f), true
}

// maxDigits is the most places that a currency has.
const maxDigits = 3

// inManyCurrencies brings amounts whose currency stands beside them to one
// scale: 500 yen are stored as 500, 500 tenge as 50000.
func (c cells) inManyCurrencies(t *model.Type, alias string, f *model.Field) string {
	factor := strconv.FormatInt(pow10(maxDigits-money.Digits("")), 10)
	var cases strings.Builder
	for _, currency := range money.Uncommon() {
		if mayHold(f.CurrencyField, currency) {
			fmt.Fprintf(&cases, " WHEN '%s' THEN %d", currency, pow10(maxDigits-money.Digits(currency)))
		}
	}
	if cases.Len() > 0 {
		factor = "CASE " + alias + "." + quote(f.CurrencyField.Key) + cases.String() + " ELSE " + factor + " END"
	}
	return "(" + c.cell(t, alias, f) + " * " + factor + ")"
}

func mayHold(f *model.Field, key string) bool {
	return len(f.Enum) == 0 || slices.ContainsFunc(f.Enum, func(e model.EnumValue) bool { return e.Key == key })
}

func pow10(n int32) int64 { return decimal.New(1, n).IntPart() }

// derived gives what is computed from stored columns.
func (c cells) derived(t *model.Type, alias, field string) (string, int, bool) {
	if t.Lifecycle == nil || field != "phase" && field != "open" {
		return "", 0, false
	}
	var b strings.Builder
	fmt.Fprintf(&b, "CASE %s", c.cell(t, alias, t.Field("status")))
	for _, s := range t.Lifecycle.States {
		if !isWord(s.Key) || !isWord(string(s.Phase)) {
			return "", 0, false
		}
		if field == "phase" {
			fmt.Fprintf(&b, " WHEN '%s' THEN '%s'", s.Key, s.Phase)
		} else {
			fmt.Fprintf(&b, " WHEN '%s' THEN %d", s.Key, flag(s.Phase.Open()))
		}
	}
	return b.String() + " END", 0, true
}

func isWord(s string) bool {
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

func scaleOf(f *model.Field) int {
	switch f.Kind {
	case model.Decimal:
		return decimalPlaces
	case model.Money:
		return int(money.Digits(f.Currency))
	}
	return 0
}

// cell is a column, null where it is empty or hidden.
func (c cells) cell(t *model.Type, alias string, f *model.Field) string {
	column := alias + "." + quote(f.Key)
	if nullOf(f) == "" {
		column = "nullif(" + column + ", '')"
	}
	return guard(column, c.readable(t, alias, f))
}

func guard(column, condition string) string {
	if condition == "" {
		return column
	}
	return "CASE WHEN " + condition + " THEN " + column + " END"
}

// shown is the condition that the reader sees a row at all; "" when certain.
func (c cells) shown(t *model.Type, alias string) string {
	if alias == c.listed || c.r.all {
		return ""
	}
	if t.Owner != nil {
		return c.readable(t, alias, nil)
	}
	return c.hasBits(t, alias, accessBits(t), 0)
}

// readable is the condition that the reader sees a cell; "" when certain. The
// columns of a table are seen by whoever sees the table.
func (c cells) readable(t *model.Type, alias string, f *model.Field) string {
	if c.r.all {
		return ""
	}
	if t.Owner != nil {
		f = t.OwnerField
		t = t.Owner
		alias = "(SELECT o.n FROM " + table(t) + " o WHERE o.id = " + alias + ".parent)"
	}
	allow, deny := cellBits(t, f)
	if alias == c.listed && deny == 0 && allow&accessBits(t) == accessBits(t) {
		return "" // every rule that lists a row shows this cell
	}
	return c.hasBits(t, alias, allow, deny)
}

// hasBits asks the rights of a row: some bit of allow and none of deny.
func (c cells) hasBits(t *model.Type, alias string, allow, deny uint64) string {
	if c.r.closed[t.Key] {
		return "0"
	}
	wide := c.r.wide[t.Key]
	if wide&deny != 0 {
		return "0"
	}
	if deny == 0 && wide&allow != 0 {
		return ""
	}
	var conditions []string
	if wide&allow == 0 {
		conditions = append(conditions, c.mask(alias, allow)+" <> 0")
	}
	if deny != 0 {
		conditions = append(conditions, c.mask(alias, deny)+" = 0")
	}
	return strings.Join(conditions, " AND ")
}

// mask gathers, over the reader's tokens, which of some bits a row grants.
// SQLite has no bitwise aggregate; the greatest of one bit is that bit. The
// plus keeps the tokens from being probed one by one: a row has few rights, a
// reader may have many tokens.
func (c cells) mask(alias string, bits uint64) string {
	n := alias
	if !strings.HasPrefix(alias, "(") {
		n += "." + colN
	}
	var parts []string
	for bit := range 64 {
		if bits&(1<<bit) != 0 {
			parts = append(parts, "max(g & "+strconv.FormatInt(1<<bit, 10)+")")
		}
	}
	if len(parts) == 0 {
		return "0"
	}
	return "coalesce((SELECT " + strings.Join(parts, " | ") + " FROM k_acl WHERE n = " + n + " AND +p IN (" + joinInts(c.r.tokens) + ")), 0)"
}

// Table gives the table of a type.
func (c cells) Table(typ string) (string, bool) {
	t := c.m.TypeByKey(typ)
	if t == nil || t.Abstract {
		return "", false
	}
	return table(t), true
}

// List gives a column that holds several values; hidden ones are none.
func (c cells) List(typ, alias, field string) (string, bool, bool) {
	t := c.m.TypeByKey(typ)
	if t == nil || t.Abstract {
		return "", false, false
	}
	f := t.Field(field)
	if f == nil || !f.Stored() || !isList(f) {
		return "", false, false
	}
	column := "nullif(" + alias + "." + quote(f.Key) + ", '')"
	return guard(column, c.readable(t, alias, f)), f.Kind == model.Ref && !f.Exact, true
}

// Inverse joins the records, or rows, that point at a record. Records that the
// reader does not see do not exist for them.
func (c cells) Inverse(typ, field, parent, child string) (string, string, bool) {
	t := c.m.TypeByKey(typ)
	if t == nil {
		return "", "", false
	}
	f := t.Field(field)
	if f == nil {
		return "", "", false
	}
	var conditions []string
	var of *model.Type
	switch f.Kind {
	case model.Rows:
		of = f.RowType
		conditions = []string{child + ".parent = " + parent + ".id"}
		if condition := c.readable(t, parent, f); condition != "" {
			conditions = append(conditions, condition)
		}
	case model.Inverse:
		of = f.From
		conditions = []string{pointsAt(f.Via, t, parent, child)}
		if of.Owner == nil {
			conditions = append(conditions, child+".archived IS NULL")
		}
		for _, condition := range []string{c.shown(of, child), c.readable(of, child, f.Via), c.readable(t, parent, f)} {
			if condition != "" {
				conditions = append(conditions, condition)
			}
		}
	default:
		return "", "", false
	}
	return of.Key, strings.Join(conditions, " AND "), true
}

// pointsAt joins by a reference column.
func pointsAt(via *model.Field, t *model.Type, parent, child string) string {
	target := parent + ".id"
	if !via.Exact {
		target = "'" + t.Key + "/' || " + target
	}
	column := child + "." + quote(via.Key)
	if via.Many {
		return "EXISTS (SELECT 1 FROM json_each(" + column + ") WHERE value = " + target + ")"
	}
	return column + " = " + target
}

func joinInts(list []int64) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(words, ",")
}

var _ rule.Columns = cells{}
