package worktime

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// year is the working time of one year, ready to be searched. Years are cut in
// UTC, so that they follow one another without gap whatever the zone's clocks
// do; the days are those of the zone's own year.
type year struct {
	start  time.Time
	slices []slice // in order, apart from one another
	work   time.Duration
	days   []day // working days of the year by the calendar's clock
}

// slice is working time without a break, in time since the start of the year.
type slice struct {
	from, to time.Duration
	before   time.Duration // work of the year before this slice
	day      day
}

// year counts a year when it is first asked for. Two goroutines may count it
// at once and find the same.
func (c *Calendar) year(number int) (*year, error) {
	if number < firstYear || number > lastYear {
		return nil, ErrRange
	}
	at := &c.years[number-firstYear]
	if y := at.Load(); y != nil {
		return y, nil
	}
	y := c.count(number)
	at.Store(y)
	return y, nil
}

func (c *Calendar) count(number int) *year {
	y := &year{start: time.Date(number, 1, 1, 0, 0, 0, 0, time.UTC)}
	end := y.start.AddDate(1, 0, 0).Sub(y.start)
	// Days overlap with a year of UTC even where they belong to another one.
	first, last := Date{number, 1, -1}.number(), Date{number + 1, 1, 2}.number()
	for d := first; d <= last; d++ {
		open := c.open(d)
		if len(open) > 0 && d.date().Year == number {
			y.days = append(y.days, d)
		}
		for _, s := range open {
			from, to := max(s.From.Sub(y.start), 0), min(s.To.Sub(y.start), end)
			if from < to {
				y.slices = append(y.slices, slice{from: from, to: to, day: d})
			}
		}
	}
	// A zone that sets its clocks back over midnight shows two days in turn.
	slices.SortFunc(y.slices, func(a, b slice) int { return cmp.Compare(a.from, b.from) })
	for i := range y.slices {
		y.slices[i].before = y.work
		y.work += y.slices[i].to - y.slices[i].from
	}
	return y
}

// open lists the working time of a day.
func (c *Calendar) open(d day) []Slice {
	hours := c.plan(d).hours
	if len(hours) == 0 {
		return nil
	}
	var list []Slice
	for _, p := range passes(c.zone, d) {
		shift := d.midnight() - p.offset
		for _, i := range hours {
			from, to := max(p.from, shift+int64(i.from)), min(p.to, shift+int64(i.to))
			if from >= to {
				continue
			}
			s := Slice{time.Unix(from, 0).UTC(), time.Unix(to, 0).UTC()}
			if last := len(list) - 1; last >= 0 && list[last].To.Equal(s.From) {
				list[last].To = s.To
			} else {
				list = append(list, s)
			}
		}
	}
	return list
}

// locate finds the year of an instant and the time since its start.
func (c *Calendar) locate(t time.Time) (number int, since time.Duration, y *year, err error) {
	t = t.UTC()
	number = t.Year()
	if y, err = c.year(number); err == nil {
		since = t.Sub(y.start)
	}
	return number, since, y, err
}

func (y *year) at(since time.Duration) time.Time { return y.start.Add(since) }

// worked is the work of the year before an instant of it.
func (y *year) worked(since time.Duration) time.Duration {
	i := y.startedBefore(since)
	if i < 0 {
		return 0
	}
	s := y.slices[i]
	return s.before + min(since, s.to) - s.from
}

// startedBefore is the last slice that begins before an instant of the year; -1
// when there is none.
func (y *year) startedBefore(since time.Duration) int {
	return sort.Search(len(y.slices), func(i int) bool { return y.slices[i].from >= since }) - 1
}

// earliest is the first instant by which so much of the year has been worked.
// Work must be more than nothing and no more than the year has.
func (y *year) earliest(work time.Duration) time.Time {
	i := sort.Search(len(y.slices), func(i int) bool { return y.slices[i].before >= work }) - 1
	s := y.slices[i]
	return y.at(s.from + work - s.before)
}

// latest is the last instant by which no more than so much of the year has been
// worked. Work must be less than the year has.
func (y *year) latest(work time.Duration) time.Time {
	i := sort.Search(len(y.slices), func(i int) bool { return y.slices[i].before > work }) - 1
	s := y.slices[i]
	return y.at(s.from + work - s.before)
}
