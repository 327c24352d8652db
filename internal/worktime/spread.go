package worktime

import (
	"math/bits"
	"time"
)

// Share is what falls to one day.
type Share struct {
	Date  Date
	Units int64
}

// Spread shares whole units (minutes, hundredths of an hour) out over the
// working time from a to b, to each day by the working time that it has there.
// The shares add up to the units exactly, and none is a whole unit away from
// its even part. Days to which nothing falls are left out.
func (c *Calendar) Spread(units int64, a, b time.Time) ([]Share, error) {
	whole, err := c.Between(a, b)
	if err != nil {
		return nil, err
	}
	if whole <= 0 {
		return nil, ErrNoWork
	}
	first, last := c.span(a, b)
	if last-first >= mostTold {
		return nil, ErrRange
	}
	var shares []Share
	var done time.Duration
	var given int64
	for d := first; d <= last; d++ {
		done += Day{Slices: c.openBetween(d, a, b)}.Work()
		due := part(units, done, whole)
		if due != given {
			shares = append(shares, Share{d.date(), due - given})
			given = due
		}
	}
	return shares, nil
}

// part is units · done / whole towards zero, without overflow on the way.
func part(units int64, done, whole time.Duration) int64 {
	size := uint64(units)
	if units < 0 {
		size = -size
	}
	high, low := bits.Mul64(size, uint64(done))
	quotient, _ := bits.Div64(high, low, uint64(whole))
	if units < 0 {
		return -int64(quotient)
	}
	return int64(quotient)
}
