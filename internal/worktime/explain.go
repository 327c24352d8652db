package worktime

import "time"

// mostTold is how many days one explanation tells: ten years.
const mostTold = 3660

// Slice is working time without a break.
type Slice struct{ From, To time.Time }

// Day is one day of an explanation. A day without slices is told, too, with
// what kept it free.
type Day struct {
	Date   Date
	Kind   Kind
	Title  string        // of a holiday or of a day with hours of its own
	As     string        // of a working day "mon", of a swapped one the other date
	Cut    time.Duration // what the day is shorter than it would have been
	Slices []Slice       // what was counted of it
}

// Work is what was counted of the day.
func (d Day) Work() time.Duration {
	var work time.Duration
	for _, s := range d.Slices {
		work += s.To.Sub(s.From)
	}
	return work
}

// Explanation is how working time between two instants comes about.
type Explanation struct {
	From, To time.Time
	Work     time.Duration
	Days     []Day // every day from the first to the last
	Warning  Warning
}

// Explain tells the working time between two instants day by day, in whatever
// order they are given. A deadline is explained from its start to the answer of
// Add or AddDays.
func (c *Calendar) Explain(a, b time.Time) (Explanation, error) {
	if b.Before(a) {
		a, b = b, a
	}
	e := Explanation{From: a.UTC(), To: b.UTC(), Warning: c.Warning(a, b)}
	var err error
	if e.Work, err = c.Between(a, b); err != nil {
		return Explanation{}, err
	}
	first, last := c.span(a, b)
	if last-first >= mostTold {
		return Explanation{}, ErrRange
	}
	for d := first; d <= last; d++ {
		p := c.plan(d)
		e.Days = append(e.Days, Day{
			Date: d.date(), Kind: p.kind, Title: p.title, As: p.as, Cut: time.Duration(p.cut) * time.Second,
			Slices: c.openBetween(d, e.From, e.To),
		})
	}
	return e, nil
}

// span is the first and the last day that the time from a to b touches.
func (c *Calendar) span(a, b time.Time) (first, last day) {
	if a.Before(b) {
		b = b.Add(-1) // midnight does not touch the day that it begins
	}
	first, last = dayOf(a.In(c.zone)), dayOf(b.In(c.zone))
	return min(first, last), max(first, last) // clocks set back over midnight turn days round
}

// openBetween is what of a day's working time lies between two instants.
func (c *Calendar) openBetween(d day, a, b time.Time) []Slice {
	var list []Slice
	for _, s := range c.open(d) {
		s.From, s.To = later(s.From, a), earlier(s.To, b)
		if s.From.Before(s.To) {
			list = append(list, s)
		}
	}
	return list
}
