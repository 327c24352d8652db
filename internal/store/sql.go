package store

import (
	"context"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// untimed is the duration that PocketBase's log of statements (serve --dev) shows
// for ours: this package does not look at clocks.
const untimed = 0

// exec runs a statement with positional parameters and returns how many rows it
// touched.
func exec(app core.App, statement string, args ...any) (int64, error) {
	db := app.NonconcurrentDB()
	res, err := executor(db).Exec(statement, args...)
	if tell := db.NewQuery("").ExecLogFunc; tell != nil {
		tell(context.Background(), untimed, statement, res, err)
	}
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// query reads with positional parameters. Inside a transaction it sees what
// the transaction wrote; outside it takes one of the readers.
func query(app core.App, statement string, args ...any) ([][]any, error) {
	return collect(app.ConcurrentDB(), statement, args)
}

// change runs a statement that writes and answers rows (RETURNING).
func change(app core.App, statement string, args ...any) ([][]any, error) {
	return collect(app.NonconcurrentDB(), statement, args)
}

// executor is what dbx itself talks to. Its own queries want named parameters,
// which it looks for with a regular expression every time.
func executor(db dbx.Builder) dbx.Executor {
	switch d := db.(type) {
	case *dbx.DB:
		db = d.Builder
	case *dbx.Tx:
		db = d.Builder
	}
	return db.(interface{ Executor() dbx.Executor }).Executor()
}

// one returns the first row, nil when there is none.
func one(app core.App, sql string, args ...any) ([]any, error) {
	rows, err := query(app, sql, args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

func collect(db dbx.Builder, statement string, args []any) ([][]any, error) {
	rows, err := executor(db).Query(statement, args...)
	if tell := db.NewQuery("").QueryLogFunc; tell != nil {
		tell(context.Background(), untimed, statement, rows, err)
	}
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var all [][]any
	for rows.Next() {
		row := make([]any, len(columns))
		targets := make([]any, len(columns))
		for i := range row {
			targets[i] = &row[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// places is "?,?,?".
func places(n int) string {
	if n == 0 {
		return ""
	}
	return strings.Repeat("?,", n-1) + "?"
}

// tuples is "(?,?),(?,?)".
func tuples(rows, width int) string {
	one := "(" + places(width) + ")"
	return strings.TrimSuffix(strings.Repeat(one+",", rows), ",")
}

// quote writes an identifier.
func quote(name string) string { return "`" + strings.ReplaceAll(name, "`", "") + "`" }

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

func text(v any) string {
	switch s := v.(type) {
	case string:
		return s
	case []byte:
		return string(s)
	}
	return ""
}

func number(v any) int64 { n, _ := v.(int64); return n }
