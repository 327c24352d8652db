package flow

import (
	"time"

	"kontora/internal/model"
)

// ClockUnder is what a clock would have come to had its term been counted as a
// model declares it: from the same start, with the same stretches in which it
// stood still, and with the same end. Nil when the model has no such clock.
func ClockUnder(m *model.Model, snap Snapshot, rec *Record, key string, c *Clock, now time.Time) (*Clock, error) {
	d := rec.Type.Facts.Clock(key)
	if d == nil || c.State == ClockCancelled {
		return nil, nil
	}
	s := newSession(m, snap, Actor{System: true}, now)
	s.stored[rec.Reference()] = rec
	target, err := s.spanOf(d.Target, rec)
	if err != nil {
		return nil, told(err)
	}
	next, cal := c.copied(), s.calendarOf(rec)
	next.Target, next.Calendar = target, ""
	if cal != nil && target.IsWorking() {
		next.Calendar = cal.Key
	}
	if next.Due, err = next.dueAt(target, cal, s.zone()); err != nil {
		return nil, told(err)
	}
	next.Late = next.lastRan(now).After(next.Due)
	switch {
	case !next.isOver():
	case next.Late:
		next.State = ClockBreached
	default:
		next.State = ClockMet
	}
	return next, nil
}

// lastRan is the last instant at which a clock has run.
func (c *Clock) lastRan(now time.Time) time.Time {
	n := len(c.Pauses)
	switch {
	case c.State == ClockPaused && n > 0:
		return c.Pauses[n-1].From
	case !c.isOver():
		return now
	case n > 0 && c.Pauses[n-1].To.Equal(c.Ended):
		return c.Pauses[n-1].From // it was stopped out of a pause
	}
	return c.Ended
}

// IsLate reports whether a clock has missed its term.
func (c *Clock) IsLate() bool { return c.Late || c.State == ClockBreached }
