package flow

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Timer is the state of one declared timer: the instants that it waits for, and
// those that have passed.
type Timer struct {
	At    []time.Time `json:"at"` // by the order in which they are declared; zero: unknown now
	Fired []time.Time `json:"fired,omitempty"`
}

// Alarms are the instants that have not come yet. One that has passed is not
// waited for again unless its instant changes.
func (t *Timer) Alarms() []Alarm {
	var out []Alarm
	for i, at := range t.At {
		if !at.IsZero() && !slices.ContainsFunc(t.Fired, at.Equal) {
			out = append(out, Alarm{at, strconv.Itoa(i)})
		}
	}
	return out
}

// knew reports whether an instant was waited for before.
func (t *Timer) knew(at time.Time) bool {
	return t != nil && slices.ContainsFunc(t.At, at.Equal)
}

// timers plans the instants of a record anew: they follow the dates they are
// counted from.
func (s *session) timers(rec *Record, _ *Change) error {
	for _, d := range rec.Type.Facts.Timers {
		wanted := map[string]Doc{}
		holds, err := s.holdsIn(&d.Frame, rec)
		if err != nil {
			return fmt.Errorf("timer %s: %w", d.Key, err)
		}
		if holds {
			set, err := s.facts(rec.Reference())
			if err != nil {
				return err
			}
			before, _ := set[FactId{FactTimer, d.Key, ""}].(*Timer)
			if wanted[""], err = s.planTimer(d, rec, before); err != nil {
				return fmt.Errorf("timer %s: %w", d.Key, err)
			}
		}
		if err := s.keepAll(rec.Reference(), FactTimer, d.Key, wanted); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) planTimer(d *model.Timer, rec *Record, before *Timer) (*Timer, error) {
	t := &Timer{}
	if before != nil {
		t.Fired = before.Fired
	}
	for _, at := range d.Instants {
		v, err := at.Eval(s.scope(at, rec, rec, nil))
		if err != nil && faultOfRule(err) == nil {
			return nil, err
		}
		when := s.instantOf(v)
		t.At = append(t.At, when)
		if late := d.Fire == "" && !when.IsZero() && when.Before(s.now) && !before.knew(when); late {
			t.Fired = append(slices.Clone(t.Fired), when) // nobody is reminded of what lay in the past when it was written
		}
	}
	return t, nil
}

// instantOf reads an instant; a day begins at its midnight.
func (s *session) instantOf(v any) time.Time {
	switch x := v.(type) {
	case time.Time:
		return x.UTC().Truncate(time.Millisecond)
	case rule.Date:
		return time.Date(x.Year, time.Month(x.Month), x.Day, 0, 0, 0, 0, s.zone()).UTC()
	}
	return time.Time{}
}

// ringTimer does what a timer is for. Its instant has passed even if what it
// fires is refused: the refusal is the clock's to report.
func (s *session) ringTimer(rec *Record, id FactId, t *Timer, level string) error {
	d := rec.Type.Facts.Timer(id.Key)
	i, err := strconv.Atoi(level)
	if d == nil || err != nil || i >= len(t.At) {
		return nil
	}
	passed := &Timer{At: t.At, Fired: append(slices.Clone(t.Fired), t.At[i])}
	if err := s.keep(rec.Reference(), id, passed); err != nil {
		return err
	}
	c := s.happen(rec, Kind(FactTimer), &Happening{Fact: id, Step: level}, "", nil)
	if err := s.tell(d.Notify, rec, d.To, nil); err != nil || d.Fire == "" {
		return err
	}
	_, err = s.run(Command{Kind: Move, Type: rec.Type, Id: rec.Id, Transition: d.Fire, Actor: s.actor}, c)
	return err
}
