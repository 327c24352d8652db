// Package ui carries the built browser application inside the program.
// It knows nothing of the engine; package api serves it.
package ui

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var embedded embed.FS

// Dist is the built application: index.html at its root, hashed files under assets.
var Dist = mustSub(embedded, "dist")

func mustSub(files embed.FS, dir string) fs.FS {
	sub, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // only a wrong constant above can cause it
	}
	return sub
}
