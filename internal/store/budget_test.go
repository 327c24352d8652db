package store_test

import (
	"context"
	databasesql "database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"kontora/internal/flow"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// countStatements returns what f sends to the writer.
func countStatements(app core.App, f func()) []string {
	var seen []string
	db := app.NonconcurrentDB().(*dbx.DB)
	db.ExecLogFunc = func(_ context.Context, _ time.Duration, statement string, _ databasesql.Result, _ error) {
		seen = append(seen, statement)
	}
	db.QueryLogFunc = func(_ context.Context, _ time.Duration, statement string, _ *databasesql.Rows, _ error) {
		seen = append(seen, statement)
	}
	defer func() { db.ExecLogFunc, db.QueryLogFunc = nil, nil }()
	f()
	return seen
}

// A statement costs 0.15 to 0.2 ms of CPU, so their number is the price of a
// command.
func TestACommandCostsFewStatements(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	payment := m.TypeByKey("money/payment")
	grants := []flow.Grant{grant("user:a", 1), grant("user:b", 1), grant("role:x", 3)}
	for i, status := range []string{"draft", "sent"} { // the words have their numbers already
		apply(t, app, m, create(payment, fmt.Sprintf("old%012d", i), map[string]any{"title": "Первый договор", "status": status}, grants...))
	}

	values := map[string]any{"title": "Первый договор", "due": rule.Date{Year: 2026, Month: 5, Day: 1}}
	created := countStatements(app, func() {
		apply(t, app, m, create(payment, "pay000000000002", values, grants...))
	})
	if len(created) > 10 {
		t.Errorf("create: %d statements\n%s", len(created), brief(created))
	}
	moved := edit(load(t, app, m, "money/payment", "pay000000000002"), map[string]any{"status": "sent"}, grants...)
	moved.Kind = flow.Move
	transition := countStatements(app, func() { apply(t, app, m, moved) })
	if len(transition) > 10 {
		t.Errorf("transition: %d statements\n%s", len(transition), brief(transition))
	}
	t.Logf("create %d, transition %d\n%s\n\n%s", len(created), len(transition), brief(created), brief(transition))
	if wrong, err := store.CheckDerived(app, m.Types, func(core.App, *flow.Record) ([]flow.Grant, error) { return grants, nil }, nil); err != nil || len(wrong) > 0 {
		t.Errorf("%v %v", err, wrong)
	}
}

func brief(statements []string) string {
	var b strings.Builder
	for _, s := range statements {
		b.WriteString(s[:min(len(s), 90)] + "\n")
	}
	return b.String()
}
