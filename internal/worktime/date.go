package worktime

import (
	"fmt"
	"time"
)

// Date is a calendar day without a zone. It has the fields of the expression
// language's day, so that the two convert.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day of an instant in the zone that the instant carries.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// String writes "2026-01-31".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// day numbers the days from 1 January 1970, which is 0.
type day int

const (
	hour    = 60 * 60
	fullDay = 24 * hour // in seconds, as the clock on the wall counts them
)

func (d Date) number() day {
	return day(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / fullDay)
}

func (d day) date() Date { return DateOf(time.Unix(d.midnight(), 0).UTC()) }

// midnight is the second at which the day would begin in UTC.
func (d day) midnight() int64 { return int64(d) * fullDay }

func (d day) weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

// dayOf is the day that the clock on the wall shows.
func dayOf(t time.Time) day { return DateOf(t).number() }
