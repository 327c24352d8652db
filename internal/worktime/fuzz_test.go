package worktime_test

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"

	"kontora/internal/worktime"
)

// Whatever is written, New tells what is wrong or makes a calendar whose answers
// agree with one another.
func FuzzCalendar(f *testing.F) {
	const start, work = int64(1795788000), int64(4 * time.Hour)
	for _, name := range []string{"ru", "by", "kz"} {
		data, err := os.ReadFile("../../schemas/base/calendars/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, start, work, 3)
	}
	for _, text := range []string{
		`{"zone": "Europe/Berlin", "week": {"mon": [["00:00", "24:00"]], "sun": [["01:30", "02:30"]]}, "all_year": true}`,
		`{"zone": "Pacific/Apia", "week": {"fri": [["10:00", "10:01"]]}}`,
		`{"zone": "UTC", "week": {"mon": [["22:00", "06:00"]]}}`,
		`{"zone": "Local", "week": {}, "years": {"2026": {"short": {"2026-02-29": -1}, "swaps": {"2026-01-01": ""}}}}`,
	} {
		f.Add([]byte(text), start, work, 3)
	}
	f.Fuzz(func(t *testing.T, data []byte, seconds, nanoseconds int64, days int) {
		var s worktime.Spec
		if json.Unmarshal(data, &s) != nil {
			return
		}
		c, problems := worktime.New(s)
		if (c == nil) == (len(problems) == 0) {
			t.Fatalf("calendar %v with problems %v", c, problems)
		}
		if c == nil {
			for _, p := range problems {
				if p.Path == "" || p.Code == "" || p.Message == "" {
					t.Errorf("%+v tells too little", p)
				}
			}
			return
		}
		from, work := time.Unix(seconds, 0), time.Duration(nanoseconds)
		agree(t, c, from, work)
		if to, err := c.AddDays(from, days); err == nil {
			work, err = c.Between(from, to)
			if err != nil {
				t.Fatal(err)
			}
			agree(t, c, from, work)
		} else if !errors.Is(err, worktime.ErrRange) {
			t.Fatal(err)
		}
	})
}

// agree checks that Between, Explain and Spread find the work that was added.
func agree(t *testing.T, c *worktime.Calendar, from time.Time, work time.Duration) {
	to, err := c.Add(from, work)
	if err != nil {
		if !errors.Is(err, worktime.ErrRange) {
			t.Fatal(err)
		}
		return
	}
	have, err := c.Between(from, to)
	if err != nil || have != work {
		t.Fatalf("%s to %s: %s, %v, want %s", from, to, have, err, work)
	}
	if c.Warning(from, to).String() != c.Warning(to, from).String() {
		t.Error("the warning depends on the direction")
	}
	e, err := c.Explain(from, to)
	if errors.Is(err, worktime.ErrRange) {
		return
	}
	var told time.Duration
	for _, d := range e.Days {
		told += d.Work()
	}
	if err != nil || told != work.Abs() || e.Work != told {
		t.Fatalf("explained %s of %s, want %s, %v", told, e.Work, work, err)
	}
	shares, err := c.Spread(1000, e.From, e.To)
	if work == 0 {
		return
	}
	var units int64
	for _, s := range shares {
		units += s.Units
	}
	if err != nil || units != 1000 {
		t.Fatalf("shared %d of 1000, %v", units, err)
	}
}
