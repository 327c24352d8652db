package store

import (
	"encoding/json"
	"fmt"
	"time"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Import is a file that somebody brings records in from. Head, Plan and Why are
// JSON that package api writes and reads.
type Import struct {
	Id      string
	Owner   string // id of a person, or "super"
	Type    string // stable id
	Name    string // of the file
	Created string
	State   string
	Head    json.RawMessage
	Rows    int64 // below the header
	Plan    json.RawMessage
	Why     json.RawMessage
	File    []byte
}

// ImportRow is what has become of one row, or what would.
type ImportRow struct {
	At      int
	Outcome string // created, updated, same, refused
	Record  string
	Why     json.RawMessage
}

// Outcomes of a row.
const (
	RowCreated = "created"
	RowUpdated = "updated"
	RowSame    = "same"
	RowRefused = "refused"
)

const importColumns = `id, owner, type, name, created, state, head, rows, plan, why`

// AddImport keeps a new file.
func AddImport(tx core.App, i *Import, at time.Time) error {
	i.Id, i.Created = core.GenerateDefaultRandomId(), instantText(at)
	_, err := exec(tx, `INSERT INTO k_imports (`+importColumns+`, file) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		i.Id, i.Owner, i.Type, i.Name, i.Created, i.State, string(i.Head), i.Rows, string(i.Plan), string(i.Why), i.File)
	return err
}

// ImportOf finds an import of somebody, with its file; nil when there is none.
func ImportOf(app core.App, id, owner string) (*Import, error) {
	row, err := one(app, `SELECT `+importColumns+`, file FROM k_imports WHERE id = ? AND owner = ?`, id, owner)
	if err != nil || row == nil {
		return nil, err
	}
	i := readImport(row)
	if data, ok := row[10].([]byte); ok {
		i.File = data
	}
	return i, nil
}

// LastImports lists the latest imports of somebody into a type, without files.
func LastImports(app core.App, owner, typ string, limit int) ([]*Import, error) {
	rows, err := query(app, `SELECT `+importColumns+` FROM k_imports WHERE owner = ? AND type = ? ORDER BY created DESC, id LIMIT ?`, owner, typ, limit)
	if err != nil {
		return nil, fmt.Errorf("read imports: %w", err)
	}
	list := make([]*Import, len(rows))
	for k, r := range rows {
		list[k] = readImport(r)
	}
	return list, nil
}

func readImport(r []any) *Import {
	return &Import{Id: text(r[0]), Owner: text(r[1]), Type: text(r[2]), Name: text(r[3]), Created: text(r[4]), State: text(r[5]),
		Head: json.RawMessage(text(r[6])), Rows: number(r[7]), Plan: json.RawMessage(text(r[8])), Why: json.RawMessage(text(r[9]))}
}

// SetImport writes down how an import stands.
func SetImport(tx core.App, i *Import) error {
	_, err := exec(tx, `UPDATE k_imports SET state = ?, plan = ?, why = ? WHERE id = ?`, i.State, string(i.Plan), string(i.Why), i.Id)
	return err
}

// DropImport forgets an import; the records it brought stay.
func DropImport(tx core.App, id string) error {
	if _, err := exec(tx, `DELETE FROM k_import_rows WHERE import = ?`, id); err != nil {
		return err
	}
	_, err := exec(tx, `DELETE FROM k_imports WHERE id = ?`, id)
	return err
}

// DropImportsBefore forgets the imports of before an instant.
func DropImportsBefore(tx core.App, at time.Time) error {
	if _, err := exec(tx, `DELETE FROM k_import_rows WHERE import IN (SELECT id FROM k_imports WHERE created < ?)`, instantText(at)); err != nil {
		return err
	}
	_, err := exec(tx, `DELETE FROM k_imports WHERE created < ?`, instantText(at))
	return err
}

// AddImportRow writes down what has become of a row, in the transaction of its
// record.
func AddImportRow(tx core.App, id string, trial bool, r ImportRow) error {
	why := string(r.Why)
	if why == "" {
		why = "[]"
	}
	_, err := exec(tx, `INSERT OR REPLACE INTO k_import_rows (import, trial, at, outcome, record, why) VALUES (?, ?, ?, ?, ?, ?)`, id, flag(trial), r.At, r.Outcome, r.Record, why)
	return err
}

// ClearImportRows forgets what would have become of the rows of an import.
func ClearImportRows(tx core.App, id string, trial bool) error {
	_, err := exec(tx, `DELETE FROM k_import_rows WHERE import = ? AND trial = ?`, id, flag(trial))
	return err
}

// ImportRows lists what has become of rows, in their order behind one; with an
// outcome of that alone.
func ImportRows(app core.App, id string, trial bool, outcome string, after, limit int) ([]ImportRow, error) {
	where, args := ``, []any{id, flag(trial), after}
	if outcome != "" {
		where, args = ` AND outcome = ?`, append(args, outcome)
	}
	rows, err := query(app, `SELECT at, outcome, record, why FROM k_import_rows WHERE import = ? AND trial = ? AND at > ?`+where+` ORDER BY at LIMIT ?`, append(args, limit)...)
	if err != nil {
		return nil, fmt.Errorf("read rows of import: %w", err)
	}
	list := make([]ImportRow, len(rows))
	for k, r := range rows {
		list[k] = ImportRow{int(number(r[0])), text(r[1]), text(r[2]), json.RawMessage(text(r[3]))}
	}
	return list, nil
}

// ImportTally counts the rows of an import by what has become of them.
func ImportTally(app core.App, id string, trial bool) (map[string]int, error) {
	rows, err := query(app, `SELECT outcome, count(*) FROM k_import_rows WHERE import = ? AND trial = ? GROUP BY outcome`, id, flag(trial))
	if err != nil {
		return nil, fmt.Errorf("count rows of import: %w", err)
	}
	tally := map[string]int{}
	for _, r := range rows {
		tally[text(r[0])] = int(number(r[1]))
	}
	return tally, nil
}

// NamedSo finds the records of a type that are called so, by title or number:
// ids by what was asked, those put away left out. Whoever shows them judges rights.
func NamedSo(app core.App, m *model.Model, t *model.Type, names []string) (map[string][]string, error) {
	found := map[string][]string{}
	words, err := namesOf(app, m)
	if err != nil || len(names) == 0 {
		return found, err
	}
	for len(names) > 0 {
		part := names[:min(len(names), 400)]
		names = names[len(part):]
		marks := places(len(part))
		args := append([]any{words.byKey[t.Key]}, anys(part)...)
		args = append(args, anys(part)...)
		rows, err := query(app, `SELECT i.id, i.number, i.title FROM k_items i JOIN `+table(t)+` r ON r.id = i.id AND r.archived IS NULL
			WHERE i.ty = ? AND (i.number IN (`+marks+`) OR i.title IN (`+marks+`))`, args...)
		if err != nil {
			return nil, fmt.Errorf("find by name: %w", err)
		}
		for _, r := range rows {
			id := text(r[0])
			for _, name := range []string{text(r[1]), text(r[2])} {
				if list := found[name]; name != "" && (len(list) == 0 || list[len(list)-1] != id) {
					found[name] = append(list, id)
				}
			}
		}
	}
	return found, nil
}

// Holding finds up to three records of a type in which a field holds a value,
// those put away left out.
func Holding(app core.App, t *model.Type, f *model.Field, v any) ([]string, error) {
	value, err := encode(f, v)
	if err != nil {
		return nil, err
	}
	rows, err := query(app, `SELECT id FROM `+table(t)+` WHERE archived IS NULL AND `+quote(f.Key)+` = ? LIMIT 3`, value)
	if err != nil {
		return nil, fmt.Errorf("find %s by %s: %w", t.Key, f.Key, err)
	}
	ids := make([]string, len(rows))
	for k, r := range rows {
		ids[k] = text(r[0])
	}
	return ids, nil
}
