package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// Unlike lists those of the given values with which a record was not created, by
// its history. Rows are compared by their cells: their ids are new each time.
func (s *Snapshot) Unlike(ref rule.Reference, values []flow.Diff) ([]*model.Field, error) {
	t := s.m.TypeByKey(ref.Type)
	if t == nil || len(values) == 0 {
		return nil, nil
	}
	born, err := s.born(t, ref.Id)
	if err != nil {
		return nil, err
	}
	var unlike []*model.Field
	for _, v := range values {
		sent, err := jsonText(atBirth(v.Field, Plain(v.Field, rowsAsList(v.Field, v.New))))
		if err != nil {
			return nil, fmt.Errorf("compare %s: %w", v.Field.Key, err)
		}
		was, err := jsonText(atBirth(v.Field, born[v.Field.StableId]))
		if err != nil {
			return nil, fmt.Errorf("compare %s: %w", v.Field.Key, err)
		}
		if sent != was {
			unlike = append(unlike, v.Field)
		}
	}
	return unlike, nil
}

// born reads the values with which a record was created, by stable ids of fields.
func (s *Snapshot) born(t *model.Type, id string) (map[string]any, error) {
	row, err := one(s.app, `SELECT diff FROM k_events WHERE record = ? AND type = ? AND action = 'create' ORDER BY seq LIMIT 1`, id, t.StableId)
	if err != nil || row == nil {
		return nil, err
	}
	var lines []struct {
		Field string `json:"field"`
		New   any    `json:"new"`
	}
	d := json.NewDecoder(strings.NewReader(text(row[0])))
	d.UseNumber()
	if err := d.Decode(&lines); err != nil {
		return nil, fmt.Errorf("creation of %s/%s: %w", t.Key, id, err)
	}
	born := make(map[string]any, len(lines))
	for _, l := range lines {
		born[l.Field] = l.New
	}
	return born, nil
}

// atBirth leaves out of a plain value what says nothing of its content: ids of
// rows, and that a list is empty.
func atBirth(f *model.Field, v any) any {
	list, ok := v.([]any)
	if !ok {
		return v
	}
	if len(list) == 0 {
		return nil
	}
	if f.Kind != model.Rows {
		return v
	}
	rows := make([]any, len(list))
	for i, item := range list {
		cells, _ := item.(map[string]any)
		row := map[string]any{}
		for _, c := range f.RowType.Fields {
			if cell := cells[c.StableId]; !c.Engine && cell != nil {
				row[c.StableId] = cell
			}
		}
		rows[i] = row
	}
	return rows
}
