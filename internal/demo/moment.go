package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// absolute is how a worked out moment is written back into an entry.
const absolute = "2006-01-02 15:04"

// moment reads "-40d 09:12": so many days from base, at that time of day. What
// falls on a weekend moves to Monday. A time that is already absolute is taken
// as it is.
func moment(start, base time.Time, text string) (time.Time, error) {
	if t, err := time.ParseInLocation(absolute, text, start.Location()); err == nil {
		return t, nil
	}
	days, clock, ok := strings.Cut(text, "d ")
	n, err := strconv.Atoi(days)
	hour, err2 := time.Parse("15:04", clock)
	if !ok || err != nil || err2 != nil {
		return time.Time{}, fmt.Errorf("%q is not a moment like \"-40d 09:12\"", text)
	}
	day := base.AddDate(0, 0, n)
	at := time.Date(day.Year(), day.Month(), day.Day(), hour.Hour(), hour.Minute(), 0, 0, base.Location())
	for at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
		at = at.AddDate(0, 0, 1)
	}
	return at, nil
}

// later is the i-th repetition: every "21d", or "1mo" with the day kept as far
// as the month has it.
func later(first time.Time, every string, i int) (time.Time, error) {
	if n, ok := strings.CutSuffix(every, "mo"); ok {
		months, err := strconv.Atoi(n)
		if err != nil {
			return first, fmt.Errorf("%q is not a period", every)
		}
		month := time.Date(first.Year(), first.Month()+time.Month(months*i), 1, first.Hour(), first.Minute(), 0, 0, first.Location())
		last := month.AddDate(0, 1, -1).Day()
		return weekday(month.AddDate(0, 0, min(first.Day(), last)-1)), nil
	}
	n, err := strconv.Atoi(strings.TrimSuffix(every, "d"))
	if err != nil {
		return first, fmt.Errorf("%q is not a period", every)
	}
	return weekday(first.AddDate(0, 0, n*i)), nil
}

func weekday(t time.Time) time.Time {
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, 1)
	}
	return t
}

// day reads "8d" from a moment as a date.
func day(at time.Time, text string) (string, error) {
	n, err := strconv.Atoi(strings.TrimSuffix(text, "d"))
	if err != nil {
		return "", fmt.Errorf("%q is not a number of days like \"8d\"", text)
	}
	return at.AddDate(0, 0, n).Format("2006-01-02"), nil
}
