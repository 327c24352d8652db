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

// CalendarWhy tells why a calendar is the one in force for a record.
type CalendarWhy string

// Why a calendar is in force.
const (
	CalendarOfRecord  CalendarWhy = "record"  // the record names it
	CalendarOfUnit    CalendarWhy = "unit"    // its unit does, or the nearest one above
	CalendarOfSetting CalendarWhy = "setting" // the settings do
	CalendarOnly      CalendarWhy = "only"    // there is no other
	CalendarNone      CalendarWhy = "none"    // there is none
)

// chosenCalendar is a calendar with the reason, and the unit that names it.
type chosenCalendar struct {
	calendar *model.Calendar
	why      CalendarWhy
	unit     string
}

// calendarOf is the calendar in force for a record: its own, that of its
// department or the nearest unit above, that of the installation's settings, or
// the only one there is; nil for none.
func (s *session) calendarOf(rec *Record) *model.Calendar { return s.calendarFor(rec).calendar }

func (s *session) calendarFor(rec *Record) chosenCalendar {
	pack := ""
	if rec != nil {
		pack = rec.Type.Pack
	}
	if rec = s.whole(rec); rec == nil {
		return s.commonCalendar(pack, nil)
	}
	if own, _ := rec.Values[calendarField].(string); own != "" {
		if c := s.m.CalendarFor(own); c != nil {
			return chosenCalendar{c, CalendarOfRecord, ""}
		}
	}
	if unit := s.unitOf(rec); unit != "" {
		if c := s.calendarIn(unit); c.calendar != nil {
			return c
		}
	}
	return s.commonCalendar(pack, rec)
}

// calendarIn is the calendar of a unit or the nearest one above that names one.
func (s *session) calendarIn(unit string) chosenCalendar {
	c, known := s.calendars[unit]
	if !known {
		c = s.unitCalendar(unit)
		s.calendars[unit] = c
	}
	return c
}

// whole is the record that a row belongs to; what is no row is whole itself, and
// an orphaned row belongs nowhere.
func (s *session) whole(rec *Record) *Record {
	if rec == nil || rec.Type.Owner == nil {
		return rec
	}
	owner, err := s.ownerOf(rec)
	if err != nil {
		return nil
	}
	return owner
}

// unitOf is the unit whose calendar and settings a record goes by: that of its
// department, and a unit itself; "" for none.
func (s *session) unitOf(rec *Record) string {
	switch {
	case rec == nil || s.m.Unit == nil:
		return ""
	case rec.Type.Work.Department != nil:
		ref, _ := rec.Values[rec.Type.Work.Department.Key].(rule.Reference)
		return ref.Id
	case rec.Type.Key == s.m.Unit.Key:
		return rec.Id
	}
	return ""
}

func (s *session) unitCalendar(unit string) chosenCalendar {
	for _, id := range s.snap.Directory().Ancestors(unit) {
		rec, err := s.original(s.m.Unit, id)
		if err != nil || rec == nil {
			continue
		}
		if name, _ := rec.Values[calendarField].(string); name != "" {
			if c := s.m.CalendarFor(name); c != nil {
				return chosenCalendar{c, CalendarOfUnit, id}
			}
		}
	}
	return chosenCalendar{why: CalendarNone}
}

func (s *session) commonCalendar(pack string, rec *Record) chosenCalendar {
	if name, _ := s.settings(pack, rec)[calendarField].(string); name != "" {
		if c := s.m.CalendarFor(name); c != nil {
			return chosenCalendar{c, CalendarOfSetting, ""}
		}
	}
	if len(s.m.Calendars) == 1 {
		for _, c := range s.m.Calendars {
			return chosenCalendar{c, CalendarOnly, ""}
		}
	}
	return chosenCalendar{why: CalendarNone}
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
