package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createHeads makes the record of how far each chain of history has come, which
// shows when its end was cut off, and closes the way by INSERT OR REPLACE: that
// deletes without asking the triggers on DELETE.
func createHeads(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_heads (chain TEXT PRIMARY KEY, length INTEGER NOT NULL, hash TEXT NOT NULL,
			since INTEGER NOT NULL) WITHOUT ROWID`,
		`INSERT INTO k_heads (chain, length, hash, since)
			SELECT 'events', coalesce(max(seq), 0), coalesce((SELECT hash FROM k_events ORDER BY seq DESC LIMIT 1), ''), 0 FROM k_events`,
		`INSERT INTO k_heads (chain, length, hash, since) SELECT 'revisions', coalesce(max(number), 0), '', coalesce(max(number), 0) FROM k_revisions`,
		forbid("k_heads", "DELETE"),
		forbid("k_heads", "INSERT"),
		`CREATE TRIGGER k_heads_only_grow BEFORE UPDATE ON k_heads WHEN NEW.chain <> OLD.chain OR NEW.since <> OLD.since OR NEW.length <= OLD.length
			BEGIN SELECT RAISE(ABORT, 'k_heads only grow'); END`,
		`CREATE TRIGGER k_events_head AFTER INSERT ON k_events
			BEGIN UPDATE k_heads SET length = NEW.seq, hash = NEW.hash WHERE chain = 'events' AND length = NEW.seq - 1; END`,
		neverTwice("k_events", "NEW.seq = seq OR NEW.id = id"),
		neverTwice("k_revisions", "NEW.number = number"),
	})
}

// neverTwice keeps a line from taking the place of another.
func neverTwice(table, same string) string {
	return `CREATE TRIGGER ` + table + `_no_REPLACE BEFORE INSERT ON ` + table + ` WHEN EXISTS (SELECT 1 FROM ` + table + ` WHERE ` + same + `)
		BEGIN SELECT RAISE(ABORT, '` + table + ` is append-only'); END`
}
