package rule

import (
	"fmt"
	"time"
)

// Date is a calendar day without a zone. The zero Date is not a day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads "2026-01-31". Only days of the years 1 to 9999 exist, so that
// the text form orders as the days do.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("%q is not a date like 2026-01-31", text)
	}
	return DateOf(t), nil
}

// DateOf is the day of an instant in the zone that the instant carries.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// String writes "2026-01-31".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// IsZero reports that this is not a day.
func (d Date) IsZero() bool { return d == Date{} }

// Before reports whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// Compare is -1, 0 or 1.
func (d Date) Compare(o Date) int {
	switch a, b := d.ordinal(), o.ordinal(); {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (d Date) ordinal() int { return (d.Year*16+int(d.Month))*32 + d.Day }

// Add moves by days.
func (d Date) Add(days int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+days, 0, 0, 0, 0, time.UTC))
}

// AddMonths moves by months and keeps to the last day: 31 January and one month
// is 28 or 29 February.
func (d Date) AddMonths(months int) Date {
	first := time.Date(d.Year, d.Month+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// Days counts the days from o to d: positive when d is later.
func (d Date) Days(o Date) int {
	return int((d.In(time.UTC).Unix() - o.In(time.UTC).Unix()) / secondsPerDay)
}

const secondsPerDay = 24 * 60 * 60

// In is the first instant of the day in a zone. Where clocks skip midnight it
// is the first instant that exists.
func (d Date) In(zone *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
	if DateOf(t) == d {
		return t
	}
	return t.Add(time.Hour).Truncate(time.Minute)
}

// inRange keeps results of arithmetic within the years that have a text form.
func (d Date) inRange() error {
	if d.Year < 1 || d.Year > 9999 {
		return &Error{Code: "date_out_of_range"}
	}
	return nil
}
