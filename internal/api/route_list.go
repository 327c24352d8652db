package api

import (
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
	q, err := a.listAsked(t)
	if err != nil {
		return nil, err
	}
	q.Cursor = a.query("cursor")
	if q.Limit, err = a.whole("limit", pageSize, maxPageSize); err != nil {
		return nil, err
	}
	if err := a.checkColumns(t, a.columns()); err != nil {
		return nil, err
	}
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

// listWords say what a list holds and in which order.
type listWords struct {
	View   string `json:"view"`
	Filter string `json:"filter"` // an expression over it
	Q      string `json:"q"`
	Sort   string `json:"sort"`
}

// listAsked is the question of the query string.
func (a *asker) listAsked(t *model.Type) (store.Query, error) {
	q, err := a.listQuery(t, listWords{View: a.query("view"), Filter: a.query("filter"), Q: a.query("q"), Sort: a.query("sort")})
	q.Archived = a.query("archived") == "true"
	return q, err
}

// listQuery is the question that view, filter, words and order ask.
func (a *asker) listQuery(t *model.Type, words listWords) (store.Query, error) {
	q := store.Query{Type: t, Desc: true, WithRows: true}
	if key := words.View; key != "" {
		view := listOf(t, key)
		if view == nil {
			return q, fault.New(fault.Missing, "unknown_view", fault.Params{"view": key})
		}
		if m, share := t.MetricOfList(key); share {
			q.Filters = append(q.Filters, a.authored(m.Share, nil))
		}
		if view.Where != nil {
			q.Filters = append(q.Filters, a.authored(view.Where, nil))
		}
		if view.Sort != nil {
			q.Sort, q.Desc = view.Sort, view.Desc
		}
	}
	if src := words.Filter; src != "" {
		c, err := a.condition(t, src)
		if err != nil {
			return q, err
		}
		q.Filters = append(q.Filters, c)
	}
	if looked := strings.TrimSpace(words.Q); looked != "" {
		found, err := store.Words(a.re.App, looked)
		if err != nil {
			return q, err
		}
		q.Filters = append(q.Filters, found)
	}
	return q, a.order(&q, words.Sort)
}

func listOf(t *model.Type, key string) *model.List {
	for _, l := range t.Lists {
		if l.Key == key {
			return l
		}
	}
	if m, _ := t.MetricOfList(key); m != nil {
		return m.List(t)
	}
	return nil
}

// maxSortKeys is how many fields a list is sorted by at most.
const maxSortKeys = 4

// order reads "field" or "-field", several by comma. Records equal in all of them
// stand in order of creation, in the direction of the last.
func (a *asker) order(q *store.Query, sort string) error {
	if sort == "" {
		return nil
	}
	names := strings.Split(sort, ",")
	if len(names) > maxSortKeys {
		return fault.New(fault.Invalid, "too_many_sorts", fault.Params{"max": maxSortKeys}).At("sort")
	}
	keys := make([]store.Key, len(names))
	for i, name := range names {
		var err error
		if keys[i], err = a.sortKey(q.Type, name); err != nil {
			return err
		}
	}
	q.Sort, q.Desc, q.Then = keys[0].Field, keys[0].Desc, keys[1:]
	return nil
}

func (a *asker) sortKey(t *model.Type, sort string) (store.Key, error) {
	key, desc := strings.CutPrefix(strings.TrimSpace(sort), "-")
	key = strings.TrimPrefix(key, "+")
	f := t.Field(key)
	if f == nil || !f.Sortable() {
		return store.Key{}, cannotSort(key)
	}
	ever, err := a.everReads(f)
	if err == nil && !ever {
		err = cannotSort(key)
	}
	return store.Key{Field: f, Desc: desc}, err
}

func cannotSort(by string) *fault.Fault {
	return fault.New(fault.Invalid, "cannot_sort", fault.Params{"field": by}).At("sort")
}

func (a *asker) columns() []string { return a.names("columns") }

// names are those of a parameter, by comma.
func (a *asker) names(parameter string) []string {
	if names := a.query(parameter); names != "" {
		list := strings.Split(names, ",")
		for i, name := range list {
			list[i] = strings.TrimSpace(name)
		}
		return list
	}
	return nil
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
