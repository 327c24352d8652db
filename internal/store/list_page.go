package store

import (
	"fmt"
	"strings"

	"kontora/internal/flow"
	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// collectBelow is up to how many visible records a list is sorted whole. Up to
// the budget that is complete, which the walk of an index need not be.
const collectBelow = budget

// ReadPage reads a page of records of one type: those the reader sees, under
// the filters, in order, from the cursor on.
func ReadPage(app core.App, m *model.Model, r *Reader, q Query) (*Page, error) {
	l, err := newList(app, m, r, q)
	if err != nil || len(l.branches) == 0 {
		return &Page{}, err
	}
	plan := l.choose()
	page, err := plan()
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", q.Type.Key, err)
	}
	return page, l.complete(page)
}

// choose picks how to walk. Counters decide, not ANALYZE: the planner knows
// nothing about who sees how much.
func (l *list) choose() func() (*Page, error) {
	keys, desc := l.q.keys()
	switch {
	case l.q.Pointing != nil:
		return l.walkPointers
	case len(keys) == 0:
		return func() (*Page, error) { return l.walkNumbers(desc) }
	case len(keys) > 1 || keys[0].Desc != desc: // no index has this order
		return l.collect
	case len(l.where) == 0 && l.hasFeed():
		return l.walkFeed
	case l.volume <= l.q.collectBelow:
		return l.collect
	case l.hasFeed():
		return l.walkFeed
	case l.isPlain() && isIndexed(l.q.Type, l.q.Sort):
		return l.walkIndex
	}
	return l.collect
}

// hasFeed reports whether the feed of open work stands in the wanted order.
func (l *list) hasFeed() bool {
	return l.q.Sort == l.q.Type.Work.Deadline && !l.q.Desc && l.onlyOpen() && len(l.branches) <= maxBranches && l.isPlain()
}

func (l *list) onlyOpen() bool {
	for _, key := range l.q.States {
		if s := l.q.Type.Lifecycle.State(key); s == nil || !s.Phase.Open() {
			return false
		}
	}
	return len(l.q.States) > 0 && !l.q.Archived
}

// isPlain reports whether the sort column may be read in every listed row.
func (l *list) isPlain() bool { return l.cells.readable(l.q.Type, "t", l.q.Sort) == "" }

// isIndexed reports whether Sync made an index that gives the order.
func isIndexed(t *model.Type, f *model.Field) bool {
	s := &syncer{ids: map[string]string{}}
	for _, raw := range s.indexes(t) {
		if strings.Contains(raw, "(\n  `"+f.Key+"`,") {
			return true
		}
	}
	return false
}

// candidates is how many the inner query may give: a page when nothing can
// reject one, else the budget.
func (l *list) candidates() int {
	if len(l.where) == 0 {
		return l.q.Limit + 1
	}
	return budget
}

// walkNumbers lists in order of creation.
func (l *list) walkNumbers(desc bool) (*Page, error) {
	order := ""
	if desc {
		order = " DESC"
	}
	inner := l.byNumber(desc, l.after) + fmt.Sprintf(" LIMIT %d", l.candidates())
	rows, err := l.join(inner, "NULL", " ORDER BY m.n"+order, nil)
	if err != nil {
		return nil, err
	}
	return l.finish(rows, func(p *Page) error { return l.exhausted(p, inner, false) })
}

// walkFeed lists open records by deadline.
func (l *list) walkFeed() (*Page, error) {
	inner, bounds := l.byDeadline(l.after)
	inner += fmt.Sprintf(" LIMIT %d", l.candidates())
	rows, err := l.join(inner, "m.s", " ORDER BY m.s, m.n", bounds)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].at.Empty = rows[i].at.S == noDeadline
	}
	return l.finish(rows, func(p *Page) error { return l.exhausted(p, inner, false, bounds...) })
}

// collect sorts what the reader sees, by keys alone: only the page is read whole.
// With more than the budget it sorts the newest and says so.
func (l *list) collect() (*Page, error) {
	inner := l.byNumber(true, nil) + fmt.Sprintf(" LIMIT %d", budget)
	o := l.newOrdering()
	s := shapeWith(l.q.Type, "t")
	t := table(l.q.Type)
	behind, bounds := o.behind(l.after)
	sorted := `SELECT ` + o.names + `, k_n FROM (SELECT ` + o.columns + `, t.n AS k_n FROM (` + inner + `) m CROSS JOIN ` + t +
		` t ON t.n = m.n WHERE 1` + l.filter() + `)` + behind + o.by + fmt.Sprintf(` LIMIT %d`, l.q.Limit+1)
	statement := `SELECT ` + s.sql + `, ` + o.names + ` FROM (` + sorted + `) CROSS JOIN ` + t + ` t ON t.n = k_n` + o.by
	found, err := query(l.app, statement, append(append([]any{}, l.args...), bounds...)...)
	if err != nil {
		return nil, err
	}
	rows, err := l.read(s, found)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].at.Empty = rows[i].at.S == nil
		rows[i].at.T = append([]any{}, found[i][s.width()+1:]...)
	}
	page, err := l.finish(rows, nil)
	if err == nil && l.volume > budget {
		next := page.Next // sorted whole: the candidates' end is not the list's
		err = l.exhausted(page, inner, false)
		page.Next, page.Newest = next, page.More
	}
	return page, err
}

// walkIndex follows the index of the sort column and asks of each record
// whether the reader sees it: the filled keys first, then the empty ones.
func (l *list) walkIndex() (*Page, error) {
	var rows []Row
	for _, empty := range []bool{false, true} {
		after := l.after
		if after != nil && after.Empty != empty {
			if after.Empty {
				continue // the filled ones were on the pages before
			}
			after = nil
		}
		inner, bounds := l.byIndex(after, empty)
		found, err := l.join(inner, "m.k", "", bounds)
		if err != nil {
			return nil, err
		}
		for i := range found {
			found[i].at.Empty = empty
		}
		rows = append(rows, found...)
		if len(rows) > l.q.Limit {
			break
		}
		page := &Page{Rows: rows}
		if err := l.exhausted(page, inner, empty, bounds...); err != nil || page.More {
			return page, err
		}
	}
	return l.finish(rows, nil)
}

// byIndex gives candidates in the order of the sort column, whoever sees them.
func (l *list) byIndex(after *cursor, empty bool) (string, []any) {
	f, column := l.q.Sort, "t."+quote(l.q.Sort.Key)
	order, compare := column+", t.n", ">"
	if l.q.Desc {
		order, compare = column+" DESC, t.n DESC", "<"
	}
	where, args := filled(f, column), []any{}
	if empty {
		where = isEmpty(f, column)
	}
	if after != nil && empty {
		where += fmt.Sprintf(" AND t.n %s %d", compare, after.N)
	} else if after != nil {
		where += fmt.Sprintf(" AND (%s, t.n) %s (?, %d)", column, compare, after.N)
		args = append(args, after.S)
	}
	return fmt.Sprintf(`SELECT %s AS k, t.n FROM %s t WHERE %s ORDER BY %s LIMIT %d`, column, table(l.q.Type), where, order, budget), args
}

func filled(f *model.Field, column string) string {
	if nullOf(f) == "" {
		return column + ` > ''`
	}
	return column + ` IS NOT NULL`
}

// join joins candidates with their records, in their order. Candidates of
// an index have not been asked yet whether the reader sees them.
func (l *list) join(inner, key, order string, bounds []any) ([]Row, error) {
	seen := ""
	if key == "m.k" {
		seen = l.seen()
	}
	s := shapeWith(l.q.Type, "t")
	found, err := query(l.app, `SELECT `+s.sql+`, `+key+` FROM (`+inner+`) m CROSS JOIN `+table(l.q.Type)+` t ON t.n = m.n WHERE 1`+
		seen+l.filter()+order+fmt.Sprintf(` LIMIT %d`, l.q.Limit+1), append(append([]any{}, bounds...), l.args...)...)
	if err != nil {
		return nil, err
	}
	return l.read(s, found)
}

// seen is the condition that the reader sees a candidate that an index gave.
func (l *list) seen() string {
	return fmt.Sprintf(` AND EXISTS (SELECT 1 FROM k_acl a WHERE a.n = m.n AND a.ty = %d AND a.p IN (%s)%s)`,
		l.ty, joinInts(l.branches), l.stateCondition())
}

// read makes rows of selected columns; the sort key follows the record's own.
func (l *list) read(s shape, found [][]any) ([]Row, error) {
	rows := make([]Row, len(found))
	for i, raw := range found {
		rec, n, err := s.read(raw)
		if err != nil {
			return nil, err
		}
		rows[i] = Row{Record: rec, N: number(n), at: cursor{S: raw[s.width()], N: number(n)}}
	}
	return rows, nil
}

// finish cuts the page to its size. A full page goes on behind its last row;
// on one that is not full, ended may find that only the budget was spent.
func (l *list) finish(rows []Row, ended func(*Page) error) (*Page, error) {
	page := &Page{Rows: rows}
	if len(rows) > l.q.Limit {
		page.Rows = rows[:l.q.Limit]
		page.Next = page.Rows[l.q.Limit-1].at.String()
		return page, nil
	}
	if ended == nil || len(l.where) == 0 {
		return page, nil
	}
	return page, ended(page)
}

// exhausted finds out whether the candidates ended because there are no more
// or because the budget was spent.
func (l *list) exhausted(page *Page, inner string, empty bool, bounds ...any) error {
	rows, err := query(l.app, `SELECT * FROM (`+inner+fmt.Sprintf(`) LIMIT 1 OFFSET %d`, budget-1), bounds...)
	if err != nil || len(rows) == 0 {
		return err
	}
	last := cursor{N: number(rows[0][len(rows[0])-1]), Empty: empty}
	if len(rows[0]) > 1 {
		last.S = rows[0][0]
	}
	page.Scanned, page.More, page.Next = budget, true, last.String()
	return nil
}

// complete adds what a page's rows need beyond their columns.
func (l *list) complete(page *Page) error {
	of := make(map[int64]*model.Type, len(page.Rows))
	recs := make([]*flow.Record, len(page.Rows))
	for i, row := range page.Rows {
		of[row.N], recs[i] = l.q.Type, row.Record
	}
	masks, err := l.r.masks(l.app, of)
	if err != nil {
		return err
	}
	for i := range page.Rows {
		page.Rows[i].Mask = masks[page.Rows[i].N]
	}
	if !l.q.WithRows {
		return nil
	}
	return loadRows(l.app, l.q.Type, recs)
}
