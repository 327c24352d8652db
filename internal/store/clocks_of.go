package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// ClocksOf reads the clocks of many records with one statement, by record and
// key of the clock.
func ClocksOf(app core.App, m *model.Model, records []rule.Reference) (map[rule.Reference]map[string]*flow.Clock, error) {
	out := map[rule.Reference]map[string]*flow.Clock{}
	if len(records) == 0 {
		return out, nil
	}
	args := []any{string(flow.FactClock)}
	for _, ref := range records {
		args = append(args, ref.Id, stableId(m, ref.Type))
	}
	places := strings.TrimSuffix(strings.Repeat(`(?, ?), `, len(records)), `, `)
	rows, err := query(app, `SELECT record, type, key, doc FROM k_facts WHERE kind = ? AND (record, type) IN (VALUES `+places+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("clocks of records: %w", err)
	}
	for _, row := range rows {
		t := typeByStableId(m, text(row[1]))
		if t == nil {
			continue
		}
		c := &flow.Clock{}
		if err := json.Unmarshal([]byte(text(row[3])), c); err != nil {
			return nil, fmt.Errorf("clock %s: %w", text(row[2]), err)
		}
		ref := rule.Reference{Type: t.Key, Id: text(row[0])}
		if out[ref] == nil {
			out[ref] = map[string]*flow.Clock{}
		}
		out[ref][text(row[2])] = c
	}
	return out, nil
}
