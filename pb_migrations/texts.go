package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createTexts makes files and comments found by what they say. A job waits for each;
// triggers add it in the transaction that adds the file or the comment, and this
// migration for all that are there.
func createTexts(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_text_jobs (kind TEXT NOT NULL, record TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, record, name)) WITHOUT ROWID`,
		`CREATE TABLE k_texts (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, record TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
			body TEXT NOT NULL, UNIQUE (kind, record, name))`,
		`CREATE VIRTUAL TABLE k_text_search USING fts5(body, content='', contentless_delete=1, detail=column)`,
		`CREATE TRIGGER k_files_said AFTER INSERT ON k_files BEGIN
			INSERT OR IGNORE INTO k_text_jobs (kind, record, name) VALUES ('file', new.record, new.name); END`,
		`CREATE TRIGGER k_comments_said AFTER INSERT ON k_comments BEGIN
			INSERT OR IGNORE INTO k_text_jobs (kind, record, name) VALUES ('comment', new.record, new.id); END`,
		`CREATE TRIGGER k_comments_resaid AFTER UPDATE OF text ON k_comments BEGIN
			INSERT OR IGNORE INTO k_text_jobs (kind, record, name) VALUES ('comment', new.record, new.id); END`,
		`INSERT OR IGNORE INTO k_text_jobs (kind, record, name) SELECT 'file', record, name FROM k_files`,
		`INSERT OR IGNORE INTO k_text_jobs (kind, record, name) SELECT 'comment', record, id FROM k_comments`,
	})
}
