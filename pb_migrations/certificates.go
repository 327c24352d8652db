package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createCertificates keeps authorities, keys of people (sealed by what only they
// know), their certificates and the lists of revoked ones. What has been issued is
// never altered, and what has been revoked stays so, not even with SQL.
func createCertificates(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_authorities (id TEXT PRIMARY KEY, certificate BLOB NOT NULL, sealed TEXT NOT NULL, at TEXT NOT NULL, current INTEGER NOT NULL)`,
		`CREATE UNIQUE INDEX k_authorities_current ON k_authorities (current) WHERE current = 1`,
		`CREATE TABLE k_sign_keys (id TEXT PRIMARY KEY, person TEXT NOT NULL, public BLOB NOT NULL UNIQUE, sealed TEXT NOT NULL, state TEXT NOT NULL,
			at TEXT NOT NULL, wrong INTEGER NOT NULL DEFAULT 0, locked TEXT, blocked INTEGER NOT NULL DEFAULT 0)`,
		`CREATE UNIQUE INDEX k_sign_keys_state ON k_sign_keys (person, state) WHERE state IN ('pending', 'active')`,
		`CREATE TABLE k_certificates (serial TEXT PRIMARY KEY, person TEXT NOT NULL, key TEXT NOT NULL UNIQUE, authority TEXT NOT NULL, der BLOB NOT NULL,
			since TEXT NOT NULL, until TEXT NOT NULL, type TEXT NOT NULL, record TEXT NOT NULL, current INTEGER NOT NULL, revoked TEXT,
			reason INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '')`,
		`CREATE UNIQUE INDEX k_certificates_current ON k_certificates (person) WHERE current = 1`,
		`CREATE INDEX k_certificates_person ON k_certificates (person, since)`,
		forbid("k_certificates", "DELETE"),
		`CREATE TRIGGER k_certificates_fixed BEFORE UPDATE OF serial, person, key, authority, der, since, until, type, record ON k_certificates
			BEGIN SELECT RAISE(ABORT, 'a certificate is not altered'); END`,
		`CREATE TRIGGER k_certificates_revoked BEFORE UPDATE ON k_certificates WHEN OLD.revoked IS NOT NULL OR OLD.current = 0 AND NEW.current = 1
			BEGIN SELECT RAISE(ABORT, 'a revoked certificate stays revoked'); END`,
		`CREATE TABLE k_revocation_lists (authority TEXT NOT NULL, number INTEGER NOT NULL, der BLOB NOT NULL, at TEXT NOT NULL, until TEXT NOT NULL,
			PRIMARY KEY (authority, number)) WITHOUT ROWID`,
		forbid("k_revocation_lists", "DELETE"), forbid("k_revocation_lists", "UPDATE"),
	})
}
