// Package i18n carries the interface's catalogue inside the program, so that
// the server speaks the same words as the browser.
package i18n

import "embed"

// Catalogue holds two files per language: ru.json, of which the browser says the
// same, and ru.server.json, of what the server alone says.
//
//go:embed ru.json en.json ru.server.json en.server.json
var Catalogue embed.FS
