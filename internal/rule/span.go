package rule

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"kontora/internal/worktime"
)

// Span is a length of time: in calendar months and wall time, kept apart
// because a month has no fixed length, or in working time, whose length the
// calendar in force decides.
type Span struct {
	Months int
	Wall   time.Duration
	Days   int           // working days
	Work   time.Duration // working hours and minutes
}

// ErrMixedSpan is returned for a span of both wall and working time: which of
// them comes first would matter.
var ErrMixedSpan = errors.New("wall time and working time do not mix in one span")

// IsWorking reports whether the span needs a calendar.
func (s Span) IsWorking() bool { return s.Days != 0 || s.Work != 0 }

// spanMost bounds a span in days and in months: more than any term of a
// business, and the sum of two such spans still fits a duration.
const spanMost = 40_000

// ParseSpan reads "3d", "2h30m", "1mo", "8wh", "2wd". Units: mo months, d days of
// 24 hours, h hours, m minutes; of working time wd days, wh hours, wm minutes.
func ParseSpan(text string) (Span, error) {
	var s Span
	rest := strings.TrimSpace(text)
	if rest == "" {
		return s, badSpan(text)
	}
	for rest != "" {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		n, err := strconv.Atoi(rest[:digits])
		if err != nil || n > spanMost {
			return Span{}, badSpan(text)
		}
		rest = rest[digits:]
		letters := len(rest) - len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz"))
		unit := rest[:letters]
		rest = strings.TrimSpace(rest[letters:])
		switch unit {
		case "mo":
			s.Months += n
		case "d":
			s.Wall += time.Duration(n) * 24 * time.Hour
		case "h":
			s.Wall += time.Duration(n) * time.Hour
		case "m":
			s.Wall += time.Duration(n) * time.Minute
		case "wd":
			s.Days += n
		case "wh":
			s.Work += time.Duration(n) * time.Hour
		case "wm":
			s.Work += time.Duration(n) * time.Minute
		default:
			return Span{}, badSpan(text)
		}
		if s.exceeds() {
			return Span{}, badSpan(text)
		}
	}
	if s.mixes() {
		return Span{}, fmt.Errorf("span %q: %w", text, ErrMixedSpan)
	}
	return s, nil
}

func (s Span) exceeds() bool {
	const most = spanMost * 24 * time.Hour
	return max(s.Months, -s.Months) > spanMost || s.Wall.Abs() > most || max(s.Days, -s.Days) > spanMost || s.Work.Abs() > most
}

func (s Span) mixes() bool {
	return s.IsWorking() && (s.Months != 0 || s.Wall != 0) || s.Days != 0 && s.Work != 0
}

func badSpan(text string) error { return fmt.Errorf("%q is not a span like 3d, 2h30m or 1mo", text) }

// String writes the span as ParseSpan reads it.
func (s Span) String() string {
	var b strings.Builder
	if s.Wall < 0 || s.Work < 0 {
		b.WriteByte('-')
	}
	wall, work := s.Wall.Abs(), s.Work.Abs()
	for _, p := range []struct {
		n    int
		unit string
	}{
		{s.Months, "mo"}, {int(wall / (24 * time.Hour)), "d"},
		{int(wall / time.Hour % 24), "h"}, {int(wall / time.Minute % 60), "m"},
		{s.Days, "wd"}, {int(work / time.Hour), "wh"}, {int(work / time.Minute % 60), "wm"},
	} {
		if p.n != 0 {
			b.WriteString(strconv.Itoa(p.n) + p.unit)
		}
	}
	if b.Len() == 0 {
		return "0m"
	}
	return b.String()
}

// MarshalText writes the span as ParseSpan reads it.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Span) UnmarshalText(text []byte) error {
	var err error
	*s, err = ParseSpan(string(text))
	return err
}

// Negate turns the span round.
func (s Span) Negate() Span { return Span{-s.Months, -s.Wall, -s.Days, -s.Work} }

// Times is the span n times.
func (s Span) Times(n int) Span {
	return Span{s.Months * n, s.Wall * time.Duration(n), s.Days * n, s.Work * time.Duration(n)}
}

// After is the instant that lies the span after t. Months are months of the
// zone's calendar and keep to the last day; working time is that of cal.
func (s Span) After(t time.Time, zone *time.Location, cal *worktime.Calendar) (time.Time, error) {
	if s.IsWorking() {
		return s.afterWork(t, cal)
	}
	if s.Months != 0 {
		local := t.In(zone)
		clock := local.Sub(DateOf(local).In(zone))
		t = DateOf(local).AddMonths(s.Months).In(zone).Add(clock)
	}
	return t.Add(s.Wall).UTC(), nil
}

func (s Span) afterWork(t time.Time, cal *worktime.Calendar) (time.Time, error) {
	if cal == nil {
		return time.Time{}, &Error{Code: "no_calendar"}
	}
	var err error
	if s.Days != 0 {
		t, err = cal.AddDays(t, s.Days)
	} else {
		t, err = cal.Add(t, s.Work)
	}
	if err != nil {
		return time.Time{}, &Error{Code: "number_out_of_range"}
	}
	return t.UTC(), nil
}

// afterDay is the day that lies the span after d; a span of part days has none.
func (s Span) afterDay(d Date) (Date, error) {
	if s.Wall%(24*time.Hour) != 0 || s.IsWorking() {
		return Date{}, &Error{Code: "span_not_whole_days", Params: map[string]any{"span": s.String()}}
	}
	moved := d.AddMonths(s.Months).Add(int(s.Wall / (24 * time.Hour)))
	return moved, moved.inRange()
}

// compare orders spans where that is certain: months and wall time must not
// pull in opposite directions.
func (s Span) compare(o Span) (int, error) {
	if s.IsWorking() || o.IsWorking() {
		return s.compareWork(o)
	}
	months, wall := sign(s.Months-o.Months), 0
	if s.Wall != o.Wall {
		wall = 1
		if s.Wall < o.Wall {
			wall = -1
		}
	}
	if months*wall < 0 {
		return 0, &Error{Code: "spans_incomparable", Params: map[string]any{"left": s.String(), "right": o.String()}}
	}
	return sign(months + wall), nil
}

// compareWork orders working time of one unit, or against nothing.
func (s Span) compareWork(o Span) (int, error) {
	switch {
	case s.Months == 0 && s.Wall == 0 && s.Days == 0 && o.Months == 0 && o.Wall == 0 && o.Days == 0:
		return cmp.Compare(s.Work, o.Work), nil
	case s.Months == 0 && s.Wall == 0 && s.Work == 0 && o.Months == 0 && o.Wall == 0 && o.Work == 0:
		return cmp.Compare(s.Days, o.Days), nil
	}
	return 0, &Error{Code: "spans_incomparable", Params: map[string]any{"left": s.String(), "right": o.String()}}
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
