package holiday

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"kontora/internal/worktime"

	"github.com/emersion/go-ical"
)

const calendarBegins = "BEGIN:VCALENDAR"

// longest is how many days one event may last; what is longer is a mistake or a
// school's summer.
const longest = 31

func readICalendar(data []byte) ([]Day, error) {
	calendar, err := decode(data)
	if err != nil {
		return nil, err
	}
	var days []Day
	for _, e := range calendar.Events() {
		more, err := readEvent(e)
		if err != nil {
			return nil, err
		}
		days = append(days, more...)
	}
	return days, nil
}

// decode parses a feed. NB: the library panics on a property that ends before
// its colon.
func decode(data []byte) (calendar *ical.Calendar, err error) {
	defer func() {
		if recover() != nil {
			err = fmt.Errorf("a property has no value")
		}
	}()
	return ical.NewDecoder(bytes.NewReader(data)).Decode()
}

// readEvent is one day for each that an event lasts.
func readEvent(e ical.Event) ([]Day, error) {
	name, err := text(e, ical.PropSummary)
	if err != nil {
		return nil, err
	}
	first, err := startOf(e)
	if err != nil {
		return nil, fmt.Errorf("event «%s»: %w", oneLine(name), err)
	}
	if oneLine(name) == "" {
		return nil, fmt.Errorf("the event of %s has no SUMMARY", worktime.DateOf(first))
	}
	d := Day{Name: oneLine(name), Flaw: flaw(e)}
	if d.Types, err = categories(e); err != nil {
		return nil, err
	}
	description, err := text(e, ical.PropDescription)
	if err != nil {
		return nil, err
	}
	head, _, _ := strings.Cut(strings.TrimSpace(description), "\n")
	d.Remark = oneLine(head)
	end, err := endOf(e, first)
	if err != nil {
		return nil, fmt.Errorf("event «%s»: %w", d.Name, err)
	}
	if !end.Before(first.AddDate(0, 0, longest+1)) {
		end, d.Flaw = first.AddDate(0, 0, 1), fmt.Sprintf("lasts more than %d days", longest)
	}
	var days []Day
	for at := first; at.Before(end); at = at.AddDate(0, 0, 1) {
		d.Date = worktime.DateOf(at)
		days = append(days, d)
	}
	return days, nil
}

// flaw tells what no single day can be made of.
func flaw(e ical.Event) string {
	status := e.Props.Get(ical.PropStatus)
	switch {
	case status != nil && strings.EqualFold(status.Value, string(ical.EventCancelled)):
		return "cancelled"
	case e.Props.Get(ical.PropRecurrenceRule) != nil || e.Props.Get(ical.PropRecurrenceDates) != nil:
		return "repeats by a rule: take a feed that names each year's days"
	case !isDate(e.Props.Get(ical.PropDateTimeStart)):
		return "has a time of day"
	}
	return ""
}

// isDate tells a date from a moment. Some feeds leave VALUE=DATE out.
func isDate(p *ical.Prop) bool { return p != nil && len(p.Value) == len("20260131") }

func startOf(e ical.Event) (time.Time, error) {
	start := e.Props.Get(ical.PropDateTimeStart)
	if start == nil {
		return time.Time{}, fmt.Errorf("no DTSTART")
	}
	return dateOf(start)
}

// endOf is the day behind the last. An event that has no end lasts a day.
func endOf(e ical.Event, first time.Time) (time.Time, error) {
	next := first.AddDate(0, 0, 1)
	if p := e.Props.Get(ical.PropDateTimeEnd); isDate(p) {
		end, err := dateOf(p)
		if err != nil || end.After(next) {
			return end, err
		}
		return next, nil // some feeds end a day where it begins
	}
	if p := e.Props.Get(ical.PropDuration); p != nil {
		lasts, err := p.Duration()
		if err != nil {
			return next, fmt.Errorf("DURATION: %w", err)
		}
		if end := first.Add(lasts); end.After(next) {
			return end, nil
		}
	}
	return next, nil
}

// dateOf reads the day as it is written, whatever time and zone stand behind it.
func dateOf(p *ical.Prop) (time.Time, error) {
	day := p.Value
	if i := strings.IndexByte(day, 'T'); i >= 0 {
		day = day[:i]
	}
	t, err := time.Parse("20060102", day)
	if err != nil {
		return t, fmt.Errorf("%s: %q is not a date like 20260131", p.Name, p.Value)
	}
	return t, nil
}

func text(e ical.Event, name string) (string, error) {
	s, err := e.Props.Text(name)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// categories are all words of all CATEGORIES.
func categories(e ical.Event) ([]string, error) {
	var all []string
	for _, p := range e.Props.Values(ical.PropCategories) {
		words, err := p.TextList()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", ical.PropCategories, err)
		}
		for _, w := range words {
			if w = oneLine(w); w != "" {
				all = append(all, w)
			}
		}
	}
	return all, nil
}
