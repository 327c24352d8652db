package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createFacts makes the tables of what is kept beside records, of the alarms
// that the clock waits for, and of the leases that keep two schedulers apart.
func createFacts(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_facts (record TEXT NOT NULL, type TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, part TEXT NOT NULL,
			doc TEXT NOT NULL, PRIMARY KEY (record, type, kind, key, part)) WITHOUT ROWID`,
		`CREATE TABLE k_alarms (record TEXT NOT NULL, type TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, part TEXT NOT NULL,
			level TEXT NOT NULL, at TEXT NOT NULL, tries INTEGER NOT NULL, next TEXT NOT NULL, error TEXT NOT NULL,
			PRIMARY KEY (record, type, kind, key, part, level)) WITHOUT ROWID`,
		`CREATE INDEX k_alarms_next ON k_alarms (next)`,
		`CREATE TABLE k_leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until TEXT NOT NULL) WITHOUT ROWID`,
	})
}
