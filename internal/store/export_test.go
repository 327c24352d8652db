package store

import (
	"fmt"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Walking makes a list walk an index however few records the reader sees.
func Walking(q Query) Query { q.collectBelow = -1; return q }

// Plans gives the statements of a list's walks, for EXPLAIN QUERY PLAN.
func Plans(app core.App, m *model.Model, r *Reader, q Query) (map[string]string, error) {
	l, err := newList(app, m, r, q)
	if err != nil {
		return nil, err
	}
	t := table(q.Type)
	feed, _ := l.byDeadline(nil)
	return map[string]string{
		"numbers": fmt.Sprintf(`SELECT t.id FROM (%s LIMIT 51) m CROSS JOIN %s t ON t.n = m.n WHERE 1 ORDER BY m.n DESC LIMIT 51`, l.byNumber(true, nil), t),
		"feed":    fmt.Sprintf(`SELECT t.id FROM (%s LIMIT 51) m CROSS JOIN %s t ON t.n = m.n WHERE 1 ORDER BY m.s, m.n LIMIT 51`, feed, t),
	}, nil
}
