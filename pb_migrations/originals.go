package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createOriginals keeps what installed packs were made from: the files as they
// came, and from which configuration on a pack stands on which of them.
func createOriginals(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_originals (hash TEXT PRIMARY KEY, files BLOB NOT NULL)`,
		`CREATE TABLE k_origins (pack TEXT NOT NULL, config INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (pack, config)) WITHOUT ROWID`,
	})
}
