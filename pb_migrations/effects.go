package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createEffects makes the table of what hooks are to be told of changes. A row
// is written in the transaction of the change, one for each handler, and goes
// when the handler has done its work.
func createEffects(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_effects (
			seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, handler TEXT NOT NULL, place TEXT NOT NULL, type TEXT NOT NULL, record TEXT NOT NULL,
			told TEXT NOT NULL, depth INTEGER NOT NULL, at TEXT NOT NULL, next TEXT NOT NULL, state TEXT NOT NULL,
			tries INTEGER NOT NULL, attempt INTEGER NOT NULL, error TEXT NOT NULL)`,
		`CREATE INDEX k_effects_next ON k_effects (next) WHERE state = 'queued'`,
		`CREATE INDEX k_effects_line ON k_effects (record, handler, seq) WHERE state = 'queued'`,
		`CREATE INDEX k_effects_state ON k_effects (state, at, id)`,
	})
}
