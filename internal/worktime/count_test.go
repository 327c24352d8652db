package worktime_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kontora/internal/worktime"
)

const hour = time.Hour

func TestAdd(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, calendar, start string
		work                  time.Duration
		want                  string
	}{
		// The scenario of an urgent request over a weekend.
		{"an hour that ends exactly at closing ends there", "KZ", "2026-11-27 17:00", hour, "2026-11-27 18:00:00"},
		{"what is left on Friday goes on on Monday", "KZ", "2026-11-27 17:00", 4 * hour, "2026-11-30 12:00:00"},
		{"what begins on Saturday counts from Monday", "KZ", "2026-11-28 11:00", 4 * hour, "2026-11-30 13:00:00"},
		{"what begins before opening counts from opening", "KZ", "2026-11-27 07:15", 4 * hour, "2026-11-27 13:00:00"},
		{"Friday's closing is not Monday's opening", "KZ", "2026-11-27 14:00", 4 * hour, "2026-11-27 18:00:00"},
		// The scenario of a pause.
		{"lunch is not counted", "KZL", "2026-11-23 10:00", 8 * hour, "2026-11-24 10:00:00"},
		{"half of the hours after a pause", "KZL", "2026-11-24 11:30", 4 * hour, "2026-11-24 16:30:00"},
		{"an escalation goes over the night", "KZL", "2026-11-24 16:30", 2 * hour, "2026-11-25 09:30:00"},

		{"what begins at closing counts from the next opening", "KZL", "2026-11-24 18:00", hour, "2026-11-25 10:00:00"},
		{"what begins in the lunch break counts from its end", "KZL", "2026-11-24 13:20", hour, "2026-11-24 15:00:00"},
		{"what runs out at lunch ends when lunch begins", "KZL", "2026-11-24 10:00", 3 * hour, "2026-11-24 13:00:00"},
		{"seconds are kept", "KZL", "2026-11-23 10:00:00.5", 8 * hour, "2026-11-24 10:00:00.5"},
		{"nothing added on a Sunday stays there", "KZL", "2026-11-29 03:00", 0, "2026-11-29 03:00:00"},
		{"nothing added at closing stays there", "KZL", "2026-11-24 18:00", 0, "2026-11-24 18:00:00"},
		{"Nauryz is skipped", "KZ", "2026-03-20 17:30", hour, "2026-03-26 09:30:00"},
		{"a holiday of a Sunday takes Monday away", "RU", "2026-03-06 17:00", 2 * hour, "2026-03-10 10:00:00"},
		{"a short day closes an hour earlier", "RU", "2026-04-30 16:00", 2 * hour, "2026-05-04 10:00:00"},
		{"a short day has its own closing", "RU", "2026-04-30 16:00", hour, "2026-04-30 17:00:00"},
		{"what begins in the hour that was cut off waits", "RU", "2026-04-30 17:20", hour, "2026-05-04 10:00:00"},
		{"the days from New Year to Christmas are free", "RU", "2025-12-31 17:00", 2 * hour, "2026-01-12 10:00:00"},
		{"a working Saturday counts, and is short", "BY", "2026-04-24 16:00", 16 * hour, "2026-04-27 17:00:00"},
		{"the Monday that was given for it does not", "BY", "2026-04-17 16:00", 16 * hour, "2026-04-23 16:00:00"},
		{"forty hours are a week", "BY", "2026-08-03 09:00", 40 * hour, "2026-08-07 18:00:00"},
		{"eighty hours over a short day and a holiday", "RU", "2026-06-08 09:00", 80 * hour, "2026-06-23 10:00:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := country(t, test.calendar)
			have, err := c.Add(at(t, c, test.start), test.work)
			if err != nil {
				t.Fatal(err)
			}
			if have := show(c, have); have != test.want {
				t.Errorf("%s and %s is %s, want %s", test.start, test.work, have, test.want)
			}
		})
	}
}

func TestSub(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, calendar, from string
		work                 time.Duration
		want                 string
	}{
		{"a reminder two hours before a morning deadline is on the evening before", "KZL", "2026-11-24 10:00", 2 * hour, "2026-11-23 17:00:00"},
		{"one before lunch", "KZL", "2026-11-24 14:30", hour, "2026-11-24 12:30:00"},
		{"an hour before Monday's opening is on Friday", "KZL", "2026-11-30 09:00", hour, "2026-11-27 17:00:00"},
		{"what runs out exactly at opening ends there", "KZL", "2026-11-24 11:00", 2 * hour, "2026-11-24 09:00:00"},
		{"before a holiday, on a short day", "RU", "2026-05-04 09:30", hour, "2026-04-30 16:30:00"},
		{"from a Sunday, from Friday's closing", "KZL", "2026-11-29 12:00", hour, "2026-11-27 17:00:00"},
		{"more than a day before", "KZL", "2026-11-25 10:00", 12 * hour, "2026-11-23 15:00:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := country(t, test.calendar)
			have, err := c.Sub(at(t, c, test.from), test.work)
			if err != nil {
				t.Fatal(err)
			}
			if have := show(c, have); have != test.want {
				t.Errorf("%s before %s is %s, want %s", test.work, test.from, have, test.want)
			}
		})
	}
}

func TestBetween(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, calendar, from, to string
		want                     time.Duration
	}{
		{"a whole day with lunch", "KZL", "2026-11-24 00:00", "2026-11-25 00:00", 8 * hour},
		{"a whole day without", "KZ", "2026-11-24 00:00", "2026-11-25 00:00", 9 * hour},
		{"a weekend", "KZ", "2026-11-27 18:00", "2026-11-30 09:00", 0},
		{"what was used before the pause", "KZL", "2026-11-23 10:00", "2026-11-23 15:00", 4 * hour},
		{"backwards", "KZL", "2026-11-23 15:00", "2026-11-23 10:00", -4 * hour},
		{"a second too late", "KZL", "2026-11-24 16:30", "2026-11-24 16:30:01", time.Second},
		{"over New Year", "RU", "2025-12-31 17:00", "2026-01-12 10:00", 2 * hour},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := country(t, test.calendar)
			have, err := c.Between(at(t, c, test.from), at(t, c, test.to))
			if err != nil {
				t.Fatal(err)
			}
			if have != test.want {
				t.Errorf("from %s to %s are %s, want %s", test.from, test.to, have, test.want)
			}
		})
	}
}

// A pause keeps what is left of the target; the deadline is counted anew from
// the moment of resuming.
func TestPauses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, calendar, start string
		target                time.Duration
		pauses                [][2]string // from, to
		want                  string
	}{
		{"the scenario of a pause", "KZL", "2026-11-23 10:00", 8 * hour, [][2]string{{"2026-11-23 15:00", "2026-11-24 11:30"}}, "2026-11-24 16:30:00"},
		{"over a weekend, which does not count twice", "KZL", "2026-11-27 16:00", 8 * hour, [][2]string{{"2026-11-27 17:00", "2026-11-30 09:00"}}, "2026-11-30 17:00:00"},
		{"over a holiday", "RU", "2026-05-08 15:00", 4 * hour, [][2]string{{"2026-05-08 16:00", "2026-05-12 10:00"}}, "2026-05-12 13:00:00"},
		{"ended on a Sunday", "KZL", "2026-11-27 16:00", 4 * hour, [][2]string{{"2026-11-27 17:00", "2026-11-29 20:00"}}, "2026-11-30 12:00:00"},
		{"begun at night", "KZL", "2026-11-23 17:00", 2 * hour, [][2]string{{"2026-11-23 22:00", "2026-11-24 11:00"}}, "2026-11-24 12:00:00"},
		{"several add up", "KZL", "2026-11-23 10:00", 8 * hour, [][2]string{{"2026-11-23 11:00", "2026-11-23 12:00"}, {"2026-11-23 15:00", "2026-11-24 11:30"}}, "2026-11-24 17:30:00"},
		{"in the lunch break costs nothing", "KZL", "2026-11-23 10:00", 4 * hour, [][2]string{{"2026-11-23 13:00", "2026-11-23 14:00"}}, "2026-11-23 15:00:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := country(t, test.calendar)
			from, left := at(t, c, test.start), test.target
			for _, p := range test.pauses {
				used, err := c.Between(from, at(t, c, p[0]))
				if err != nil {
					t.Fatal(err)
				}
				left -= used
				from = at(t, c, p[1])
			}
			have, err := c.Add(from, left)
			if err != nil {
				t.Fatal(err)
			}
			if have := show(c, have); have != test.want {
				t.Errorf("due %s, want %s", have, test.want)
			}
		})
	}
}

// A request of 40 hours becomes urgent, 4 hours, after three have passed.
func TestPriorityIsRaised(t *testing.T) {
	t.Parallel()
	c := country(t, "KZ")
	start := at(t, c, "2026-11-26 10:00")
	due, err := c.Add(start, 4*hour)
	if err != nil {
		t.Fatal(err)
	}
	left, err := c.Between(at(t, c, "2026-11-26 13:00"), due)
	if err != nil {
		t.Fatal(err)
	}
	if show(c, due) != "2026-11-26 14:00:00" || left != hour {
		t.Errorf("due %s, %s left", show(c, due), left)
	}
}

// A holiday that is declared while a clock runs moves its deadline.
func TestCalendarIsEditedMeanwhile(t *testing.T) {
	t.Parallel()
	spec := written(t, "kz")
	before := sound(t, spec)
	start := at(t, before, "2026-11-27 17:00")
	spec.Years["2026"].Holidays["2026-11-30"] = "День, объявленный выходным"
	after := sound(t, spec)
	old, err := before.Add(start, 2*hour)
	if err != nil {
		t.Fatal(err)
	}
	due, err := after.Add(start, 2*hour)
	if err != nil {
		t.Fatal(err)
	}
	if show(before, old) != "2026-11-30 10:00:00" || show(after, due) != "2026-12-01 10:00:00" {
		t.Errorf("was %s, is %s", show(before, old), show(after, due))
	}
}

// Whoever looks, and in whatever zone, the deadline is the same instant.
func TestZoneOfTheViewerDoesNotMatter(t *testing.T) {
	t.Parallel()
	c := country(t, "KZ")
	start := at(t, c, "2026-11-27 17:00")
	want := time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)
	for _, zone := range []string{"UTC", "America/New_York", "Pacific/Kiritimati"} {
		viewer, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		have, err := c.Add(start.In(viewer), 4*hour)
		if err != nil {
			t.Fatal(err)
		}
		if have != want {
			t.Errorf("seen from %s: %s, want %s", zone, have, want)
		}
	}
}

func TestNextOpening(t *testing.T) {
	t.Parallel()
	c := country(t, "RU")
	for from, want := range map[string]string{
		"2026-11-24 08:59:59.9": "2026-11-24 09:00:00",
		"2026-11-24 09:00":      "2026-11-24 09:00:00",
		"2026-11-24 12:59:59":   "2026-11-24 12:59:59",
		"2026-11-24 13:00":      "2026-11-24 14:00:00",
		"2026-11-24 18:00":      "2026-11-25 09:00:00",
		"2026-04-30 17:00":      "2026-05-04 09:00:00",
		"2025-12-31 18:00":      "2026-01-12 09:00:00",
	} {
		start := at(t, c, from)
		have, err := c.NextOpening(start)
		if err != nil {
			t.Fatal(err)
		}
		if show(c, have) != want {
			t.Errorf("from %s on: %s, want %s", from, show(c, have), want)
		}
		if c.IsOpen(start) != have.Equal(start) {
			t.Errorf("%s: open %v", from, c.IsOpen(start))
		}
	}
}

func TestWarning(t *testing.T) {
	t.Parallel()
	c := country(t, "RU")
	start := at(t, c, "2026-12-30 17:00")
	due, err := c.Add(start, 2*hour)
	if err != nil {
		t.Fatal(err)
	}
	if have := show(c, due); have != "2027-01-01 10:00:00" {
		t.Errorf("without data for 2027 New Year is a Friday like any other, not %s", have)
	}
	if diff := cmp.Diff(worktime.Warning{Years: []int{2027}}, c.Warning(start, due)); diff != "" {
		t.Error(diff)
	}
	if have := c.Warning(due, at(t, c, "2025-12-01 09:00")).String(); have != "no calendar is loaded for 2025, 2027" {
		t.Error(have)
	}
	if w := c.Warning(at(t, c, "2026-01-01 00:00"), at(t, c, "2027-01-01 00:00")); !w.IsZero() || w.String() != "" {
		t.Errorf("the year 2026 is known: %s", w)
	}
	always := sound(t, worktime.Spec{Zone: "Europe/Moscow", AllYear: true, Week: fromMonday(7, worktime.Hours{{"08:00", "20:00"}})})
	if w := always.Warning(start, due); !w.IsZero() {
		t.Errorf("whoever works all year misses no year: %s", w)
	}
}

func TestOutOfRange(t *testing.T) {
	t.Parallel()
	c := sound(t, worktime.Spec{Zone: "UTC", Week: map[string]worktime.Hours{"mon": {{"09:00", "10:00"}}}})
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	ages := []time.Time{{}, now.AddDate(-200, 0, 0), now.AddDate(5000, 0, 0)}
	ask := map[string]func(time.Time) error{
		"NextOpening": func(t time.Time) error { _, err := c.NextOpening(t); return err },
		"Add":         func(t time.Time) error { _, err := c.Add(t, hour); return err },
		"Sub":         func(t time.Time) error { _, err := c.Sub(t, hour); return err },
		"AddDays":     func(t time.Time) error { _, err := c.AddDays(t, 1); return err },
		"Between":     func(t time.Time) error { _, err := c.Between(now, t); return err },
		"Explain":     func(t time.Time) error { _, err := c.Explain(now, t); return err },
		"Spread":      func(t time.Time) error { _, err := c.Spread(1, now, t); return err },
		"Workdays":    func(t time.Time) error { _, err := c.Workdays(worktime.DateOf(t), worktime.DateOf(now)); return err },
	}
	for name, f := range ask {
		for _, age := range ages {
			if err := f(age); !errors.Is(err, worktime.ErrRange) {
				t.Errorf("%s at %s: %v", name, age, err)
			}
		}
	}
	const for200Years = 200 * 366 * 24 * hour
	for name, err := range map[string]error{
		"Add":           second(c.Add(now, for200Years)),
		"Sub":           second(c.Sub(now, for200Years)),
		"days ahead":    second(c.AddDays(now, 20_000)),
		"days back":     second(c.AddDays(now, -20_000)),
		"absurd ahead":  second(c.AddDays(now, int(^uint(0)>>1))),
		"absurd back":   second(c.AddDays(now, -int(^uint(0)>>1)-1)),
		"least of all":  second(c.Add(now, -1<<63)),
		"long to tell":  second(c.Explain(now, now.AddDate(11, 0, 0))),
		"long to share": second(c.Spread(1, now, now.AddDate(11, 0, 0))),
	} {
		if !errors.Is(err, worktime.ErrRange) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
