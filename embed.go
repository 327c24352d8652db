package main

import "embed"

// shipped is what the program brings along: the packs with their rules and
// scenarios, and the company of the demonstration.
//
//go:embed schemas/base schemas/backoffice schemas/journals schemas/demo rules
var shipped embed.FS
