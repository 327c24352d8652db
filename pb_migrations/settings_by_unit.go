package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// keepSettingsByUnit lets a setting have a value per unit and from a day on; ""
// means all units, and from the start.
func keepSettingsByUnit(app core.App) error {
	return run(app, []string{
		`CREATE TABLE k_setting_values (key TEXT NOT NULL, unit TEXT NOT NULL, since TEXT NOT NULL, value TEXT NOT NULL,
			PRIMARY KEY (key, unit, since)) WITHOUT ROWID`,
		`INSERT INTO k_setting_values (key, unit, since, value) SELECT key, '', '', value FROM k_settings`,
		`DROP TABLE k_settings`,
	})
}
