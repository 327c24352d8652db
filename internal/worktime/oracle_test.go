package worktime_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"kontora/internal/worktime"
)

// minutes are the working minutes of one day as a wall clock shows them.
type minutes [24 * 60]bool

// oracle counts as a patient person would: it looks at the clock every minute.
type oracle struct {
	zone    *time.Location
	week    [7]minutes
	special map[worktime.Date]minutes
	start   time.Time
	open    []bool          // of each minute since start
	date    []worktime.Date // what the calendar on the wall shows
	clock   []int           // and the clock, in minutes
	days    []worktime.Date // on which there was work
	first   map[worktime.Date]int
	last    map[worktime.Date]int // minutes of work
}

var drawnZones = []string{
	"UTC", "Europe/Moscow", "Asia/Almaty", "Asia/Kathmandu", "Europe/Berlin", "America/New_York", "America/St_Johns",
	"Australia/Lord_Howe", "Africa/Cairo", "Africa/Casablanca", "America/Santiago", "Asia/Beirut", "Pacific/Chatham",
}

// Weeks in which some of these zones change their clocks, and quiet ones.
var drawnWeeks = []string{"2026-03-09", "2026-03-29", "2026-04-05", "2026-04-24", "2026-06-01", "2026-09-07", "2026-10-25", "2026-10-30", "2026-11-02", "2026-12-30"}

// The oracle sees far enough around the drawn week to find a normal one.
const daysBefore, daysAfter = 14, 28

// drawWorld makes a calendar and the oracle that knows the same.
func drawWorld(rt *rapid.T) (*worktime.Calendar, *oracle) {
	o := &oracle{special: map[worktime.Date]minutes{}}
	spec := worktime.Spec{Zone: rapid.SampledFrom(drawnZones).Draw(rt, "zone"), Week: map[string]worktime.Hours{}, Years: map[string]worktime.Year{}}
	for i, d := range []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} {
		if i == 1 || rapid.IntRange(0, 3).Draw(rt, d) > 0 {
			spec.Week[d], o.week[i] = drawHours(rt, d)
		}
	}
	o.start, _ = time.Parse(time.DateOnly, rapid.SampledFrom(drawnWeeks).Draw(rt, "week"))
	days := rapid.SliceOfNDistinct(rapid.IntRange(-5, 14), 0, 8, rapid.ID).Draw(rt, "exceptions")
	for i, n := range days {
		o.drawException(rt, spec, o.start.AddDate(0, 0, n), i)
	}
	c, problems := worktime.New(spec)
	if len(problems) > 0 {
		rt.Fatalf("%v", problems)
	}
	o.zone, o.start = c.Zone(), o.start.AddDate(0, 0, -daysBefore)
	return c, o
}

// drawHours makes up to three intervals, some of which may touch.
func drawHours(rt *rapid.T, label string) (worktime.Hours, minutes) {
	var hours worktime.Hours
	var on minutes
	from := 0
	for range rapid.IntRange(1, 3).Draw(rt, label+" intervals") {
		if from >= 24*60-1 {
			break
		}
		from = rapid.IntRange(from, 24*60-2).Draw(rt, label+" from")
		to := rapid.IntRange(from+1, 24*60).Draw(rt, label+" to")
		hours = append(hours, [2]string{clock(from), clock(to)})
		for m := from; m < to; m++ {
			on[m] = true
		}
		from = to
	}
	return hours, on
}

func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

var kinds = []string{"holiday", "working", "swap", "custom", "short"}

// drawException writes one exception into the spec and into the oracle.
func (o *oracle) drawException(rt *rapid.T, spec worktime.Spec, when time.Time, n int) {
	day, text := worktime.DateOf(when), when.Format(time.DateOnly)
	if _, taken := o.special[day]; taken {
		return
	}
	key := fmt.Sprint(day.Year)
	y := spec.Years[key]
	switch kind := rapid.SampledFrom(kinds).Draw(rt, "kind"); kind {
	case "holiday":
		put(&y.Holidays, text, "Праздник")
		o.special[day] = minutes{}
	case "working":
		put(&y.Working, text, "mon")
		o.special[day] = o.week[time.Monday]
	case "swap":
		with := when.AddDate(0, 0, 40+n*7+rapid.IntRange(0, 6).Draw(rt, "with")) // out of the sight of the oracle
		mine, others := o.week[when.Weekday()], o.week[with.Weekday()]
		if _, taken := o.special[worktime.DateOf(with)]; taken || mine == others {
			return
		}
		put(&y.Swaps, text, with.Format(time.DateOnly))
		o.special[day], o.special[worktime.DateOf(with)] = others, mine
	case "custom":
		hours, on := drawHours(rt, "custom")
		put(&y.Custom, text, worktime.CustomDay{Hours: hours})
		o.special[day] = on
	case "short":
		on := o.week[when.Weekday()]
		whole := 0
		for _, works := range on {
			if works {
				whole++
			}
		}
		if whole < 2 {
			return
		}
		cut := rapid.IntRange(1, whole-1).Draw(rt, "cut")
		put(&y.Short, text, cut)
		for m := len(on) - 1; cut > 0; m-- {
			if on[m] {
				on[m] = false
				cut--
			}
		}
		o.special[day] = on
	}
	spec.Years[key] = y
}

func put[V any](m *map[string]V, key string, value V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = value
}

// look writes down every minute; the oracle knows nothing before.
func (o *oracle) look() {
	for n := range (daysBefore + daysAfter) * 24 * 60 {
		local := o.at(n).In(o.zone)
		h, m, _ := local.Clock()
		day := worktime.DateOf(local)
		on, ok := o.special[day]
		if !ok {
			on = o.week[local.Weekday()]
		}
		o.open = append(o.open, on[h*60+m])
		o.date = append(o.date, day)
		o.clock = append(o.clock, h*60+m)
	}
	o.first, o.last = map[worktime.Date]int{}, map[worktime.Date]int{}
	for n, works := range o.open {
		if !works {
			continue
		}
		if len(o.days) == 0 || o.days[len(o.days)-1] != o.date[n] {
			o.days = append(o.days, o.date[n])
			o.first[o.date[n]] = n
		}
		o.last[o.date[n]] = n
	}
}

func (o *oracle) at(n int) time.Time { return o.start.Add(time.Duration(n) * time.Minute) }

func (o *oracle) index(t time.Time) int { return int(t.Sub(o.start) / time.Minute) }

// draw is a minute of the drawn week and somewhat around it.
func (o *oracle) draw(rt *rapid.T, label string) int {
	return rapid.IntRange((daysBefore-4)*24*60, (daysBefore+9)*24*60).Draw(rt, label)
}

func (o *oracle) between(a, b int) time.Duration {
	var work time.Duration
	for n := a; n < b; n++ {
		if o.open[n] {
			work += time.Minute
		}
	}
	return work
}

// add is the first minute by which the work has been done, sub the last one
// from which it is.
func (o *oracle) add(n int, work time.Duration) int {
	for ; work > 0; n++ {
		if o.open[n] {
			work -= time.Minute
		}
	}
	return n
}

func (o *oracle) sub(n int, work time.Duration) int {
	for ; work > 0; n-- {
		if o.open[n-1] {
			work -= time.Minute
		}
	}
	return n
}

func (o *oracle) nextOpening(n int) int {
	for ; !o.open[n]; n++ {
	}
	return n
}

func (o *oracle) workdays(from, to worktime.Date) int {
	n := 0
	for _, d := range o.days {
		if from.String() <= d.String() && d.String() < to.String() {
			n++
		}
	}
	return n
}

// addDays counts n working days ahead; false when that is farther than seen.
func (o *oracle) addDays(start, n int) (int, bool) {
	list, first, last := o.days, o.first, o.last
	start = o.nextOpening(start)
	from := slices.Index(list, o.date[start])
	whole := start == first[list[from]]
	if whole {
		n--
	}
	if from+n >= len(list)-2 {
		return 0, false
	}
	to := list[from+n]
	if whole {
		return last[to] + 1, true
	}
	end := slices.Index(o.date, to)
	for ; end <= last[to] && (o.date[end] != to || o.clock[end] < o.clock[start]); end++ {
	}
	for m := end - 1; m >= first[to]; m-- {
		if o.open[m] && o.date[m] == to {
			return m + 1, true
		}
	}
	return first[to], true
}

// subDays counts n working days back.
func (o *oracle) subDays(start, n int) (int, bool) {
	list, first, last := o.days, o.first, o.last
	for start--; !o.open[start]; start-- { // now the last minute worked
	}
	from := slices.Index(list, o.date[start])
	whole := start == last[list[from]]
	if whole {
		n--
	}
	if from-n < 2 {
		return 0, false
	}
	to := list[from-n]
	if whole {
		return first[to], true
	}
	begin := len(o.date) - 1
	for ; begin >= first[to] && (o.date[begin] != to || o.clock[begin] > o.clock[start]); begin-- {
	}
	for m := begin + 1; m <= last[to]; m++ {
		if o.open[m] && o.date[m] == to {
			return m, true
		}
	}
	return last[to] + 1, true
}
