package store

import (
	"fmt"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// LastEvent is the place of the newest line of history; 0 before the first.
func LastEvent(app core.App) (int64, error) {
	row, err := one(app, `SELECT coalesce(max(seq), 0) FROM k_events`)
	if err != nil {
		return 0, fmt.Errorf("last event: %w", err)
	}
	return number(row[0]), nil
}

// EventsAfter reads history behind a place, the oldest first.
func EventsAfter(app core.App, seq int64, limit int) ([]*Event, error) {
	rows, err := query(app, `SELECT `+eventColumns+` FROM k_events WHERE seq > ? ORDER BY seq LIMIT ?`, seq, limit)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	events := make([]*Event, len(rows))
	for i, row := range rows {
		events[i] = readEvent(row)
	}
	return events, nil
}

// Delivery is a message with whom it is for and how far it goes.
type Delivery struct {
	Notice
	User  string
	Level string // usual, urgent; "" for one that stays in the program
}

// Deliveries lists all messages, the oldest first.
func Deliveries(app core.App, m *model.Model, limit int) ([]Delivery, error) {
	rows, err := query(app, `SELECT n.id, n.at, n.title, n.body, n.type, n.record, n.read_at, n.user, coalesce(o.level, '')
		FROM k_notices n LEFT JOIN k_outbox o ON o.ref = n.id AND o.kind = ? ORDER BY n.at, n.id LIMIT ?`, ByMail, limit)
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	list := make([]Delivery, len(rows))
	for i, row := range rows {
		list[i] = Delivery{Notice: *readNotice(m, row), User: text(row[7]), Level: text(row[8])}
	}
	return list, nil
}
