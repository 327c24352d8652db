package pb_migrations

import "github.com/pocketbase/pocketbase/core"

// indexWorkByAuthor tells the types of what somebody wrote without a look at
// the records: an import of thousands hides nobody's own requests.
func indexWorkByAuthor(app core.App) error {
	return run(app, []string{
		`DROP INDEX k_items_author`,
		`CREATE INDEX k_items_author ON k_items (author, n, ty) WHERE author IS NOT NULL`,
	})
}
