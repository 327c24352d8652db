package worktime_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kontora/internal/worktime"
)

// told writes an explanation as one line for each day.
func told(c *worktime.Calendar, e worktime.Explanation) []string {
	var lines []string
	for _, d := range e.Days {
		line := fmt.Sprintf("%s %s", d.Date, d.Kind)
		for _, more := range []string{d.Title, d.As} {
			if more != "" {
				line += " " + more
			}
		}
		if d.Cut > 0 {
			line += " −" + short(d.Cut)
		}
		var lengths, times []string
		for _, s := range d.Slices {
			lengths = append(lengths, short(s.To.Sub(s.From)))
			times = append(times, s.From.In(c.Zone()).Format("15:04")+"–"+s.To.In(c.Zone()).Format("15:04"))
		}
		if len(times) > 0 {
			line += " " + strings.Join(lengths, "+") + " " + strings.Join(times, " ")
		}
		lines = append(lines, line)
	}
	return lines
}

// short writes 1h30m for Go's 1h30m0s.
func short(d time.Duration) string {
	return strings.NewReplacer("h0m0s", "h", "m0s", "m").Replace(d.String())
}

func TestExplainADeadline(t *testing.T) {
	t.Parallel()
	c := country(t, "BY")
	start := at(t, c, "2026-04-17 16:30")
	due, err := c.Add(start, 33*hour)
	if err != nil {
		t.Fatal(err)
	}
	e, err := c.Explain(start, due)
	if err != nil {
		t.Fatal(err)
	}
	if e.Work != 33*hour || !e.Warning.IsZero() {
		t.Errorf("%s, %s", e.Work, e.Warning)
	}
	if diff := cmp.Diff([]string{
		"2026-04-17 usual 1h30m 16:30–18:00",
		"2026-04-18 free",
		"2026-04-19 free",
		"2026-04-20 swapped 2026-04-25",
		"2026-04-21 holiday Радуница",
		"2026-04-22 usual 4h+4h 09:00–13:00 14:00–18:00",
		"2026-04-23 usual 4h+4h 09:00–13:00 14:00–18:00",
		"2026-04-24 usual 4h+4h 09:00–13:00 14:00–18:00",
		"2026-04-25 swapped 2026-04-20 −1h 4h+3h 09:00–13:00 14:00–17:00",
		"2026-04-26 free",
		"2026-04-27 usual 30m 09:00–09:30",
	}, told(c, e)); diff != "" {
		t.Error(diff)
	}
}

func TestExplainEveryKindOfDay(t *testing.T) {
	t.Parallel()
	c := sound(t, worktime.Spec{Zone: "Europe/Moscow", Week: fromMonday(5, lunch), Years: map[string]worktime.Year{"2026": {
		Holidays: map[string]string{"2026-11-04": "День народного единства"},
		Short:    map[string]int{"2026-11-03": 300, "2026-11-07": 60},
		Working:  map[string]string{"2026-11-07": "mon"},
		Custom:   map[string]worktime.CustomDay{"2026-11-05": {Title: "Инвентаризация", Hours: worktime.Hours{{"12:00", "20:00"}}}},
	}}})
	e, err := c.Explain(at(t, c, "2026-11-08 00:00"), at(t, c, "2026-11-03 00:00")) // from the end, too
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{
		"2026-11-03 usual −5h 3h 09:00–12:00",
		"2026-11-04 holiday День народного единства",
		"2026-11-05 custom Инвентаризация 8h 12:00–20:00",
		"2026-11-06 usual 4h+4h 09:00–13:00 14:00–18:00",
		"2026-11-07 working mon −1h 4h+3h 09:00–13:00 14:00–17:00",
	}, told(c, e)); diff != "" {
		t.Error(diff)
	}
}

func TestExplainWarnsOfUnknownYears(t *testing.T) {
	t.Parallel()
	c := country(t, "KZ")
	e, err := c.Explain(at(t, c, "2026-12-31 17:00"), at(t, c, "2027-01-04 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{2027}, e.Warning.Years); diff != "" {
		t.Error(diff)
	}
}

func TestSpread(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, calendar, from, to string
		units                    int64
		want                     []string
	}{
		{"minutes over days of one length", "KZL", "2026-11-23 00:00", "2026-11-26 00:00", 240, []string{"2026-11-23 80", "2026-11-24 80", "2026-11-25 80"}},
		{"a short day takes less, free days take nothing", "RU", "2026-04-29 00:00", "2026-05-05 00:00", 230, []string{"2026-04-29 80", "2026-04-30 70", "2026-05-04 80"}},
		{"part of a day takes its part", "KZL", "2026-11-27 14:00", "2026-12-01 00:00", 90, []string{"2026-11-27 30", "2026-11-30 60"}},
		{"what does not divide still adds up", "KZL", "2026-11-23 00:00", "2026-11-26 00:00", 100, []string{"2026-11-23 33", "2026-11-24 33", "2026-11-25 34"}},
		{"fewer units than days", "KZL", "2026-11-23 00:00", "2026-11-26 00:00", 1, []string{"2026-11-25 1"}},
		{"what is taken back mirrors what was given", "KZL", "2026-11-23 00:00", "2026-11-26 00:00", -100, []string{"2026-11-23 -33", "2026-11-24 -33", "2026-11-25 -34"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := country(t, test.calendar)
			shares, err := c.Spread(test.units, at(t, c, test.from), at(t, c, test.to))
			if err != nil {
				t.Fatal(err)
			}
			var have []string
			for _, s := range shares {
				have = append(have, fmt.Sprintf("%s %d", s.Date, s.Units))
			}
			if diff := cmp.Diff(test.want, have); diff != "" {
				t.Error(diff)
			}
		})
	}
	c := country(t, "KZ")
	for _, to := range []string{"2026-11-29 00:00", "2026-11-28 00:00", "2026-11-20 00:00"} {
		if _, err := c.Spread(1, at(t, c, "2026-11-28 00:00"), at(t, c, to)); !errors.Is(err, worktime.ErrNoWork) {
			t.Errorf("a weekend, no time and time backwards have no work: %v", err)
		}
	}
}
