package worktime

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Years that are counted. Work of this many years fits a time.Duration even
// when nobody ever rests.
const (
	firstYear = 1950
	lastYear  = 2199
)

// ErrRange is returned for instants, and for answers, outside 1950 to 2199, and
// for stretches too long to be told day by day.
var ErrRange = errors.New("outside the years of working calendars")

// ErrNoWork is returned where something must be shared out over working time
// and there is none.
var ErrNoWork = errors.New("no working time between the two instants")

// Calendar is working hours that have been found sound. It does not change and
// may be used by several goroutines at once.
type Calendar struct {
	title   string
	zone    *time.Location
	allYear bool
	week    [7]plan
	special map[day]*plan
	known   map[int]bool
	years   [lastYear - firstYear + 1]atomic.Pointer[year] // counted when first asked for
}

// plan is what one day is meant to be, before clocks are changed.
type plan struct {
	kind  Kind
	title string
	as    string
	cut   int // seconds taken from the end
	hours []interval
}

// interval is working hours in seconds of the day.
type interval struct{ from, to int }

// Kind tells where the hours of a day come from.
type Kind string

const (
	Usual   Kind = "usual"   // the week's hours
	Free    Kind = "free"    // the week has none
	Holiday Kind = "holiday" // none, though the week may have some
	Working Kind = "working" // those of another day of the week
	Swapped Kind = "swapped" // those of the date with which it has traded
	Custom  Kind = "custom"  // its own
)

// Title is the calendar's name.
func (c *Calendar) Title() string { return c.title }

// Zone is where the calendar's clock hangs.
func (c *Calendar) Zone() *time.Location { return c.zone }

func (c *Calendar) plan(d day) *plan {
	if p, ok := c.special[d]; ok {
		return p
	}
	return &c.week[d.weekday()]
}

// IsOpen reports whether t is working time. The instant of closing is not.
func (c *Calendar) IsOpen(t time.Time) bool {
	local := t.In(c.zone)
	h, m, s := local.Clock()
	clock := h*hour + m*60 + s
	for _, i := range c.plan(dayOf(local)).hours {
		if i.from <= clock && clock < i.to {
			return true
		}
	}
	return false
}

// Warning names the years of which a calendar knows nothing: there the week
// alone is counted, and a holiday may have been taken for a working day.
type Warning struct{ Years []int }

// IsZero reports that there is nothing to warn of.
func (w Warning) IsZero() bool { return len(w.Years) == 0 }

// String is the warning in English; "" when there is none.
func (w Warning) String() string {
	if w.IsZero() {
		return ""
	}
	years := make([]string, len(w.Years))
	for i, y := range w.Years {
		years[i] = strconv.Itoa(y)
	}
	return fmt.Sprintf("no calendar is loaded for %s", strings.Join(years, ", "))
}

// Warning tells how far an answer about the time between two instants can be
// trusted: ask it with the beginning and the answer of Add, or with both ends
// of Between, and show what it says. It is a question of its own so that it can
// be asked about deadlines that were stored long ago.
func (c *Calendar) Warning(a, b time.Time) Warning {
	if b.Before(a) {
		a, b = b, a
	}
	if a.Before(b) {
		b = b.Add(-1) // midnight of New Year does not reach the new year
	}
	var w Warning
	if c.allYear {
		return w
	}
	first, last := a.In(c.zone).Year(), b.In(c.zone).Year()
	for y := max(first, firstYear); y <= min(last, lastYear); y++ {
		if !c.known[y] {
			w.Years = append(w.Years, y)
		}
	}
	return w
}
