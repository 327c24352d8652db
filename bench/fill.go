package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// insertChunk is how many records one transaction of the filling inserts.
const insertChunk = 5000

// insert writes the records 1 to rows into a table past all rules: only the
// loads that follow are measured.
func insert(app core.App, table string, rows int, row func(request) dbx.Params) error {
	for from := 1; from <= rows; from += insertChunk {
		err := app.RunInTransaction(func(tx core.App) error {
			return insertSome(tx, table, from, min(from+insertChunk-1, rows), row)
		})
		if err != nil {
			return fmt.Errorf("insert into %s: %w", table, err)
		}
	}
	return nil
}

func insertSome(tx core.App, table string, from, to int, row func(request) dbx.Params) error {
	columns := slices.Sorted(maps.Keys(row(requestAt(from))))
	q := tx.NonconcurrentDB().NewQuery(fmt.Sprintf("INSERT INTO {{%s}} ([[%s]]) VALUES ({:%s})",
		table, strings.Join(columns, "]], [["), strings.Join(columns, "}, {:"))).Prepare()
	defer q.Close()
	for n := from; n <= to; n++ {
		if _, err := q.Bind(row(requestAt(n))).Execute(); err != nil {
			return err
		}
	}
	return nil
}
