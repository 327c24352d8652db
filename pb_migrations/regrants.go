package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createRegrants makes the list of types whose stored rights must be worked out
// anew since a configuration: written when it is published, cleared when done.
func createRegrants(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_regrants (type TEXT PRIMARY KEY, config INTEGER NOT NULL) WITHOUT ROWID`,
	})
}
