package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createDrafts keeps configurations in the making: a row for each draft, and
// what each of its files has been, so that people who save at once can be
// brought together.
func createDrafts(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_drafts (id TEXT PRIMARY KEY, title TEXT NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL,
			revision INTEGER NOT NULL, bases TEXT NOT NULL, conflicts TEXT NOT NULL, upgrades TEXT NOT NULL)`,
		`CREATE TABLE k_draft_texts (draft TEXT NOT NULL, path TEXT NOT NULL, revision INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
			by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (draft, path, revision))`,
	})
}
