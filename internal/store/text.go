package store

import (
	"fmt"
	"strings"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Kinds of texts beside the cells of a record.
const (
	TextOfFile    = "file"
	TextOfComment = "comment"
)

// TextJob is a file or a comment that waits to be found by what it says.
type TextJob struct {
	Kind, Record, Name string // Name is that of the stored file, or the id of the comment
	Title, Body        string // of a file its title; of a comment what it says
	Type               *model.Type
}

const (
	maxTextWords = 20_000 // of one text that the index takes
	textsLooked  = 1_000  // newest texts with the words that one search looks at
	textsTaken   = 60     // of them that the reader's records hold
)

// TextJobs are the next that wait. Of a type that is not installed, or a comment that
// is gone, Type is nil.
func TextJobs(app core.App, m *model.Model, limit int) ([]*TextJob, error) {
	rows, err := query(app, `SELECT j.kind, j.record, j.name, coalesce(f.title, ''), coalesce(c.text, ''),
			coalesce((SELECT k.key FROM k_items i JOIN k_tokens k ON k.id = i.ty WHERE i.id = j.record), '')
		FROM k_text_jobs j LEFT JOIN k_files f ON j.kind = 'file' AND f.record = j.record AND f.name = j.name
		LEFT JOIN k_comments c ON j.kind = 'comment' AND c.id = j.name LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("texts that wait: %w", err)
	}
	types := typesByWord(m)
	jobs := make([]*TextJob, len(rows))
	for i, r := range rows {
		jobs[i] = &TextJob{text(r[0]), text(r[1]), text(r[2]), text(r[3]), text(r[4]), types[text(r[5])]}
	}
	return jobs, nil
}

func typesByWord(m *model.Model) map[string]*model.Type {
	types := map[string]*model.Type{}
	for _, t := range m.Types {
		if !t.Abstract {
			types[typeWord(t)] = t
		}
	}
	return types
}

// KeepText answers a job: from now on the text is found. An empty one is not.
func KeepText(tx core.App, j *TextJob) error {
	if _, err := exec(tx, `DELETE FROM k_text_jobs WHERE kind = ? AND record = ? AND name = ?`, j.Kind, j.Record, j.Name); err != nil {
		return err
	}
	old, err := one(tx, `SELECT id FROM k_texts WHERE kind = ? AND record = ? AND name = ?`, j.Kind, j.Record, j.Name)
	if err != nil {
		return err
	}
	if old != nil {
		for _, statement := range []string{`DELETE FROM k_text_search WHERE rowid = ?`, `DELETE FROM k_texts WHERE id = ?`} {
			if _, err := exec(tx, statement, old[0]); err != nil {
				return err
			}
		}
	}
	words := stemsUpTo(j.Title+"\n"+j.Body, maxTextWords)
	if j.Type == nil || len(words) == 0 {
		return nil
	}
	made, err := change(tx, `INSERT INTO k_texts (id, kind, record, name, type, body)
		SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ? FROM k_texts RETURNING id`, j.Kind, j.Record, j.Name, typeWord(j.Type), j.Body)
	if err != nil {
		return err
	}
	if _, err := exec(tx, `INSERT INTO k_text_search (rowid, body) VALUES (?, ?)`, made[0][0], strings.Join(words, " ")); err != nil {
		return err
	}
	seen := map[string]bool{}
	var stems []any
	for _, w := range words {
		if !seen[w] {
			seen[w] = true
			stems = append(stems, w)
		}
	}
	return inParts(tx, `INSERT OR IGNORE INTO k_words (stem) VALUES `, ``, 1, stems)
}

// TextFound is a file or a comment that holds the words.
type TextFound struct {
	Kind, Record, Name, Title, Body string
	Type                            *model.Type
}

// SearchTexts finds files and comments by words, newest first, in records of which the
// reader sees something. Whether they see this very text is still to be asked: of a file,
// whether its field is theirs to see.
func SearchTexts(app core.App, m *model.Model, r *Reader, words string) ([]*TextFound, error) {
	match, err := searchWords(app, words)
	if err != nil || match == "" {
		return nil, err
	}
	args := []any{match, textsLooked}
	rights := ""
	if !r.all {
		names, err := namesOf(app, m)
		if err != nil {
			return nil, err
		}
		wide, _ := names.split(r)
		rights = ` AND EXISTS (SELECT 1 FROM k_items i JOIN k_acl a ON a.n = i.n WHERE i.id = t.record
			AND (a.p IN (` + places(len(r.tokens)) + `) OR a.p = ? AND a.ty IN (` + places(len(wide)) + `)))`
		args = append(append(append(args, anys(r.tokens)...), everybody), anys(wide)...)
	}
	rows, err := query(app, `SELECT t.kind, t.record, t.name, coalesce(k.title, ''), coalesce(c.text, t.body), t.type
		FROM (SELECT rowid AS id FROM k_text_search WHERE k_text_search MATCH ? ORDER BY rowid DESC LIMIT ?) f
		CROSS JOIN k_texts t ON t.id = f.id
		LEFT JOIN k_files k ON t.kind = 'file' AND k.record = t.record AND k.name = t.name
		LEFT JOIN k_comments c ON t.kind = 'comment' AND c.id = t.name
		WHERE true`+rights+` ORDER BY t.id DESC LIMIT ?`, append(args, textsTaken)...)
	if err != nil {
		return nil, fmt.Errorf("search texts: %w", err)
	}
	types := typesByWord(m)
	var found []*TextFound
	for _, row := range rows {
		if t := types[text(row[5])]; t != nil {
			found = append(found, &TextFound{text(row[0]), text(row[1]), text(row[2]), text(row[3]), text(row[4]), t})
		}
	}
	return found, nil
}

// ItemOf is a record as lists across types show it; nil for one that the reader does
// not see.
func ItemOf(app core.App, m *model.Model, r *Reader, t *model.Type, id string) (*Item, error) {
	names, err := namesOf(app, m)
	if err != nil {
		return nil, err
	}
	rows, err := query(app, `SELECT `+itemSelect+` FROM k_items i JOIN k_tokens k ON k.id = i.ty WHERE i.id = ? AND k.key = ?`, id, typeWord(t))
	if err != nil {
		return nil, fmt.Errorf("item of %s/%s: %w", t.Key, id, err)
	}
	items, err := r.items(app, names, rows)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	return items[0], nil
}
