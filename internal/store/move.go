package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Move is what a configuration does with some records of a type that it leaves
// no place: where they go, and how far that has come.
type Move struct {
	Id      int64
	Config  int64  // number of the configuration that brought it
	Type    string // stable id
	What    string // MoveState, MoveChoice, MoveOpen
	Field   string // MoveChoice: whose choice; of a column of a table: lines.kind
	From    string // state or choice that is gone
	To      string // state or choice instead
	Fill    map[string]any
	After   int64 // number of the last record that was looked at
	Done    int64
	Refused int64
	// Finished is when the last record had been looked at; "" before.
	Finished string
}

// What may be moved.
const (
	MoveState  = "state"  // records in a state
	MoveChoice = "choice" // records that hold a choice
	MoveOpen   = "open"   // records on which work is owed by earlier rules
)

const moveColumns = `id, config, type, what, field, "from", "to", fill, after, done, refused, coalesce(finished, '')`

// AddMoves writes moves down together with the configuration that needs them.
func AddMoves(tx core.App, moves []Move) error {
	var args []any
	for _, m := range moves {
		fill, err := json.Marshal(m.Fill)
		if err != nil {
			return fmt.Errorf("values to fill in: %w", err)
		}
		args = append(args, m.Config, m.Type, m.What, m.Field, m.From, m.To, string(fill), 0, 0, 0)
	}
	return inParts(tx, `INSERT INTO k_moves (config, type, what, field, "from", "to", fill, after, done, refused) VALUES `, ``, 10, args)
}

// PendingMove is the oldest move that is not finished; nil for none.
func PendingMove(app core.App) (*Move, error) {
	list, err := moves(app, `WHERE finished IS NULL ORDER BY id LIMIT 1`)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Moves lists the moves of the latest configurations, the newest first.
func Moves(app core.App, limit int) ([]Move, error) {
	return moves(app, `ORDER BY id DESC LIMIT ?`, limit)
}

func moves(app core.App, tail string, args ...any) ([]Move, error) {
	rows, err := query(app, `SELECT `+moveColumns+` FROM k_moves `+tail, args...)
	if err != nil {
		return nil, fmt.Errorf("read moves: %w", err)
	}
	list := make([]Move, len(rows))
	for i, r := range rows {
		m := Move{Id: number(r[0]), Config: number(r[1]), Type: text(r[2]), What: text(r[3]), Field: text(r[4]), From: text(r[5]), To: text(r[6]),
			After: number(r[8]), Done: number(r[9]), Refused: number(r[10]), Finished: text(r[11])}
		if err := json.Unmarshal([]byte(text(r[7])), &m.Fill); err != nil {
			return nil, fmt.Errorf("values to fill in: %w", err)
		}
		list[i] = m
	}
	return list, nil
}

// Moved is a record that is to move, by its number.
type Moved struct {
	N  int64
	Id string
}

// ToMove lists the next records that a move is about.
func ToMove(app core.App, t *model.Type, m *Move, limit int) ([]Moved, error) {
	where, args := movedBy(t, m)
	rows, err := query(app, `SELECT `+colN+`, id FROM `+table(t)+` WHERE `+colN+` > ? AND `+where+` ORDER BY `+colN+` LIMIT ?`,
		append(append([]any{m.After}, args...), limit)...)
	if err != nil {
		return nil, fmt.Errorf("records of %s to move: %w", t.Key, err)
	}
	list := make([]Moved, len(rows))
	for i, r := range rows {
		list[i] = Moved{number(r[0]), text(r[1])}
	}
	return list, nil
}

// movedBy is the condition on the records of a move.
func movedBy(t *model.Type, m *Move) (string, []any) {
	switch m.What {
	case MoveState:
		return `status = ?`, []any{m.From}
	case MoveChoice:
		name, column, ofRow := strings.Cut(m.Field, ".")
		if f := t.Field(name); ofRow && f != nil && f.RowType != nil {
			return `id IN (SELECT ` + colParent + ` FROM ` + table(f.RowType) + ` WHERE ` + holdsChoice(f.RowType, column) + `)`, []any{m.From}
		}
		return holdsChoice(t, name), []any{m.From}
	}
	closed := []any{m.Config}
	for _, s := range t.Lifecycle.States {
		if !s.Phase.Open() {
			closed = append(closed, s.Key)
		}
	}
	where := `archived IS NULL AND ` + colConfig + ` > 0 AND ` + colConfig + ` < ?`
	if len(closed) > 1 {
		where += ` AND status NOT IN (` + places(len(closed)-1) + `)`
	}
	return where, closed
}

// holdsChoice is the condition that a column holds a choice.
func holdsChoice(t *model.Type, key string) string {
	column := quote(key)
	if f := t.Field(key); f != nil && isList(f) {
		return column + ` IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(` + column + `) WHERE value = ?)`
	}
	return column + ` = ?`
}

// NoteMove writes down how far a move has come, in the transaction of a record
// that it has moved, or could not: why then says so.
func NoteMove(tx core.App, m *Move, record Moved, why string) error {
	done, refused := 1, 0
	if why != "" {
		done, refused = 0, 1
		_, err := exec(tx, `INSERT INTO k_unmoved (move, record, why) VALUES (?, ?, ?) ON CONFLICT (move, record) DO UPDATE SET why = excluded.why`, m.Id, record.Id, why)
		if err != nil {
			return err
		}
	}
	_, err := exec(tx, `UPDATE k_moves SET after = ?, done = done + ?, refused = refused + ? WHERE id = ?`, record.N, done, refused, m.Id)
	return err
}

// PassMove notes that a record need not move any more.
func PassMove(tx core.App, m *Move, record Moved) error {
	_, err := exec(tx, `UPDATE k_moves SET after = ? WHERE id = ?`, record.N, m.Id)
	return err
}

// FinishMove notes that a move has looked at its last record.
func FinishMove(app core.App, m *Move, at time.Time) error {
	_, err := exec(app, `UPDATE k_moves SET finished = ? WHERE id = ?`, instantText(at), m.Id)
	return err
}

// Left is a record that could not move, and the fault that says why, as JSON.
type Left struct{ Record, Why string }

// Unmoved lists records that a move could not move.
func Unmoved(app core.App, move int64, limit int) ([]Left, error) {
	rows, err := query(app, `SELECT record, why FROM k_unmoved WHERE move = ? ORDER BY record LIMIT ?`, move, limit)
	if err != nil {
		return nil, fmt.Errorf("read what was not moved: %w", err)
	}
	list := make([]Left, len(rows))
	for i, r := range rows {
		list[i] = Left{text(r[0]), text(r[1])}
	}
	return list, nil
}

// ChoiceCount counts the records of a type that hold a choice, in a field of
// theirs or in a column of a table: lines.kind.
func ChoiceCount(app core.App, t *model.Type, field, choice string) (Held, error) {
	where, args := movedBy(t, &Move{What: MoveChoice, Field: field, From: choice})
	row, err := one(app, `SELECT COUNT(*), coalesce(MIN(id), '') FROM `+table(t)+` WHERE `+where, args...)
	if err != nil {
		return Held{}, fmt.Errorf("records of %s that hold a choice: %w", t.Key, err)
	}
	return Held{number(row[0]), text(row[1])}, nil
}
