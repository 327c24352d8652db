package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// createDevices makes the tables of web push: the pair of keys by which push
// services know this installation, and the devices on which people take messages.
// A letter to a device names it.
func createDevices(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_push_keys (one INTEGER PRIMARY KEY CHECK (one = 1), public TEXT NOT NULL, private TEXT NOT NULL)`,
		`CREATE TABLE k_devices (id TEXT PRIMARY KEY, user TEXT NOT NULL, title TEXT NOT NULL, endpoint TEXT NOT NULL UNIQUE,
			p256dh TEXT NOT NULL, auth TEXT NOT NULL, created TEXT NOT NULL, used TEXT)`,
		`CREATE INDEX k_devices_user ON k_devices (user, created)`,
		`ALTER TABLE k_outbox ADD COLUMN device TEXT NOT NULL DEFAULT ''`,
		`DROP INDEX k_outbox_next`,
		`CREATE INDEX k_outbox_next ON k_outbox (kind, next) WHERE state = 'queued'`,
	})
}
