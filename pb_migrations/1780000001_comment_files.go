package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// addCommentFiles lets comments carry files: a JSON list of what is stored for
// each.
func addCommentFiles(app core.App) error {
	return run(app, []string{`ALTER TABLE k_comments ADD COLUMN files TEXT NOT NULL DEFAULT '[]'`})
}
