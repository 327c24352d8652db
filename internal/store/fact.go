package store

import (
	"encoding/json"
	"fmt"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Facts lists what is kept beside a record.
func (s *Snapshot) Facts(ref rule.Reference) ([]*flow.Fact, error) {
	if known, ok := s.facts[ref]; ok {
		return known, nil
	}
	return FactsOf(s.app, s.m, ref)
}

// LoadFacts reads what is kept beside many records of a type by one statement.
func (s *Snapshot) LoadFacts(t *model.Type, ids []string) error {
	if t.Facts == nil || len(ids) == 0 {
		return nil
	}
	args := []any{t.StableId}
	for _, id := range ids {
		args = append(args, id)
	}
	rows, err := query(s.app, `SELECT record, kind, key, part, doc FROM k_facts WHERE type = ? AND record IN (`+places(len(ids))+`)`, args...)
	if err != nil {
		return err
	}
	if s.facts == nil {
		s.facts = map[rule.Reference][]*flow.Fact{}
	}
	for _, id := range ids {
		s.facts[rule.Reference{Type: t.Key, Id: id}] = nil
	}
	for _, row := range rows {
		f, err := readFact(row[1:])
		if err != nil {
			return err
		}
		ref := rule.Reference{Type: t.Key, Id: text(row[0])}
		s.facts[ref] = append(s.facts[ref], f)
	}
	return nil
}

// FactsOf lists what is kept beside a record.
func FactsOf(app core.App, m *model.Model, ref rule.Reference) ([]*flow.Fact, error) {
	rows, err := query(app, `SELECT kind, key, part, doc FROM k_facts WHERE record = ? AND type = ?`, ref.Id, stableId(m, ref.Type))
	if err != nil {
		return nil, err
	}
	found := make([]*flow.Fact, len(rows))
	for i, row := range rows {
		if found[i], err = readFact(row); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// readFact reads kind, key, part and document.
func readFact(row []any) (*flow.Fact, error) {
	id := flow.FactId{Kind: flow.FactKind(text(row[0])), Key: text(row[1]), Part: text(row[2])}
	doc, err := flow.DecodeFact(id.Kind, []byte(text(row[3])))
	if err != nil {
		return nil, fmt.Errorf("fact %s %s: %w", id.Kind, id.Key, err)
	}
	return &flow.Fact{FactId: id, Doc: doc}, nil
}

// saveFacts puts the facts of a plan down, and the alarms they wait for.
func saveFacts(tx core.App, m *model.Model, changes []flow.FactChange) error {
	var gone, put, alarms []any
	for _, c := range changes {
		id := []any{c.Record.Id, stableId(m, c.Record.Type), string(c.Kind), c.Key, c.Part}
		if c.Before != nil {
			gone = append(gone, id...)
		}
		if c.After == nil {
			continue
		}
		doc, err := json.Marshal(c.After)
		if err != nil {
			return fmt.Errorf("fact %s %s: %w", c.Kind, c.Key, err)
		}
		put = append(append(put, id...), string(doc))
		for _, a := range c.After.Alarms() {
			at := instantText(a.At)
			alarms = append(append(alarms, id...), a.Level, at, 0, at, "")
		}
	}
	steps := []struct {
		before, after string
		width         int
		args          []any
	}{
		{`DELETE FROM k_alarms WHERE (record, type, kind, key, part) IN (VALUES `, `)`, 5, gone},
		{`DELETE FROM k_facts WHERE (record, type, kind, key, part) IN (VALUES `, `)`, 5, gone},
		{`INSERT INTO k_facts (record, type, kind, key, part, doc) VALUES `, ``, 6, put},
		{`INSERT INTO k_alarms (record, type, kind, key, part, level, at, tries, next, error) VALUES `, ``, 10, alarms},
	}
	for _, s := range steps {
		if err := inParts(tx, s.before, s.after, s.width, s.args); err != nil {
			return err
		}
	}
	return nil
}
