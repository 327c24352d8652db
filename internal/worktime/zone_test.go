package worktime_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kontora/internal/worktime"
)

// Hours are what the clock on the wall shows; work is what passes meanwhile.
func TestClocksAreChanged(t *testing.T) {
	t.Parallel()
	night := worktime.Hours{{"00:00", "08:00"}}
	for _, test := range []struct {
		name, zone string
		hours      worktime.Hours
		day        string
		want       time.Duration
	}{
		{"an hour is missing", "Europe/Berlin", allDay, "2026-03-29", 23 * hour},
		{"an hour comes twice", "Europe/Berlin", allDay, "2026-10-25", 25 * hour},
		{"a night shift is shorter", "America/New_York", night, "2026-03-08", 7 * hour},
		{"a night shift is longer", "America/New_York", night, "2026-11-01", 9 * hour},
		{"office hours do not notice", "America/New_York", straight, "2026-11-01", 9 * hour},
		{"hours that the clock skips do not pass", "Europe/Berlin", worktime.Hours{{"02:00", "03:00"}}, "2026-03-29", 0},
		{"hours half skipped", "Europe/Berlin", worktime.Hours{{"01:30", "02:30"}}, "2026-03-29", hour / 2},
		{"hours that come twice pass twice", "Europe/Berlin", worktime.Hours{{"02:00", "03:00"}}, "2026-10-25", 2 * hour},
		{"half an hour", "Australia/Lord_Howe", allDay, "2026-10-04", 23*hour + hour/2},
		{"midnight is skipped", "Africa/Cairo", allDay, "2026-04-24", 23 * hour},
		{"the hour before midnight comes twice", "Africa/Cairo", allDay, "2026-10-29", 25 * hour},
		{"a day is skipped", "Pacific/Apia", allDay, "2011-12-30", 0},
		{"a day is begun twice", "America/St_Johns", allDay, "2010-11-07", 24*hour + hour/60},
		{"and the day before ends twice", "America/St_Johns", allDay, "2010-11-06", 24*hour + 59*hour/60},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := sound(t, worktime.Spec{Zone: test.zone, Week: fromMonday(7, test.hours), AllYear: true})
			day := date(t, test.day)
			noon := time.Date(day.Year, day.Month, day.Day, 12, 0, 0, 0, time.UTC)
			e, err := c.Explain(noon.AddDate(0, 0, -3), noon.AddDate(0, 0, 3))
			if err != nil {
				t.Fatal(err)
			}
			var have, all time.Duration
			for _, d := range e.Days {
				all += d.Work()
				if d.Date == day {
					have = d.Work()
				}
			}
			if have != test.want || all != e.Work {
				t.Errorf("%s, want %s; all days have %s, together %s", have, test.want, all, e.Work)
			}
		})
	}
}

func TestDaysKeepTheClockWhenItIsChanged(t *testing.T) {
	t.Parallel()
	c := sound(t, worktime.Spec{Zone: "Europe/Berlin", Week: fromMonday(5, lunch), AllYear: true})
	nights := sound(t, worktime.Spec{Zone: "Europe/Berlin", Week: fromMonday(7, allDay), AllYear: true})
	for _, test := range []struct {
		name  string
		in    *worktime.Calendar
		start string
		days  int
		want  string
	}{
		{"ahead", c, "2026-03-27 10:00", 1, "2026-03-30 10:00:00"},
		{"back", c, "2026-03-30 10:00", -1, "2026-03-27 10:00:00"},
		{"to a time that is skipped: when the clock has gone past it", nights, "2026-03-28 02:30", 1, "2026-03-29 03:00:00"},
		{"back from the instant of the change: by the clock of the work before it", nights, "2026-03-29 03:00", -1, "2026-03-28 02:00:00"},
		{"back to a day on which an hour comes twice", nights, "2026-10-26 10:00", -1, "2026-10-25 10:00:00"},
		{"back to a time that is skipped: before the clock goes past it", nights, "2026-03-30 02:30", -1, "2026-03-29 03:00:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			have, err := test.in.AddDays(at(t, test.in, test.start), test.days)
			if err != nil {
				t.Fatal(err)
			}
			if have := show(test.in, have); have != test.want {
				t.Errorf("%s, want %s", have, test.want)
			}
		})
	}
}

// Of a time that comes twice, a count ahead takes the first, a count back the
// last: each is the nearer one.
func TestDaysToATimeThatComesTwice(t *testing.T) {
	t.Parallel()
	c := sound(t, worktime.Spec{Zone: "Europe/Berlin", Week: fromMonday(7, allDay), AllYear: true})
	for n, start := range map[int]string{1: "2026-10-24 02:30", -1: "2026-10-26 02:30"} {
		have, err := c.AddDays(at(t, c, start), n)
		if err != nil {
			t.Fatal(err)
		}
		want := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC)
		if n < 0 {
			want = want.Add(hour)
		}
		if have != want {
			t.Errorf("%s and %d days is %s, want %s", start, n, have, want)
		}
	}
}

// Clocks set back over midnight show the earlier day after the later one.
func TestExplainWhereDaysComeInTurn(t *testing.T) {
	t.Parallel()
	c := sound(t, worktime.Spec{Zone: "America/St_Johns", Week: fromMonday(7, allDay), AllYear: true})
	change := time.Date(2010, 11, 7, 2, 31, 0, 0, time.UTC) // 00:01 becomes 23:01 of the day before
	e, err := c.Explain(change.Add(-30*time.Second), change.Add(10*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2010-11-06 usual 10m 23:01–23:11", "2010-11-07 usual 30s 00:00–23:01"}, told(c, e)); diff != "" {
		t.Error(diff)
	}
	if e.Work != 10*time.Minute+30*time.Second {
		t.Errorf("%s of work", e.Work)
	}
}

// A day that its zone has skipped is not a working day.
func TestSkippedDay(t *testing.T) {
	t.Parallel()
	c := sound(t, worktime.Spec{Zone: "Pacific/Apia", Week: fromMonday(7, straight), AllYear: true})
	days, err := c.Workdays(date(t, "2011-12-29"), date(t, "2012-01-01"))
	if err != nil {
		t.Fatal(err)
	}
	due, err := c.AddDays(at(t, c, "2011-12-29 10:00"), 1)
	if err != nil {
		t.Fatal(err)
	}
	if days != 2 || show(c, due) != "2011-12-31 10:00:00" {
		t.Errorf("%d days, the next is %s", days, show(c, due))
	}
}

// Zone files from before March 2024 put Almaty an hour off.
func TestOldZoneDataIsNoticed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		hours int
		want  bool
	}{{"Asia/Almaty", 6, true}, {"Asia/Almaty", 5, false}, {"Asia/Qostanay", 6, true}, {"Europe/Moscow", 3, false}} {
		zone := time.FixedZone(test.name, test.hours*60*60)
		if have := worktime.IsOutdated(zone); have != test.want {
			t.Errorf("%s at UTC+%d: outdated %v", test.name, test.hours, have)
		}
	}
}
