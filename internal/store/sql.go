package store

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// exec runs a statement with positional parameters and returns how many rows it
// touched.
func exec(app core.App, sql string, args ...any) (int64, error) {
	named, params := bind(sql, args)
	res, err := app.NonconcurrentDB().NewQuery(named).Bind(params).Execute()
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// query reads with positional parameters. Inside a transaction it sees what
// the transaction wrote; outside it takes one of the readers.
func query(app core.App, sql string, args ...any) ([][]any, error) {
	named, params := bind(sql, args)
	return collect(app.ConcurrentDB().NewQuery(named).Bind(params))
}

// change runs a statement that writes and answers rows (RETURNING).
func change(app core.App, sql string, args ...any) ([][]any, error) {
	named, params := bind(sql, args)
	return collect(app.NonconcurrentDB().NewQuery(named).Bind(params))
}

// one returns the first row, nil when there is none.
func one(app core.App, sql string, args ...any) ([]any, error) {
	rows, err := query(app, sql, args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

func collect(q *dbx.Query) ([][]any, error) {
	rows, err := q.Rows()
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

// bind turns ? into the named parameters that dbx wants. Our SQL holds no
// question mark inside a literal.
func bind(sql string, args []any) (string, dbx.Params) {
	if len(args) == 0 {
		return sql, nil
	}
	var b strings.Builder
	params := make(dbx.Params, len(args))
	i := 0
	for {
		at := strings.IndexByte(sql, '?')
		if at < 0 {
			break
		}
		name := "p" + strconv.Itoa(i)
		b.WriteString(sql[:at] + "{:" + name + "}")
		params[name] = args[i]
		sql, i = sql[at+1:], i+1
	}
	if i != len(args) {
		panic(fmt.Sprintf("%d parameters for %d places", len(args), i))
	}
	b.WriteString(sql)
	return b.String(), params
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
