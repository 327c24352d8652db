package store

import (
	"fmt"
	"slices"
	"strings"

	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Sums asks for the sums of a register as a reader may see them: of lines whose
// records they see with all their cells.
type Sums struct {
	Register *model.Register
	By       []model.Axis
	Where    map[*model.Dimension][]Filter // on the record that a dimension names
	Is       map[*model.Dimension]string   // the dimension is this, "" empty
	Scope    *rule.Scope
	Limit    int // lines; 0: the most there may be
}

// SumLine is one line: the values of its axes, and whole units by resource; none
// where several latest values meet.
type SumLine struct {
	By    []any
	Units map[string]int64
}

// maxSumLines is how many lines one answer may have.
const maxSumLines = 20_000

// ReadSums adds up; more reports that there are further lines.
func ReadSums(app core.App, m *model.Model, r *Reader, q Sums) (lines []SumLine, more bool, err error) {
	b, err := newBooks(m, r, q, "b.key")
	if err != nil {
		return nil, false, err
	}
	if q.Limit <= 0 || q.Limit > maxSumLines {
		q.Limit = maxSumLines
	}
	columns := slices.Clone(b.axes)
	groups := make([]string, len(b.axes))
	for i := range b.axes {
		groups[i] = fmt.Sprint(i + 1)
	}
	inner := []string{`key`}
	for i, res := range q.Register.Resources {
		column := fmt.Sprintf(`r%d`, i)
		inner = append(inner, `sum(CASE resource WHEN '`+res.StableId+`' THEN units END) `+column)
		sum := `sum(b.` + column + `)`
		if res.Last { // several latest values have no sum
			sum = `CASE WHEN count(b.` + column + `) < 2 THEN ` + sum + ` END`
		}
		columns = append(columns, sum)
	}
	// Sums of one key stand together in the primary key: no sorting, and one key to
	// take apart instead of one for each resource.
	statement := `SELECT ` + strings.Join(columns, `, `) + ` FROM (SELECT ` + strings.Join(inner, `, `) +
		` FROM k_balances WHERE register = ? AND units <> 0 GROUP BY key) b` + b.joins + ` WHERE 1` + b.where
	if len(groups) > 0 {
		statement += ` GROUP BY ` + strings.Join(groups, `, `) + ` ORDER BY ` + strings.Join(groups, `, `)
	}
	rows, err := query(app, statement+fmt.Sprintf(` LIMIT %d`, q.Limit+1), append([]any{q.Register.StableId}, b.args...)...)
	if err != nil {
		return nil, false, fmt.Errorf("sums of %s: %w", q.Register.Key, err)
	}
	if more = len(rows) > q.Limit; more {
		rows = rows[:q.Limit]
	}
	lines = make([]SumLine, len(rows))
	for i, row := range rows {
		line := SumLine{Units: make(map[string]int64, len(q.Register.Resources))}
		if line.By, err = axisValues(m, q.By, row); err != nil {
			return nil, false, err
		}
		for j, res := range q.Register.Resources {
			if v := row[len(q.By)+j]; v != nil {
				line.Units[res.StableId] = number(v)
			}
		}
		lines[i] = line
	}
	return lines, more, nil
}

// EntryLine is one entry of a register.
type EntryLine struct {
	Seq      int64
	Day      string
	Key      map[string]string
	Record   rule.Reference
	Visible  bool // the reader sees the record that contributed
	Posting  string
	Part     string
	Resource string
	Units    *int64 // nil: of which the latest counts, taken back
	Event    string
}

// Entries asks for entries, the latest first.
type Entries struct {
	Sums
	Resource string // stable id; "" for all
	From, To string // days
	Before   int64  // seq; 0: from the newest
}

// ReadEntries lists what a register was made of.
func ReadEntries(app core.App, m *model.Model, r *Reader, q Entries) ([]EntryLine, error) {
	b, err := newBooks(m, r, q.Sums, "b.key")
	if err != nil {
		return nil, err
	}
	where, args := b.where, append([]any{q.Register.StableId}, b.args...)
	more := func(condition string, arg any) {
		where += ` AND ` + condition
		args = append(args, arg)
	}
	if q.Resource != "" {
		more(`b.resource = ?`, q.Resource)
	}
	if q.From != "" {
		more(`b.day >= ?`, q.From)
	}
	if q.To != "" {
		more(`b.day <= ?`, q.To)
	}
	if q.Before > 0 {
		more(`b.seq < ?`, q.Before)
	}
	rows, err := query(app, `SELECT b.seq, b.day, b.key, b.type, b.record, b.posting, b.part, b.resource, b.units, b.event FROM k_entries b`+b.joins+
		` WHERE b.register = ?`+where+fmt.Sprintf(` ORDER BY b.seq DESC LIMIT %d`, q.Limit), args...)
	if err != nil {
		return nil, fmt.Errorf("entries of %s: %w", q.Register.Key, err)
	}
	lines := make([]EntryLine, len(rows))
	for i, row := range rows {
		e := EntryLine{
			Seq: number(row[0]), Day: text(row[1]), Key: decodeKey(text(row[2])), Posting: text(row[5]), Part: text(row[6]),
			Resource: text(row[7]), Event: text(row[9]),
		}
		if row[8] != nil {
			units := number(row[8])
			e.Units = &units
		}
		if t := typeByStableId(m, text(row[3])); t != nil {
			e.Record = rule.Reference{Type: t.Key, Id: text(row[4])}
			if _, e.Visible, err = r.Mask(app, t, text(row[4])); err != nil {
				return nil, err
			}
		}
		lines[i] = e
	}
	return lines, nil
}

// books is the part of a statement that joins keys with the records that their
// dimensions name, and keeps to what the reader may see.
type books struct {
	m     *model.Model
	q     Sums
	cells cells
	axes  []string
	joins string
	where string
	args  []any
}

func newBooks(m *model.Model, r *Reader, q Sums, key string) (*books, error) {
	b := &books{m: m, q: q, cells: cells{m: m, r: r}}
	alias := map[*model.Dimension]string{}
	for i, d := range q.Register.Dimensions {
		value := dimension(key, d)
		if want, given := q.Is[d]; given {
			b.and(`coalesce(`+value+`, '') = ?`, want)
		}
		if d.Type.Kind != rule.KindRef {
			continue
		}
		t := m.TypeByKey(d.Type.Ref)
		if t == nil || t.Abstract {
			b.and(b.ofSeveral(d, value))
			continue
		}
		as := fmt.Sprintf("t%d", i)
		alias[d] = as
		b.joins += ` LEFT JOIN ` + table(t) + ` ` + as + ` ON ` + as + `.id = ` + value
		b.and(b.visible(t, as, value))
		for _, f := range q.Where[d] {
			where, args, err := f.SQL(b.cells, as, q.Scope)
			if err != nil {
				return nil, fmt.Errorf("filter of %s: %w", d.Key, err)
			}
			b.and(`(`+where+`)`, args...)
		}
	}
	for _, a := range q.By {
		if a.Field == nil {
			b.axes = append(b.axes, dimension(key, a.Dimension))
		} else {
			b.axes = append(b.axes, b.cells.cell(m.TypeByKey(a.Dimension.Type.Ref), alias[a.Dimension], a.Field))
		}
	}
	return b, nil
}

func (b *books) and(condition string, args ...any) {
	b.where += ` AND ` + condition
	b.args = append(b.args, args...)
}

// visible is the condition that the reader may see the sums of a line: they see
// its record with all its cells. Sums without a record are for those who see all
// records of the type so.
func (b *books) visible(t *model.Type, alias, value string) string {
	conditions := []string{alias + `.id IS NOT NULL`}
	seen := map[[2]uint64]bool{}
	for _, f := range t.Fields {
		allow, deny := cellBits(t, f)
		if f.Engine || seen[[2]uint64{allow, deny}] {
			continue
		}
		seen[[2]uint64{allow, deny}] = true
		if condition := b.cells.hasBits(t, alias, allow, deny); condition != "" && !b.cells.r.all {
			conditions = append(conditions, condition)
		}
	}
	whole := len(conditions) == 1 && !b.cells.r.closed[t.Key]
	condition := strings.Join(conditions, ` AND `)
	if whole {
		return `(` + condition + ` OR ` + value + ` IS NULL)`
	}
	return `(` + condition + `)`
}

// ofSeveral is the same for a dimension that names records of several types.
func (b *books) ofSeveral(d *model.Dimension, value string) string {
	var any []string
	for i, t := range b.m.Descendants(d.Type.Ref) {
		as := fmt.Sprintf("%s_%d", d.StableId, i)
		any = append(any, `EXISTS (SELECT 1 FROM `+table(t)+` `+as+` WHERE '`+t.StableId+`/' || `+as+`.id = `+value+` AND `+b.visible(t, as, value)+`)`)
	}
	if b.cells.r.all {
		any = append(any, value+` IS NULL`)
	}
	if len(any) == 0 {
		return `0`
	}
	return `(` + strings.Join(any, ` OR `) + `)`
}
