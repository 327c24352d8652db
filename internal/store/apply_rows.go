package store

import (
	"fmt"
	"reflect"
	"strings"

	"kontora/internal/flow"
	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// saveRows brings the tables of a record to their decided content. Rows are
// parts of their record: no hooks, no events of their own.
func saveRows(tx core.App, before, after *flow.Record) error {
	for _, f := range after.Type.Fields {
		if f.Kind != model.Rows {
			continue
		}
		var old []*flow.Record
		if before != nil {
			old = before.Rows[f.Key]
		}
		if err := saveTable(tx, f.RowType, after.Id, old, after.Rows[f.Key]); err != nil {
			return fmt.Errorf("save %s of %s: %w", f.RowType.Key, after.Id, err)
		}
	}
	return nil
}

func saveTable(tx core.App, t *model.Type, parent string, old, new []*flow.Record) error {
	kept := map[string]bool{}
	var args []any
	fields := stored(t)
	for pos, row := range new {
		kept[row.Id] = true
		if pos < len(old) && sameRow(old[pos], row, fields) {
			continue
		}
		args = append(args, row.Id, parent, pos)
		for _, f := range fields {
			v, err := encode(f, row.Values[f.Key])
			if err != nil {
				return err
			}
			args = append(args, v)
		}
	}
	var gone []any
	for _, row := range old {
		if !kept[row.Id] {
			gone = append(gone, row.Id)
		}
	}
	if len(gone) > 0 {
		if _, err := exec(tx, `DELETE FROM `+table(t)+` WHERE parent = ? AND id IN (`+places(len(gone))+`)`, append([]any{parent}, gone...)...); err != nil {
			return err
		}
	}
	width := len(fields) + 3
	for len(args) > 0 { // SQLite takes at most 32766 parameters
		part := args[:min(len(args), 30000/width*width)]
		args = args[len(part):]
		if err := putRows(tx, t, fields, part, len(part)/width); err != nil {
			return err
		}
	}
	return nil
}

func putRows(tx core.App, t *model.Type, fields []*model.Field, args []any, count int) error {
	columns, updates := []string{"id", colParent, colPos}, []string{"pos = excluded.pos"}
	for _, f := range fields {
		columns = append(columns, quote(f.Key))
		updates = append(updates, quote(f.Key)+" = excluded."+quote(f.Key))
	}
	touched, err := exec(tx, `INSERT INTO `+table(t)+` (`+strings.Join(columns, ", ")+`) VALUES `+tuples(count, len(columns))+
		` ON CONFLICT (id) DO UPDATE SET `+strings.Join(updates, ", ")+` WHERE parent = excluded.parent`, args...)
	if err == nil && touched != int64(count) {
		return fmt.Errorf("a row belongs to another record")
	}
	return err
}

func sameRow(a, b *flow.Record, fields []*model.Field) bool {
	if a.Id != b.Id {
		return false
	}
	for _, f := range fields {
		if !sameValue(f, a.Values[f.Key], b.Values[f.Key]) {
			return false
		}
	}
	return true
}

// sameValue compares as stored, so that 1.50 and 1.5 are one.
func sameValue(f *model.Field, a, b any) bool {
	x, errX := encode(f, a)
	y, errY := encode(f, b)
	return errX == nil && errY == nil && reflect.DeepEqual(x, y)
}
