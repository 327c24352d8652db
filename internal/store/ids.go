package store

import (
	"fmt"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// NewestIds lists records of a type that are not put away, the newest first.
func NewestIds(app core.App, t *model.Type, limit int) ([]string, error) {
	rows, err := query(app, `SELECT id FROM `+table(t)+` WHERE archived IS NULL ORDER BY `+colN+` DESC LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("records of %s: %w", t.Key, err)
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = text(row[0])
	}
	return ids, nil
}

// HasAlarm reports whether anything of a record waits for an instant.
func HasAlarm(app core.App, t *model.Type, record string) (bool, error) {
	row, err := one(app, `SELECT 1 FROM k_alarms WHERE record = ? AND type = ? LIMIT 1`, record, t.StableId)
	return row != nil, err
}
