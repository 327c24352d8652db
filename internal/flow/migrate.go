package flow

import (
	"slices"

	"kontora/internal/fault"
	"kontora/internal/model"
)

// Migrate is the kind of a command by which a record leaves the rules it was made
// under for those in force: into the state that the command names, with the
// fields that it sets. The engine alone gives it.
const Migrate Kind = "migrate"

// renewed is a record as one of the type in force.
func (s *session) renewed(old *Record) *Record {
	if latest := s.m.TypeByKey(old.Type.Key); latest != nil {
		return old.As(latest)
	}
	return old.Clone()
}

// filed finds the state into which the record goes, and opens the fields that
// come along.
func (a *attempt) filed() error {
	if !a.s.actor.System {
		return fault.New(fault.Denied, "may_not_migrate", nil)
	}
	key := a.cmd.State
	if key == "" {
		key = a.old.Status()
	}
	a.target = a.rec.Type.Lifecycle.State(key)
	if a.target == nil && key != "" {
		return fault.New(fault.Conflict, "unknown_state", fault.Params{"state": key})
	}
	for key := range a.cmd.Fields {
		if f := a.rec.Type.Field(key); f != nil {
			a.writable[f] = true
		}
	}
	return nil
}

// judgeMigration asks of a record on which work is owed what its new rules ask.
// One that is finished is only filed under another name.
func (a *attempt) judgeMigration() error {
	steps := []func() error{a.values}
	if a.target != nil && a.target.Phase.Open() {
		steps = append(steps, a.requiredFields, a.invariants, a.catalog, a.duplicates)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// shed ends the facts of a record that its rules do not declare any more.
// Contributions to registers are taken back where contributions are worked out.
func (s *session) shed(rec *Record) error {
	ref := rec.Reference()
	set, err := s.facts(ref)
	if err != nil {
		return err
	}
	for id := range set {
		if id.Kind == FactPosting && rec.Type.Facts != nil || declares(rec.Type.Facts, id) {
			continue
		}
		if p, posted := set[id].(*Posted); posted {
			s.moved = append(s.moved, moved{before: p})
		}
		if err := s.keep(ref, id, nil); err != nil {
			return err
		}
	}
	return nil
}

// declares reports whether facts of this name can be.
func declares(d *model.Facts, id FactId) bool {
	if d == nil {
		return false
	}
	switch id.Kind {
	case FactRound:
		return d.Approval(id.Key) != nil
	case FactClock:
		return slices.ContainsFunc(d.Clocks, func(c *model.Clock) bool { return c.Key == id.Key })
	case FactTimer:
		return slices.ContainsFunc(d.Timers, func(t *model.Timer) bool { return t.Key == id.Key })
	}
	return slices.ContainsFunc(d.Ensures, func(e *model.Ensure) bool { return e.Key == id.Key })
}
