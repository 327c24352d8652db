package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createOutbox makes the table of what is to reach the outside world. A row is
// written in the transaction of the change it tells of.
func createOutbox(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_outbox (id TEXT PRIMARY KEY, kind TEXT NOT NULL, user TEXT NOT NULL, ref TEXT NOT NULL, level TEXT NOT NULL,
			at TEXT NOT NULL, next TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL, error TEXT NOT NULL)`,
		`CREATE INDEX k_outbox_next ON k_outbox (next) WHERE state = 'queued'`,
		`CREATE INDEX k_outbox_state ON k_outbox (state, at, id)`,
	})
}
