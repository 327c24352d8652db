package store

import (
	"fmt"
	"strings"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// shape is how records of one type are selected: the columns in a fixed order.
type shape struct {
	t      *model.Type
	fields []*model.Field
	sql    string // "id, n, a, b"
}

func shapeOf(t *model.Type) shape { return shapeWith(t, "") }

// shapeWith reads through a table alias.
func shapeWith(t *model.Type, alias string) shape {
	if alias != "" {
		alias += "."
	}
	s := shape{t: t, fields: stored(t)}
	own := colN
	if t.Owner != nil {
		own = colParent
	}
	config := colConfig
	if t.Owner != nil {
		config = "0" // rows live by the rules of their record
	} else {
		config = alias + config
	}
	cols := []string{alias + "id", alias + own, config}
	for _, f := range s.fields {
		cols = append(cols, alias+quote(f.Key))
	}
	s.sql = strings.Join(cols, ", ")
	return s
}

// width is the number of columns that read consumes.
func (s shape) width() int { return len(s.fields) + ahead }

// ahead is how many columns stand before the fields: id, own and config.
const ahead = 3

// read makes a record of one selected row. own is n, or the parent of a row.
func (s shape) read(row []any) (rec *flow.Record, own any, err error) {
	rec = &flow.Record{Type: s.t, Id: text(row[0]), Config: number(row[2]), Values: make(map[string]any, len(s.fields)), Rows: map[string][]*flow.Record{}}
	for i, f := range s.fields {
		raw := row[i+ahead]
		v, err := decode(f, raw, s.currency(f, row))
		if err != nil {
			return nil, nil, fmt.Errorf("read %s/%s.%s: %w", s.t.Key, rec.Id, f.Key, err)
		}
		if v != nil {
			rec.Values[f.Key] = v
		}
	}
	return rec, row[1], nil
}

func (s shape) currency(f *model.Field, row []any) string {
	if f.Kind != model.Money || f.Currency != "" || f.CurrencyField == nil {
		return f.Currency
	}
	for i, c := range s.fields {
		if c == f.CurrencyField {
			return text(row[i+ahead])
		}
	}
	return ""
}

// records selects records of a type with their rows, in the order of the
// query. tail begins with WHERE, ORDER BY or LIMIT.
func records(app core.App, t *model.Type, tail string, args ...any) ([]*flow.Record, error) {
	s := shapeOf(t)
	rows, err := query(app, `SELECT `+s.sql+` FROM `+table(t)+` `+tail, args...)
	if err != nil {
		return nil, fmt.Errorf("select %s: %w", t.Key, err)
	}
	found := make([]*flow.Record, 0, len(rows))
	for _, row := range rows {
		rec, own, err := s.read(row)
		if err != nil {
			return nil, err
		}
		if t.Owner != nil {
			rec.Values[colParent] = rule.Reference{Type: t.Owner.Key, Id: text(own)}
		}
		found = append(found, rec)
	}
	return found, loadRows(app, t, found)
}

// loadRows fills the tables of records, one query per table.
func loadRows(app core.App, t *model.Type, recs []*flow.Record) error {
	if len(recs) == 0 {
		return nil
	}
	byId := make(map[string]*flow.Record, len(recs))
	for _, r := range recs {
		byId[r.Id] = r
	}
	ids := make([]any, 0, len(byId))
	for id := range byId {
		ids = append(ids, id)
	}
	for _, f := range t.Fields {
		if f.Kind != model.Rows {
			continue
		}
		s := shapeOf(f.RowType)
		rows, err := query(app, `SELECT `+s.sql+` FROM `+table(f.RowType)+
			` WHERE parent IN (`+places(len(ids))+`) ORDER BY parent, pos, id`, ids...)
		if err != nil {
			return fmt.Errorf("select %s: %w", f.RowType.Key, err)
		}
		for _, row := range rows {
			rec, parent, err := s.read(row)
			if err != nil {
				return err
			}
			owner := byId[text(parent)]
			rec.Values[colParent] = owner.Reference()
			owner.Rows[f.Key] = append(owner.Rows[f.Key], rec)
		}
	}
	return nil
}
