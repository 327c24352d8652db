package flow

import (
	"fmt"

	"kontora/internal/fault"
	"kontora/internal/model"
)

// fillRows matches sent rows with stored ones by id: missing is removed, no id
// is new. A field that a sent row leaves out keeps its value.
func (a *attempt) fillRows(f *model.Field, v any) error {
	sent, _ := v.([]RowInput)
	known := map[string]*Record{}
	for _, row := range a.rec.Rows[f.Key] {
		known[row.Id] = row
	}
	if max := f.MaxItems; max > 0 && len(sent) > max {
		a.wrongField(f, f.Key, fault.New(fault.Invalid, "too_many_items", fault.Params{"max": max}))
		return nil
	}
	var rows []*Record
	for i, in := range sent {
		path := fmt.Sprintf("%s.%d", f.Key, i)
		row := known[in.Id]
		if in.Id != "" && row == nil {
			a.wrongField(f, path, fault.New(fault.Invalid, "row_missing", fault.Params{"id": in.Id}))
			continue
		}
		if row == nil {
			row = a.newRow(f)
		} else {
			delete(known, in.Id)
		}
		if err := a.fillRow(f, path, row, in.Fields); err != nil {
			return err
		}
		rows = append(rows, row)
	}
	a.rec.Rows[f.Key] = rows
	return nil
}

func (a *attempt) newRow(f *model.Field) *Record {
	row := &Record{Type: f.RowType, Id: a.s.snap.NewId(), Values: map[string]any{}, Rows: map[string][]*Record{}}
	row.Values["parent"] = a.rec.Reference()
	for _, col := range f.RowType.Fields {
		if col.HasDefault {
			row.Values[col.Key] = a.s.withCurrency(col, row, col.Default)
		}
	}
	return row
}

func (a *attempt) fillRow(f *model.Field, path string, row *Record, fields map[string]any) error {
	for _, col := range f.RowType.Fields {
		v, sent := fields[col.Key]
		if !sent {
			continue
		}
		v = a.s.withCurrency(col, row, v)
		if equal(row.Values[col.Key], v) {
			continue
		}
		at := path + "." + col.Key
		if fl := fixed(col); fl != nil {
			a.wrongField(f, at, fl)
			continue
		}
		row.Values[col.Key] = v
		if col.Kind == model.Ref {
			if err := a.checkRefs(col, at, v, row); err != nil {
				return err
			}
		}
	}
	a.recurrency(row)
	return nil
}

// sameRows reports whether the sent rows are the stored ones, unchanged and in
// the same order.
func (a *attempt) sameRows(f *model.Field, v any) bool {
	sent, ok := v.([]RowInput)
	rows := a.rec.Rows[f.Key]
	if v == nil {
		return len(rows) == 0
	}
	if !ok || len(sent) != len(rows) {
		return false
	}
	for i, in := range sent {
		if in.Id != rows[i].Id {
			return false
		}
		for key, value := range in.Fields {
			col := f.RowType.Field(key)
			if col == nil || !equal(rows[i].Values[key], a.s.withCurrency(col, rows[i], value)) {
				return false
			}
		}
	}
	return true
}
