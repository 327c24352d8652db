package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createRegisters makes the tables of registers: entries, which nobody changes,
// and their sums. Amounts are whole units: minor units of a currency, or the
// last place of a number. An entry of a resource of which the latest counts
// holds the value itself; null takes it back.
func createRegisters(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_entries (
			seq INTEGER PRIMARY KEY, event TEXT NOT NULL, day TEXT NOT NULL, register TEXT NOT NULL, key TEXT NOT NULL,
			type TEXT NOT NULL, record TEXT NOT NULL, posting TEXT NOT NULL, part TEXT NOT NULL,
			resource TEXT NOT NULL, units INTEGER)`,
		`CREATE INDEX k_entries_key ON k_entries (register, key, resource, seq)`,
		`CREATE INDEX k_entries_record ON k_entries (record, seq)`,
		`CREATE INDEX k_entries_day ON k_entries (register, day, seq)`,
		forbid("k_entries", "UPDATE"), forbid("k_entries", "DELETE"),
		`CREATE TABLE k_balances (register TEXT NOT NULL, key TEXT NOT NULL, resource TEXT NOT NULL, units INTEGER NOT NULL,
			PRIMARY KEY (register, key, resource)) WITHOUT ROWID`,
	})
}
