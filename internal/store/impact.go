package store

import (
	"fmt"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// CountRecords counts the records of a type, archived ones included.
func CountRecords(app core.App, t *model.Type) (int64, error) {
	return countOf(app, `SELECT COUNT(*) FROM `+table(t))
}

// CountUnarchived counts the records of a type that are not put away.
func CountUnarchived(app core.App, t *model.Type) (int64, error) {
	return countOf(app, `SELECT COUNT(*) FROM `+table(t)+` WHERE archived IS NULL`)
}

// CountFilled counts the records that have a value in a field: in a table, at
// least one row.
func CountFilled(app core.App, t *model.Type, f *model.Field) (int64, error) {
	if f.Kind == model.Rows {
		return countOf(app, `SELECT COUNT(DISTINCT `+colParent+`) FROM `+table(f.RowType))
	}
	if !f.Stored() {
		return 0, nil
	}
	column := quote(f.Key)
	return countOf(app, `SELECT COUNT(*) FROM `+table(t)+` WHERE `+column+` IS NOT NULL AND `+column+` NOT IN ('', '[]', 'null')`)
}

func countOf(app core.App, sql string) (int64, error) {
	row, err := one(app, sql)
	if err != nil {
		return 0, fmt.Errorf("count: %w", err)
	}
	return number(row[0]), nil
}
