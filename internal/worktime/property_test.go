package worktime_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kontora/internal/worktime"
)

// must unpacks an answer that cannot be out of range.
func must[T any](rt *rapid.T) func(T, error) T {
	return func(v T, err error) T {
		if err != nil {
			rt.Fatal(err)
		}
		return v
	}
}

// Every answer is what counting minute by minute gives.
func TestMinuteByMinute(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c, o := drawWorld(rt)
		o.look()
		same := func(what string, have time.Time, want int) {
			if !have.Equal(o.at(want)) {
				rt.Errorf("%s: %s, want %s", what, show(c, have), show(c, o.at(want)))
			}
		}
		for range 8 {
			a, b := o.draw(rt, "a"), o.draw(rt, "b")
			a, b = min(a, b), max(a, b)
			from, to := o.at(a), o.at(b)
			work := must[time.Duration](rt)(c.Between(from, to))
			if want := o.between(a, b); work != want {
				rt.Fatalf("between: %s, want %s", work, want)
			}
			if c.IsOpen(from) != o.open[a] {
				rt.Errorf("open: %v", c.IsOpen(from))
			}
			same("next opening", must[time.Time](rt)(c.NextOpening(from)), o.nextOpening(a))
			same("add", must[time.Time](rt)(c.Add(from, work)), o.add(a, work))
			same("sub", must[time.Time](rt)(c.Sub(to, work)), o.sub(b, work))
			if have, want := must[int](rt)(c.Workdays(o.date[a], o.date[b])), o.workdays(o.date[a], o.date[b]); have != want {
				rt.Errorf("workdays: %d, want %d", have, want)
			}
			for n := 1; n <= 5; n++ {
				if want, ok := o.addDays(a, n); ok {
					same("days ahead", must[time.Time](rt)(c.AddDays(from, n)), want)
				}
				if want, ok := o.subDays(a, n); ok {
					same("days back", must[time.Time](rt)(c.AddDays(from, -n)), want)
				}
			}
		}
	})
}

// An explanation tells every day once, and its slices are the working time.
func TestExplanationAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c, o := drawWorld(rt)
		o.look()
		a, b := o.draw(rt, "a"), o.draw(rt, "b")
		a, b = min(a, b), max(a, b)
		e := must[worktime.Explanation](rt)(c.Explain(o.at(a), o.at(b)))
		counted := make([]bool, len(o.open))
		for _, d := range e.Days {
			free := d.Kind == worktime.Free || d.Kind == worktime.Holiday
			if free && len(d.Slices) > 0 {
				rt.Errorf("%s is %s and has work", d.Date, d.Kind)
			}
			for i, s := range d.Slices {
				if i > 0 && !d.Slices[i-1].To.Before(s.From) {
					rt.Errorf("%s: two slices are one", d.Date)
				}
				for n := o.index(s.From); n < o.index(s.To); n++ {
					if counted[n] || o.date[n] != d.Date {
						rt.Fatalf("%s is told on %s", show(c, o.at(n)), d.Date)
					}
					counted[n] = true
				}
			}
		}
		for n, works := range o.open {
			if want := works && a <= n && n < b; counted[n] != want {
				rt.Fatalf("%s: counted %v, want %v", show(c, o.at(n)), counted[n], want)
			}
		}
		days := slices.Compact(slices.Clone(o.date[a:max(b, a+1)]))
		slices.SortFunc(days, func(x, y worktime.Date) int { return strings.Compare(x.String(), y.String()) })
		days = slices.Compact(days)
		if !slices.EqualFunc(e.Days, days, func(d worktime.Day, want worktime.Date) bool { return d.Date == want }) {
			rt.Errorf("tells %v, want %v", e.Days, days)
		}
		if work := must[time.Duration](rt)(c.Between(o.at(a), o.at(b))); e.Work != work {
			rt.Errorf("%s of work, want %s", e.Work, work)
		}
	})
}

// moment draws an instant to the nanosecond within the known years and around.
func moment(rt *rapid.T, label string) time.Time {
	start := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	return start.Add(time.Duration(rapid.Int64Range(0, int64(3*365*24*time.Hour)).Draw(rt, label)))
}

func length(rt *rapid.T) time.Duration {
	return time.Duration(rapid.Int64Range(1, int64(1000*time.Hour)).Draw(rt, "work"))
}

func drawCountry(rt *rapid.T, t *testing.T) *worktime.Calendar {
	return country(t, rapid.SampledFrom([]string{"KZ", "KZL", "RU", "BY"}).Draw(rt, "country"))
}

func TestBetweenIsAdditive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := drawCountry(rt, t)
		x, y, z := moment(rt, "x"), moment(rt, "y"), moment(rt, "z")
		between := func(a, b time.Time) time.Duration { return must[time.Duration](rt)(c.Between(a, b)) }
		if between(x, y)+between(y, z) != between(x, z) {
			rt.Errorf("%s and %s are not %s", between(x, y), between(y, z), between(x, z))
		}
		if between(x, y) != -between(y, x) {
			rt.Errorf("%s there and %s back", between(x, y), between(y, x))
		}
	})
}

func TestAddAndSubAreInverse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := drawCountry(rt, t)
		start, work := moment(rt, "start"), length(rt)
		end := must[time.Time](rt)(c.Add(start, work))
		if have := must[time.Duration](rt)(c.Between(start, end)); have != work {
			rt.Errorf("%s are counted, want %s", have, work)
		}
		if !c.IsOpen(end.Add(-1)) {
			rt.Errorf("%s is not the earliest answer", show(c, end))
		}
		opening := must[time.Time](rt)(c.NextOpening(start))
		if back := must[time.Time](rt)(c.Sub(end, work)); !back.Equal(opening) {
			rt.Errorf("back at %s, want %s", show(c, back), show(c, opening))
		}
		begin := must[time.Time](rt)(c.Sub(start, work))
		if !c.IsOpen(begin) {
			rt.Errorf("%s is not the latest answer", show(c, begin))
		}
		if have := must[time.Duration](rt)(c.Between(begin, start)); have != work {
			rt.Errorf("%s are counted back, want %s", have, work)
		}
	})
}

func TestAddInTwoStepsIsAddInOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := drawCountry(rt, t)
		start, one, two := moment(rt, "start"), length(rt), length(rt)
		halfway := must[time.Time](rt)(c.Add(start, one))
		inTwo, inOne := must[time.Time](rt)(c.Add(halfway, two)), must[time.Time](rt)(c.Add(start, one+two))
		if !inTwo.Equal(inOne) {
			rt.Errorf("%s in two steps, %s in one", show(c, inTwo), show(c, inOne))
		}
	})
}

// Who comes later is due no earlier, and who has more time neither.
func TestDeadlinesKeepTheOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := drawCountry(rt, t)
		start, work, days := moment(rt, "start"), length(rt), rapid.IntRange(-30, 30).Draw(rt, "days")
		later := start.Add(time.Duration(rapid.Int64Range(0, int64(72*time.Hour)).Draw(rt, "later by")))
		ordered := func(what string, a, b time.Time) {
			if b.Before(a) {
				rt.Errorf("%s: %s before %s", what, show(c, b), show(c, a))
			}
		}
		add := func(t time.Time, d time.Duration) time.Time { return must[time.Time](rt)(c.Add(t, d)) }
		addDays := func(t time.Time, n int) time.Time { return must[time.Time](rt)(c.AddDays(t, n)) }
		ordered("later", add(start, work), add(later, work))
		ordered("longer", add(start, work), add(start, work+time.Second))
		ordered("earlier", add(start, -work), add(later, -work))
		ordered("days later", addDays(start, days), addDays(later, days))
		ordered("more days", addDays(start, days), addDays(start, days+1))
	})
}

// On a calendar whose days are all alike, days are hours.
func TestDaysOfOneLengthAreHours(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		hours, on := drawHours(rt, "day")
		c := sound(t, worktime.Spec{Zone: "Europe/Moscow", Week: fromMonday(rapid.IntRange(1, 7).Draw(rt, "days a week"), hours), AllYear: true})
		var whole time.Duration
		for _, works := range on {
			if works {
				whole += time.Minute
			}
		}
		start, n := moment(rt, "start"), rapid.IntRange(-40, 40).Draw(rt, "days")
		days := must[time.Time](rt)(c.AddDays(start, n))
		if work := must[time.Time](rt)(c.Add(start, time.Duration(n)*whole)); !days.Equal(work) {
			rt.Errorf("%d days end %s, as many hours %s", n, show(c, days), show(c, work))
		}
	})
}

// Nobody is reminded at night: whatever is counted ends in working time, or at
// the minute that it ends or begins.
func TestAnswersLieInWorkingTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c, o := drawWorld(rt)
		start := o.at(o.draw(rt, "start")).Add(time.Duration(rapid.IntRange(0, int(time.Minute)-1).Draw(rt, "nanoseconds")))
		work, n := length(rt), rapid.IntRange(1, 9).Draw(rt, "days")
		for what, end := range map[string]time.Time{
			"add":        must[time.Time](rt)(c.Add(start, work)),
			"sub":        must[time.Time](rt)(c.Sub(start, work)),
			"days ahead": must[time.Time](rt)(c.AddDays(start, n)),
			"days back":  must[time.Time](rt)(c.AddDays(start, -n)),
		} {
			if !c.IsOpen(end) && !c.IsOpen(end.Add(-1)) {
				rt.Errorf("%s: %s is free time", what, show(c, end))
			}
		}
	})
}

func TestSharesAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := drawCountry(rt, t)
		from := moment(rt, "from")
		to := must[time.Time](rt)(c.Add(from, length(rt)))
		units := rapid.Int64Range(-1<<40, 1<<40).Draw(rt, "units")
		shares, err := c.Spread(units, from, to)
		if err != nil {
			rt.Fatal(err)
		}
		e := must[worktime.Explanation](rt)(c.Explain(from, to))
		given := map[worktime.Date]int64{}
		var total int64
		for _, s := range shares {
			given[s.Date] = s.Units
			total += s.Units
		}
		if total != units {
			rt.Errorf("%d were shared, want %d", total, units)
		}
		for _, d := range e.Days {
			even := float64(units) * float64(d.Work()) / float64(e.Work)
			if off := float64(given[d.Date]) - even; off <= -1.001 || off >= 1.001 {
				rt.Errorf("%s got %d, its part is %.3f", d.Date, given[d.Date], even)
			}
		}
	})
}

// Several goroutines may ask a calendar that nobody has asked before.
func TestSharedCalendar(t *testing.T) {
	t.Parallel()
	c := country(t, "RU")
	start := at(t, c, "2026-11-27 17:00")
	done := make(chan time.Time)
	for range 8 {
		go func() {
			end, _ := c.Add(start, 5000*hour)
			done <- end
		}()
	}
	first := <-done
	for range 7 {
		if end := <-done; end.IsZero() || !end.Equal(first) {
			t.Errorf("%s and %s", end, first)
		}
	}
}
