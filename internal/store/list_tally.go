package store

import (
	"fmt"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Tally is how many records there are; at least so many unless exact.
type Tally struct {
	Count int64
	Exact bool
}

// CountBy tells how many records of a list have each value of a choice, by its
// key; "" stands for the cells that are empty or not the reader's to see. Values
// that nothing has are left out. exact reports that nothing was left unseen.
func CountBy(app core.App, m *model.Model, r *Reader, q Query, by *model.Field) (tallies map[string]Tally, exact bool, err error) {
	q.Cursor = ""
	l, err := newList(app, m, r, q)
	if err != nil || len(l.branches) == 0 {
		return map[string]Tally{}, err == nil, err
	}
	if by == q.Type.Field("status") && !q.Archived && len(l.where) == 0 && l.cells.readable(q.Type, "t", by) == "" {
		tallies, err = l.tallyStates()
		return tallies, true, err
	}
	return l.tallyCells(by)
}

// tallyStates counts by the counters: rights are filed under states.
func (l *list) tallyStates() (map[string]Tally, error) {
	keys := statesOf(l.q)
	words := make([]string, len(keys))
	for i, key := range keys {
		words[i] = stateWord(l.q.Type, key)
	}
	ids, err := internerOf(l.app).lookup(l.app, words)
	if err != nil {
		return nil, err
	}
	rows, err := query(l.app, fmt.Sprintf(`SELECT st, count(*), sum(c) FROM k_counters WHERE p IN (%s) AND ty = %d%s AND c > 0 GROUP BY st`,
		joinInts(l.branches), l.ty, l.stateCondition()))
	if err != nil {
		return nil, fmt.Errorf("read counters: %w", err)
	}
	byId := map[int64]Tally{}
	for _, row := range rows {
		st := number(row[0])
		if byId[st] = (Tally{number(row[2]), true}); number(row[1]) == 1 {
			continue
		}
		// Records under several tokens stand in several counters.
		found, err := one(l.app, fmt.Sprintf(`SELECT count(*) FROM (SELECT DISTINCT n FROM k_acl WHERE p IN (%s) AND ty = %d AND st = %d LIMIT %d)`,
			joinInts(l.branches), l.ty, st, countUpTo+1))
		if err != nil {
			return nil, fmt.Errorf("count %s: %w", l.q.Type.Key, err)
		}
		n := number(found[0])
		byId[st] = Tally{min(n, countUpTo), n <= countUpTo}
	}
	tallies := map[string]Tally{}
	for i, key := range keys {
		if tally, any := byId[ids[words[i]]]; any {
			tallies[key] = tally
		}
	}
	return tallies, nil
}

// tallyCells looks at the records themselves, within the budget.
func (l *list) tallyCells(by *model.Field) (map[string]Tally, bool, error) {
	rows, err := query(l.app, fmt.Sprintf(`SELECT v, count(*), count(hit) FROM (SELECT %s AS v, CASE WHEN 1%s THEN 1 END AS hit FROM (%s LIMIT %d) m CROSS JOIN %s t ON t.n = m.n) GROUP BY v`,
		l.cells.cell(l.q.Type, "t", by), l.filter(), l.byNumber(true, nil), budget, table(l.q.Type)), l.args...)
	if err != nil {
		return nil, false, fmt.Errorf("count %s by %s: %w", l.q.Type.Key, by.Key, err)
	}
	looked := int64(0)
	for _, row := range rows {
		looked += number(row[1])
	}
	exact := looked < budget
	tallies := map[string]Tally{}
	for _, row := range rows {
		if n := number(row[2]); n > 0 {
			tallies[text(row[0])] = Tally{n, exact}
		}
	}
	return tallies, exact, nil
}
