package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createSignatures makes the tables of signatures: what was signed, by its hash;
// each signature; and that a signature no longer stands. Nobody changes them, not
// even with SQL.
func createSignatures(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_contents (hash TEXT PRIMARY KEY, content BLOB NOT NULL)`,
		forbid("k_contents", "UPDATE"), forbid("k_contents", "DELETE"),
		`CREATE TABLE k_signatures (
			id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, at TEXT NOT NULL, type TEXT NOT NULL, record TEXT NOT NULL,
			route TEXT NOT NULL, step TEXT NOT NULL, round INTEGER NOT NULL, version INTEGER NOT NULL, revision INTEGER NOT NULL,
			signer TEXT NOT NULL, behalf TEXT NOT NULL, name TEXT NOT NULL, position TEXT NOT NULL, organization TEXT NOT NULL,
			kind TEXT NOT NULL, certificate TEXT NOT NULL, not_before TEXT NOT NULL, not_after TEXT NOT NULL,
			hash TEXT NOT NULL, covered TEXT NOT NULL, names TEXT NOT NULL, value BLOB NOT NULL)`,
		`CREATE INDEX k_signatures_record ON k_signatures (record, at)`,
		`CREATE INDEX k_signatures_hash ON k_signatures (hash)`,
		`CREATE INDEX k_signatures_signer ON k_signatures (signer, at)`,
		forbid("k_signatures", "UPDATE"), forbid("k_signatures", "DELETE"),
		`CREATE TABLE k_signature_ends (signature TEXT PRIMARY KEY, at TEXT NOT NULL, reason TEXT NOT NULL, version INTEGER NOT NULL, by TEXT NOT NULL)`,
		forbid("k_signature_ends", "UPDATE"), forbid("k_signature_ends", "DELETE"),
	})
}
