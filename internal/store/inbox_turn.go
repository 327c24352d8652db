package store

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// turns are what waits for a reader as themselves, and the numbers of what may
// wait for them in place of people who are away.
type turns struct {
	own  capacity
	lent []int64
}

// capacity is a list of numbers under which something waits, and one of numbers
// under which somebody is left out of it. Numbers with nothing behind them fall
// away.
type capacity struct{ waits, out []int64 }

func turnsOf(app core.App, r *Reader) (t turns, err error) {
	if t.own, err = capacityOf(app, r.own); err != nil {
		return t, err
	}
	lent, err := capacityOf(app, r.turns)
	t.lent = lent.waits
	return t, err
}

func capacityOf(app core.App, tokens []int64) (c capacity, err error) {
	for len(tokens) > 0 {
		part := tokens[:min(len(tokens), 2500)]
		tokens = tokens[len(part):]
		var filed []int64
		for _, p := range part {
			filed = append(filed, turnOf(p), leftOut(p))
		}
		rows, err := query(app, `SELECT p FROM k_counters WHERE p IN (`+joinInts(filed)+`) GROUP BY p HAVING sum(c) > 0 ORDER BY p`)
		if err != nil {
			return c, fmt.Errorf("read turns: %w", err)
		}
		for _, row := range rows {
			if p := number(row[0]); p < leftOut(0) {
				c.out = append(c.out, p)
			} else {
				c.waits = append(c.waits, p)
			}
		}
	}
	c.waits, c.out = c.waits[:min(len(c.waits), maxTurns)], c.out[:min(len(c.out), maxLeftOut)]
	return c, nil
}

// SQLite joins at most 500 selects. One is left out as oneself, hardly ever as a
// member of groups.
const (
	maxTurns   = 200
	maxLeftOut = 40
)

// byTurn merges the feeds of those whose turn it is. Set operators bind from the
// left: the reader's own come first, so that its exceptions leave what is lent.
func byTurn(t turns, q InboxQuery, after *cursor) (string, []any) {
	var args []any
	feed := func(p int64) string {
		if after == nil {
			return fmt.Sprintf("SELECT s, n FROM k_open WHERE p = %d", p)
		}
		args = append(args, text(after.S))
		return fmt.Sprintf("SELECT s, n FROM k_open WHERE p = %d AND (s, n) > (?, %d)", p, after.N)
	}
	var parts []string
	for _, p := range t.own.waits {
		parts = append(parts, feed(p))
	}
	if len(parts) > 0 {
		last := &parts[len(parts)-1]
		for _, p := range t.own.out {
			*last += " EXCEPT " + feed(p)
		}
	}
	for _, p := range t.lent {
		parts = append(parts, feed(p))
	}
	return merged(parts, q.Limit), args
}

// readTurns reads a page of what waits for the reader. Of what is filed under
// people who are away, the deputy says what falls to the reader.
func readTurns(app core.App, r *Reader, names *itemNames, q InboxQuery, after *cursor) (items []*Item, next string, err error) {
	t, err := turnsOf(app, r)
	if err != nil {
		return nil, "", err
	}
	for looked, limit := 0, q.Limit; ; {
		q.Limit = limit - len(items)
		statement, args := byTurn(t, q, after)
		if statement == "" {
			return items, "", nil
		}
		rows, err := query(app, statement+fmt.Sprintf(" LIMIT %d", q.Limit+1), args...)
		if err != nil {
			return nil, "", fmt.Errorf("inbox: %w", err)
		}
		more := len(rows) > q.Limit
		rows = rows[:min(len(rows), q.Limit)]
		found, err := r.turnItems(app, names, t, rows)
		if err != nil {
			return nil, "", err
		}
		items, looked = append(items, found...), looked+len(rows)
		if !more {
			return items, "", nil
		}
		last := rows[len(rows)-1]
		after = &cursor{S: feedKey(text(last[10])), N: number(last[0])}
		if len(t.lent) == 0 || len(items) == limit || looked >= budget {
			return items, after.String(), nil
		}
	}
}

// turnItems keeps of some candidates those whose next step is the reader's.
func (r *Reader) turnItems(app core.App, names *itemNames, t turns, rows [][]any) ([]*Item, error) {
	if len(t.lent) == 0 || len(rows) == 0 {
		return r.items(app, names, rows)
	}
	own, err := t.own.of(app, rows)
	if err != nil {
		return nil, err
	}
	shown, err := r.items(app, names, slices.DeleteFunc(slices.Clone(rows), func(row []any) bool { return !own[number(row[0])] }))
	if err != nil {
		return nil, err
	}
	known := map[int64]*Item{}
	for _, it := range shown {
		known[it.N] = it
	}
	others := map[*model.Type][]string{}
	for _, row := range rows {
		if typ := names.types[number(row[2])]; typ != nil && known[number(row[0])] == nil {
			others[typ] = append(others[typ], text(row[1]))
		}
	}
	masks := map[string]uint64{}
	for typ, ids := range others {
		found, err := r.deputy(typ, ids)
		if err != nil {
			return nil, err
		}
		maps.Copy(masks, found)
	}
	var items []*Item
	for _, row := range rows {
		mask, is := masks[text(row[1])]
		switch it := known[number(row[0])]; {
		case it != nil:
			items = append(items, it)
		case is:
			items = append(items, r.item(names.types[number(row[2])], mask, names, row))
		}
	}
	return items, nil
}

// of tells which of some records wait under the numbers.
func (c capacity) of(app core.App, rows [][]any) (map[int64]bool, error) {
	own := map[int64]bool{}
	if len(c.waits) == 0 {
		return own, nil
	}
	ns := make([]int64, len(rows))
	for i, row := range rows {
		ns[i] = number(row[0])
	}
	found, err := query(app, `SELECT n, max(p IN (`+joinInts(c.out)+`)) FROM k_open WHERE p IN (`+joinInts(slices.Concat(c.waits, c.out))+
		`) AND n IN (`+joinInts(ns)+`) GROUP BY n`)
	if err != nil {
		return nil, fmt.Errorf("read turns: %w", err)
	}
	for _, row := range found {
		own[number(row[0])] = number(row[1]) == 0
	}
	return own, nil
}

// countTurnsUpTo is where turns are no longer counted one by one.
const countTurnsUpTo = 1000

// CountTurns counts the records whose next step is the reader's: those that the
// inbox lists. -1 stands for more than a thousand. Where somebody stands in for
// people who are away it looks at no more candidates than a search does.
func CountTurns(app core.App, m *model.Model, r *Reader) (int64, error) {
	t, err := turnsOf(app, r)
	if err != nil || len(t.own.waits)+len(t.lent) == 0 {
		return 0, err
	}
	names, err := namesOf(app, m)
	if err != nil {
		return 0, err
	}
	if len(t.lent) > 0 {
		items, _, err := readTurns(app, r, names, InboxQuery{Limit: countTurnsUpTo + 1}, nil)
		return upToThousand(int64(len(items))), err
	}
	conditions := []string{
		`i.p IN (` + joinInts(t.own.waits) + `)`,
		`NOT EXISTS (SELECT 1 FROM k_open o WHERE o.p IN (` + joinInts(t.own.out) + `) AND o.s = i.s AND o.n = i.n)`,
		`i.ty IN (` + joinInts(names.open(r)) + `)`,
	}
	if seen := visibleItem(r, names); seen != "" {
		conditions = append(conditions, seen)
	}
	row, err := one(app, `SELECT count(*) FROM (SELECT DISTINCT i.n FROM k_open i WHERE `+strings.Join(conditions, ` AND `)+
		fmt.Sprintf(` LIMIT %d)`, countTurnsUpTo+1))
	if err != nil {
		return 0, fmt.Errorf("count turns: %w", err)
	}
	return upToThousand(number(row[0])), nil
}

func upToThousand(n int64) int64 {
	if n > countTurnsUpTo {
		return -1
	}
	return n
}
