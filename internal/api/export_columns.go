package api

import (
	"strings"
	"time"

	"kontora/internal/exchange"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// sheetColumn is one column of an exported list: a field, or what is said beside
// one.
type sheetColumn struct {
	exchange.Column
	field *model.Field
	part  sheetPart
}

// sheetPart says what of a field a column holds.
type sheetPart int

const (
	wholeField sheetPart = iota
	currencyOf           // of an amount whose currency is told by each record
	recordId
)

// sheetColumns are the columns of a list in a file, in the asker's language: the
// named fields, or all that a cell can hold of those the asker ever sees. An amount
// whose currency differs from record to record has its currency beside it, unless
// that field stands among the columns itself.
func (a *asker) sheetColumns(t *model.Type, names []string) ([]sheetColumn, error) {
	if err := a.checkColumns(t, names); err != nil {
		return nil, err
	}
	var fields []*model.Field
	for _, name := range names {
		if f := t.Field(name); fitsCell(f) {
			fields = append(fields, f)
		}
	}
	if len(names) == 0 {
		for _, f := range t.Fields {
			ever, err := a.everReads(f)
			if err != nil {
				return nil, err
			}
			if ever && fitsCell(f) {
				fields = append(fields, f)
			}
		}
	}
	if len(fields) == 0 {
		return nil, fault.New(fault.Invalid, "export_no_columns", nil).At("columns")
	}
	var out []sheetColumn
	for _, f := range fields {
		out = append(out, sheetColumn{Column: a.sheetColumn(f), field: f})
		if f.Kind != model.Money || f.Currency != "" {
			continue
		}
		if f.CurrencyField == nil || !contains(fields, f.CurrencyField) {
			title := a.sheetWord("currency_of", map[string]any{"field": a.words().field(f)})
			out = append(out, sheetColumn{Column: exchange.Column{Title: title}, field: f, part: currencyOf})
		}
	}
	if len(names) == 0 {
		out = append(out, sheetColumn{Column: exchange.Column{Title: "ID"}, part: recordId})
	}
	return out, nil
}

func contains(fields []*model.Field, f *model.Field) bool {
	for _, other := range fields {
		if other == f {
			return true
		}
	}
	return false
}

// fitsCell reports whether a field can be told in one cell: tables and what
// points here cannot.
func fitsCell(f *model.Field) bool {
	return f != nil && f.Kind != model.Rows && f.Kind != model.Inverse && f.Kind != model.JSON
}

func (a *asker) sheetColumn(f *model.Field) exchange.Column {
	c := exchange.Column{Title: a.words().field(f)}
	if f.Many {
		return c
	}
	switch f.Kind {
	case model.Integer, model.Decimal:
		c.Kind = exchange.Number
	case model.Money:
		c.Kind, c.Digits = exchange.Money, 2
		if f.Currency != "" {
			c.Title += ", " + f.Currency
			c.Digits = money.Digits(f.Currency)
		}
	case model.Date:
		c.Kind = exchange.Day
	case model.Instant:
		c.Kind = exchange.Moment
	case model.Bool:
		c.Kind = exchange.Flag
	}
	if f.Unit != "" {
		c.Title += ", " + f.Unit
	}
	return c
}

func (a *asker) sheetWord(key string, params map[string]any) string {
	text, _ := a.server.words.text(a.lang, "sheet."+key, params)
	return text
}

// sheetCell is what stands in a column for a record. values are the cells that
// the asker sees; one that is not there stays empty.
func (a *asker) sheetCell(c sheetColumn, rec *flow.Record, values map[string]any, refs map[string]refInfo) any {
	if c.part == recordId {
		return rec.Id
	}
	v, seen := values[c.field.Key]
	if !seen || v == nil {
		return nil
	}
	if c.part == currencyOf {
		if amount, ok := rec.Values[c.field.Key].(money.Amount); ok {
			return amount.Currency
		}
		return nil
	}
	if items, many := v.([]any); many {
		said := make([]string, 0, len(items))
		for _, item := range items {
			if text, ok := a.sheetOne(c, rec, item, refs).(string); ok && text != "" {
				said = append(said, text)
			}
		}
		return strings.Join(said, "; ")
	}
	return a.sheetOne(c, rec, v, refs)
}

// sheetOne turns one value, as it is written to clients, into a cell.
func (a *asker) sheetOne(c sheetColumn, rec *flow.Record, v any, refs map[string]refInfo) any {
	text, isText := v.(string)
	switch f := c.field; f.Kind {
	case model.Integer, model.Decimal, model.Money:
		return decimalOf(v)
	case model.Date:
		if day, err := rule.ParseDate(text); err == nil {
			return time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, time.UTC)
		}
	case model.Instant:
		if at, err := time.Parse("2006-01-02 15:04:05.000Z", text); err == nil {
			return at.In(a.e.Zone())
		}
	case model.Bool:
		return v
	case model.Enum:
		return a.choiceTitle(rec.Type, f, text)
	case model.Ref:
		return a.refTitle(f, text, refs)
	case model.File:
		if info, ok := refs[fileRef+"/"+text]; ok {
			return info.Title
		}
	case model.Geo:
		if p, ok := v.(map[string]any); ok {
			return strings.Join([]string{numberText(p["lat"]), numberText(p["lon"])}, ", ")
		}
	}
	if isText {
		return text
	}
	return nil
}

func numberText(v any) string { return decimalText(decimalOf(v)) }

func decimalText(v any) string {
	if d, ok := v.(decimal.Decimal); ok {
		return d.String()
	}
	return ""
}

func decimalOf(v any) any {
	switch x := v.(type) {
	case string:
		if d, err := decimal.NewFromString(x); err == nil {
			return d
		}
	case int64:
		return decimal.NewFromInt(x)
	case float64:
		return decimal.NewFromFloat(x)
	case decimal.Decimal:
		return x
	}
	return nil
}

// choiceTitle names a choice, or a state.
func (a *asker) choiceTitle(t *model.Type, f *model.Field, key string) string {
	if s := t.Lifecycle.State(key); s != nil && f.Key == "status" {
		return a.words().state(t, s)
	}
	for _, e := range f.Enum {
		if e.Key == key {
			return a.words().option(f, e)
		}
	}
	return key
}

// refTitle names what a reference points at, as far as the asker may know it.
func (a *asker) refTitle(f *model.Field, id string, refs map[string]refInfo) string {
	if id == "" {
		return ""
	}
	if key, other, typed := strings.Cut(id, "/"); typed {
		t := a.model.TypeByKey(key)
		if t == nil {
			return ""
		}
		return refs[t.Slug+"/"+other].Title
	}
	if t := a.model.TypeByKey(f.Target); t != nil {
		return refs[t.Slug+"/"+id].Title
	}
	return ""
}
