package model

import (
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Access is one rule of rights. Bit is its number in the masks of package store.
type Access struct {
	Key  string
	Bit  uint
	Who  *rule.Rule
	When *rule.Rule
	Read map[*Field]bool // cells; engine fields are always readable with the row
	Can  map[string]bool
	Wide bool // depends on nothing but the reader: no condition, roles and people named without the record
	At   spec.Pos
}

// Deny takes cells away.
type Deny struct {
	Key    string
	Bit    uint
	Who    *rule.Rule
	When   *rule.Rule
	Fields map[*Field]bool
	Edit   bool // only keeps from changing
	Wide   bool
	At     spec.Pos
}

// EditMatrix says who edits which field in which state.
type EditMatrix struct {
	Cells []EditCell
}

// EditCell is one cell of the matrix. A type without lifecycle has the one
// state "".
type EditCell struct {
	Fields map[*Field]bool
	States map[string]bool // nil: every state
	Who    *rule.Rule
	At     spec.Pos
}
