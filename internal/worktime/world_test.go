package worktime_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
	"time"

	"kontora/internal/worktime"
)

var (
	straight = worktime.Hours{{"09:00", "18:00"}}
	lunch    = worktime.Hours{{"09:00", "13:00"}, {"14:00", "18:00"}}
	allDay   = worktime.Hours{{"00:00", "24:00"}}
)

// fromMonday gives the same hours to the first days of a week.
func fromMonday(days int, hours worktime.Hours) map[string]worktime.Hours {
	week := map[string]worktime.Hours{}
	for _, d := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}[:days] {
		week[d] = hours
	}
	return week
}

// written reads a calendar as a pack writes it.
func written(t testing.TB, name string) worktime.Spec {
	t.Helper()
	data, err := os.ReadFile("../../schemas/base/calendars/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var s worktime.Spec
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return s
}

func sound(t testing.TB, s worktime.Spec) *worktime.Calendar {
	t.Helper()
	c, problems := worktime.New(s)
	for _, p := range problems {
		t.Error(p)
	}
	if len(problems) > 0 {
		t.FailNow()
	}
	return c
}

// country is a calendar of the acceptance scenarios: KZ is Kazakhstan without
// lunch, KZL, RU and BY have it from 13 to 14.
func country(t testing.TB, name string) *worktime.Calendar {
	t.Helper()
	switch name {
	case "KZ":
		s := written(t, "kz")
		s.Week = fromMonday(5, straight)
		return sound(t, s)
	case "KZL":
		return sound(t, written(t, "kz"))
	case "RU":
		return sound(t, written(t, "ru"))
	}
	return sound(t, written(t, "by"))
}

const layout = "2006-01-02 15:04:05.999999999"

// at reads a time by the calendar's clock.
func at(t testing.TB, c *worktime.Calendar, text string) time.Time {
	t.Helper()
	if len(text) == len("2006-01-02 15:04") {
		text += ":00"
	}
	when, err := time.ParseInLocation(layout, text, c.Zone())
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// show writes an instant by the calendar's clock.
func show(c *worktime.Calendar, when time.Time) string { return when.In(c.Zone()).Format(layout) }

func date(t testing.TB, text string) worktime.Date {
	t.Helper()
	when, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return worktime.DateOf(when)
}
