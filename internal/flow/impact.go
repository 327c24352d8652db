package flow

import (
	"time"

	"kontora/internal/model"
)

// This file answers what a configuration would say of what is going on now,
// without changing anything.

// Differences lists the fields that differ between two states of a record.
func Differences(old, rec *Record) []Diff { return diff(old, rec) }

// DueBy is the deadline that a clock would have by a declaration, its start and
// its pauses as they were; the zero time where it would not run.
func DueBy(m *model.Model, snap Snapshot, d *model.Clock, rec *Record, c *Clock, now time.Time) (time.Time, error) {
	s := newSession(m, snap, Actor{System: true}, now)
	applies, err := s.applies(d.When, rec, rec, nil)
	if err != nil || !applies {
		return time.Time{}, err
	}
	target, err := s.spanOf(d.Target, rec)
	if err != nil {
		return time.Time{}, err
	}
	return c.dueAt(target, s.calendarOf(rec), s.zone())
}

// StepsOf lists the steps of a route that apply to a record.
func StepsOf(m *model.Model, snap Snapshot, d *model.Approval, rec *Record, now time.Time) (map[string]bool, error) {
	s := newSession(m, snap, Actor{System: true}, now)
	out := map[string]bool{}
	for _, step := range d.Steps {
		applies, _, err := s.stepApplies(step, rec)
		if err != nil {
			return nil, err
		}
		if applies {
			out[step.Key] = true
		}
	}
	return out, nil
}
