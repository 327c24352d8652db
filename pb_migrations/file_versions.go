package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createFileVersions keeps the versions of files: which file stood in which field
// as the how-manieth, and what it was. Nobody changes it, not even with SQL.
func createFileVersions(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_file_versions (record TEXT NOT NULL, field TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL,
			sha256 TEXT NOT NULL, type TEXT NOT NULL, comment TEXT NOT NULL, PRIMARY KEY (record, field, version), UNIQUE (record, name)) WITHOUT ROWID`,
		forbid("k_file_versions", "UPDATE"), forbid("k_file_versions", "DELETE"),
	})
}
