package store

import (
	"fmt"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Pointing is a reference kept in a column of its own, and so found by its
// index: records are reached from what they point at, not by looking through
// all that the reader sees.
type Pointing struct {
	Via *model.Field
	To  rule.Reference
}

// ByIndex reports whether a field can be walked backwards.
func ByIndex(via *model.Field) bool { return via.Type.Owner == nil && isReference(via) && via.Stored() }

// walkPointers lists the records that point at one, newest first.
func (l *list) walkPointers() (*Page, error) {
	inner, bounds := l.byPointer(l.after, budget)
	rows, err := l.join(inner, "m.k", "", bounds)
	if err != nil {
		return nil, err
	}
	return l.finish(rows, func(p *Page) error { return l.exhausted(p, inner, false, bounds...) })
}

// byPointer gives candidates out of the index of a reference, whoever sees
// them.
func (l *list) byPointer(after *cursor, limit int) (string, []any) {
	p := l.q.Pointing
	target := p.To.Id
	if !p.Via.Exact {
		target = pointer(p.To)
	}
	where, args := "t."+quote(p.Via.Key)+" = ?", []any{target}
	if after != nil {
		where += fmt.Sprintf(" AND t.n < %d", after.N)
	}
	return fmt.Sprintf(`SELECT t.n AS k, t.n FROM %s t WHERE %s ORDER BY t.n DESC LIMIT %d`, table(l.q.Type), where, limit), args
}

// countPointers counts among the first candidates: exact as long as there are
// no more of them.
func (l *list) countPointers() (count int64, exact bool, err error) {
	inner, bounds := l.byPointer(nil, countUpTo+1)
	row, err := one(l.app, `SELECT count(*), count(hit) FROM (SELECT CASE WHEN 1`+l.seen()+l.filter()+` THEN 1 END AS hit FROM (`+inner+`) m CROSS JOIN `+
		table(l.q.Type)+` t ON t.n = m.n)`, append(append([]any{}, l.args...), bounds...)...)
	if err != nil {
		return 0, false, fmt.Errorf("count what points by %s: %w", l.q.Pointing.Via.Key, err)
	}
	return min(number(row[1]), countUpTo), number(row[0]) <= countUpTo, nil
}
