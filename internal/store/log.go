package store

import (
	"context"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// copyEvery is how often what was written since is copied into the database. More
// often, writers wait less for the disk and each command costs more: see bench.
const copyEvery = 500 * time.Millisecond

// CopyLog copies SQLite's log into the database beside the writers until the
// context ends. The writer that fills the log would copy all of it otherwise,
// while everybody who comes after waits: a tenth of a second and more.
func CopyLog(ctx context.Context, app core.App) {
	tick := time.NewTicker(copyEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := copyLog(ctx, app); err != nil && ctx.Err() == nil {
				app.Logger().Warn("log not copied into the database", "error", err)
			}
		}
	}
}

// copyLog copies what can be copied without waiting for anybody.
func copyLog(ctx context.Context, app core.App) error {
	db := app.ConcurrentDB()
	if db == nil {
		return nil // being closed, or put back from a backup
	}
	_, err := db.NewQuery("PRAGMA wal_checkpoint(PASSIVE)").WithContext(ctx).Execute()
	return err
}
