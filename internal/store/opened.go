package store

import (
	"fmt"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Opened lists what a person has opened of a record: names of files, and under ""
// the latest revision of which they have seen the card.
func (s *Snapshot) Opened(ref rule.Reference, person string) (map[string]int64, error) {
	rows, err := query(s.app, `SELECT name, revision FROM k_opened WHERE record = ? AND person = ? AND type = ?`, ref.Id, person, stableId(s.m, ref.Type))
	if err != nil {
		return nil, err
	}
	opened := make(map[string]int64, len(rows))
	for _, r := range rows {
		opened[text(r[0])] = number(r[1])
	}
	return opened, nil
}

// NoteOpened keeps that a person has opened a file of a record, or its card under
// the name "", at a revision. What is known already is not written again.
func NoteOpened(app core.App, m *model.Model, ref rule.Reference, person, name string, revision int64, at time.Time) error {
	typ := stableId(m, ref.Type)
	known, err := one(app, `SELECT 1 FROM k_opened WHERE record = ? AND person = ? AND type = ? AND name = ? AND revision >= ?`, ref.Id, person, typ, name, revision)
	if err != nil || known != nil {
		return err
	}
	_, err = exec(app, `INSERT INTO k_opened (record, person, type, name, revision, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (record, person, type, name) DO UPDATE SET revision = excluded.revision, at = excluded.at WHERE excluded.revision > revision`,
		ref.Id, person, typ, name, revision, instantText(at))
	if err != nil {
		return fmt.Errorf("note what was opened: %w", err)
	}
	return nil
}
