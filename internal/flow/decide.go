package flow

import (
	"fmt"
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// noTime stands where no expression may read the clock.
var noTime time.Time

// Decide turns a command into a plan, or refuses with everything that speaks
// against it. The order of what happens is that of the language's semantics
// (design: language, 4.1); it is the same for every path into the system.
func Decide(m *model.Model, snap Snapshot, cmd Command, now time.Time) (*Plan, error) {
	return DecideWith(m, snap, cmd, now, nil)
}

// DecideWith is Decide with an interceptor that sees every transition before it
// is taken over; nil for none.
func DecideWith(m *model.Model, snap Snapshot, cmd Command, now time.Time, look Interceptor) (*Plan, error) {
	s := newSession(m, snap, cmd.Actor, now)
	s.look = look
	if err := s.begin(cmd); err != nil {
		return nil, told(err)
	}
	if s.existing != nil {
		return &Plan{Existing: s.existing}, nil
	}
	if err := s.settle(); err != nil {
		return nil, told(err)
	}
	if err := s.books(); err != nil {
		return nil, told(err)
	}
	p, err := s.plan()
	return p, told(err)
}

// begin does what the command itself says; what that sets off follows.
func (s *session) begin(cmd Command) error {
	switch cmd.Kind {
	case Ring:
		return s.ring(cmd)
	case CastVote:
		return s.cast(cmd)
	}
	_, err := s.run(cmd, nil)
	return err
}

// run prepares one command and takes it over into the session.
func (s *session) run(cmd Command, cause *Change) (*Change, error) {
	if depth(cause) > maxDepth || len(s.made) > maxChanges {
		return nil, limitFault()
	}
	a, err := s.prepare(cmd, cause)
	if err != nil {
		return nil, err
	}
	if err := a.refusal(); err != nil {
		return nil, err
	}
	if a.existing != nil {
		s.existing = a.existing
		return nil, nil
	}
	if err := a.intercept(); err != nil {
		return nil, err
	}
	return a.commit()
}

// A command may set off at most this many changes, this deep.
const (
	maxDepth   = 8
	maxChanges = 500
)

func depth(c *Change) int {
	n := 0
	for ; c != nil; c = c.Cause {
		n++
	}
	return n
}

// commit takes a faultless attempt over: numbers, keys, then what the
// transition sets off.
func (a *attempt) commit() (*Change, error) {
	s := a.s
	v := a.rec.Values
	v["updated"] = s.now
	revision := int64(1)
	if a.old != nil {
		revision = a.old.Revision() + 1
	}
	v["revision"] = wholeNumber(revision)
	if err := a.number(); err != nil {
		return nil, err
	}
	c := a.becoming()
	c.Diff = diff(a.old, a.rec)
	if a.old != nil && len(c.Diff) == 0 && a.tr == nil && a.cmd.Kind == Edit {
		return c, nil // nothing was changed: no event, no new revision
	}
	s.work[a.rec.Reference()] = a.rec
	s.made = append(s.made, c)
	if err := a.release(c); err != nil {
		return nil, err
	}
	if err := a.twins(c); err != nil {
		return nil, err
	}
	if a.cmd.Kind == Migrate {
		if err := s.shed(a.rec); err != nil {
			return nil, err
		}
	}
	if err := s.uphold(a.rec, c); err != nil {
		return nil, err
	}
	if err := a.effects(c); err != nil {
		return nil, err
	}
	if a.cmd.Kind == Create && a.cmd.Transition != "" {
		if _, err := s.run(a.onward(), a.cause); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// kind is what the event log calls it: an edit that is a transition is one.
func (a *attempt) kind() Kind {
	if a.tr != nil && a.cmd.Kind != Create {
		return Move
	}
	return a.cmd.Kind
}

// effects does what a transition sets off besides setting its own fields.
func (a *attempt) effects(c *Change) error {
	if a.tr == nil {
		return nil
	}
	for _, e := range a.tr.Then {
		ok, err := a.s.applies(e.When, a.rec, a.old, a.words())
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		switch {
		case e.Create != nil:
			err = a.create(c, e.Create)
		case e.Fire != nil:
			err = a.fire(c, e.Fire)
		case e.Notify != nil:
			err = a.notify(e)
		case e.Certificate != nil:
			err = a.certificate(c, e.Certificate)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// create makes a record of the present version of a type, also when the effect
// is of an earlier one.
func (a *attempt) create(c *Change, d *model.Create) error {
	t := a.s.m.Current(d.Type)
	if t == nil {
		return fault.New(fault.Missing, "not_a_record_type", fault.Params{"type": d.Type.Key})
	}
	fields := map[string]any{}
	for _, as := range d.Set {
		f := t.Current(as.Field)
		if f == nil {
			continue
		}
		v, err := a.s.value(as, a.rec, a.old, a.words())
		if err != nil {
			return fmt.Errorf("create %s: %w", t.Key, err)
		}
		fields[f.Key] = v
	}
	return a.s.as(Actor{System: true, Person: a.s.actor.Person}, func() error {
		_, err := a.s.run(Command{Kind: Create, Type: t, Fields: fields, Transition: d.Via, Actor: a.s.actor}, c)
		return err
	})
}

func (a *attempt) fire(c *Change, d *model.Fire) error {
	v, err := d.On.Eval(a.s.scope(d.On, a.rec, a.old, a.words()))
	if err != nil {
		return err
	}
	items, list := v.([]any)
	if !list {
		items = []any{v}
	}
	for _, item := range items {
		ref, ok := plainValue(item).(rule.Reference)
		if !ok {
			continue
		}
		target, err := a.s.follow(ref)
		if err != nil {
			return err
		}
		if target == nil {
			continue
		}
		if d.Where != nil {
			sc := a.s.scope(d.Where, a.rec, a.old, a.words())
			sc.It = a.s.see(target)
			if yes, known, err := d.Where.True(sc); err != nil || !yes || !known {
				if err != nil {
					return err
				}
				continue
			}
		}
		if err := a.s.fireOn(target, d.Transition, c); err != nil {
			return err
		}
	}
	return nil
}

// elsewhere tells of a refusal of another record; what that is and why, only if
// the one who gave the command may see it.
func (s *session) elsewhere(f *fault.Fault, target *Record) *fault.Fault {
	told := fault.New(f.Kind, "refused_elsewhere", nil)
	if !s.mayKnow(target) {
		return told
	}
	told.Params = fault.Params{"record": s.titleFor(target, s.asksEyes()), "type": target.Type.Slug, "id": target.Id}
	return told.With(f)
}

// fireOn runs a transition of another record as the engine; refused there means
// refused here, with the record named.
func (s *session) fireOn(target *Record, transition string, cause *Change) error {
	return s.as(Actor{System: true}, func() error {
		_, err := s.run(Command{Kind: Move, Type: target.Type, Id: target.Id, Transition: transition, Actor: s.actor}, cause)
		if f, ok := fault.As(err); ok {
			return s.elsewhere(f, target)
		}
		return err
	})
}

func (a *attempt) notify(e *model.Effect) error {
	if e.To == nil {
		return nil
	}
	to, err := e.To.People(a.s.scope(e.To, a.rec, a.rec, a.words()))
	if err != nil {
		return err
	}
	a.s.notes = append(a.s.notes, wish{message: e.Notify, record: a.rec, to: to, words: a.words()})
	return nil
}
