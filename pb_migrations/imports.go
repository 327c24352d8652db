package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createImports keeps files that records are brought in from, and what has become
// of each of their rows: a row is written in the transaction of its record, so a
// run that was broken off goes on behind the last one.
func createImports(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_imports (id TEXT PRIMARY KEY, owner TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, created TEXT NOT NULL,
			state TEXT NOT NULL, head TEXT NOT NULL, rows INTEGER NOT NULL, plan TEXT NOT NULL, why TEXT NOT NULL, file BLOB NOT NULL)`,
		`CREATE INDEX k_imports_owner ON k_imports (owner, type, created)`,
		`CREATE TABLE k_import_rows (import TEXT NOT NULL, trial INTEGER NOT NULL, at INTEGER NOT NULL, outcome TEXT NOT NULL, record TEXT NOT NULL,
			why TEXT NOT NULL, PRIMARY KEY (import, trial, at)) WITHOUT ROWID`,
	})
}
