package worktime

import (
	"slices"
	"time"
)

// mostDays is more working days than there are in all the years.
const mostDays = (lastYear - firstYear + 1) * 366

// AddDays is n working days after t, by the clock. Counting begins at t or at
// the next opening. From a day's opening it takes n whole days and ends when the
// last of them closes: a task of Saturday with one working day is due when
// Monday closes. From the middle of a day it goes n working days ahead to the
// same time of day, however long those days are, and keeps within the hours of
// the day that it reaches; in a break it ends when the break begins. On a
// calendar whose days are all alike this is what Add answers for n times a
// day's work.
//
// Days before t mirror that: counting begins at t or at the closing before it,
// takes whole days from a closing, and in a break it ends when the break does.
func (c *Calendar) AddDays(t time.Time, n int) (time.Time, error) {
	switch {
	case n == 0:
		return t.UTC(), nil
	case n < -mostDays || n > mostDays:
		return time.Time{}, ErrRange
	case n < 0:
		return c.subDays(t, n)
	}
	start, err := c.NextOpening(t)
	if err != nil {
		return time.Time{}, err
	}
	local := start.In(c.zone)
	from := dayOf(local)
	if start.Equal(c.open(from)[0].From) {
		last, err := c.workday(from, n-1)
		if err != nil {
			return time.Time{}, err
		}
		return closing(c.open(last)), nil
	}
	to, err := c.workday(from, n)
	if err != nil {
		return time.Time{}, err
	}
	open, end := c.open(to), c.firstAt(to, timeOfDay(local, from))
	for _, s := range slices.Backward(open) {
		if end.After(s.From) {
			return earlier(end, s.To).UTC(), nil
		}
	}
	return open[0].From, nil
}

func (c *Calendar) subDays(t time.Time, n int) (time.Time, error) {
	start, from, err := c.lastWork(t)
	if err != nil {
		return time.Time{}, err
	}
	if start.Equal(closing(c.open(from))) {
		first, err := c.workday(from, n+1)
		if err != nil {
			return time.Time{}, err
		}
		return c.open(first)[0].From, nil
	}
	to, err := c.workday(from, n)
	if err != nil {
		return time.Time{}, err
	}
	justBefore := start.Add(-1).In(c.zone) // work that ends as clocks change ended by the old clock
	open, end := c.open(to), c.lastAt(to, timeOfDay(justBefore, from)+1)
	for _, s := range open {
		if end.Before(s.To) {
			return later(end, s.From).UTC(), nil
		}
	}
	return closing(open), nil
}

func closing(open []Slice) time.Time { return open[len(open)-1].To }

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// timeOfDay is what the clock shows, counted from the beginning of a day.
func timeOfDay(local time.Time, d day) time.Duration {
	_, offset := local.Zone()
	seconds := local.Unix() + int64(offset) - d.midnight()
	return time.Duration(seconds)*time.Second + time.Duration(local.Nanosecond())
}

// firstAt is the first instant of a working day at which its clock shows a time
// or a later one; the end of the day when it never does.
func (c *Calendar) firstAt(d day, clock time.Duration) time.Time {
	all := passes(c.zone, d)
	for _, p := range all {
		from, to := p.clock(d)
		if clock < time.Duration(to)*time.Second {
			ahead := max(clock-time.Duration(from)*time.Second, 0)
			return time.Unix(p.from, 0).Add(ahead)
		}
	}
	return time.Unix(all[len(all)-1].to, 0)
}

// lastAt is the last instant of a working day at which its clock shows a time
// or an earlier one; the beginning of the day when it never does.
func (c *Calendar) lastAt(d day, clock time.Duration) time.Time {
	all := passes(c.zone, d)
	for _, p := range slices.Backward(all) {
		from, to := p.clock(d)
		if clock > time.Duration(from)*time.Second {
			back := max(time.Duration(to)*time.Second-clock, 0)
			return time.Unix(p.to, 0).Add(-back)
		}
	}
	return time.Unix(all[0].from, 0)
}

// workday is the n-th working day after a working day.
func (c *Calendar) workday(d day, n int) (day, error) {
	number := d.date().Year
	y, err := c.year(number)
	if err != nil {
		return 0, err
	}
	i, _ := slices.BinarySearch(y.days, d)
	i += n
	for err == nil && i >= len(y.days) {
		i -= len(y.days)
		number++
		y, err = c.year(number)
	}
	for err == nil && i < 0 {
		number--
		if y, err = c.year(number); err == nil {
			i += len(y.days)
		}
	}
	if err != nil {
		return 0, err
	}
	return y.days[i], nil
}

// Workdays counts the working days from a day on, without the last: the days
// between Friday and Monday are one, that Friday. Less than nothing when to is
// the earlier.
func (c *Calendar) Workdays(from, to Date) (int, error) {
	a, b := from.number(), to.number()
	if b < a {
		n, err := c.Workdays(to, from)
		return -n, err
	}
	n := 0
	for number := a.date().Year; ; number++ {
		y, err := c.year(number)
		if err != nil {
			return 0, err
		}
		first, _ := slices.BinarySearch(y.days, a)
		last, _ := slices.BinarySearch(y.days, b)
		n += last - first
		if number == b.date().Year {
			return n, nil
		}
	}
}
