package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createOpened keeps who has opened which file of a record, and its card under "".
func createOpened(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_opened (record TEXT NOT NULL, person TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, revision INTEGER NOT NULL,
			at TEXT NOT NULL, PRIMARY KEY (record, person, type, name)) WITHOUT ROWID`,
	})
}
