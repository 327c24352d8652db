package flow

import (
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/worktime"
)

// Term is a question after a deadline: a span from an instant, by a calendar.
type Term struct {
	From     time.Time
	Span     rule.Span
	Calendar *model.Calendar // nil: the one in force for the record, the unit, the pack
	Record   *Record         // nil for none
	Unit     string
	Pack     string
	Clock    *model.Clock // whose levels are counted, too; nil for none
}

// Due is the answer, with how it comes about.
type Due struct {
	At       time.Time
	Calendar *model.Calendar // nil where none is needed, or there is none
	Why      CalendarWhy     // "" for the one that was asked for
	Unit     string          // the unit that names it
	Working  *worktime.Explanation
	Levels   []LevelAt // as far as they are written, not worked out
}

// WhenDue counts a term as clocks do.
func WhenDue(m *model.Model, snap Snapshot, q Term) (*Due, error) {
	s := newSession(m, snap, Actor{System: true}, q.From)
	chosen := chosenCalendar{calendar: q.Calendar}
	switch {
	case q.Calendar != nil:
	case q.Record != nil:
		chosen = s.calendarFor(q.Record)
	case q.Unit != "":
		if chosen = s.calendarIn(q.Unit); chosen.calendar == nil {
			chosen = s.commonCalendar(q.Pack, nil)
		}
	default:
		chosen = s.commonCalendar(q.Pack, nil)
	}
	out := &Due{Calendar: chosen.calendar, Why: chosen.why, Unit: chosen.unit}
	if q.Span.IsWorking() && out.Calendar == nil {
		return nil, noCalendar()
	}
	var err error
	if out.At, err = q.Span.After(s.now, s.zone(), workOf(out.Calendar)); err != nil {
		return nil, rangeFault(err)
	}
	if q.Span.IsWorking() {
		told, err := out.Calendar.Explain(s.now, out.At)
		if err != nil {
			return nil, rangeFault(err)
		}
		out.Working = &told
	}
	out.Levels, err = s.levelsOf(q, out)
	return out, err
}

// levelsOf counts the levels of a clock whose spans are written.
func (s *session) levelsOf(q Term, due *Due) ([]LevelAt, error) {
	if q.Clock == nil {
		return nil, nil
	}
	written := *q.Clock
	written.Levels = nil
	for _, l := range q.Clock.Levels {
		if l.By == nil || l.By.Expr == nil {
			written.Levels = append(written.Levels, l)
		}
	}
	now := &Clock{State: ClockRunning, Start: s.now, Due: due.At, Target: q.Span}
	if due.Calendar != nil && q.Span.IsWorking() {
		now.Calendar = due.Calendar.Key
	}
	t := &ticking{s: s, d: &written, now: now}
	if err := t.levels(due.Calendar); err != nil {
		return nil, told(err)
	}
	return now.Levels, nil
}
