package store

import (
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Words is a filter that keeps the records in which all words occur, the last
// perhaps unfinished, in cells that every reader of the record sees.
func Words(app core.App, typed string) (Filter, error) {
	match, err := searchWords(app, typed)
	return worded(match), err
}

// worded is a query of the search index.
type worded string

// SQL asks the index; words that hold no letter are found nowhere.
func (w worded) SQL(_ rule.Columns, alias string, _ *rule.Scope) (string, []any, error) {
	if w == "" {
		return "0", nil, nil
	}
	return alias + "." + colN + " IN (SELECT rowid FROM k_search WHERE k_search MATCH ?)", []any{string(w)}, nil
}
