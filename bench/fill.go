package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// insertChunk is how many records one statement of the filling inserts.
const insertChunk = 500

// insert writes the records 1 to rows into a table, many at a time and past all
// rules: only the loads that follow are measured.
func insert(app core.App, table string, rows int, row func(request) map[string]any) error {
	for from := 1; from <= rows; from += insertChunk {
		err := app.RunInTransaction(func(tx core.App) error {
			return insertSome(tx, table, from, min(from+insertChunk-1, rows), row)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func insertSome(tx core.App, table string, from, to int, row func(request) map[string]any) error {
	var columns []string
	var tuples []string
	params := dbx.Params{}
	for n := from; n <= to; n++ {
		values := row(requestAt(n))
		if columns == nil {
			columns = slices.Sorted(maps.Keys(values))
		}
		places := make([]string, len(columns))
		for i, column := range columns {
			name := fmt.Sprintf("p%d", len(params))
			params[name] = values[column]
			places[i] = "{:" + name + "}"
		}
		tuples = append(tuples, "("+strings.Join(places, ",")+")")
	}
	statement := fmt.Sprintf("INSERT INTO {{%s}} ([[%s]]) VALUES %s", table, strings.Join(columns, "]], [["), strings.Join(tuples, ","))
	_, err := tx.NonconcurrentDB().NewQuery(statement).Bind(params).Execute()
	return err
}
