package api

import (
	"strings"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/tools/search"
)

// recordReader answers a read of one type as PocketBase does.
type recordReader func(a *asker, t *model.Type) (answer, error)

// Bounds of a page by number, and how far one may turn at once: a list is walked
// from its beginning, or from the end of a page that the same reader has had.
const (
	perPage    = 30
	maxPerPage = 1000
	maxReach   = 20_000
	maxPage    = 1_000_000
	stretch    = 500 // rows read at once
)

func listRecords(a *asker, t *model.Type) (answer, error) {
	out := &search.Result{TotalItems: -1, TotalPages: -1}
	var err error
	if out.Page, err = a.whole("page", 1, maxPage); err != nil {
		return nil, err
	}
	if out.PerPage, err = a.whole("perPage", perPage, maxPerPage); err != nil {
		return nil, err
	}
	q := store.Query{Type: t, Desc: false, WithRows: true}
	if src := a.query("filter"); strings.TrimSpace(src) != "" {
		c, err := a.pocketFilter(t, src)
		if err != nil {
			return nil, err
		}
		q.Filters = append(q.Filters, c)
	}
	if err := a.order(&q, a.query("sort")); err != nil {
		return nil, err
	}
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	rows, err := a.turnTo(reader, q, out.Page, out.PerPage)
	if err != nil {
		return nil, err
	}
	if skip := a.query("skipTotal"); skip != "1" && skip != "true" {
		if err := a.total(out, reader, q); err != nil {
			return nil, err
		}
	}
	records := make([]*flow.Record, len(rows))
	rights := make([]flow.Rights, len(rows))
	for i, r := range rows {
		records[i], rights[i] = r.Record, a.rightsBy(t, r.Mask)
	}
	items, err := a.recordsJSON(records, rights)
	out.Items = items
	return out, err
}

// total counts all pages; what cannot be counted exactly stays -1, as with
// skipTotal.
func (a *asker) total(out *search.Result, reader *store.Reader, q store.Query) error {
	n, exact, err := store.Count(a.re.App, a.model, reader, q)
	if err == nil && exact {
		out.TotalItems = int(n)
		out.TotalPages = (out.TotalItems + out.PerPage - 1) / out.PerPage
	}
	return err
}

// turnTo reads the rows of a numbered page. A filter that looks at more
// candidates than one step allows goes on until the page is full or the list
// ends: a client that pages by number would take a short page for the last.
func (a *asker) turnTo(reader *store.Reader, q store.Query, page, size int) ([]store.Row, error) {
	from, to := (page-1)*size, page*size
	var rows []store.Row
	seen := 0
	if cursor, known := a.marks.find(a.markAfter(q, from), a.now); known && from > 0 {
		seen, q.Cursor = from, cursor
	}
	if to-seen > maxReach {
		return nil, fault.New(fault.Limit, "page_too_far", fault.Params{"max": maxReach})
	}
	for seen < to {
		q.Limit = min(stretch, to-seen)
		part, err := store.ReadPage(a.re.App, a.model, reader, q)
		if err != nil {
			return nil, err
		}
		if part.Newest { // a client that pages by number could not be told
			return nil, fault.New(fault.Limit, "too_many_to_sort", fault.Params{"max": part.Scanned, "field": q.Sort.Key}).At("sort")
		}
		for _, r := range part.Rows {
			if seen >= from {
				rows = append(rows, r)
			}
			seen++
		}
		if part.Next == "" {
			break
		}
		q.Cursor = part.Next
		if seen == to {
			a.marks.keep(a.markAfter(q, to), part.Next, a.now)
		}
	}
	return rows, nil
}

func viewRecord(a *asker, t *model.Type) (answer, error) {
	rec, rights, err := a.load(t, a.re.Request.PathValue("id"))
	if err != nil {
		return nil, err
	}
	items, err := a.recordsJSON([]*flow.Record{rec}, []flow.Rights{rights})
	if err != nil {
		return nil, err
	}
	return items[0], nil
}

// recordsJSON writes records as PocketBase does, with what they expand to.
func (a *asker) recordsJSON(records []*flow.Record, rights []flow.Rights) ([]map[string]any, error) {
	items := make([]map[string]any, len(records))
	for i, rec := range records {
		var err error
		if items[i], err = a.e.RecordJSON(a.snap, rec, rights[i], a.actor); err != nil {
			return nil, err
		}
	}
	expand := a.query("expand")
	if expand == "" {
		return items, nil
	}
	tree, err := readExpand(expand)
	if err != nil {
		return nil, err
	}
	return items, a.expand(tree, records, rights, items)
}
