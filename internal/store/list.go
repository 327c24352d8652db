package store

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// budget is how many candidates one request looks at before it says so and
// offers to search on.
const budget = 5000

// maxBranches is how many tokens are merged; SQLite takes 500 terms at most.
const maxBranches = 400

// maxPage is the longest page, and the page of who asks for none.
const maxPage = 500

// Filter is a condition on the candidate; *rule.Rule of a query place is one.
type Filter interface {
	SQL(c rule.Columns, alias string, s *rule.Scope) (where string, args []any, err error)
}

// Query asks for a list of records of one type.
type Query struct {
	Type     *model.Type
	States   []string     // any of these; empty: all
	Archived bool         // those put away, instead of the others
	Filters  []Filter     // all must hold
	Pointing *Pointing    // those that point at a record, newest first
	Scope    *rule.Scope  // what the filters may read
	Sort     *model.Field // nil: by creation
	Desc     bool
	Then     []Key  // among equals; after the last one by creation, in its direction
	Cursor   string // of the page before
	Limit    int
	WithRows bool // load the tables of records too

	collectBelow int64 // 0: the usual; tests lower it to reach the other walks
}

// Key is one of the fields that a list is sorted by.
type Key struct {
	Field *model.Field
	Desc  bool
}

// keys are the fields to sort by, but for creation, which ends every order; desc
// is its direction. Nothing behind it can matter: no two records have it equal.
func (q Query) keys() (list []Key, desc bool) {
	all := q.Then
	if desc = q.Desc; q.Sort != nil {
		all = append([]Key{{q.Sort, q.Desc}}, q.Then...)
	}
	for _, k := range all {
		if desc = k.Desc; k.Field.Key == "created" {
			return list, desc
		}
		list = append(list, k)
	}
	return list, desc
}

// Page is a part of a list.
type Page struct {
	Rows    []Row
	Next    string // cursor; "" at the end
	Scanned int    // candidates looked at, when the budget ended the search
	More    bool   // the budget ended the search before the page was full
	Newest  bool   // only the newest candidates were put in order: more than the budget cannot be
}

// Row is one visible record. Mask holds the rules by which the reader sees it;
// ask Reader.Sees for each cell.
type Row struct {
	Record *flow.Record
	N      int64
	Mask   uint64

	at cursor
}

// cursor is a place in a list: behind the record n with sort key s.
type cursor struct {
	S     any   `json:"s,omitempty"`
	T     []any `json:"t,omitempty"` // of the further keys
	N     int64 `json:"n"`
	Empty bool  `json:"e,omitempty"` // among the records whose sort key is empty; they come last
}

// keys are the values of all sort keys, nil for an empty one.
func (c *cursor) keys() []any {
	if c.Empty {
		return append([]any{nil}, c.T...)
	}
	return append([]any{c.S}, c.T...)
}

func (c *cursor) String() string {
	data, _ := json.Marshal(c)
	return base64.RawURLEncoding.EncodeToString(data)
}

// feedKey is the place in the feed of open work.
func (c *cursor) feedKey() string {
	if c.Empty {
		return noDeadline
	}
	return feedKey(text(c.S))
}

func parseCursor(text string) (*cursor, error) {
	if text == "" {
		return nil, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		var c cursor
		d := json.NewDecoder(strings.NewReader(string(data)))
		d.UseNumber()
		if err = d.Decode(&c); err == nil {
			if err = c.plain(); err == nil {
				return &c, nil
			}
		}
	}
	return nil, fault.New(fault.Invalid, "bad_cursor", nil)
}

// plain turns the keys that came as JSON into those that SQL compares.
func (c *cursor) plain() (err error) {
	if c.S, err = plainKey(c.S); err != nil {
		return err
	}
	for i := range c.T {
		if c.T[i], err = plainKey(c.T[i]); err != nil {
			return err
		}
	}
	return nil
}

func plainKey(v any) (any, error) {
	switch v := v.(type) {
	case json.Number:
		return v.Int64()
	case nil, string:
		return v, nil
	}
	return nil, fmt.Errorf("a sort key cannot be %T", v)
}

// list is one query on its way to SQL.
type list struct {
	app      core.App
	q        Query
	r        *Reader
	cells    cells
	ty       int64
	states   []int64 // filed under one of these
	branches []int64 // tokens under which something is filed
	volume   int64   // how much, records under several tokens counted several times
	none     bool    // the filters exclude every state
	after    *cursor
	where    []string
	args     []any
}

// newList resolves tokens, drops those with nothing behind them and translates
// the filters. Without branches the list is empty and no query is needed.
func newList(app core.App, m *model.Model, r *Reader, q Query) (*list, error) {
	if q.Limit <= 0 || q.Limit > maxPage {
		q.Limit = maxPage
	}
	if q.collectBelow == 0 {
		q.collectBelow = collectBelow
	}
	l := &list{app: app, q: q, r: r, cells: cells{m: m, r: r, listed: "t"}}
	var err error
	if l.after, err = parseCursor(q.Cursor); err != nil {
		return nil, err
	}
	if l.narrow(); l.none {
		return l, nil
	}
	q = l.q
	if p := q.Pointing; p != nil { // the cell itself must be the reader's to see
		q.Filters = append([]Filter{PointingAt(m, p.Via, p.To)}, q.Filters...)
	}
	words := []string{typeWord(q.Type)}
	for _, s := range statesOf(q) {
		words = append(words, stateWord(q.Type, s))
	}
	found, err := internerOf(app).lookup(app, words)
	if err != nil {
		return nil, err
	}
	l.ty = found[words[0]]
	for _, w := range words[1:] {
		if id, known := found[w]; known {
			l.states = append(l.states, id)
		}
	}
	if err := l.prune(); err != nil {
		return nil, err
	}
	for _, f := range q.Filters {
		where, args, err := f.SQL(l.cells, "t", q.Scope)
		if err != nil {
			return nil, fmt.Errorf("filter of %s: %w", q.Type.Key, err)
		}
		l.where = append(l.where, "("+where+")")
		l.args = append(l.args, args...)
	}
	return l, nil
}

// statesOf lists what the query's records are filed under.
func statesOf(q Query) []string {
	switch {
	case q.Archived:
		return []string{archivedState}
	case len(q.States) > 0:
		return q.States
	case q.Type.Lifecycle == nil:
		return []string{""}
	}
	var all []string
	for _, s := range q.Type.Lifecycle.States {
		all = append(all, s.Key)
	}
	return all
}

// prune keeps the tokens under which the counters know something.
func (l *list) prune() error {
	tokens := l.r.branches(l.q.Type)
	if len(tokens) == 0 || len(l.states) == 0 {
		return nil
	}
	for len(tokens) > 0 {
		part := tokens[:min(len(tokens), 5000)]
		tokens = tokens[len(part):]
		rows, err := query(l.app, `SELECT p, sum(c) FROM k_counters WHERE p IN (`+joinInts(part)+`) AND ty = ? AND st IN (`+
			joinInts(l.states)+`) GROUP BY p HAVING sum(c) > 0`, l.ty)
		if err != nil {
			return fmt.Errorf("read counters: %w", err)
		}
		for _, row := range rows {
			l.branches = append(l.branches, number(row[0]))
			l.volume += number(row[1])
		}
	}
	return nil
}

// stateCondition keeps the wanted states; they stand in the index itself.
func (l *list) stateCondition() string {
	if len(l.states) == 1 {
		return " AND st = " + joinInts(l.states)
	}
	return " AND st IN (" + joinInts(l.states) + ")"
}

// byNumber merges the reader's tokens over the rights, in order of creation: a
// lazy merge of index scans that drops doubles on the way.
func (l *list) byNumber(desc bool, after *cursor) string {
	order, compare := "", " AND n > "
	if desc {
		order, compare = " DESC", " AND n < "
	}
	bound := ""
	if after != nil {
		bound = compare + joinInts([]int64{after.N})
	}
	tail := fmt.Sprintf(" AND ty = %d%s%s", l.ty, l.stateCondition(), bound)
	if len(l.branches) > maxBranches {
		return "SELECT DISTINCT n FROM k_acl WHERE p IN (" + joinInts(l.branches) + ")" + tail + " ORDER BY n" + order
	}
	parts := make([]string, len(l.branches))
	for i, p := range l.branches {
		parts[i] = fmt.Sprintf("SELECT n FROM k_acl WHERE p = %d%s", p, tail)
	}
	return strings.Join(parts, " UNION ") + " ORDER BY 1" + order
}

// byDeadline merges over the feed of open work.
func (l *list) byDeadline(after *cursor) (string, []any) {
	var args []any
	parts := make([]string, len(l.branches))
	for i, p := range l.branches {
		bound := ""
		if after != nil {
			bound = fmt.Sprintf(" AND (s, n) > (?, %d)", after.N)
			args = append(args, after.feedKey())
		}
		parts[i] = fmt.Sprintf("SELECT s, n FROM k_open WHERE p = %d%s AND ty = %d%s", p, bound, l.ty, l.stateCondition())
	}
	return strings.Join(parts, " UNION ") + " ORDER BY 1, 2", args
}

func (l *list) filter() string {
	if len(l.where) == 0 {
		return ""
	}
	return " AND " + strings.Join(l.where, " AND ")
}
