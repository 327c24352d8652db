package api

import (
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// match fills the references of a new record of a statement: with the one record that
// the first condition to find any leads to.
func (r *importing) match(c *importCells, raw map[string]any) error {
	if r.t.Intake == nil || !r.file.IsStatement() {
		return nil
	}
	draft, err := c.a.draft(r.t, formRequest{Values: raw})
	if err != nil {
		return err
	}
	rec := draft.form.Record.Clone()
	for _, m := range r.t.Intake.Match {
		if raw[m.Field.Key] != nil {
			continue
		}
		found, err := c.matched(m, rec)
		if err != nil {
			return err
		}
		if found == nil {
			continue
		}
		if rec.Values[m.Field.Key] = *found; m.Field.Exact {
			raw[m.Field.Key] = found.Id
		} else {
			raw[m.Field.Key] = found.Type + "/" + found.Id
		}
	}
	return nil
}

// candidates bounds how many records a match looks at.
const candidates = 200

// matched tries the conditions of a match in order. One that holds for several records
// says nothing: the next one is tried.
func (c *importCells) matched(m *model.Match, rec *flow.Record) (*rule.Reference, error) {
	reader, err := c.a.reads()
	if err != nil {
		return nil, err
	}
	var among []*flow.Record
	for _, of := range c.a.model.Descendants(m.Field.Target) {
		if !c.a.inScope(of) || of.Owner != nil {
			continue
		}
		q := store.Query{Type: of, Filters: []store.Filter{c.a.authored(m.Among, rec)}, Limit: candidates + 1}
		page, err := store.ReadPage(c.a.re.App, c.a.model, reader, q)
		if err != nil {
			return nil, err
		}
		for _, row := range page.Rows {
			among = append(among, row.Record)
		}
	}
	if len(among) > candidates {
		return nil, nil // whichever is meant may be among those that are not looked at
	}
	return flow.Matched(c.a.model, c.a.snap, m, rec, among, c.a.actor, c.a.now)
}
