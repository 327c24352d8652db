package flow

import (
	"fmt"
	"maps"
	"slices"

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
		rows = append(rows, row)
		if err := a.fillRow(f, path, row, in.Fields); err != nil {
			return err
		}
	}
	a.rec.Rows[f.Key] = rows
	return nil
}

// sentRow is a new row with the cells that came along.
type sentRow struct {
	row   *Record
	given map[string]any
}

func (a *attempt) newRow(f *model.Field) *Record {
	row := &Record{Type: a.rec.Type.RowType(f), Id: a.s.snap.NewId(), Values: map[string]any{}, Rows: map[string][]*Record{}}
	row.Values["parent"] = a.rec.Reference()
	a.fresh[row] = true
	return row
}

func (a *attempt) fillRow(f *model.Field, path string, row *Record, fields map[string]any) error {
	before := row.Clone()
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if row.Type.Field(key) == nil {
			a.wrongField(f, path+"."+key, unknownField(row.Type, key, key))
		}
	}
	for _, col := range row.Type.Fields {
		v, sent := fields[col.Key]
		if !sent {
			continue
		}
		if v = a.s.withCurrency(col, row, v); equal(row.Values[col.Key], v) {
			continue
		}
		reason, err := a.closedColumn(col, before, a.fresh[row])
		if err != nil {
			return err
		}
		if reason != nil {
			a.wrongField(f, path+"."+col.Key, reason)
			continue
		}
		if fl := col.Validate(v); fl != nil && fl.Code == "bad_value" {
			a.wrongField(f, path+"."+col.Key, fl)
			continue
		}
		if col.Kind == model.Ref {
			if v, err = a.point(pointer{field: col, path: path + "." + col.Key, rec: row, owner: f}, v); err != nil {
				return err
			}
		}
		row.Values[col.Key] = v
	}
	a.recurrency(row)
	if a.fresh[row] {
		a.literals(row, fields)
		a.newRows = append(a.newRows, sentRow{row, fields})
	}
	return nil
}

// closedColumn tells why a cell of a row may not be written: nobody types it, or
// it is locked in the row as it was. In a new row nothing is locked yet.
func (a *attempt) closedColumn(col *model.Field, before *Record, isNew bool) (*fault.Fault, error) {
	if fl := fixed(col, before); fl != nil {
		return fl, nil
	}
	locked := rules(col, before).Locked
	if locked == nil || isNew || a.s.actor.System {
		return nil, nil
	}
	yes, known, err := a.s.holds(locked, before, nil, a.words())
	if err != nil || known && !yes {
		return nil, err
	}
	return fault.New(fault.Invalid, "field_locked", nil), nil
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
