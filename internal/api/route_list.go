package api

import (
	"strconv"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/store"
)

// Bounds of a page.
const (
	pageSize    = 50
	maxPageSize = 200
)

type listAnswer struct {
	Rows     []row              `json:"rows"`
	Refs     map[string]refInfo `json:"refs"`
	Next     *string            `json:"next"`
	Searched *searched          `json:"searched,omitempty"`
}

// searched says that the scan budget ended before the page was full.
type searched struct {
	Scanned int  `json:"scanned"`
	More    bool `json:"more"`
}

func getList(a *asker) (answer, error) {
	t, err := a.typeOf()
	if err != nil {
		return nil, err
	}
	q, err := a.listQuery(t)
	if err != nil {
		return nil, err
	}
	q.Cursor, q.Limit = a.query("cursor"), a.limit()
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	page, err := store.ReadPage(a.re.App, a.model, reader, q)
	if err != nil {
		return nil, err
	}
	refs := a.references()
	rows, err := a.page(page.Rows, refs, a.columns()...)
	if err != nil {
		return nil, err
	}
	out := listAnswer{Rows: rows, Next: orNull(page.Next)}
	if page.More {
		out.Searched = &searched{page.Scanned, true}
	}
	out.Refs, err = refs.resolve()
	return out, err
}

// listQuery reads view, filter, words and order from the query string.
func (a *asker) listQuery(t *model.Type) (store.Query, error) {
	q := store.Query{Type: t, Desc: true, WithRows: true}
	if key := a.query("view"); key != "" {
		view := listOf(t, key)
		if view == nil {
			return q, fault.New(fault.Missing, "unknown_view", fault.Params{"view": key})
		}
		if view.Where != nil {
			q.Filters = append(q.Filters, a.authored(view.Where, nil))
		}
		if view.Sort != nil {
			q.Sort, q.Desc = view.Sort, view.Desc
		}
	}
	if src := a.query("filter"); src != "" {
		c, err := a.condition(t, src)
		if err != nil {
			return q, err
		}
		q.Filters = append(q.Filters, c)
	}
	if words := strings.TrimSpace(a.query("q")); words != "" {
		found, err := store.Words(a.re.App, words)
		if err != nil {
			return q, err
		}
		q.Filters = append(q.Filters, found)
	}
	q.Archived = a.query("archived") == "true"
	return q, a.order(&q, a.query("sort"))
}

func listOf(t *model.Type, key string) *model.List {
	for _, l := range t.Lists {
		if l.Key == key {
			return l
		}
	}
	return nil
}

// order reads "field" or "-field". Equal records stand in order of creation, in
// the same direction, so "status,created" and "-status,-created" say nothing
// new; and nothing behind the time of creation can matter. Any other second key
// is refused rather than ignored.
func (a *asker) order(q *store.Query, sort string) error {
	if sort == "" {
		return nil
	}
	keys := strings.Split(sort, ",")
	if err := a.orderBy(q, keys[0]); err != nil {
		return err
	}
	if len(keys) == 1 || q.Sort.Key == "created" {
		return nil
	}
	next := *q
	if err := a.orderBy(&next, keys[1]); err != nil {
		return err
	}
	if next.Sort.Key != "created" || next.Desc != q.Desc {
		return cannotSort(sort)
	}
	return nil
}

func (a *asker) orderBy(q *store.Query, sort string) error {
	key, desc := strings.CutPrefix(strings.TrimSpace(sort), "-")
	key = strings.TrimPrefix(key, "+")
	f := q.Type.Field(key)
	if f == nil || !sortable(f) {
		return cannotSort(key)
	}
	ever, err := a.everReads(f)
	if err == nil && !ever {
		err = cannotSort(key)
	}
	q.Sort, q.Desc = f, desc
	return err
}

func cannotSort(by string) *fault.Fault {
	return fault.New(fault.Invalid, "cannot_sort", fault.Params{"field": by}).At("sort")
}

// sortable reports whether records can be put in order of a field.
func sortable(f *model.Field) bool {
	switch f.Kind {
	case model.Texts, model.File, model.Geo, model.JSON, model.Rows, model.Inverse, model.Ref:
		return false
	}
	return f.Stored() && !f.Many
}

func (a *asker) limit() int {
	n, err := strconv.Atoi(a.query("limit"))
	if err != nil || n < 1 {
		return pageSize
	}
	return min(n, maxPageSize)
}

func (a *asker) columns() []string {
	if names := a.query("columns"); names != "" {
		return strings.Split(names, ",")
	}
	return nil
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
