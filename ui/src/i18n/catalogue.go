// Package i18n carries the interface's catalogue inside the program, so that
// the server speaks the same words as the browser.
package i18n

import "embed"

// Catalogue holds one file per language, ru.json and en.json, and beside it the
// words that the server alone says, of rules and those who write them.
//
//go:embed ru.json en.json ru.rules.json en.rules.json
var Catalogue embed.FS
