package store

import (
	"fmt"
	"strings"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Walking makes a list walk an index however few records the reader sees.
func Walking(q Query) Query { q.collectBelow = -1; return q }

// SumsTogether is the statement that adds up what a limit takes together, for EXPLAIN
// QUERY PLAN.
var SumsTogether = sumsTogether

// Plans gives the statements of a list's walks, for EXPLAIN QUERY PLAN.
func Plans(app core.App, m *model.Model, r *Reader, q Query) (map[string]string, error) {
	l, err := newList(app, m, r, q)
	if err != nil {
		return nil, err
	}
	names, err := namesOf(app, m)
	if err != nil {
		return nil, err
	}
	plain := func(statement string, args []any) string { // nothing but texts of our own
		for _, a := range args {
			statement = strings.Replace(statement, "?", "'"+text(a)+"'", 1)
		}
		return statement + " LIMIT 51"
	}
	collection := table(q.Type)
	feed, _ := l.byDeadline(nil)
	ask := InboxQuery{Limit: 50, Turn: true, Author: "u"}
	plans := map[string]string{
		"inbox":   plain(feedAcross(r, names, ask, &cursor{S: "2026", N: 1})),
		"author":  plain(byAuthor(ask, names, &cursor{N: 9})),
		"numbers": fmt.Sprintf(`SELECT t.id FROM (%s LIMIT 51) m CROSS JOIN %s t ON t.n = m.n WHERE 1 ORDER BY m.n DESC LIMIT 51`, l.byNumber(true, nil), collection),
		"feed":    fmt.Sprintf(`SELECT t.id FROM (%s LIMIT 51) m CROSS JOIN %s t ON t.n = m.n WHERE 1 ORDER BY m.s, m.n LIMIT 51`, feed, collection),
	}
	var t turns
	for _, p := range r.tokens {
		t.own.waits, t.own.out = append(t.own.waits, turnOf(p)), append(t.own.out, leftOut(p))
	}
	if statement, args := byTurn(t, ask, &cursor{S: "2026", N: 1}); statement != "" { // a superuser is nobody's turn
		plans["turn"] = plain(statement, args)
	}
	return plans, nil
}
