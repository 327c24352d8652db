package flow

import (
	"fmt"
	"slices"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// ClockEvent is one line of history about a clock.
type ClockEvent struct {
	At      time.Time
	Verdict string // started, paused, resumed, moved, reset, stopped, cancelled, breached, escalated
	Step    string // level that rang
	Target  rule.Span
	Cal     string
	Due     time.Time
}

// ReplayClock works out from its history alone how a clock must stand now.
func ReplayClock(m *model.Model, events []ClockEvent, zone *time.Location) (*Clock, error) {
	var c *Clock
	for _, e := range events {
		if c == nil && e.Verdict != "started" {
			return nil, fmt.Errorf("history of a clock begins with %q", e.Verdict)
		}
		c = c.after(e)
		c.Target, c.Calendar = e.Target, e.Cal
		if c.State != ClockPaused || e.Verdict != "paused" {
			c.Due = e.Due
		}
	}
	if c == nil || c.isOver() || c.State == ClockPaused {
		return c, nil
	}
	due, err := c.dueAt(c.Target, m.CalendarFor(c.Calendar), zone)
	if err == nil && !due.Equal(c.Due) {
		err = fmt.Errorf("due %s by its history, %s by its calendar", c.Due.Format(time.RFC3339), due.Format(time.RFC3339))
	}
	return c, err
}

// after is the clock once an event has happened.
func (c *Clock) after(e ClockEvent) *Clock {
	switch e.Verdict {
	case "started", "reset":
		return &Clock{State: ClockRunning, Start: e.At}
	case "paused":
		c.State, c.Pauses = ClockPaused, append(c.Pauses, Pause{From: e.At})
	case "resumed":
		if c.isOver() {
			c.Pauses = append(c.Pauses, Pause{c.Ended, e.At})
		} else if n := len(c.Pauses); n > 0 {
			c.Pauses[n-1].To = e.At
		}
		c.State, c.Ended = ClockRunning, time.Time{}
	case "moved":
		c.Late = false
	case "breached":
		c.Late = true
	case "stopped", "cancelled":
		if n := len(c.Pauses); n > 0 && c.Pauses[n-1].To.IsZero() {
			c.Pauses[n-1].To = e.At
		}
		c.Ended, c.State = e.At, ClockMet
		switch {
		case e.Verdict == "cancelled":
			c.State = ClockCancelled
		case c.Late || e.At.After(e.Due):
			c.State = ClockBreached
		}
	}
	return c
}

// SameClock compares two states of a clock by what its verdict follows from.
func SameClock(a, b *Clock) bool {
	same := func(x, y time.Time) bool { return x.Equal(y) }
	return a.State == b.State && same(a.Start, b.Start) && same(a.Due, b.Due) && same(a.Ended, b.Ended) &&
		a.Late == b.Late && a.Target == b.Target && a.Calendar == b.Calendar &&
		slices.EqualFunc(a.Pauses, b.Pauses, func(p, q Pause) bool { return same(p.From, q.From) && same(p.To, q.To) })
}
