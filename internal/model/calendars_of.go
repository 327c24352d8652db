package model

import "kontora/internal/spec"

// CalendarsOf compiles the calendars of a bundle alone, whatever else is wrong
// with it; one that is wrong itself is missing.
func CalendarsOf(b *spec.Bundle) map[string]*Calendar {
	c := newCompiler(b)
	c.packs()
	c.calendars()
	return c.m.Calendars
}
