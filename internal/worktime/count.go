package worktime

import "time"

// NextOpening is the first working instant from t on: t itself when it is one.
func (c *Calendar) NextOpening(t time.Time) (time.Time, error) {
	number, since, y, err := c.locate(t)
	for ; err == nil; y, err = c.year(number) {
		if i := y.startedBefore(since); i >= 0 && since < y.slices[i].to {
			return y.at(since), nil
		} else if i+1 < len(y.slices) {
			return y.at(y.slices[i+1].from), nil
		}
		number, since = number+1, 0
	}
	return time.Time{}, err
}

// lastWork is the last instant up to t with working time just before it: the
// closing that t follows, t itself in the middle of work. It also gives the day
// that was worked.
func (c *Calendar) lastWork(t time.Time) (time.Time, day, error) {
	number, since, y, err := c.locate(t)
	for ; err == nil; y, err = c.year(number) {
		if i := y.startedBefore(since); i >= 0 {
			s := y.slices[i]
			return y.at(min(since, s.to)), s.day, nil
		}
		number, since = number-1, 366*24*time.Hour
	}
	return time.Time{}, 0, err
}

// Add is the instant at which the work after t has been done: the earliest u
// such that the working time between t and u is the given one. So a count that
// begins outside working time begins at the next opening, and one that runs out
// exactly at closing ends there, not at the next opening. Nothing added is t;
// less than nothing is counted back as Sub does.
func (c *Calendar) Add(t time.Time, work time.Duration) (time.Time, error) {
	number, since, y, err := c.locate(t)
	switch {
	case err != nil:
		return time.Time{}, err
	case work == 0:
		return t.UTC(), nil
	case work < 0:
		return c.sub(number, since, y, work.Abs())
	}
	done := y.worked(since)
	for work > y.work-done {
		work -= y.work - done
		number, done = number+1, 0
		if y, err = c.year(number); err != nil {
			return time.Time{}, err
		}
	}
	return y.earliest(done + work), nil
}

// Sub counts back from t: the latest u such that the working time between u and
// t is the given one. A count back that runs out exactly at an opening ends
// there.
func (c *Calendar) Sub(t time.Time, work time.Duration) (time.Time, error) { return c.Add(t, -work) }

func (c *Calendar) sub(number int, since time.Duration, y *year, work time.Duration) (time.Time, error) {
	done := y.worked(since)
	for work > done {
		work -= done
		number--
		var err error
		if y, err = c.year(number); err != nil {
			return time.Time{}, err
		}
		done = y.work
	}
	return y.latest(done - work), nil
}

// Between is the working time from a to b; less than nothing when b is earlier.
func (c *Calendar) Between(a, b time.Time) (time.Duration, error) {
	if b.Before(a) {
		work, err := c.Between(b, a)
		return -work, err
	}
	number, since, y, err := c.locate(a)
	if err != nil {
		return 0, err
	}
	end, until, last, err := c.locate(b)
	if err != nil {
		return 0, err
	}
	work := last.worked(until) - y.worked(since)
	for ; number < end; number++ {
		if y, err = c.year(number); err != nil {
			return 0, err
		}
		work += y.work
	}
	return work, nil
}
