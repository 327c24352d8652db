// Package i18n carries the interface's catalogue inside the program, so that
// the server speaks the same words as the browser.
package i18n

import "embed"

// Catalogue holds one file per language, ru.json and en.json, and beside it what the
// server alone says: of rules to those who write them, and when configurations are
// played.
//
//go:embed ru.json en.json ru.rules.json en.rules.json ru.play.json en.play.json
var Catalogue embed.FS
