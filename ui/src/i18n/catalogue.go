// Package i18n carries the interface's catalogue inside the program, so that
// the server speaks the same words as the browser.
package i18n

import "embed"

// Catalogue holds one file per language, ru.json and en.json, and beside it what the
// server alone says: of rules to those who write them, when configurations are
// played, and in the files that lists travel in.
//
//go:embed ru.json en.json ru.rules.json en.rules.json ru.play.json en.play.json ru.exchange.json en.exchange.json
var Catalogue embed.FS
