package store

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Revision is one published configuration, kept for good.
type Revision struct {
	Number int64
	Hash   string
	At     string
	Actor  string
	Note   string
	Files  map[string][]byte // sources by path; nil when not asked for
}

const noFiles = `SELECT number, hash, at, actor, note FROM k_revisions`

// LastRevision returns the configuration in force with its files; nil before
// the first publish.
func LastRevision(app core.App) (*Revision, error) {
	return revision(app, `SELECT number, hash, at, actor, note, files FROM k_revisions ORDER BY number DESC LIMIT 1`)
}

// RevisionAt returns one configuration with its files; nil when there is none.
func RevisionAt(app core.App, number int64) (*Revision, error) {
	return revision(app, `SELECT number, hash, at, actor, note, files FROM k_revisions WHERE number = ?`, number)
}

// Revisions lists the history of the configuration, newest first, without files.
func Revisions(app core.App, limit int) ([]*Revision, error) {
	rows, err := query(app, noFiles+` ORDER BY number DESC LIMIT ?`, limit)
	if err != nil {
		return nil, err
	}
	list := make([]*Revision, len(rows))
	for i, r := range rows {
		list[i] = readRevision(r)
	}
	return list, nil
}

func readRevision(r []any) *Revision {
	return &Revision{Number: number(r[0]), Hash: text(r[1]), At: text(r[2]), Actor: text(r[3]), Note: text(r[4])}
}

func revision(app core.App, sql string, args ...any) (*Revision, error) {
	row, err := one(app, sql, args...)
	if err != nil || row == nil {
		return nil, err
	}
	rev := readRevision(row)
	rev.Files, err = unpack([]byte(text(row[5])))
	return rev, err
}

// AddRevision stores a configuration and returns its number.
func AddRevision(tx core.App, rev *Revision, at time.Time) error {
	packed, err := pack(rev.Files)
	if err != nil {
		return err
	}
	last, err := headOf(tx, chainRevisions)
	if err != nil {
		return err
	}
	rev.Number, rev.At = last.length+1, instantText(at)
	_, err = exec(tx, `INSERT INTO k_revisions (number, hash, at, actor, note, files) VALUES (?, ?, ?, ?, ?, ?)`,
		rev.Number, rev.Hash, rev.At, rev.Actor, rev.Note, packed)
	if err != nil {
		return err
	}
	return advance(tx, chainRevisions, last, head{rev.Number, rev.digest(last.hash, packed)})
}

// digest binds a configuration, files included, to the one before.
func (r *Revision) digest(before string, packed []byte) string {
	files := sha256.Sum256(packed)
	return link([]any{before, r.Number, r.Hash, r.At, r.Actor, r.Note, hex.EncodeToString(files[:])})
}

// NoteTypes remembers from which revision on each type behaves as it does now.
func NoteTypes(tx core.App, m *model.Model, revision int64) error {
	var args []any
	for _, t := range m.Types {
		if t.Owner != nil || t.Abstract {
			continue
		}
		was, err := DigestAt(tx, t, revision)
		if err != nil {
			return err
		}
		if was != t.Digest {
			args = append(args, t.StableId, revision, t.Digest, t.Key)
		}
	}
	if len(args) == 0 {
		return nil
	}
	_, err := exec(tx, `INSERT INTO k_types (id, first, digest, key) VALUES `+tuples(len(args)/4, 4), args...)
	return err
}

// DigestAt tells how a type behaved under a configuration; "" when it was not
// there yet.
func DigestAt(app core.App, t *model.Type, config int64) (string, error) {
	row, err := one(app, `SELECT digest FROM k_types WHERE id = ? AND first <= ? ORDER BY first DESC LIMIT 1`, t.StableId, config)
	if err != nil || row == nil {
		return "", err
	}
	return text(row[0]), nil
}

// Held is how many records hold something, and one of them.
type Held struct {
	Count  int64
	Sample string
}

// StateCounts counts the records of a type by state, archived ones included.
func StateCounts(app core.App, t *model.Type) (map[string]Held, error) {
	rows, err := query(app, `SELECT status, COUNT(*), MIN(id) FROM `+quote(t.Slug)+` GROUP BY status`)
	if err != nil {
		return nil, fmt.Errorf("count states of %s: %w", t.Key, err)
	}
	counts := map[string]Held{}
	for _, r := range rows {
		counts[text(r[0])] = Held{number(r[1]), text(r[2])}
	}
	return counts, nil
}

// LiveStates counts the records of a type by state, those put away left out.
func LiveStates(app core.App, t *model.Type) (map[string]int64, error) {
	rows, err := query(app, `SELECT status, COUNT(*) FROM `+table(t)+` WHERE archived IS NULL GROUP BY status`)
	if err != nil {
		return nil, fmt.Errorf("count live states of %s: %w", t.Key, err)
	}
	counts := map[string]int64{}
	for _, r := range rows {
		counts[text(r[0])] = number(r[1])
	}
	return counts, nil
}

// Version is how many records of a type were made under one configuration and
// are in one state, with one of them.
type Version struct {
	Config int64
	State  string
	Count  int64
	Sample string
}

// Versions counts the records of a type by configuration and state, those put
// away left out.
func Versions(app core.App, t *model.Type) ([]Version, error) {
	rows, err := query(app, `SELECT `+colConfig+`, status, COUNT(*), MIN(id) FROM `+table(t)+
		` WHERE archived IS NULL AND `+colConfig+` > 0 GROUP BY `+colConfig+`, status ORDER BY `+colConfig+`, status`)
	if err != nil {
		return nil, fmt.Errorf("count versions of %s: %w", t.Key, err)
	}
	list := make([]Version, len(rows))
	for i, r := range rows {
		list[i] = Version{number(r[0]), text(r[1]), number(r[2]), text(r[3])}
	}
	return list, nil
}

func pack(files map[string][]byte) ([]byte, error) {
	texts := make(map[string]string, len(files))
	for path, data := range files {
		texts[path] = string(data)
	}
	var buf bytes.Buffer
	zip := gzip.NewWriter(&buf)
	if err := json.NewEncoder(zip).Encode(texts); err != nil {
		return nil, fmt.Errorf("pack configuration: %w", err)
	}
	err := zip.Close()
	return buf.Bytes(), err
}

func unpack(data []byte) (map[string][]byte, error) {
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("unpack configuration: %w", err)
	}
	plain, err := io.ReadAll(zip)
	if err != nil {
		return nil, fmt.Errorf("unpack configuration: %w", err)
	}
	var texts map[string]string
	if err := json.Unmarshal(plain, &texts); err != nil {
		return nil, fmt.Errorf("unpack configuration: %w", err)
	}
	files := make(map[string][]byte, len(texts))
	for path, t := range texts {
		files[path] = []byte(t)
	}
	return files, nil
}

// CollectionId is PocketBase's id of the collection that holds a type.
func CollectionId(t *model.Type) string { return collectionId(t) }

// FindByField finds a record by the value of one field; "" when there is none.
func FindByField(app core.App, t *model.Type, f *model.Field, value any) (string, error) {
	v, err := encode(f, value)
	if err != nil {
		return "", err
	}
	row, err := one(app, `SELECT id FROM `+quote(t.Slug)+` WHERE `+quote(f.Key)+` = ? LIMIT 1`, v)
	if err != nil || row == nil {
		return "", err
	}
	return text(row[0]), nil
}

// ParseInstant reads an instant as the system tables write it.
func ParseInstant(s string) (time.Time, error) { return time.Parse(types.DefaultDateLayout, s) }

// InstantText writes an instant as the system tables do.
func InstantText(t time.Time) string { return instantText(t) }
