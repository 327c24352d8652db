package store

import (
	"fmt"
	"time"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Notice is one message to a person.
type Notice struct {
	Id     string
	At     string
	Title  string
	Body   string
	Type   *model.Type // nil when the type is not installed any more
	Record string
	Unread bool
}

// Notices reads a person's messages, newest first, and the cursor of the next
// page.
func Notices(app core.App, m *model.Model, user, before string, limit int) ([]*Notice, string, error) {
	after, err := parseCursor(before)
	if err != nil {
		return nil, "", err
	}
	bound, args := "", []any{user}
	if after != nil {
		at, id, ok := splitPlace(after)
		if !ok {
			return nil, "", errBadCursor()
		}
		bound, args = ` AND (at, id) < (?, ?)`, append(args, at, id)
	}
	rows, err := query(app, `SELECT id, at, title, body, type, record, read_at FROM k_notices WHERE user = ?`+bound+
		` ORDER BY at DESC, id DESC LIMIT ?`, append(args, limit+1)...)
	if err != nil {
		return nil, "", fmt.Errorf("read notices: %w", err)
	}
	list := make([]*Notice, 0, len(rows))
	for _, row := range rows {
		list = append(list, readNotice(m, row))
	}
	if len(list) <= limit {
		return list, "", nil
	}
	last := list[limit-1]
	return list[:limit], placeAt(last.At, last.Id), nil
}

func readNotice(m *model.Model, row []any) *Notice {
	return &Notice{Id: text(row[0]), At: text(row[1]), Title: text(row[2]), Body: text(row[3]),
		Type: typeByStableId(m, text(row[4])), Record: text(row[5]), Unread: row[6] == nil}
}

// Unread is how much that a person has not read speaks of a record.
type Unread struct {
	Type   *model.Type // nil when the type is not installed any more
	Record string
	Count  int64
}

// unreadLooked bounds the records of which unread messages are counted, the newest.
const unreadLooked = 1_000

// UnreadNotices counts the messages a person has not read, by the record that they are
// about: whether it may still be seen is for the asker to judge.
func UnreadNotices(app core.App, m *model.Model, user string) ([]Unread, error) {
	return unread(app, m, `SELECT type, record, count(*) FROM k_notices WHERE user = ? AND read_at IS NULL
		GROUP BY type, record ORDER BY max(at) DESC LIMIT ?`, user)
}

func unread(app core.App, m *model.Model, question, user string) ([]Unread, error) {
	rows, err := query(app, question, user, unreadLooked)
	if err != nil {
		return nil, fmt.Errorf("count what is unread: %w", err)
	}
	list := make([]Unread, len(rows))
	for i, row := range rows {
		list[i] = Unread{typeByStableId(m, text(row[0])), text(row[1]), number(row[2])}
	}
	return list, nil
}

// ReadNotices notes that a person has read some messages; none named: all.
func ReadNotices(app core.App, user string, ids []string, at time.Time) error {
	condition, args := "", []any{instantText(at), user}
	if len(ids) > 0 {
		condition, args = ` AND id IN (`+places(len(ids))+`)`, append(args, anys(ids)...)
	}
	_, err := exec(app, `UPDATE k_notices SET read_at = ? WHERE user = ? AND read_at IS NULL`+condition, args...)
	return err
}
