package store

import (
	"strings"

	"kontora/internal/fault"
)

// placeAt is the cursor behind something that is ordered by instant and id.
func placeAt(at, id string) string { return (&cursor{S: at + "|" + id}).String() }

func splitPlace(c *cursor) (at, id string, ok bool) { return strings.Cut(text(c.S), "|") }

func errBadCursor() error { return fault.New(fault.Invalid, "bad_cursor", nil) }
