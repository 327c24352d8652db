package model

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"kontora/internal/spec"
	"kontora/internal/worktime"
)

// Calendar is working time as a pack declares it.
type Calendar struct {
	Key    string // base/kz
	Digest string // of what is declared; equal digests mean equal working time
	*worktime.Calendar
}

// calendars compiles the calendars of all packs.
func (c *compiler) calendars() {
	for _, p := range c.b.Packs {
		for name, f := range p.Calendars.All() {
			written := c.calendarSpec(f)
			made, problems := worktime.New(written)
			for _, problem := range problems {
				at, _ := c.b.Locate(f.File, problem.Path)
				if at.File == "" {
					at = f.Pos
				}
				c.problem(spec.SeverityError, at, problem.Code, problem.Message, problem.Hint, problem.Params)
			}
			if len(problems) == 0 {
				key := p.Key + "/" + name
				c.m.Calendars[key] = &Calendar{Key: key, Digest: digestOf(written), Calendar: made}
			}
		}
	}
}

func (c *compiler) calendarSpec(f *spec.CalendarFile) worktime.Spec {
	out := worktime.Spec{Title: f.Title, Zone: f.Zone, AllYear: f.AllYear, Week: map[string]worktime.Hours{}, Years: map[string]worktime.Year{}}
	for day, hours := range f.Week.All() {
		out.Week[day] = c.hours(hours)
	}
	for number, y := range f.Years.All() {
		year := worktime.Year{
			Note: y.Note, Holidays: plainMap(y.Holidays), Working: plainMap(y.Working), Swaps: plainMap(y.Swaps),
			Short: map[string]int{}, Custom: map[string]worktime.CustomDay{},
		}
		for date, minutes := range y.Short.All() {
			year.Short[date] = *minutes
		}
		for date, custom := range y.Custom.All() {
			year.Custom[date] = worktime.CustomDay{Title: custom.Title, Hours: c.hours(custom.Hours)}
		}
		out.Years[number] = year
	}
	return out
}

func (c *compiler) hours(raw spec.Raw) worktime.Hours {
	var hours worktime.Hours
	if err := json.Unmarshal(raw.JSON, &hours); err != nil {
		c.fail(raw.Pos, "bad_hours", `hours are pairs like [["09:00", "13:00"], ["14:00", "18:00"]]`)
	}
	return hours
}

func digestOf(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts and numbers always marshal
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func plainMap(m spec.Map[string]) map[string]string {
	out := map[string]string{}
	for k, v := range m.All() {
		out[k] = v
	}
	return out
}

// CalendarFor finds a calendar by the name under which a record or a setting
// of a pack mentions it: "base/kz", or "kz" where only one pack has it.
func (m *Model) CalendarFor(name string) *Calendar {
	if c := m.Calendars[name]; c != nil || name == "" || strings.Contains(name, "/") {
		return c
	}
	var found *Calendar
	for key, c := range m.Calendars {
		if strings.HasSuffix(key, "/"+name) {
			if found != nil {
				return nil
			}
			found = c
		}
	}
	return found
}

// String names the calendar for people.
func (c *Calendar) String() string { return fmt.Sprintf("%s (%s)", c.Title(), c.Zone()) }
