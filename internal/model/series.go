package model

import (
	"kontora/internal/rule"
)

// Series is a number series.
type Series struct {
	Key    string // pack/name or pack/type.field
	Source string // the format as written
	Parts  []NumberPart
	Reset  string // never, year, month, day
	Per    []*rule.Rule
	At     map[string]bool // nil: at creation
}

// NumberPart is a literal, a word (yyyy, yy, mm, dd, seq) or an expression.
type NumberPart struct {
	Literal string
	Word    string
	Width   int // of seq, padded with zeros
	Expr    *rule.Rule
}
