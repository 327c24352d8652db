package store

import (
	"embed"
	"io/fs"

	"github.com/pocketbase/pocketbase/core"
)

//go:embed dashboard/main.js
var dashboardFiles embed.FS

// Dashboard teaches PocketBase's dashboard our column types: it shows nothing of
// a collection that has a type it does not know. Append it to the UIExtensions
// of the serve event.
func Dashboard() core.UIExtension {
	files, err := fs.Sub(dashboardFiles, "dashboard")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	return core.UIExtension{Name: "kontora", FS: files}
}
