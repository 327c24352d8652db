package worktime_test

import (
	"testing"
	"time"

	"kontora/internal/worktime"
)

// The check sum of the requirements is Russia's year: 247 days and 1972 hours.
// They have none for Belarus and Kazakhstan, nor for months; those were counted
// apart from this program, and 2024 hours are also the norm that Belarus set for
// 2026.
func TestProductionCalendars2026(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		days, hours [12]int
		year        [2]int
	}{
		"ru": {
			days:  [12]int{15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22},
			hours: [12]int{120, 152, 168, 175, 151, 167, 184, 168, 176, 176, 159, 176},
			year:  [2]int{247, 1972},
		},
		"by": {
			days:  [12]int{19, 20, 22, 21, 20, 22, 22, 21, 22, 22, 21, 22},
			hours: [12]int{151, 160, 176, 166, 159, 176, 175, 168, 176, 176, 167, 174},
			year:  [2]int{254, 2024},
		},
		"kz": {
			days:  [12]int{19, 20, 18, 22, 17, 22, 22, 20, 22, 21, 21, 22},
			hours: [12]int{152, 160, 144, 176, 136, 176, 176, 160, 176, 168, 168, 176},
			year:  [2]int{246, 1968},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := sound(t, written(t, name))
			for m := range 12 {
				days, hours := count(t, c, time.Month(m+1), 1)
				if days != want.days[m] || hours != want.hours[m] {
					t.Errorf("%s: %d days and %d hours, want %d and %d", time.Month(m+1), days, hours, want.days[m], want.hours[m])
				}
			}
			for q := range 4 {
				days, hours := count(t, c, time.Month(q*3+1), 3)
				if d, h := sum(want.days[q*3:q*3+3]), sum(want.hours[q*3:q*3+3]); days != d || hours != h {
					t.Errorf("quarter %d: %d days and %d hours, want %d and %d", q+1, days, hours, d, h)
				}
			}
			if days, hours := count(t, c, time.January, 12); [2]int{days, hours} != want.year {
				t.Errorf("the year: %d days and %d hours, want %v", days, hours, want.year)
			}
		})
	}
}

func count(t *testing.T, c *worktime.Calendar, from time.Month, months int) (days, hours int) {
	t.Helper()
	a := time.Date(2026, from, 1, 0, 0, 0, 0, c.Zone())
	b := a.AddDate(0, months, 0)
	days, err := c.Workdays(worktime.DateOf(a), worktime.DateOf(b))
	if err != nil {
		t.Fatal(err)
	}
	work, err := c.Between(a, b)
	if err != nil {
		t.Fatal(err)
	}
	if work%hour != 0 {
		t.Errorf("%s is not whole hours", work)
	}
	return days, int(work / hour)
}

func sum(list []int) int {
	total := 0
	for _, n := range list {
		total += n
	}
	return total
}

// Kazakhstan is one zone since March 2024; older zone data says UTC+6.
func TestAlmatyIsFiveHoursAhead(t *testing.T) {
	t.Parallel()
	c := country(t, "KZ")
	if have := at(t, c, "2026-11-30 12:00").UTC(); have != time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC) {
		t.Errorf("noon in Almaty is %s", have)
	}
}
