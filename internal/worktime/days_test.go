package worktime_test

import (
	"testing"

	"kontora/internal/worktime"
)

func TestAddDays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, calendar, start string
		days                  int
		want                  string
	}{
		{"the same time on the next working day", "RU", "2026-11-24 15:10:20.5", 1, "2026-11-25 15:10:20.5"},
		{"over a weekend", "RU", "2026-11-27 15:00", 1, "2026-11-30 15:00:00"},
		{"three days until a request closes itself", "RU", "2026-11-27 15:00", 3, "2026-12-02 15:00:00"},
		{"over a weekend and a holiday", "RU", "2026-06-10 11:00", 2, "2026-06-15 11:00:00"},
		{"a task of Saturday is due by the end of Monday", "RU", "2026-11-28 11:00", 1, "2026-11-30 18:00:00"},
		{"and of Monday before opening as well", "RU", "2026-11-30 09:00", 1, "2026-11-30 18:00:00"},
		{"an evening counts with the next morning", "RU", "2026-11-24 21:00", 1, "2026-11-25 18:00:00"},
		{"a deadline at closing and one day more", "RU", "2026-11-24 18:00", 1, "2026-11-25 18:00:00"},
		{"no days are no change", "RU", "2026-11-28 11:00", 0, "2026-11-28 11:00:00"},
		{"not later than a short day closes", "RU", "2026-04-29 17:30", 1, "2026-04-30 17:00:00"},
		{"from the closing of a short day, the whole next one", "RU", "2026-04-30 17:00", 1, "2026-05-04 18:00:00"},
		{"a short day is a whole one", "RU", "2026-04-29 12:00", 2, "2026-05-04 12:00:00"},
		{"a working Saturday is one of the days", "BY", "2026-04-24 12:00", 2, "2026-04-27 12:00:00"},
		{"the Monday that was given for it is not", "BY", "2026-04-17 12:00", 1, "2026-04-22 12:00:00"},
		{"from the lunch break to the beginning of lunch", "RU", "2026-11-24 13:30", 1, "2026-11-25 13:00:00"},
		{"ten days of a subject's request", "RU", "2026-04-27 10:00", 10, "2026-05-13 10:00:00"},

		{"a day before, over a weekend", "RU", "2026-11-30 15:00", -1, "2026-11-27 15:00:00"},
		{"before a day: in the morning of the working day before it", "RU", "2026-12-01 00:00", -1, "2026-11-30 09:00:00"},
		{"before a Sunday: on Friday, in the morning", "RU", "2026-11-29 00:00", -1, "2026-11-27 09:00:00"},
		{"before a holiday: in the morning of the short day", "RU", "2026-05-01 00:00", -1, "2026-04-30 09:00:00"},
		{"two days before the first day after it", "RU", "2026-05-04 08:00", -2, "2026-04-29 09:00:00"},
		{"back from a time at which a short day has closed", "RU", "2026-05-04 17:30", -1, "2026-04-30 17:00:00"},
		{"three days before an afternoon", "KZ", "2026-03-26 16:00", -3, "2026-03-18 16:00:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := country(t, test.calendar)
			have, err := c.AddDays(at(t, c, test.start), test.days)
			if err != nil {
				t.Fatal(err)
			}
			if have := show(c, have); have != test.want {
				t.Errorf("%s and %d days is %s, want %s", test.start, test.days, have, test.want)
			}
		})
	}
}

// A target in days that is paused goes on in working time, like any other: the
// weekend of the pause is not given twice.
func TestDaysWithAPause(t *testing.T) {
	t.Parallel()
	c := country(t, "RU")
	start := at(t, c, "2026-11-26 12:00")
	due, err := c.AddDays(start, 3)
	if err != nil {
		t.Fatal(err)
	}
	left, err := c.Between(at(t, c, "2026-11-27 12:00"), due) // paused on Friday
	if err != nil {
		t.Fatal(err)
	}
	if left != 16*hour {
		t.Errorf("%s are left", left)
	}
	due, err = c.Add(at(t, c, "2026-11-30 09:00"), left) // resumed on Monday
	if err != nil {
		t.Fatal(err)
	}
	if have := show(c, due); have != "2026-12-01 18:00:00" {
		t.Errorf("due %s", have)
	}
}

func TestWorkdays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, calendar, from, to string
		want                     int
	}{
		{"paid on Friday, handed over on Monday", "RU", "2026-11-27", "2026-11-30", 1},
		{"the same day", "RU", "2026-11-27", "2026-11-27", 0},
		{"a weekend", "RU", "2026-11-28", "2026-11-30", 0},
		{"backwards", "RU", "2026-11-30", "2026-11-27", -1},
		{"a week with a working Saturday", "BY", "2026-04-20", "2026-04-27", 4},
		{"a year", "KZ", "2026-01-01", "2027-01-01", 246},
		{"with a year that is not known", "RU", "2026-12-30", "2027-01-05", 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := country(t, test.calendar)
			have, err := c.Workdays(date(t, test.from), date(t, test.to))
			if err != nil {
				t.Fatal(err)
			}
			if have != test.want {
				t.Errorf("%d days, want %d", have, test.want)
			}
		})
	}
}

// Where days differ, the clock decides and not the hours: 1wd is not 8wh.
func TestDaysOfDifferentLength(t *testing.T) {
	t.Parallel()
	week := fromMonday(5, worktime.Hours{{"08:00", "17:00"}})
	week["fri"] = worktime.Hours{{"10:00", "14:00"}}
	c := sound(t, worktime.Spec{Zone: "Europe/Moscow", Week: week})
	for start, want := range map[string]string{
		"2026-11-26 09:00": "2026-11-27 10:00:00", // Friday opens at 10
		"2026-11-26 12:00": "2026-11-27 12:00:00",
		"2026-11-26 16:00": "2026-11-27 14:00:00", // Friday closes at 14
		"2026-11-27 12:00": "2026-11-30 12:00:00",
	} {
		have, err := c.AddDays(at(t, c, start), 1)
		if err != nil {
			t.Fatal(err)
		}
		if show(c, have) != want {
			t.Errorf("%s and a day is %s, want %s", start, show(c, have), want)
		}
	}
}
