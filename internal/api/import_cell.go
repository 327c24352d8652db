package api

import (
	"strings"
	"time"

	"kontora/internal/exchange"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/shopspring/decimal"
)

// importCells reads the cells of some rows: what is called by name in them is
// looked up at once.
type importCells struct {
	a     *asker
	t     *model.Type
	plan  importPlan
	named map[*model.Type]map[string][]string
}

// look finds everything that the references of rows are called.
func (c *importCells) look(rows []exchange.Row) error {
	c.named = map[*model.Type]map[string][]string{}
	want := map[*model.Type]map[string]bool{}
	for _, col := range c.plan.Columns {
		f := c.t.Field(col.Field)
		if f == nil || f.Kind != model.Ref {
			continue
		}
		target := c.target(f)
		if target == nil {
			continue
		}
		if want[target] == nil {
			want[target] = map[string]bool{}
		}
		for _, r := range rows {
			for _, name := range parts(f, cellOf(r, col)) {
				want[target][name] = true
			}
		}
	}
	for target, set := range want {
		names := make([]string, 0, len(set))
		for name := range set {
			names = append(names, name)
		}
		found, err := store.NamedSo(c.a.re.App, c.a.model, target, names)
		if err != nil {
			return err
		}
		c.named[target] = found
	}
	return nil
}

// target is the type whose records a field names; nil where there is not exactly
// one, or where they have no names.
func (c *importCells) target(f *model.Field) *model.Type {
	t := c.a.model.TypeByKey(f.Target)
	if t == nil || t.Abstract || t.Owner != nil {
		return nil
	}
	return t
}

func cellOf(r exchange.Row, c importColumn) string {
	if c.Column < len(r.Cells) {
		return strings.TrimSpace(r.Cells[c.Column])
	}
	return ""
}

// parts are the values in a cell: of a list those between semicolons.
func parts(f *model.Field, text string) []string {
	if !f.Many {
		if text == "" {
			return nil
		}
		return []string{text}
	}
	var out []string
	for _, part := range strings.Split(text, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// value reads a cell into what a client would send for the field; nil for an empty
// one.
func (c *importCells) value(f *model.Field, text string) (any, error) {
	items := parts(f, text)
	if len(items) == 0 {
		return nil, nil
	}
	out := make([]any, 0, len(items))
	for _, item := range items {
		v, err := c.one(f, item)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	if f.Many {
		return out, nil
	}
	return out[0], nil
}

func (c *importCells) one(f *model.Field, text string) (any, error) {
	wrong := func(code string) error {
		return fault.New(fault.Invalid, code, fault.Params{"value": short(text)}).At(f.Key)
	}
	switch f.Kind {
	case model.Integer, model.Decimal:
		if d, ok := exchange.ReadNumber(text); ok {
			return d.String(), nil
		}
		return nil, wrong("not_number")
	case model.Money:
		if d, ok := exchange.ReadNumber(text); ok {
			return d.String(), nil
		}
		return nil, wrong("not_amount")
	case model.Date:
		if day, ok := exchange.ReadDay(text); ok {
			return day.Format("2006-01-02"), nil
		}
		return nil, wrong("import_not_day")
	case model.Instant:
		if at, ok := exchange.ReadMoment(text, c.a.e.Zone()); ok {
			return at.UTC().Format(time.RFC3339), nil
		}
		return nil, wrong("import_not_moment")
	case model.Bool:
		if yes, ok := exchange.ReadFlag(text); ok {
			return yes, nil
		}
		return nil, wrong("not_yes_no")
	case model.Enum:
		return c.choice(f, text)
	case model.Ref:
		return c.reference(f, text)
	}
	return exchange.ReadText(text), nil
}

func short(text string) string {
	if r := []rune(text); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text
}

// choice finds a choice by its title or key.
func (c *importCells) choice(f *model.Field, text string) (any, error) {
	for _, e := range f.Enum {
		if e.Key == text || strings.EqualFold(e.Title, text) || strings.EqualFold(c.a.words().option(f, e), text) {
			return e.Key, nil
		}
	}
	return nil, fault.New(fault.Invalid, "not_choice", fault.Params{"value": short(text)}).At(f.Key)
}

// reference finds the record that is called so among those the asker sees: by id,
// title or number, else by a field that records are known by.
func (c *importCells) reference(f *model.Field, text string) (any, error) {
	t := c.target(f)
	if t == nil {
		return nil, fault.New(fault.Invalid, "import_ref_by_name", nil).At(f.Key)
	}
	ids := c.named[t][text]
	if len(text) == 15 && len(ids) == 0 {
		ids = []string{text}
	}
	seen, err := c.seen(t, ids)
	if err != nil {
		return nil, err
	}
	for _, of := range t.Fields {
		if len(seen) > 0 {
			break
		}
		if !knows(of) || of.Kind != model.Text {
			continue
		}
		if ids, err = store.Holding(c.a.re.App, t, of, text); err != nil {
			return nil, err
		}
		if seen, err = c.seen(t, ids, of); err != nil {
			return nil, err
		}
	}
	switch {
	case len(seen) == 0:
		return nil, fault.New(fault.Invalid, "import_no_such", fault.Params{"value": short(text), "type": c.a.words().typ(t)}).At(f.Key)
	case len(seen) > 1:
		return nil, fault.New(fault.Invalid, "import_ambiguous", fault.Params{"value": short(text), "type": c.a.words().typ(t)}).At(f.Key)
	}
	if !f.Exact {
		return t.Key + "/" + seen[0], nil
	}
	return seen[0], nil
}

// seen leaves those records that the asker sees, with the cells they are known by.
func (c *importCells) seen(t *model.Type, ids []string, by ...*model.Field) ([]string, error) {
	var out []string
	for _, id := range ids {
		_, rights, err := c.a.load(t, id)
		if isMissing(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(by) == 0 || rights.Reads(by[0]) {
			out = append(out, id)
		}
	}
	return out, nil
}

// same reports whether a cell says what stands in the record already: what an
// export of it would write.
func (c *importCells) same(f *model.Field, text string, rec *flow.Record, values map[string]any, refs map[string]refInfo) bool {
	if f.Kind == model.Enum && !f.Many && text != "" {
		v, err := c.choice(f, text)
		return err == nil && v == rec.Values[f.Key]
	}
	col := sheetColumn{Column: c.a.sheetColumn(f), field: f}
	stands := c.a.sheetCell(col, rec, values, refs)
	switch x := stands.(type) {
	case nil:
		return text == ""
	case decimal.Decimal:
		d, ok := exchange.ReadNumber(text)
		return ok && d.Equal(x)
	case time.Time:
		if f.Kind == model.Date {
			day, ok := exchange.ReadDay(text)
			return ok && day.Equal(x)
		}
		at, ok := exchange.ReadMoment(text, c.a.e.Zone())
		return ok && at.Truncate(time.Second).Equal(x.Truncate(time.Second))
	case bool:
		yes, ok := exchange.ReadFlag(text)
		return ok && yes == x
	case string:
		return strings.TrimSpace(x) == text
	}
	return false
}
