package store

import (
	"fmt"
	"strings"

	"kontora/internal/model"
	"kontora/internal/money"

	"github.com/pocketbase/pocketbase/core"
)

// Item is a record as lists across types show it. Cells that the reader may
// not see are empty.
type Item struct {
	Type     *model.Type
	Mask     uint64 // rules by which the reader sees it
	Id       string
	N        int64
	Status   string
	Open     bool
	Number   string
	Title    string
	Unit     string
	Author   string
	Assignee string
	Deadline string
	Amount   *money.Amount
	Priority string
	Created  string
	Updated  string
}

// InboxQuery asks for open work across types, by deadline; exactly one of the
// first three narrows it, none gives all that the reader sees.
type InboxQuery struct {
	Turn   bool   // work whose next step is the reader's
	Author string // all work that this person wrote, newest first, closed too
	Before string // overdue: deadlines before this day or instant
	Cursor string
	Limit  int
}

const itemSelect = `i.n, i.id, i.ty, i.st, i.open, i.number, i.title, i.unit, i.author, i.assignee, i.deadline, i.amount, i.currency, i.priority, i.created, i.updated`

// ReadInbox reads a page of work across types and the cursor of the next one.
func ReadInbox(app core.App, m *model.Model, r *Reader, q InboxQuery) (items []*Item, next string, err error) {
	if q.Limit <= 0 || q.Limit > maxPage {
		q.Limit = maxPage
	}
	after, err := parseCursor(q.Cursor)
	if err != nil {
		return nil, "", err
	}
	names, err := namesOf(app, m)
	if err != nil {
		return nil, "", err
	}
	if q.Turn {
		return readTurns(app, r, names, q, after)
	}
	var statement string
	var args []any
	switch {
	case q.Author != "":
		statement, args = byAuthor(q, names, after)
	default:
		statement, args = feedAcross(r, names, q, after)
	}
	if statement == "" {
		return nil, "", nil
	}
	if q.Author != "" { // these do not come from rights
		if condition := visibleItem(r, names); condition != "" {
			statement = strings.Replace(statement, " ORDER BY", " AND "+condition+" ORDER BY", 1)
		}
	}
	rows, err := query(app, statement+fmt.Sprintf(" LIMIT %d", q.Limit+1), args...)
	if err != nil {
		return nil, "", fmt.Errorf("inbox: %w", err)
	}
	if len(rows) > q.Limit {
		rows = rows[:q.Limit]
		last := rows[q.Limit-1]
		next = (&cursor{S: feedKey(text(last[10])), N: number(last[0])}).String()
	}
	items, err = r.items(app, names, rows)
	return items, next, err
}

// merged is one page out of several feeds in order.
func merged(parts []string, limit int) string {
	if len(parts) == 0 {
		return ""
	}
	return `SELECT ` + itemSelect + ` FROM (` + strings.Join(parts, " UNION ") + fmt.Sprintf(" ORDER BY 1, 2 LIMIT %d", limit+1) +
		`) m CROSS JOIN k_items i ON i.n = m.n ORDER BY m.s, m.n`
}

// byAuthor lists what somebody has asked for. Records without states, which
// merely are there, do not go anywhere.
func byAuthor(q InboxQuery, names *itemNames, after *cursor) (string, []any) {
	var types []int64
	for id, t := range names.types {
		if t.Lifecycle != nil {
			types = append(types, id)
		}
	}
	if len(types) == 0 {
		return "", nil
	}
	sortInts(types)
	bound := ` AND i.ty IN (` + joinInts(types) + `)`
	if after != nil {
		bound += fmt.Sprintf(` AND i.n < %d`, after.N)
	}
	return `SELECT ` + itemSelect + ` FROM k_items i WHERE i.author = ? AND i.author IS NOT NULL` + bound + ` ORDER BY i.n DESC`, []any{q.Author}
}

// feedAcross merges the feed of open work over the reader's tokens; types seen
// whole come from everybody's.
func feedAcross(r *Reader, names *itemNames, q InboxQuery, after *cursor) (string, []any) {
	bound, args := "", []any{}
	if after != nil {
		bound += fmt.Sprintf(" AND (s, n) > (?, %d)", after.N)
	}
	if q.Before != "" {
		bound += " AND s < ?"
	}
	var parts []string
	branch := func(p int64, condition string) {
		parts = append(parts, fmt.Sprintf("SELECT s, n FROM k_open WHERE p = %d%s%s", p, condition, bound))
		if after != nil {
			args = append(args, text(after.S))
		}
		if q.Before != "" {
			args = append(args, q.Before)
		}
	}
	wide, narrow := names.split(r)
	if len(wide) > 0 {
		branch(everybody, " AND ty IN ("+joinInts(wide)+")")
	}
	if len(narrow) > 0 {
		for _, p := range r.tokens[:min(len(r.tokens), maxBranches)] {
			branch(p, " AND ty IN ("+joinInts(narrow)+")")
		}
	}
	return merged(parts, q.Limit), args
}

// itemNames translates the numbers of types and states in the projection.
type itemNames struct {
	types  map[int64]*model.Type
	states map[int64]string
	byKey  map[string]int64
}

func namesOf(app core.App, m *model.Model) (*itemNames, error) {
	var words []string
	type stateOf struct{ word, key string }
	var states []stateOf
	for _, t := range m.Types {
		if t.Abstract || t.Owner != nil {
			continue
		}
		words = append(words, typeWord(t))
		if t.Lifecycle != nil {
			for _, s := range t.Lifecycle.States {
				states = append(states, stateOf{stateWord(t, s.Key), s.Key})
				words = append(words, stateWord(t, s.Key))
			}
		}
	}
	found, err := internerOf(app).lookup(app, words)
	if err != nil {
		return nil, err
	}
	names := &itemNames{types: map[int64]*model.Type{}, states: map[int64]string{}, byKey: map[string]int64{}}
	for _, t := range m.Types {
		if id, known := found[typeWord(t)]; known && t.Owner == nil {
			names.types[id], names.byKey[t.Key] = t, id
		}
	}
	for _, s := range states {
		if id, known := found[s.word]; known {
			names.states[id] = s.key
		}
	}
	return names, nil
}

// split parts the types into those the reader sees whole and the others.
func (names *itemNames) split(r *Reader) (wide, narrow []int64) {
	for id, t := range names.types {
		if r.isWide(t) {
			wide = append(wide, id)
		} else {
			narrow = append(narrow, id)
		}
	}
	sortInts(wide)
	sortInts(narrow)
	return wide, narrow
}

// open are the types that exist for the reader.
func (names *itemNames) open(r *Reader) []int64 {
	var list []int64
	for id, t := range names.types {
		if !r.closed[t.Key] {
			list = append(list, id)
		}
	}
	sortInts(list)
	return list
}

// visibleItem is the condition that the reader sees a record of the projection.
func visibleItem(r *Reader, names *itemNames) string {
	if r.all {
		return ""
	}
	wide, _ := names.split(r)
	own := `EXISTS (SELECT 1 FROM k_acl a WHERE a.n = i.n AND a.ty > 0 AND +a.p IN (` + joinInts(r.tokens) + `))`
	if len(wide) == 0 {
		return own
	}
	return `(i.ty IN (` + joinInts(wide) + `) OR ` + own + `)`
}

// items reads selected rows and empties the cells that the reader may not see.
func (r *Reader) items(app core.App, names *itemNames, rows [][]any) ([]*Item, error) {
	of := map[int64]*model.Type{}
	for _, row := range rows {
		if t := names.types[number(row[2])]; t != nil {
			of[number(row[0])] = t
		}
	}
	masks, err := r.masks(app, of)
	if err != nil {
		return nil, err
	}
	var items []*Item
	for _, row := range rows {
		n := number(row[0])
		t := of[n] // nil: a type that is not installed now
		if t != nil && (r.all || masks[n]&accessBits(t) != 0) {
			items = append(items, r.item(t, masks[n], names, row))
		}
	}
	return items, nil
}

func (r *Reader) item(t *model.Type, mask uint64, names *itemNames, row []any) *Item {
	show := func(f *model.Field, v any) string {
		if f == nil || !r.Sees(f, mask) {
			return ""
		}
		return text(v)
	}
	w := t.Work
	it := &Item{
		Type: t, Mask: mask, N: number(row[0]), Id: text(row[1]), Status: names.states[number(row[3])], Open: number(row[4]) == 1,
		Number: show(w.Number, row[5]), Unit: show(w.Department, row[7]), Author: text(row[8]), Assignee: show(w.Assignee, row[9]),
		Deadline: show(w.Deadline, row[10]), Priority: show(w.Priority, row[13]), Created: text(row[14]), Updated: text(row[15]),
	}
	if r.seesTitle(t, mask) {
		it.Title = text(row[6])
	}
	if w.Amount != nil && row[11] != nil && r.Sees(w.Amount, mask) {
		amount := money.FromMinor(number(row[11]), text(row[12]))
		it.Amount = &amount
	}
	return it
}
