package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// mergeSearchLater lets the search index gather more parts before it puts them
// together. By its own measure it did so in the middle of every fourth command,
// which was a quarter of the work of creating a record among a million.
func mergeSearchLater(app core.App) error {
	return run(app, []string{
		`INSERT INTO k_search (k_search, rank) VALUES ('automerge', 16)`,
		`INSERT INTO k_search (k_search, rank) VALUES ('crisismerge', 48)`,
	})
}
