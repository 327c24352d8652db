package flow

import (
	"kontora/internal/model"
)

// silent fields change with every command and say nothing in a history.
var silent = map[string]bool{"updated": true, "revision": true, "created": true, "author": true, "entered_at": true, "previous": true, "closed_at": true}

// diff lists the fields that differ between two states of a record, in declared
// order; on create, those that have a value.
func diff(old, rec *Record) []Diff {
	var out []Diff
	for _, f := range rec.Type.Fields {
		if silent[f.Key] && f.Engine || f.Kind == model.Inverse || f.Live {
			continue
		}
		if f.Kind == model.Rows {
			if d, changed := rowsDiff(old, rec, f); changed {
				out = append(out, d)
			}
			continue
		}
		var before any
		if old != nil {
			before = old.Values[f.Key]
		}
		if after := rec.Values[f.Key]; !equal(before, after) {
			out = append(out, Diff{f, before, after})
		}
	}
	return out
}

func rowsDiff(old, rec *Record, f *model.Field) (Diff, bool) {
	before := []any{}
	if old != nil {
		before = rowValues(old.Rows[f.Key])
	}
	after := rowValues(rec.Rows[f.Key])
	if len(before) == len(after) {
		same := true
		for i := range before {
			same = same && sameRow(f, before[i].(map[string]any), after[i].(map[string]any))
		}
		if same {
			return Diff{}, false
		}
	}
	return Diff{f, before, after}, true
}

func sameRow(f *model.Field, a, b map[string]any) bool {
	if a["id"] != b["id"] {
		return false
	}
	for _, col := range f.RowType.Fields {
		if !equal(a[col.Key], b[col.Key]) {
			return false
		}
	}
	return true
}

// rowValues writes rows as lists of values with their ids.
func rowValues(rows []*Record) []any {
	out := make([]any, 0, len(rows))
	for _, r := range rows {
		v := map[string]any{"id": r.Id}
		for _, col := range r.Type.Fields {
			if col.Key != "parent" && r.Values[col.Key] != nil {
				v[col.Key] = r.Values[col.Key]
			}
		}
		out = append(out, v)
	}
	return out
}
