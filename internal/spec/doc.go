// Package spec is the configuration language: the grammar of every file of a
// pack, declared once as Go structs (grammar.go), and all that is made from it:
// a strict decoder that knows where each part was written, diagnostics with a
// place and a hint, the merging of bases and augments, the JSON Schemas for
// editors and the reference pages.
//
// The way of a configuration is
//
//	Load or LoadFiles → *Bundle (each file as written) → Expand (bases merged)
//
// and each step returns everything it found, never only the first. A bundle
// with errors is still returned as far as it could be read, so that later
// checks may add theirs; ask HasErrors before using it. In such a bundle even a
// required pointer may be nil.
//
// The package must never know what a declaration does. It does not resolve
// references to fields, states or roles and does not look into expressions:
// packages rule and model do, and report through the same Diagnostic. It reads
// no clock, no network and no database.
package spec
