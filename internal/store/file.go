package store

import (
	"fmt"
	"path"
	"strings"
	"time"
	"unicode"

	"kontora/internal/flow"

	"github.com/pocketbase/pocketbase/core"
)

// FileName is where a file is stored: in a record, under a name that PocketBase
// made.
type FileName struct{ Record, Name string }

// File is what people know of it: how they called it, and who put it there.
type File struct {
	FileName
	Title string
	Size  int64
	At    string
	By    string // as in events
}

// longestFileTitle is what file systems of people allow.
const longestFileTitle = 255

// KeepFiles notes the uploads of a record that is about to be saved. What was
// noted stays when a file is taken away: history still speaks of it.
func KeepFiles(tx core.App, rec *core.Record, actor flow.Actor, at time.Time) error {
	for _, f := range rec.Collection().Fields {
		if f.Type() != core.FieldTypeFile {
			continue
		}
		for _, u := range rec.GetUnsavedFiles(f.GetName()) {
			_, err := exec(tx, `INSERT INTO k_files (record, name, title, size, at, by) VALUES (?, ?, ?, ?, ?, ?)
				ON CONFLICT DO NOTHING`, rec.Id, u.Name, fileTitle(u.OriginalName, u.Name), u.Size, instantText(at), actorWord(actor))
			if err != nil {
				return fmt.Errorf("note file %s: %w", u.Name, err)
			}
		}
	}
	return nil
}

// fileTitle is the name as it was sent, without folders and signs that no line
// can show.
func fileTitle(sent, stored string) string {
	title := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, path.Base(strings.ReplaceAll(sent, `\`, "/")))
	title = strings.TrimSpace(title)
	if title == "" || title == "." || title == "/" {
		return stored
	}
	if ext := path.Ext(title); len([]rune(title)) > longestFileTitle {
		keep := max(0, longestFileTitle-len([]rune(ext)))
		title = string([]rune(title)[:keep]) + ext
	}
	return title
}

// Files finds what is known of stored files. Those that came before names were
// kept are left out.
func Files(app core.App, names []FileName) (map[FileName]*File, error) {
	found := map[FileName]*File{}
	for len(names) > 0 {
		part := names[:min(len(names), 400)]
		names = names[len(part):]
		var args []any
		for _, n := range part {
			args = append(args, n.Record, n.Name)
		}
		rows, err := query(app, `SELECT record, name, title, size, at, by FROM k_files WHERE (record, name) IN (VALUES `+tuples(len(part), 2)+`)`, args...)
		if err != nil {
			return nil, fmt.Errorf("read names of files: %w", err)
		}
		for _, row := range rows {
			f := &File{FileName{text(row[0]), text(row[1])}, text(row[2]), number(row[3]), text(row[4]), text(row[5])}
			found[f.FileName] = f
		}
	}
	return found, nil
}
