package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createMoves keeps where records go that a configuration leaves no place, as far
// as they have not gone yet, and those that could not.
func createMoves(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_moves (id INTEGER PRIMARY KEY, config INTEGER NOT NULL, type TEXT NOT NULL, what TEXT NOT NULL, field TEXT NOT NULL,
			"from" TEXT NOT NULL, "to" TEXT NOT NULL, fill TEXT NOT NULL, after INTEGER NOT NULL, done INTEGER NOT NULL, refused INTEGER NOT NULL,
			finished TEXT)`,
		`CREATE TABLE k_unmoved (move INTEGER NOT NULL, record TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (move, record)) WITHOUT ROWID`,
	})
}
