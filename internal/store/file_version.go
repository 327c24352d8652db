package store

import (
	"fmt"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Content is what an upload is, looked at before the transaction opens.
type Content struct {
	Sha256 string // in hexadecimal
	Type   string // MIME, by what is in it
}

// FileVersion is one file that a versioned field holds or has held. Versions are only
// ever added.
type FileVersion struct {
	File
	Content
	Field   string // stable id
	Version int64  // from 1 within a record and a field
	Comment string // what was said when it came
}

// KeepVersions notes the uploads of a record that is about to be saved as the next
// versions of their fields. contents are by stored names. A file that was there
// before its field kept versions becomes the first, of unknown content.
func KeepVersions(tx core.App, t *model.Type, rec *core.Record, contents map[string]Content, comment string) error {
	for _, f := range t.Fields {
		if !f.KeepsVersions() {
			continue
		}
		for _, u := range rec.GetUnsavedFiles(f.Key) {
			if err := keepEarlier(tx, t, rec, f); err != nil {
				return fmt.Errorf("note version %s: %w", u.Name, err)
			}
			if err := addVersion(tx, rec.Id, f, u.Name, contents[u.Name], comment); err != nil {
				return fmt.Errorf("note version %s: %w", u.Name, err)
			}
		}
	}
	return nil
}

// keepEarlier makes the stored file of a field its first version, where there is none.
func keepEarlier(tx core.App, t *model.Type, rec *core.Record, f *model.Field) error {
	if rec.IsNew() {
		return nil
	}
	row, err := one(tx, `SELECT `+quote(f.Key)+` FROM `+table(t)+` WHERE id = ? AND NOT EXISTS
		(SELECT 1 FROM k_file_versions WHERE record = ? AND field = ?)`, rec.Id, rec.Id, f.StableId)
	if err != nil || row == nil || text(row[0]) == "" {
		return err
	}
	return addVersion(tx, rec.Id, f, text(row[0]), Content{}, "")
}

func addVersion(tx core.App, record string, f *model.Field, name string, is Content, comment string) error {
	_, err := exec(tx, `INSERT INTO k_file_versions (record, field, version, name, sha256, type, comment)
		SELECT ?, ?, coalesce(max(version), 0) + 1, ?, ?, ?, ? FROM k_file_versions WHERE record = ? AND field = ?`,
		record, f.StableId, name, is.Sha256, is.Type, comment, record, f.StableId)
	return err
}

// FileVersions are those of one field of a record, the newest first.
func FileVersions(app core.App, record string, f *model.Field) ([]*FileVersion, error) {
	rows, err := query(app, `SELECT v.name, coalesce(k.title, v.name), coalesce(k.size, 0), coalesce(k.at, ''), coalesce(k.by, ''),
			v.sha256, v.type, v.version, v.comment
		FROM k_file_versions v LEFT JOIN k_files k ON k.record = v.record AND k.name = v.name
		WHERE v.record = ? AND v.field = ? ORDER BY v.version DESC`, record, f.StableId)
	if err != nil {
		return nil, fmt.Errorf("versions of %s: %w", f.Key, err)
	}
	found := make([]*FileVersion, len(rows))
	for i, r := range rows {
		found[i] = &FileVersion{
			File:    File{FileName{record, text(r[0])}, text(r[1]), number(r[2]), text(r[3]), text(r[4])},
			Content: Content{text(r[5]), text(r[6])}, Field: f.StableId, Version: number(r[7]), Comment: text(r[8]),
		}
	}
	return found, nil
}

// VersionField is the stable id of the field of which a stored file is a version;
// "" for any other file.
func VersionField(app core.App, record, name string) (string, error) {
	row, err := one(app, `SELECT field FROM k_file_versions WHERE record = ? AND name = ?`, record, name)
	if err != nil || row == nil {
		return "", err
	}
	return text(row[0]), nil
}

// deletedFiles is how PocketBase marks, on a record, the files that it deletes once
// the record is saved. The version in go.mod is pinned; a test downloads what was
// replaced.
const deletedFiles = "@pbInternal_deletedFilesPrefix_"

// SpareVersions keeps PocketBase from deleting files that a save has replaced, where
// their field keeps versions. Call it before PocketBase tidies up.
func SpareVersions(t *model.Type, rec *core.Record) {
	for _, f := range t.Fields {
		if f.KeepsVersions() {
			rec.SetRaw(deletedFiles+f.Key, nil)
		}
	}
}
