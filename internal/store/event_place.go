package store

import (
	"fmt"

	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// EventPlaces tells of which records some events are, by event id. Types that
// are not installed any more are left out.
func EventPlaces(app core.App, m *model.Model, ids []string) (map[string]rule.Reference, error) {
	found := map[string]rule.Reference{}
	if len(ids) == 0 {
		return found, nil
	}
	rows, err := query(app, `SELECT id, type, record FROM k_events WHERE id IN (`+places(len(ids))+`)`, anys(ids)...)
	if err != nil {
		return nil, fmt.Errorf("read causes: %w", err)
	}
	for _, row := range rows {
		if t := typeByStableId(m, text(row[1])); t != nil {
			found[text(row[0])] = rule.Reference{Type: t.Key, Id: text(row[2])}
		}
	}
	return found, nil
}
