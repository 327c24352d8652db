package flow

import (
	"fmt"

	"kontora/internal/fault"
	"kontora/internal/model"
)

// maxWrong is how many mistakes of form one answer names: whoever sends a
// hundred thousand unknown keys need not be told about each.
const maxWrong = 200

// ReadFields turns a JSON object (numbers as json.Number) into the fields of a
// command. Every value of a wrong form and every unknown key is reported, each
// at its own path.
func ReadFields(t *model.Type, raw map[string]any) (map[string]any, []*fault.Fault) {
	fields := make(map[string]any, len(raw))
	var wrong []*fault.Fault
	for key, v := range raw {
		if len(wrong) >= maxWrong {
			break
		}
		f := t.Field(key)
		if f == nil {
			wrong = append(wrong, unknownField(t, key, key))
			continue
		}
		if f.Kind == model.Inverse {
			wrong = append(wrong, fault.New(fault.Invalid, "field_derived", nil).At(key))
			continue
		}
		if f.Kind == model.Rows {
			rows, found := readRows(f, v)
			wrong = append(wrong, found...)
			fields[f.Key] = rows
			continue
		}
		value, fl := f.Parse(v)
		if fl != nil {
			wrong = append(wrong, fl)
			continue
		}
		fields[f.Key] = value
	}
	return fields, wrong
}

func readRows(f *model.Field, v any) ([]RowInput, []*fault.Fault) {
	if v == nil {
		return []RowInput{}, nil
	}
	items, ok := v.([]any)
	if !ok {
		return nil, []*fault.Fault{fault.New(fault.Invalid, "not_rows", nil).At(f.Key)}
	}
	rows := make([]RowInput, 0, len(items))
	var wrong []*fault.Fault
	for i, item := range items {
		if len(wrong) >= maxWrong {
			break
		}
		row, found := readRow(f, fmt.Sprintf("%s.%d", f.Key, i), item)
		wrong = append(wrong, found...)
		rows = append(rows, row)
	}
	return rows, wrong
}

func readRow(f *model.Field, path string, item any) (RowInput, []*fault.Fault) {
	cells, ok := item.(map[string]any)
	if !ok {
		return RowInput{}, []*fault.Fault{fault.New(fault.Invalid, "not_rows", nil).At(path)}
	}
	row := RowInput{Fields: map[string]any{}}
	var wrong []*fault.Fault
	for key, v := range cells {
		if len(wrong) >= maxWrong {
			break
		}
		if key == "id" {
			id, ok := v.(string)
			if !ok && v != nil {
				wrong = append(wrong, fault.New(fault.Invalid, "not_text", nil).At(path+".id"))
			}
			row.Id = id
			continue
		}
		col := f.RowType.Field(key)
		if col == nil {
			wrong = append(wrong, unknownField(f.RowType, key, path+"."+key))
			continue
		}
		if col.Engine {
			continue // parent: known from where the row stands
		}
		value, fl := col.Parse(v)
		if fl != nil {
			wrong = append(wrong, fl.At(path+"."+key))
			continue
		}
		row.Fields[col.Key] = value
	}
	return row, wrong
}
