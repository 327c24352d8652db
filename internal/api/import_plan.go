package api

import (
	"encoding/json"

	"kontora/internal/exchange"
	"kontora/internal/fault"
	"kontora/internal/model"
)

// importPlan says how rows become records.
type importPlan struct {
	Columns []importColumn `json:"columns"`
	Mode    string         `json:"mode"`  // create, update, or upsert: update what is there, create the rest
	Key     string         `json:"key"`   // by which a record is known: "id" or a field; "" when all are new
	Empty   string         `json:"empty"` // keep or clear what an empty cell stands for in a record that is there
	Whole   bool           `json:"whole"` // all rows or none
	From    int            `json:"from"`  // number of the header's row in the sheet
}

// importColumn is a column of the sheet and the field it fills.
type importColumn struct {
	Column int    `json:"column"` // from 0
	Field  string `json:"field"`  // key, or "id"
}

// wholeRows is how many rows can be brought in all or none: they share one
// transaction, and everybody who writes waits for it.
const wholeRows = 2000

// takesIn reports whether a column of a sheet can fill a field.
func takesIn(f *model.Field) bool {
	if f == nil || f.Engine || f.ReadOnly || f.Computed != nil || f.Live {
		return false
	}
	switch f.Kind {
	case model.Rows, model.Inverse, model.JSON, model.File, model.Geo, model.Number:
		return false
	}
	return true
}

// knows reports whether records can be known by a field.
func knows(f *model.Field) bool {
	if f == nil || f.Many || !f.Stored() {
		return false
	}
	return f.Kind == model.Number || f.Index && (f.Kind == model.Text || f.Kind == model.Integer) || isUnique(f)
}

func isUnique(f *model.Field) bool {
	if f.Kind != model.Text && f.Kind != model.Integer {
		return false
	}
	for _, u := range f.Type.Uniques {
		for _, of := range u.Fields {
			if of == f {
				return true
			}
		}
	}
	return false
}

// titlesOf are the fields that a header may mean, by the titles it may have: as an
// export writes them, as the screen does, by key.
func (a *asker) titlesOf(t *model.Type) (map[string]string, error) {
	titles := map[string]string{"id": "id"}
	if t.Intake != nil { // words of a document go before titles
		for word, f := range t.Intake.Fields {
			if ever, err := a.everReads(f); err != nil || !ever {
				if err != nil {
					return nil, err
				}
				continue
			}
			titles[exchange.Title(word)] = f.Key
		}
	}
	for _, f := range t.Fields {
		ever, err := a.everReads(f)
		if err != nil {
			return nil, err
		}
		if !ever || !takesIn(f) && !knows(f) {
			continue
		}
		for _, title := range []string{f.Key, a.words().field(f), a.sheetColumn(f).Title} {
			if title = exchange.Title(title); titles[title] == "" {
				titles[title] = f.Key
			}
		}
	}
	return titles, nil
}

// guess maps columns by their titles; what the asker chose for a title the last
// time goes before.
func guess(head []string, titles map[string]string, last map[string]string) []importColumn {
	columns, taken := []importColumn{}, map[string]bool{}
	for i, title := range head {
		title = exchange.Title(title)
		field, chosen := last[title]
		if !chosen {
			field = titles[title]
		}
		if field == "" || taken[field] {
			continue
		}
		taken[field] = true
		columns = append(columns, importColumn{i, field})
	}
	return columns
}

// chosenBefore is what the titles of a header were mapped to in an earlier import;
// "" for those that were left out.
func chosenBefore(head, plan json.RawMessage) map[string]string {
	var titles []string
	var p importPlan
	if json.Unmarshal(head, &titles) != nil || json.Unmarshal(plan, &p) != nil {
		return nil
	}
	last := map[string]string{}
	for _, title := range titles {
		last[exchange.Title(title)] = ""
	}
	for _, c := range p.Columns {
		if c.Column < len(titles) {
			last[exchange.Title(titles[c.Column])] = c.Field
		}
	}
	return last
}

// check refuses a plan that cannot be carried out.
func (p *importPlan) check(a *asker, t *model.Type, head []string, rows int) error {
	if p.Mode == "" {
		p.Mode = "create"
	}
	if p.Empty == "" {
		p.Empty = "keep"
	}
	wrong := func(code, at string, params fault.Params) error { return fault.New(fault.Invalid, code, params).At(at) }
	if p.Mode != "create" && p.Mode != "update" && p.Mode != "upsert" || p.Empty != "keep" && p.Empty != "clear" {
		return wrong("import_plan", "mode", nil)
	}
	titles, err := a.titlesOf(t)
	if err != nil {
		return err
	}
	known, taken, hasKey, fills := map[string]bool{}, map[string]bool{}, false, false
	for _, key := range titles {
		known[key] = true
	}
	for _, c := range p.Columns {
		if c.Column < 0 || c.Column >= len(head) || !known[c.Field] {
			return wrong("import_column", "columns", fault.Params{"field": c.Field})
		}
		if taken[c.Field] {
			return wrong("import_column_twice", "columns", fault.Params{"field": c.Field})
		}
		taken[c.Field] = true
		hasKey = hasKey || c.Field == p.Key
		fills = fills || takesIn(t.Field(c.Field))
	}
	if !fills {
		return wrong("import_nothing", "columns", nil)
	}
	if p.Mode == "create" {
		p.Key = ""
	} else if !hasKey || p.Key != "id" && !knows(t.Field(p.Key)) {
		return wrong("import_key", "key", nil)
	}
	if p.Whole && rows > wholeRows {
		return fault.New(fault.Limit, "import_whole", fault.Params{"max": wholeRows}).At("whole")
	}
	return nil
}
