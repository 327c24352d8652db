package flow

import (
	"errors"
	"fmt"
	"sort"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// waiting is an automatic transition to look at again.
type waiting struct {
	record rule.Reference
	cause  *Change
}

// settle fires automatic transitions until nothing moves any more: breadth
// first, by depth, type and id, each at most once per record.
func (s *session) settle() error {
	next := 0
	for next < len(s.made) {
		var queue []waiting
		for ; next < len(s.made); next++ {
			found, err := s.affected(s.made[next])
			if err != nil {
				return err
			}
			queue = append(queue, found...)
		}
		sort.SliceStable(queue, func(i, j int) bool {
			a, b := queue[i], queue[j]
			if da, db := depth(a.cause), depth(b.cause); da != db {
				return da < db
			}
			if a.record.Type != b.record.Type {
				return a.record.Type < b.record.Type
			}
			return a.record.Id < b.record.Id
		})
		for _, w := range queue {
			if err := s.automatic(w); err != nil {
				return err
			}
		}
	}
	return nil
}

// affected lists the records that must look at their automatic transitions
// because of a change: the record itself and whoever reads what has changed.
func (s *session) affected(c *Change) ([]waiting, error) {
	seen := map[rule.Reference]bool{c.After.Reference(): true}
	out := []waiting{{c.After.Reference(), c}}
	for _, key := range changedFields(c) {
		for _, d := range s.m.Dependents(c.After.Type.Key, key) {
			starts := []*Record{c.After}
			if c.Before != nil {
				starts = append(starts, c.Before)
			}
			found, err := s.back(starts, d.Path)
			if err != nil {
				return nil, err
			}
			for _, r := range found {
				if ref := r.Reference(); r.Type.Key == d.Type.Key && !seen[ref] {
					seen[ref] = true
					out = append(out, waiting{ref, c})
				}
			}
		}
	}
	return out, nil
}

// changedFields lists what differs after a change; everything does on create.
// phase and open go with the status.
func changedFields(c *Change) []string {
	var keys []string
	if c.Before == nil {
		for _, f := range c.After.Type.Fields {
			keys = append(keys, f.Key)
		}
	} else {
		for _, d := range c.Diff {
			keys = append(keys, d.Field.Key)
		}
	}
	if c.Before == nil || c.Before.Status() != c.After.Status() {
		keys = append(keys, "status", "phase", "open")
	}
	return keys
}

// back walks from changed records to those that read them.
func (s *session) back(from []*Record, path []model.Hop) ([]*Record, error) {
	here := from
	for _, hop := range path {
		var next []*Record
		for _, r := range here {
			var found []*Record
			var err error
			if hop.Forward {
				found, err = s.pointedAt(r, hop.Field)
			} else {
				found, err = s.pointing(hop.Type, hop.Field, r.Id)
			}
			if err != nil {
				return nil, err
			}
			next = append(next, found...)
		}
		if len(next) > maxChanges {
			return nil, fault.New(fault.Limit, "settle_limit", fault.Params{"depth": maxDepth, "records": maxChanges})
		}
		here = next
	}
	return here, nil
}

func (s *session) pointedAt(r *Record, f *model.Field) ([]*Record, error) {
	var out []*Record
	items, many := r.Values[f.Key].([]any)
	if !many {
		items = []any{r.Values[f.Key]}
	}
	for _, item := range items {
		ref, ok := item.(rule.Reference)
		if !ok {
			continue
		}
		target, err := s.follow(ref)
		if err != nil {
			return nil, err
		}
		if target != nil {
			out = append(out, target)
		}
	}
	return out, nil
}

// automatic fires the first automatic transition of a record that is true. One
// that its own guards refuse stays pending: that is no error of the command
// that made it true.
func (s *session) automatic(w waiting) error {
	t := s.m.TypeByKey(w.record.Type)
	if t == nil || t.Lifecycle == nil {
		return nil
	}
	r, err := s.load(t, w.record.Id)
	if err != nil || r == nil || r.IsArchived() {
		return err
	}
	for _, tr := range r.Type.Lifecycle.Transitions {
		key := firing{w.record, tr.Key}
		if tr.Auto == nil || !tr.From[r.Status()] || s.fired[key] {
			continue
		}
		yes, known, err := s.holds(tr.Auto, r, nil, nil)
		if err != nil {
			return fmt.Errorf("automatic %s of %s: %w", tr.Key, t.Key, err)
		}
		if !yes || !known {
			continue
		}
		s.fired[key] = true
		return s.tryFire(r, tr, w.cause)
	}
	return nil
}

func (s *session) tryFire(r *Record, tr *model.Transition, cause *Change) error {
	before := s.mark()
	err := s.as(Actor{System: true}, func() error {
		_, err := s.run(Command{Kind: Move, Type: r.Type, Id: r.Id, Transition: tr.Key, Actor: s.actor}, cause)
		return err
	})
	var refused *fault.Fault
	if errors.As(err, &refused) && refused.Kind != fault.Limit {
		s.undo(before)
		return nil
	}
	return err
}
