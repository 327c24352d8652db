package flow

import (
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
)

// Waiting is an automatic transition whose condition holds and which something
// keeps from happening. It is tried again with every change of what it reads.
type Waiting struct {
	Transition *model.Transition
	To         *model.State
	Failed     []*Reason
}

// WaitingOf lists the automatic transitions that a record waits for, with what
// stands in the way, told for an actor.
func WaitingOf(m *model.Model, snap Snapshot, rec *Record, actor Actor, now time.Time) ([]*Waiting, error) {
	l := rec.Type.Lifecycle
	if l == nil || rec.IsArchived() {
		return nil, nil
	}
	s := newSession(m, snap, actor, now)
	s.stored[rec.Reference()] = rec
	rights, err := s.rights(rec)
	if err != nil || !rights.Row() {
		return nil, told(err)
	}
	var out []*Waiting
	for _, tr := range l.Transitions {
		if tr.Auto == nil || !tr.From[rec.Status()] {
			continue
		}
		w, err := s.waits(rec, tr, rights)
		if err != nil {
			return nil, told(err)
		}
		if w != nil {
			out = append(out, w)
		}
	}
	return out, nil
}

// waits prepares one automatic transition as the engine would; nil for one whose
// condition does not hold, or that nothing stands in the way of.
func (s *session) waits(rec *Record, tr *model.Transition, rights Rights) (w *Waiting, err error) {
	if yes, known, err := s.holds(tr.Auto, rec, nil, nil); err != nil || !yes || !known {
		if faultOfRule(err) != nil {
			err = nil // cannot be told now: not true
		}
		return nil, err
	}
	err = s.as(Actor{System: true}, func() error {
		a, err := s.prepare(Command{Kind: Move, Type: rec.Type, Id: rec.Id, Transition: tr.Key, Actor: s.actor}, nil)
		if err != nil || len(a.problems) == 0 {
			return err
		}
		w = &Waiting{Transition: tr, To: a.target}
		for _, p := range a.problems {
			r := &Reason{Sort: p.Sort, Fault: p.Fault, Text: p.Fault.Text, Fields: p.Fields, Readings: s.readings(a, p.Check, rights)}
			w.Failed = append(w.Failed, r.seenWith(rights))
		}
		return nil
	})
	return w, err
}

// seenWith leaves out of a reason what the reader may not know: that a cell they
// do not see is empty, or wrong.
func (r *Reason) seenWith(rights Rights) *Reason {
	for _, f := range r.Fields {
		if r.Sort == SortField && f != nil && !rights.Reads(f) {
			return &Reason{Sort: r.Sort, Fault: fault.New(fault.Invalid, "waits_unseen", nil)}
		}
	}
	return r
}
