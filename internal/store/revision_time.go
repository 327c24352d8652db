package store

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// RevisionTime tells when a configuration was published, without its files;
// zero when there is no such configuration.
func RevisionTime(app core.App, number int64) (time.Time, error) {
	row, err := one(app, `SELECT at FROM k_revisions WHERE number = ?`, number)
	if err != nil || row == nil {
		return time.Time{}, err
	}
	return ParseInstant(text(row[0]))
}
