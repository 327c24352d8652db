package store

import (
	"fmt"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// NoteRegrants remembers, together with the configuration that makes it
// necessary, whose stored rights must be worked out anew.
func NoteRegrants(tx core.App, types []*model.Type, config int64) error {
	if len(types) == 0 {
		return nil
	}
	var args []any
	for _, t := range types {
		args = append(args, t.StableId, config)
	}
	_, err := exec(tx, `INSERT INTO k_regrants (type, config) VALUES `+tuples(len(types), 2)+
		` ON CONFLICT (type) DO UPDATE SET config = excluded.config`, args...)
	return err
}

// Regrants lists the stable ids of types whose stored rights are not yet those
// of a configuration.
func Regrants(app core.App, config int64) (map[string]bool, error) {
	rows, err := query(app, `SELECT type FROM k_regrants WHERE config <= ?`, config)
	if err != nil {
		return nil, fmt.Errorf("read what is to be granted anew: %w", err)
	}
	ids := map[string]bool{}
	for _, r := range rows {
		ids[text(r[0])] = true
	}
	return ids, nil
}

// Regranted notes that the stored rights are those of a configuration.
func Regranted(app core.App, config int64) error {
	_, err := exec(app, `DELETE FROM k_regrants WHERE config <= ?`, config)
	return err
}
