package worktime_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kontora/internal/worktime"
)

func TestNewTellsEveryProblem(t *testing.T) {
	t.Parallel()
	_, problems := worktime.New(worktime.Spec{
		Zone: "Europe/Moskau",
		Week: map[string]worktime.Hours{
			"mon":    {{"09:00", "13:00"}, {"12:00", "18:00"}},
			"tue":    {{"22:00", "06:00"}},
			"wed":    {{"9:00", "18:00"}, {"09:00", "25:00"}},
			"thu":    {{"09:00", "09:00"}},
			"fri":    straight,
			"monday": straight,
		},
		Years: map[string]worktime.Year{
			"26": {},
			"2026": {
				Holidays: map[string]string{"2026-01-01": " ", "2026-02-30": "Нет такого дня", "2027-01-01": "Чужой год", "2026-05-01": "Праздник"},
				Working:  map[string]string{"2026-05-02": "sat", "2026-05-01": "fri", "2026-05-03": "sunday"},
				Swaps:    map[string]string{"2026-06-05": "2026-06-12", "2026-06-19": "2026-05-01", "2026-06-26": "завтра"},
				Short:    map[string]int{"2026-05-01": 60, "2026-07-03": 0, "2026-07-10": 540, "2026-07-17": 539},
				Custom:   map[string]worktime.CustomDay{"2026-08-01": {}, "2026-08-02": {Hours: worktime.Hours{{"10:00", "24:01"}}}},
			},
		},
	})
	var have []string
	for _, p := range problems {
		if p.Message == "" {
			t.Errorf("%s says nothing", p.Code)
		}
		have = append(have, p.Path+" "+p.Code)
	}
	if diff := cmp.Diff([]string{
		"zone unknown_zone",
		"week.mon[1] intervals_overlap",
		"week.tue[0] interval_backwards",
		"week.wed[0] bad_time",
		"week.wed[1] bad_time",
		"week.thu[0] interval_backwards",
		"week.monday unknown_weekday",
		"years.2026.holidays.2026-01-01 holiday_without_name",
		"years.2026.holidays.2026-02-30 bad_date",
		"years.2026.holidays.2027-01-01 date_of_other_year",
		"years.2026.working.2026-05-01 date_twice",
		"years.2026.working.2026-05-02 weekday_without_hours",
		"years.2026.working.2026-05-03 unknown_weekday",
		"years.2026.swaps.2026-06-05 swap_of_equals",
		"years.2026.swaps.2026-06-19 swap_of_equals",
		"years.2026.swaps.2026-06-26 bad_date",
		"years.2026.custom.2026-08-01 custom_without_hours",
		"years.2026.custom.2026-08-02.hours[0] bad_time",
		"years.26 bad_year",
		"years.2026.short.2026-05-01 short_of_nothing",
		"years.2026.short.2026-07-03 bad_minutes",
		"years.2026.short.2026-07-10 bad_minutes",
	}, have); diff != "" {
		t.Error(diff)
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	week := fromMonday(5, straight)
	in2026 := func(y worktime.Year) map[string]worktime.Year { return map[string]worktime.Year{"2026": y} }
	for _, test := range []struct {
		name string
		spec worktime.Spec
		want string
	}{
		{"no zone", worktime.Spec{Week: week}, "zone unknown_zone"},
		{"the zone of this machine", worktime.Spec{Zone: "Local", Week: week}, "zone unknown_zone"},
		{"a way out of the zone files", worktime.Spec{Zone: "../UTC", Week: week}, "zone unknown_zone"},
		{"a week of rest", worktime.Spec{Zone: "UTC"}, "week never_opens"},
		{"a week of rest with one day of work", worktime.Spec{Zone: "UTC", Years: in2026(worktime.Year{
			Custom: map[string]worktime.CustomDay{"2026-08-01": {Hours: straight}},
		})}, "week never_opens"},
		{"a swap with a holiday", worktime.Spec{Zone: "UTC", Week: week, Years: in2026(worktime.Year{
			Holidays: map[string]string{"2026-04-25": "Праздник"}, Swaps: map[string]string{"2026-04-20": "2026-04-25"},
		})}, "years.2026.swaps.2026-04-20 date_twice"},
		{"a swap written from both ends", worktime.Spec{Zone: "UTC", Week: week, Years: in2026(worktime.Year{
			Swaps: map[string]string{"2026-04-20": "2026-04-25", "2026-04-25": "2026-04-20"},
		})}, "years.2026.swaps.2026-04-25 date_twice"},
		{"a swap with itself", worktime.Spec{Zone: "UTC", Week: week, Years: in2026(worktime.Year{
			Swaps: map[string]string{"2026-04-20": "2026-04-20"},
		})}, "years.2026.swaps.2026-04-20 swap_of_equals"},
		{"a year before any", worktime.Spec{Zone: "UTC", Week: week, Years: map[string]worktime.Year{"1949": {}}}, "years.1949 bad_year"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, problems := worktime.New(test.spec)
			if c != nil || len(problems) == 0 {
				t.Fatalf("%v, %v", c, problems)
			}
			if have := problems[0].Path + " " + problems[0].Code; have != test.want {
				t.Errorf("%s, want %s", have, test.want)
			}
		})
	}
}

func TestIntervalsMayTouchAndStandInAnyOrder(t *testing.T) {
	t.Parallel()
	c := sound(t, worktime.Spec{Zone: "UTC", Week: map[string]worktime.Hours{
		"mon": {{"20:00", "24:00"}, {"08:00", "12:00"}, {"12:00", "16:00"}}, "tue": {{"00:00", "08:00"}},
	}})
	e, err := c.Explain(at(t, c, "2026-11-23 00:00"), at(t, c, "2026-11-25 00:00"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{
		"2026-11-23 usual 8h+4h 08:00–16:00 20:00–00:00",
		"2026-11-24 usual 8h 00:00–08:00",
	}, told(c, e)); diff != "" {
		t.Error(diff)
	}
}
