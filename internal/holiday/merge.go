package holiday

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"kontora/internal/worktime"
)

// Options say which days of a feed are days off.
type Options struct {
	Types   []string // the feed's words for them; without regard to case
	Untyped bool     // days of which the feed does not say what they are, too
	Regions []string // whose own days count besides those of everywhere
	Years   []int    // these alone; all when none is named
}

// PublicTypes are the words for public holidays of common feeds.
var PublicTypes = []string{"Public", "Public holiday"}

// otherTypes are the words of common feeds for days that are worked somewhere.
var otherTypes = []string{
	"Bank", "Bank holiday", "School", "School holiday", "Optional", "Optional holiday", "Authorities", "Observance",
}

// generalTypes say that it is a holiday but not of which kind.
var generalTypes = []string{"Holiday", "Holidays"}

// Change is one date of a plan.
type Change struct {
	Date   string `json:"date"`
	Name   string `json:"name"`
	Reason string `json:"reason,omitempty"`
}

// Plan is what merging a feed into a calendar comes to. Lists are in order of
// dates.
type Plan struct {
	NewYears []int    `json:"new_years"` // of which the calendar knew nothing
	Added    []Change `json:"added"`     // days off; Reason tells those that are free by the week anyway
	Kept     []Change `json:"kept"`      // the calendar says something else of the day, and stays as it is
	LeftOut  []Change `json:"left_out"`  // of the feed, no days off
	Missing  []Change `json:"missing"`   // holidays of the calendar that the feed does not have; they stay
	Same     int      `json:"same"`      // days that the calendar has already
}

// IsEmpty reports that the calendar would stay as it is.
func (p Plan) IsEmpty() bool { return len(p.Added) == 0 }

// Merge adds the days off of a feed to a calendar. It never changes what the
// calendar says of a date: neither names of holidays nor moved, short and worked
// days.
func Merge(f File, days []Day, o Options) (File, Plan) {
	plan := Plan{NewYears: []int{}, Added: []Change{}, Kept: []Change{}, LeftOut: []Change{}, Missing: []Change{}}
	off := map[worktime.Date][]string{}
	for _, d := range days {
		if len(o.Years) > 0 && !slices.Contains(o.Years, d.Date.Year) {
			continue
		}
		if reason := o.refuses(d); reason != "" {
			plan.LeftOut = append(plan.LeftOut, Change{d.Date.String(), d.Name, reason})
		} else if !slices.Contains(off[d.Date], d.Name) {
			off[d.Date] = append(off[d.Date], d.Name)
		}
	}
	slices.SortStableFunc(plan.LeftOut, func(a, b Change) int { return cmp.Compare(a.Date, b.Date) })
	written := f.exceptions()
	f.Years = maps.Clone(f.Years)
	for _, date := range slices.SortedFunc(maps.Keys(off), byDate) {
		f.propose(&plan, date, strings.Join(off[date], ", "), written)
	}
	plan.Missing = append(plan.Missing, f.missing(off, written)...)
	return f, plan
}

func byDate(a, b worktime.Date) int { return cmp.Compare(a.String(), b.String()) }

// propose adds one day off, unless something is written of the date.
func (f *File) propose(plan *Plan, date worktime.Date, name string, written map[string]exception) {
	at := date.String()
	switch is, taken := written[at]; {
	case taken && is.holiday == name:
		plan.Same++
		return
	case taken:
		plan.Kept = append(plan.Kept, Change{at, name, is.String()})
		return
	}
	key := strconv.Itoa(date.Year)
	year, known := f.Years[key]
	if !known {
		plan.NewYears = append(plan.NewYears, date.Year)
	}
	if f.Years == nil {
		f.Years = map[string]worktime.Year{}
	}
	// A copy, since the calendar that was read must stay as it was.
	year.Holidays = maps.Clone(year.Holidays)
	if year.Holidays == nil {
		year.Holidays = map[string]string{}
	}
	year.Holidays[at] = name
	f.Years[key] = year
	added := Change{Date: at, Name: name}
	if len(f.Week[weekday(at)]) == 0 {
		added.Reason = "free anyway: if the day off moves, write where to"
	}
	plan.Added = append(plan.Added, added)
}

// missing are the holidays of the feed's years that only the calendar has.
func (f *File) missing(off map[worktime.Date][]string, written map[string]exception) []Change {
	years, dates := map[int]bool{}, map[string]bool{}
	for date := range off {
		years[date.Year], dates[date.String()] = true, true
	}
	var list []Change
	for _, at := range slices.Sorted(maps.Keys(written)) {
		year, err := strconv.Atoi(at[:len("2026")])
		if name := written[at].holiday; err == nil && name != "" && years[year] && !dates[at] {
			list = append(list, Change{Date: at, Name: name})
		}
	}
	return list
}

// exception is what a calendar says of a date.
type exception struct {
	holiday string // its name; "" when it is none
	hours   string // what else is written
}

func (e exception) String() string {
	if e.holiday != "" {
		return fmt.Sprintf("the file has «%s»", e.holiday)
	}
	return "the file has " + e.hours
}

// exceptions are all dates of which the calendar says something.
func (f *File) exceptions() map[string]exception {
	all := map[string]exception{}
	for _, y := range f.Years {
		for date, minutes := range y.Short {
			all[date] = exception{hours: fmt.Sprintf("a day shorter by %d minutes", minutes)}
		}
		for date, custom := range y.Custom {
			all[date] = exception{hours: "hours of its own"}
			if custom.Title != "" {
				all[date] = exception{hours: fmt.Sprintf("hours of its own, «%s»", custom.Title)}
			}
		}
		for date, day := range y.Working {
			all[date] = exception{hours: "the hours of " + day}
		}
		for date, with := range y.Swaps {
			all[date] = exception{hours: "hours traded with " + with}
			all[with] = exception{hours: "hours traded with " + date}
		}
	}
	for _, y := range f.Years {
		for date, name := range y.Holidays {
			all[date] = exception{holiday: name}
		}
	}
	return all
}

// refuses tells why a day is no day off; "" when it is.
func (o Options) refuses(d Day) string {
	if d.Flaw != "" {
		return d.Flaw
	}
	types := slices.DeleteFunc(slices.Clone(d.Types), func(t string) bool { return oneOf(generalTypes, t) && !oneOf(o.Types, t) })
	if len(types) == 0 && (oneOf(o.Types, d.Remark) || oneOf(otherTypes, d.Remark) || oneOf(PublicTypes, d.Remark)) {
		types = []string{d.Remark}
	}
	isOff := slices.ContainsFunc(types, func(t string) bool { return oneOf(o.Types, t) })
	switch {
	case len(types) == 0 && !o.Untyped:
		return "the feed does not say what it is"
	case len(types) > 0 && !isOff:
		return strings.Join(types, ", ")
	case len(d.Regions) > 0 && !slices.ContainsFunc(d.Regions, func(r string) bool { return oneOf(o.Regions, r) }):
		return "only in " + strings.Join(d.Regions, ", ")
	}
	return ""
}

func oneOf(list []string, word string) bool {
	return slices.ContainsFunc(list, func(w string) bool { return strings.EqualFold(w, word) })
}

// weekday is the day of the week of a date as calendars write it.
func weekday(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	return strings.ToLower(t.Weekday().String()[:3])
}
