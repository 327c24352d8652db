package rule

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Span is a length of time in calendar months and wall time, kept apart
// because a month has no fixed length.
type Span struct {
	Months int
	Wall   time.Duration
}

// ErrWorkingTime is returned for spans of working time, which need calendars.
var ErrWorkingTime = errors.New("needs working calendars")

// spanMost bounds a span in days and in months: more than any term of a
// business, and the sum of two such spans still fits a duration.
const spanMost = 40_000

// ParseSpan reads "3d", "2h30m", "1mo". Units: mo months, d days of 24 hours,
// h hours, m minutes.
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
		case "wd", "wh", "wm":
			return Span{}, fmt.Errorf("span %q: %w", text, ErrWorkingTime)
		default:
			return Span{}, badSpan(text)
		}
		if s.Months > spanMost || s.Wall > spanMost*24*time.Hour {
			return Span{}, badSpan(text)
		}
	}
	return s, nil
}

func badSpan(text string) error { return fmt.Errorf("%q is not a span like 3d, 2h30m or 1mo", text) }

// String writes the span as ParseSpan reads it.
func (s Span) String() string {
	var b strings.Builder
	if s.Wall < 0 {
		b.WriteByte('-')
	}
	wall := s.Wall.Abs()
	for _, p := range []struct {
		n    int
		unit string
	}{
		{s.Months, "mo"}, {int(wall / (24 * time.Hour)), "d"},
		{int(wall / time.Hour % 24), "h"}, {int(wall / time.Minute % 60), "m"},
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

// Negate turns the span round.
func (s Span) Negate() Span { return Span{-s.Months, -s.Wall} }

// After is the instant that lies the span after t. Months are months of the
// zone's calendar and keep to the last day.
func (s Span) After(t time.Time, zone *time.Location) time.Time {
	if s.Months != 0 {
		local := t.In(zone)
		clock := local.Sub(DateOf(local).In(zone))
		t = DateOf(local).AddMonths(s.Months).In(zone).Add(clock)
	}
	return t.Add(s.Wall).UTC()
}

// afterDay is the day that lies the span after d; a span of part days has none.
func (s Span) afterDay(d Date) (Date, error) {
	if s.Wall%(24*time.Hour) != 0 {
		return Date{}, &Error{Code: "span_not_whole_days", Params: map[string]any{"span": s.String()}}
	}
	moved := d.AddMonths(s.Months).Add(int(s.Wall / (24 * time.Hour)))
	return moved, moved.inRange()
}

// compare orders spans where that is certain: months and wall time must not
// pull in opposite directions.
func (s Span) compare(o Span) (int, error) {
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

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
