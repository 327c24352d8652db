package store

import (
	"fmt"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// countUpTo is where a count stops being exact when it has to look at records.
const countUpTo = 1000

// Count tells how many records a list has. It is exact from the counters when
// one token covers the list, and up to a thousand otherwise; an inexact answer
// means "at least".
func Count(app core.App, m *model.Model, r *Reader, q Query) (count int64, exact bool, err error) {
	q.Cursor = ""
	l, err := newList(app, m, r, q)
	if err != nil || len(l.branches) == 0 {
		return 0, err == nil, err
	}
	if q.Pointing != nil {
		return l.countPointers()
	}
	if len(l.where) == 0 {
		if len(l.branches) == 1 {
			return l.volume, true, nil
		}
		row, err := one(app, fmt.Sprintf(`SELECT count(*) FROM (SELECT DISTINCT n FROM k_acl WHERE p IN (%s) AND ty = %d%s LIMIT %d)`,
			joinInts(l.branches), l.ty, l.stateCondition(), countUpTo+1))
		if err != nil {
			return 0, false, fmt.Errorf("count %s: %w", q.Type.Key, err)
		}
		return min(number(row[0]), countUpTo), number(row[0]) <= countUpTo, nil
	}
	row, err := one(app, fmt.Sprintf(`SELECT count(*), count(hit) FROM (SELECT CASE WHEN 1%s THEN 1 END AS hit FROM (%s LIMIT %d) m CROSS JOIN %s t ON t.n = m.n)`,
		l.filter(), l.byNumber(true, nil), budget, table(q.Type)), l.args...)
	if err != nil {
		return 0, false, fmt.Errorf("count %s: %w", q.Type.Key, err)
	}
	return number(row[1]), number(row[0]) < budget, nil
}

// OpenCounts tells, by type key, how many open records the reader sees of each
// type with a lifecycle; -1 stands for more than a thousand.
func OpenCounts(app core.App, m *model.Model, r *Reader) (map[string]int64, error) {
	counts := map[string]int64{}
	for _, t := range m.Types {
		if t.Abstract || t.Lifecycle == nil {
			continue
		}
		open := openStates(t)
		if len(open) == 0 {
			continue
		}
		n, exact, err := Count(app, m, r, Query{Type: t, States: open})
		if err != nil {
			return nil, err
		}
		if !exact {
			n = -1
		}
		counts[t.Key] = n
	}
	return counts, nil
}

func openStates(t *model.Type) []string {
	var open []string
	for _, s := range t.Lifecycle.States {
		if s.Phase.Open() {
			open = append(open, s.Key)
		}
	}
	return open
}
