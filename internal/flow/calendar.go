package flow

import (
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/worktime"
)

// calendarField is the field in which a record or a unit names its calendar,
// and the setting that names that of the installation.
const calendarField = "calendar"

// calendarOf is the calendar in force for a record: its own, that of its
// department or the nearest unit above, that of the installation's settings, or
// the only one there is; nil for none.
func (s *session) calendarOf(rec *Record) *model.Calendar {
	if rec == nil {
		return s.commonCalendar("")
	}
	if rec.Type.Owner != nil {
		owner, err := s.ownerOf(rec)
		if err != nil || owner == nil || owner == rec {
			return s.commonCalendar(rec.Type.Pack)
		}
		rec = owner
	}
	if own, _ := rec.Values[calendarField].(string); own != "" {
		if c := s.m.CalendarFor(own); c != nil {
			return c
		}
	}
	unit := ""
	if f := rec.Type.Work.Department; f != nil {
		ref, _ := rec.Values[f.Key].(rule.Reference)
		unit = ref.Id
	} else if s.m.Unit != nil && rec.Type.Key == s.m.Unit.Key {
		unit = rec.Id
	}
	if unit != "" && s.m.Unit != nil {
		c, known := s.calendars[unit]
		if !known {
			c = s.unitCalendar(unit)
			s.calendars[unit] = c
		}
		if c != nil {
			return c
		}
	}
	return s.commonCalendar(rec.Type.Pack)
}

func (s *session) unitCalendar(unit string) *model.Calendar {
	for _, id := range s.snap.Directory().Ancestors(unit) {
		rec, err := s.original(s.m.Unit, id)
		if err != nil || rec == nil {
			continue
		}
		if name, _ := rec.Values[calendarField].(string); name != "" {
			if c := s.m.CalendarFor(name); c != nil {
				return c
			}
		}
	}
	return nil
}

func (s *session) commonCalendar(pack string) *model.Calendar {
	if name, _ := s.settings(pack)[calendarField].(string); name != "" {
		if c := s.m.CalendarFor(name); c != nil {
			return c
		}
	}
	if len(s.m.Calendars) == 1 {
		for _, c := range s.m.Calendars {
			return c
		}
	}
	return nil
}

// later is a span from now, by the calendar of a record.
func (s *session) later(span rule.Span, rec *Record) (time.Time, error) {
	return span.After(s.now, s.zone(), workOf(s.calendarOf(rec)))
}

func workOf(c *model.Calendar) *worktime.Calendar {
	if c == nil {
		return nil
	}
	return c.Calendar
}

func noCalendar() *fault.Fault { return fault.New(fault.Conflict, "no_calendar", nil) }

// rangeFault tells of terms beyond the years that calendars count.
func rangeFault(err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Invalid, "number_out_of_range", nil)
}
