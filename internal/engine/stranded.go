package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Stranded tells what publishing a configuration would be refused for: records
// that could not go on under it; nil for nothing.
func (e *Engine) Stranded(m *model.Model, moves Moves) error {
	if err := refusedMoves(m, moves); err != nil {
		return err
	}
	old := e.active.Load()
	if old == nil {
		return nil
	}
	return e.stranded(e.app, old, m, moves)
}

// stranded refuses a configuration under which records could not go on: their
// type is gone, they are in a state that nobody knows any more, or the rules
// that they were made under need a field that it takes away.
func (e *Engine) stranded(tx core.App, old *Active, m *model.Model, moves Moves) error {
	var faults []*fault.Fault
	keeps := keepsFields(old.Model, m)
	for _, was := range old.Model.Types {
		if was.Abstract || was.Owner != nil {
			continue
		}
		now := byStableId(m, was.StableId)
		var found []*fault.Fault
		var err error
		switch {
		case now == nil || now.Abstract:
			found, err = untyped(tx, was)
		case was.Lifecycle != nil:
			found, err = e.unruled(tx, old, m, was, now, moves[now.Key], keeps)
		}
		if err == nil && now != nil && !now.Abstract {
			var held []*fault.Fault
			held, err = choiceless(tx, was, now, moves[now.Key].Choices)
			found = append(found, held...)
		}
		if err != nil {
			return fmt.Errorf("records of %s: %w", was.Key, err)
		}
		faults = append(faults, found...)
	}
	changed, err := store.Reinterpreted(tx, m)
	if err != nil {
		return err
	}
	if f := fault.Join(append(faults, changed...)); f != nil {
		return f
	}
	return nil
}

// keepsFields reports whether every field is there as it was. Rules of whatever
// version then find what they found under the configuration in force, which was
// looked at when that was published: no record need be asked by which it lives.
func keepsFields(old, m *model.Model) bool {
	for _, was := range old.Types {
		now := byStableId(m, was.StableId)
		if now == nil || now.Abstract != was.Abstract {
			return false
		}
		for _, f := range was.Fields {
			if next := now.Current(f); next == nil || next.Key != f.Key || next.Kind != f.Kind || next.Many != f.Many || next.Target != f.Target {
				return false
			}
		}
	}
	return true
}

// untyped: a type may go when all its records are put away.
func untyped(tx core.App, was *model.Type) ([]*fault.Fault, error) {
	n, err := store.CountUnarchived(tx, was)
	if n == 0 || err != nil {
		return nil, err
	}
	return []*fault.Fault{fault.New(fault.Conflict, "type_in_use", fault.Params{"type": was.Title, "key": was.Key, "count": n})}, nil
}

// unruled looks at the states that records are in, and at the rules of all
// versions by which open ones would live on, unless all their fields are kept.
func (e *Engine) unruled(tx core.App, old *Active, m *model.Model, was, now *model.Type, moves TypeMoves, keeps bool) ([]*fault.Fault, error) {
	faults, err := stateless(tx, was, now, moves.States)
	if err != nil || now.Lifecycle == nil || moves.Open == OpenMigrate || keeps {
		return faults, err
	}
	groups, err := store.Versions(tx, was)
	if err != nil {
		return nil, err
	}
	open := map[int64]*store.Version{}
	var order []int64
	for _, g := range groups {
		if s := now.Lifecycle.StateNow(g.State); s != nil && !s.Phase.Open() || moves.States[g.State] != "" {
			continue
		}
		if open[g.Config] == nil {
			open[g.Config] = &store.Version{Config: g.Config, Sample: g.Sample}
			order = append(order, g.Config)
		}
		open[g.Config].Count += g.Count
	}
	missing := map[string]*fault.Fault{}
	for _, config := range order {
		lost, err := e.lost(tx, old, m, now, config)
		if err != nil {
			return nil, err
		}
		for _, l := range lost {
			faults = tellLost(faults, missing, was, l, open[config])
		}
	}
	return faults, nil
}

// tellLost adds a field that open records need; one fault a field, whatever
// versions need it.
func tellLost(faults []*fault.Fault, known map[string]*fault.Fault, was *model.Type, l model.Lost, v *store.Version) []*fault.Fault {
	key := l.Field.Type.Key + "." + l.Field.Key
	if f := known[key]; f != nil {
		f.Params["count"] = f.Params["count"].(int64) + v.Count
		return faults
	}
	code := "field_in_use"
	if l.Changed {
		code = "field_kind_in_use"
	}
	known[key] = fault.New(fault.Conflict, code, fault.Params{
		"type": was.Title, "field": l.Field.Title, "key": key, "count": v.Count, "slug": was.Slug, "sample": v.Sample,
	})
	return append(faults, known[key])
}

// lost lists what records of a type made under an earlier configuration would
// miss.
func (e *Engine) lost(tx core.App, old *Active, m *model.Model, now *model.Type, config int64) ([]model.Lost, error) {
	digest, err := store.DigestAt(tx, now, config)
	if err != nil || digest == now.Digest {
		return nil, err
	}
	before := old.Model
	if config != old.Number {
		before, err = e.modelAt(tx, config)
		if errors.Is(err, errLapsed) {
			return nil, nil // such records live by the latest rules already
		}
		if err != nil {
			return nil, err
		}
	}
	was := byStableId(before, now.StableId)
	if was == nil || was.Lifecycle == nil {
		return nil, nil
	}
	pinned, err := model.Pin(now, was)
	var gone *model.LostError
	switch {
	case errors.As(err, &gone):
		return gone.Lost, nil
	case err != nil:
		return nil, err
	}
	return m.Needs(pinned, before), nil
}

// stateless refuses to take away states that records are in. Renamed ones say so
// by "was".
func stateless(tx core.App, was, now *model.Type, moves map[string]string) ([]*fault.Fault, error) {
	if !slices.ContainsFunc(was.Lifecycle.States, func(s *model.State) bool { return now.Lifecycle.StateNow(s.Key) == nil && moves[s.Key] == "" }) {
		return nil, nil // nobody need be counted
	}
	counts, err := store.StateCounts(tx, was)
	if err != nil {
		return nil, err
	}
	var faults []*fault.Fault
	for _, s := range was.Lifecycle.States {
		if n := counts[s.Key].Count; n > 0 && now.Lifecycle.StateNow(s.Key) == nil && moves[s.Key] == "" {
			faults = append(faults, fault.New(fault.Conflict, "state_in_use", fault.Params{
				"type": was.Title, "state": s.Title, "key": s.Key, "count": n, "slug": was.Slug, "sample": counts[s.Key].Sample,
			}))
		}
	}
	return faults, nil
}

// choiceless refuses to take away choices that records hold, in their fields or in
// their tables. Renamed ones say so by "was".
func choiceless(tx core.App, was, now *model.Type, moves map[string]map[string]string) ([]*fault.Fault, error) {
	var faults []*fault.Fault
	for _, f := range choiceFields(was, now) {
		for _, choice := range f.was.Enum {
			if hasChoice(f.now, choice.Key) || renamedChoice(f.now, choice.Key) || moves[f.name][choice.Key] != "" {
				continue
			}
			held, err := store.ChoiceCount(tx, was, f.wasName, choice.Key)
			if err != nil {
				return nil, err
			}
			if held.Count > 0 {
				faults = append(faults, fault.New(fault.Conflict, "choice_in_use", fault.Params{
					"type": was.Title, "field": f.was.Title, "key": f.wasName + "." + choice.Key, "choice": choice.Title, "count": held.Count, "slug": was.Slug, "sample": held.Sample,
				}))
			}
		}
	}
	return faults, nil
}

// choiceField is a field of choices before and after, by the names under which
// moves know it: a column of a table is lines.kind.
type choiceField struct {
	was, now      *model.Field
	wasName, name string
}

// choiceFields lists the fields of choices that a type keeps, those of its tables
// with them.
func choiceFields(was, now *model.Type) []choiceField {
	var out []choiceField
	for _, f := range was.Fields {
		next := now.Current(f)
		switch {
		case next == nil || f.Engine:
		case f.RowType != nil && next.RowType != nil:
			for _, c := range choiceFields(f.RowType, next.RowType) {
				c.wasName, c.name = f.Key+"."+c.wasName, next.Key+"."+c.name
				out = append(out, c)
			}
		case f.Stored() && sameChoices(f, next):
			out = append(out, choiceField{f, next, f.Key, next.Key})
		}
	}
	return out
}

// fieldOf finds a field by the name under which moves know it.
func fieldOf(t *model.Type, name string) *model.Field {
	table, column, ofRow := strings.Cut(name, ".")
	f := t.Field(table)
	if !ofRow || f == nil {
		return f
	}
	if f.RowType == nil {
		return nil
	}
	return f.RowType.Field(column)
}

// sameChoices reports whether a field is one of choices before and after; what
// becomes another kind is told elsewhere.
func sameChoices(a, b *model.Field) bool {
	return len(a.Enum) > 0 && len(b.Enum) > 0 && a.Kind == b.Kind
}

func renamedChoice(f *model.Field, key string) bool {
	for _, was := range f.WasEnum {
		if was == key {
			return true
		}
	}
	return false
}
