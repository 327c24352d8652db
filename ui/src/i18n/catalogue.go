// Package i18n carries the interface's catalogue inside the program, so that
// the server speaks the same words as the browser.
package i18n

import "embed"

// Catalogue holds one file per language: ru.json, en.json.
//
//go:embed ru.json en.json
var Catalogue embed.FS
