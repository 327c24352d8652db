package store

import (
	"fmt"
	"strings"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// CommentsFolder is where all files of comments are.
const CommentsFolder = "k_comments"

// orphanBatch is how many records one question asks about.
const orphanBatch = 200

// OrphanFiles are those of the given stored files of a type that nothing speaks of:
// no column of their record, also of a field that is no longer declared, and no
// version. They are left when a process dies between storing a file and committing
// its record.
func OrphanFiles(app core.App, t *model.Type, stored []FileName) ([]FileName, error) {
	var orphans []FileName
	for len(stored) > 0 {
		part := stored[:min(len(stored), orphanBatch)]
		stored = stored[len(part):]
		held, err := heldFiles(app, t, part)
		if err != nil {
			return nil, fmt.Errorf("files of %s: %w", t.Key, err)
		}
		for _, f := range part {
			if !held(f) {
				orphans = append(orphans, f)
			}
		}
	}
	return orphans, nil
}

// heldFiles reads everything that records and versions say. A name is held when a
// text of its record has it in it: too much is kept rather than too little.
func heldFiles(app core.App, t *model.Type, files []FileName) (func(FileName) bool, error) {
	var ids []any
	said := map[string][]string{}
	for _, f := range files {
		if _, known := said[f.Record]; !known {
			said[f.Record] = nil
			ids = append(ids, f.Record)
		}
	}
	rows, err := query(app, `SELECT id, * FROM `+table(t)+` WHERE id IN (`+places(len(ids))+`)`, ids...)
	if err != nil {
		return nil, err
	}
	versions, err := query(app, `SELECT record, name FROM k_file_versions WHERE record IN (`+places(len(ids))+`)`, ids...)
	if err != nil {
		return nil, err
	}
	for _, row := range append(rows, versions...) {
		for _, v := range row[1:] {
			said[text(row[0])] = append(said[text(row[0])], text(v))
		}
	}
	return func(f FileName) bool {
		for _, s := range said[f.Record] {
			if strings.Contains(s, f.Name) {
				return true
			}
		}
		return false
	}, nil
}

// OrphanComments are those of the given ids that no comment has.
func OrphanComments(app core.App, ids []string) ([]string, error) {
	var orphans []string
	for len(ids) > 0 {
		part := ids[:min(len(ids), orphanBatch)]
		ids = ids[len(part):]
		rows, err := query(app, `SELECT id FROM k_comments WHERE id IN (`+places(len(part))+`)`, anys(part)...)
		if err != nil {
			return nil, fmt.Errorf("files of comments: %w", err)
		}
		known := map[string]bool{}
		for _, row := range rows {
			known[text(row[0])] = true
		}
		for _, id := range part {
			if !known[id] {
				orphans = append(orphans, id)
			}
		}
	}
	return orphans, nil
}
