package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createFiles makes the table of what people know of a file: PocketBase stores
// it under a name of its own.
func createFiles(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_files (record TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, size INTEGER NOT NULL,
			at TEXT NOT NULL, by TEXT NOT NULL, PRIMARY KEY (record, name)) WITHOUT ROWID`,
	})
}
