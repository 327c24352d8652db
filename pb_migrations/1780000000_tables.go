package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createTables makes the first version of the system tables. Every id is made
// by the program and inserted: no rowid that VACUUM may renumber, no
// AUTOINCREMENT, no default that two nodes would fill differently.
func createTables(app core.App) error {
	return run(app, []string{
		// Counters of the program itself: n of records, ids of tokens.
		`CREATE TABLE k_seq (name TEXT PRIMARY KEY, v INTEGER NOT NULL) WITHOUT ROWID`,
		`INSERT INTO k_seq (name, v) VALUES ('n', 0), ('token', 0)`,

		// Interned words: principals, types, states.
		`CREATE TABLE k_tokens (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE)`,

		// One row per record of every type, what lists across types show.
		`CREATE TABLE k_items (
			n INTEGER PRIMARY KEY, id TEXT NOT NULL, ty INTEGER NOT NULL, st INTEGER NOT NULL, open INTEGER NOT NULL,
			number TEXT, title TEXT, unit TEXT, author TEXT, assignee TEXT, deadline TEXT,
			amount INTEGER, currency TEXT, priority TEXT, created TEXT, updated TEXT)`,
		`CREATE UNIQUE INDEX k_items_id ON k_items (id, ty)`,
		`CREATE INDEX k_items_author ON k_items (author, n) WHERE author IS NOT NULL`,
		`CREATE INDEX k_items_assignee ON k_items (assignee, coalesce(deadline, '9999'), n) WHERE assignee IS NOT NULL AND open = 1`,

		// Rights: who (p) sees which record (n) by which rules (g).
		`CREATE TABLE k_acl (p INTEGER NOT NULL, ty INTEGER NOT NULL, n INTEGER NOT NULL, st INTEGER NOT NULL, g INTEGER NOT NULL,
			PRIMARY KEY (p, ty, n)) WITHOUT ROWID`,
		`CREATE INDEX k_acl_n ON k_acl (n, p, g)`,
		`CREATE TABLE k_open (p INTEGER NOT NULL, s TEXT NOT NULL, n INTEGER NOT NULL, ty INTEGER NOT NULL, st INTEGER NOT NULL,
			PRIMARY KEY (p, s, n)) WITHOUT ROWID`,
		`CREATE TABLE k_counters (p INTEGER NOT NULL, ty INTEGER NOT NULL, st INTEGER NOT NULL, c INTEGER NOT NULL,
			PRIMARY KEY (p, ty, st)) WITHOUT ROWID`,

		// Search: stemmed words and rights in one index, rowid = n.
		`CREATE VIRTUAL TABLE k_search USING fts5(body, acl, content='', contentless_delete=1, detail=column)`,
		`CREATE TABLE k_words (stem TEXT PRIMARY KEY) WITHOUT ROWID`,

		// History. Nobody changes it, not even with SQL.
		`CREATE TABLE k_events (
			seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, type TEXT NOT NULL, record TEXT NOT NULL,
			action TEXT NOT NULL, actor TEXT NOT NULL, behalf TEXT NOT NULL, transition TEXT NOT NULL,
			"from" TEXT NOT NULL, "to" TEXT NOT NULL, reason TEXT NOT NULL, diff TEXT NOT NULL,
			config INTEGER NOT NULL, cause TEXT NOT NULL, request TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL)`,
		`CREATE INDEX k_events_record ON k_events (record, seq)`,
		forbid("k_events", "UPDATE"), forbid("k_events", "DELETE"),
		`CREATE TABLE k_revisions (
			number INTEGER PRIMARY KEY, hash TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, note TEXT NOT NULL, files BLOB NOT NULL)`,
		forbid("k_revisions", "UPDATE"), forbid("k_revisions", "DELETE"),

		// What the configuration was when: digests of types, columns nobody declares any more.
		`CREATE TABLE k_types (id TEXT NOT NULL, first INTEGER NOT NULL, digest TEXT NOT NULL, key TEXT NOT NULL,
			PRIMARY KEY (id, first)) WITHOUT ROWID`,
		`CREATE TABLE k_dropped (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID`,

		// Live unique keys, number series, answered commands, settings.
		`CREATE TABLE k_keys (name TEXT NOT NULL, value TEXT NOT NULL, type TEXT NOT NULL, record TEXT NOT NULL,
			PRIMARY KEY (name, value)) WITHOUT ROWID`,
		`CREATE INDEX k_keys_record ON k_keys (record)`,
		`CREATE TABLE k_series (series TEXT NOT NULL, scope TEXT NOT NULL, value INTEGER NOT NULL,
			PRIMARY KEY (series, scope)) WITHOUT ROWID`,
		`CREATE TABLE k_idem (key TEXT NOT NULL, actor TEXT NOT NULL, digest TEXT NOT NULL, status INTEGER NOT NULL,
			body BLOB NOT NULL, at TEXT NOT NULL, PRIMARY KEY (key, actor)) WITHOUT ROWID`,
		`CREATE INDEX k_idem_at ON k_idem (at)`,
		`CREATE TABLE k_settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,

		// What people say and are told.
		`CREATE TABLE k_notices (id TEXT PRIMARY KEY, user TEXT NOT NULL, at TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
			type TEXT NOT NULL, record TEXT NOT NULL, read_at TEXT)`,
		`CREATE INDEX k_notices_user ON k_notices (user, at, id)`,
		`CREATE INDEX k_notices_unread ON k_notices (user) WHERE read_at IS NULL`,
		`CREATE TABLE k_comments (id TEXT PRIMARY KEY, type TEXT NOT NULL, record TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL,
			text TEXT NOT NULL, reply TEXT NOT NULL, edited TEXT)`,
		`CREATE INDEX k_comments_record ON k_comments (record, at, id)`,
		`CREATE TABLE k_mentions (user TEXT NOT NULL, comment TEXT NOT NULL, at TEXT NOT NULL, read_at TEXT,
			PRIMARY KEY (user, comment)) WITHOUT ROWID`,
		`CREATE INDEX k_mentions_at ON k_mentions (user, at)`,
		`CREATE TABLE k_views (id TEXT PRIMARY KEY, user TEXT NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL,
			view TEXT NOT NULL, filter TEXT NOT NULL, state TEXT NOT NULL, sort TEXT NOT NULL, columns TEXT NOT NULL)`,
		`CREATE INDEX k_views_user ON k_views (user, type)`,
		`CREATE TABLE k_api_keys (id TEXT PRIMARY KEY, user TEXT NOT NULL, title TEXT NOT NULL, prefix TEXT NOT NULL,
			hash TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL, created TEXT NOT NULL, used TEXT, until TEXT, revoked TEXT)`,
		`CREATE INDEX k_api_keys_user ON k_api_keys (user)`,
		`CREATE TABLE k_prefs (user TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID`,
	})
}

// forbid makes a table append-only.
func forbid(table, verb string) string {
	return `CREATE TRIGGER ` + table + `_no_` + verb + ` BEFORE ` + verb + ` ON ` + table +
		` BEGIN SELECT RAISE(ABORT, '` + table + ` is append-only'); END`
}
