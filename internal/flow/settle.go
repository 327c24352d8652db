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
	next, told := 0, 0
	for next < len(s.made) || told < len(s.moved) {
		var queue []waiting
		for ; next < len(s.made); next++ {
			found, err := s.affected(s.made[next])
			if err != nil {
				return err
			}
			queue = append(queue, found...)
		}
		for ; told < len(s.moved); told++ {
			if told > maxChanges {
				return limitFault()
			}
			found, err := s.stirred(s.moved[told])
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

// affected lists the records that must look at their automatic transitions and
// facts because of a change: the record itself and whoever reads what has changed.
func (s *session) affected(c *Change) ([]waiting, error) {
	seen := map[rule.Reference]bool{c.After.Reference(): true}
	out := []waiting{{c.After.Reference(), c}}
	if c.Happening != nil {
		return out, nil // the record itself has not changed
	}
	for _, t := range touches(c) {
		for _, d := range s.m.Dependents(t.typ, t.field) {
			if d.Sight {
				continue // when all is settled: see resight
			}
			found, err := s.back(t.from, d)
			if err != nil {
				return nil, err
			}
			for _, r := range found {
				if ref := r.Reference(); !seen[ref] {
					seen[ref] = true
					out = append(out, waiting{ref, c})
				}
			}
		}
	}
	return out, nil
}

// touch is one field that a change has touched, with the records or rows whose
// field it is, as they were and as they are.
type touch struct {
	typ, field string
	from       []*Record
}

// touches lists what differs after a change; everything does when a record
// appears or disappears. Times, phase and openness go with the status.
func touches(c *Change) []touch {
	from := []*Record{c.After}
	if c.Before != nil {
		from = append(from, c.Before)
	}
	all := c.Before == nil || c.Before.IsArchived() != c.After.IsArchived()
	var out []touch
	add := func(field string) { out = append(out, touch{c.After.Type.Key, field, from}) }
	if all {
		for _, f := range c.After.Type.Fields {
			add(f.Key)
		}
	}
	for _, d := range c.Diff {
		if !all {
			add(d.Field.Key)
		}
		if d.Field.Kind == model.Rows {
			out = append(out, rowTouches(c, d.Field)...)
		}
	}
	if all || c.Before.Status() != c.After.Status() {
		for _, key := range []string{"status", "previous", "entered_at", "closed_at", "phase", "open"} {
			add(key)
		}
	}
	return append(out, touch{c.After.Type.Key, "updated", from}, touch{c.After.Type.Key, "revision", from})
}

// rowTouches lists every column of the rows of a table that has changed.
func rowTouches(c *Change, f *model.Field) []touch {
	from := append([]*Record(nil), c.After.Rows[f.Key]...)
	if c.Before != nil {
		from = append(from, c.Before.Rows[f.Key]...)
	}
	var out []touch
	for _, col := range f.RowType.Fields {
		out = append(out, touch{f.RowType.Key, col.Key, from})
	}
	return out
}

// back walks from changed records to those that read them in a state in which
// they do.
func (s *session) back(from []*Record, d *model.Dependent) ([]*Record, error) {
	here := from
	for _, hop := range d.Path {
		var next []*Record
		seen := map[string]bool{}
		for _, r := range here {
			found, err := s.hop(r, hop)
			if err != nil {
				return nil, err
			}
			for _, r := range found {
				if !seen[r.Id] {
					seen[r.Id] = true
					next = append(next, r)
				}
			}
		}
		here = next
	}
	var waits []*Record
	for _, r := range here {
		if r.Type.Key == d.Type.Key && (d.Sight || d.In[r.Status()]) {
			waits = append(waits, r)
		}
	}
	if len(waits) > maxChanges && !d.Sight {
		return nil, limitFault()
	}
	return waits, nil
}

func (s *session) hop(r *Record, hop model.Hop) ([]*Record, error) {
	if hop.Forward {
		return s.pointedAt(r, hop.Field)
	}
	return s.pointing(hop.Type, hop.Field, r.Id)
}

func limitFault() *fault.Fault {
	return fault.New(fault.Limit, "settle_limit", fault.Params{"depth": maxDepth, "records": maxChanges})
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
	// A record may be pinned: its own type, not the model's, knows its transitions.
	r, err := s.load(t, w.record.Id)
	if err != nil || r == nil || r.IsArchived() {
		return err
	}
	if w.cause.After != r { // by a change of its own it was looked at when that was made
		if err := s.uphold(r, w.cause); err != nil {
			return err
		}
		r = s.current(r)
	}
	if done, err := s.conclude(r, w.cause); done || err != nil {
		return err
	}
	for _, tr := range r.Type.Lifecycle.Transitions {
		key := firing{w.record, tr.Key}
		if tr.Auto == nil || !tr.From[r.Status()] || s.fired[key] {
			continue
		}
		yes, known, err := s.holds(tr.Auto, r, nil, nil)
		if faultOfRule(err) != nil {
			continue // cannot be told now: not true
		}
		if err != nil {
			return fmt.Errorf("automatic %s of %s: %w", tr.Key, t.Key, err)
		}
		if !yes || !known {
			continue
		}
		done, err := s.tryFire(r, tr, w.cause)
		s.fired[key] = done
		return err
	}
	return nil
}

// tryFire reports whether the transition has happened.
func (s *session) tryFire(r *Record, tr *model.Transition, cause *Change) (bool, error) {
	before := s.mark()
	err := s.as(Actor{System: true}, func() error {
		_, err := s.run(Command{Kind: Move, Type: r.Type, Id: r.Id, Transition: tr.Key, Actor: s.actor}, cause)
		return err
	})
	var refused *fault.Fault
	if errors.As(err, &refused) && refused.Kind != fault.Limit && !s.vetoed {
		return false, s.undo(before)
	}
	return err == nil, err
}
