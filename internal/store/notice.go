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

// UnreadNotices counts the messages a person has not read.
func UnreadNotices(app core.App, user string) (int64, error) {
	row, err := one(app, `SELECT count(*) FROM k_notices WHERE user = ? AND read_at IS NULL`, user)
	if err != nil {
		return 0, err
	}
	return number(row[0]), nil
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
