package worktime

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// New makes a calendar, or tells everything that is wrong with the Spec. A
// calendar that it returns opens every week, so no count runs on for ever.
func New(s Spec) (*Calendar, []Problem) {
	k := &checker{
		calendar: &Calendar{title: s.Title, allYear: s.AllYear, special: map[day]*plan{}, known: map[int]bool{}},
		stands:   map[day]string{},
	}
	k.zone(s.Zone)
	k.week(s.Week)
	years := slices.Sorted(maps.Keys(s.Years))
	for _, key := range years {
		k.year(key, s.Years[key])
	}
	for _, key := range years { // a day that works by exception may be short, too
		k.short(key, s.Years[key].Short)
	}
	if len(k.problems) > 0 {
		return nil, k.problems
	}
	return k.calendar, nil
}

type checker struct {
	calendar *Calendar
	stands   map[day]string // where the exception for a day is written
	problems []Problem
}

// report takes params as pairs of name and value.
func (k *checker) report(path, code, message, hint string, params ...any) {
	p := Problem{Path: path, Code: code, Message: message, Hint: hint}
	for i := 0; i+1 < len(params); i += 2 {
		if p.Params == nil {
			p.Params = map[string]any{}
		}
		p.Params[params[i].(string)] = params[i+1]
	}
	k.problems = append(k.problems, p)
}

func (k *checker) zone(name string) {
	zone, ok := loadZone(name)
	switch {
	case !ok:
		k.report("zone", "unknown_zone", fmt.Sprintf("%q is not a time zone", name), "a name like Europe/Moscow or Asia/Almaty", "zone", name)
	case isOutdated(zone):
		k.report("zone", "outdated_zone", fmt.Sprintf("this machine's data of %s is out of date", name),
			"update its package tzdata, or point ZONEINFO to newer files", "zone", name)
	default:
		k.calendar.zone = zone
	}
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func (k *checker) week(week map[string]Hours) {
	opens := false
	for i, key := range weekdays {
		path := "week." + key
		p := plan{kind: Free, hours: k.hours(path, week[key])}
		if len(p.hours) > 0 {
			p.kind, opens = Usual, true
		}
		k.calendar.week[i] = p
		opens = opens || len(week[key]) > 0 // then what is wrong has been told
	}
	for _, key := range slices.Sorted(maps.Keys(week)) {
		if !slices.Contains(weekdays, key) {
			k.report("week."+key, "unknown_weekday", fmt.Sprintf("%q is not a day of the week", key), "mon, tue, wed, thu, fri, sat, sun", "day", key)
		}
	}
	if !opens {
		k.report("week", "never_opens", "no day of the week has working hours", "a count of working time would never end")
	}
}

// hours reads the intervals of a day and puts them in order.
func (k *checker) hours(path string, written Hours) []interval {
	type placed struct {
		interval
		path string
	}
	var list []placed
	for n, pair := range written {
		at := fmt.Sprintf("%s[%d]", path, n)
		from, fromOk := k.clock(at, pair[0])
		to, toOk := k.clock(at, pair[1])
		switch {
		case !fromOk || !toOk:
		case to <= from:
			k.report(at, "interval_backwards", fmt.Sprintf("%s–%s ends before it has begun", pair[0], pair[1]),
				"a shift over midnight is two intervals: until 24:00, and from 00:00 on the next day", "from", pair[0], "to", pair[1])
		default:
			list = append(list, placed{interval{from, to}, at})
		}
	}
	slices.SortStableFunc(list, func(a, b placed) int { return a.from - b.from })
	var hours []interval
	for n, i := range list {
		switch last := len(hours) - 1; {
		case n > 0 && i.from < hours[last].to:
			k.report(i.path, "intervals_overlap", fmt.Sprintf("%s overlaps with another interval of the day", i.text()), "", "interval", i.text())
			hours[last].to = max(hours[last].to, i.to)
		default:
			hours = append(hours, i.interval)
		}
	}
	return hours
}

func (i interval) text() string {
	return fmt.Sprintf("%02d:%02d–%02d:%02d", i.from/hour, i.from/60%60, i.to/hour, i.to/60%60)
}

// clock reads "09:30" as seconds of the day; "24:00" is the end of it.
func (k *checker) clock(path, text string) (int, bool) {
	if text == "24:00" {
		return fullDay, true
	}
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != len("15:04") {
		k.report(path, "bad_time", fmt.Sprintf("%q is not a time of day", text), "00:00 to 24:00, always with two digits", "text", text)
		return 0, false
	}
	return t.Hour()*hour + t.Minute()*60, true
}

func (k *checker) year(key string, y Year) {
	number, ok := yearNumber(key)
	path := "years." + key
	if !ok {
		k.report(path, "bad_year", fmt.Sprintf("%q is not a year", key), fmt.Sprintf("%d to %d", firstYear, lastYear), "text", key)
		return
	}
	k.calendar.known[number] = true
	for text, d := range k.dates(path+".holidays", number, slices.Sorted(maps.Keys(y.Holidays))) {
		at := path + ".holidays." + text
		title := strings.TrimSpace(y.Holidays[text])
		if title == "" {
			k.report(at, "holiday_without_name", "the holiday has no name", "people are shown it as the reason of a deadline", "date", text)
		}
		k.except(at, d, plan{kind: Holiday, title: title})
	}
	for text, d := range k.dates(path+".working", number, slices.Sorted(maps.Keys(y.Working))) {
		k.working(path+".working."+text, d, y.Working[text])
	}
	for text, d := range k.dates(path+".swaps", number, slices.Sorted(maps.Keys(y.Swaps))) {
		k.swap(path+".swaps."+text, d, y.Swaps[text])
	}
	for text, d := range k.dates(path+".custom", number, slices.Sorted(maps.Keys(y.Custom))) {
		at := path + ".custom." + text
		own := y.Custom[text]
		if len(own.Hours) == 0 {
			k.report(at, "custom_without_hours", "a day with hours of its own has none", "a day without work is a holiday", "date", text)
		}
		k.except(at, d, plan{kind: Custom, title: own.Title, hours: k.hours(at+".hours", own.Hours)})
	}
}

func yearNumber(key string) (int, bool) {
	n, err := strconv.Atoi(key)
	return n, err == nil && firstYear <= n && n <= lastYear && strconv.Itoa(n) == key
}

// dates reads the keys of a group and yields those that are days of its year.
func (k *checker) dates(path string, year int, keys []string) func(yield func(string, day) bool) {
	return func(yield func(string, day) bool) {
		for _, text := range keys {
			d, ok := k.date(path+"."+text, text)
			if ok && d.date().Year != year {
				k.report(path+"."+text, "date_of_other_year", fmt.Sprintf("%s is not a day of %d", text, year), "", "date", text, "year", year)
				ok = false
			}
			if ok && !yield(text, d) {
				return
			}
		}
	}
}

func (k *checker) date(path, text string) (day, bool) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		k.report(path, "bad_date", fmt.Sprintf("%q is not a date like 2026-01-31", text), "", "text", text)
		return 0, false
	}
	return dayOf(t), true
}

// except puts an exception in the place of the week's hours.
func (k *checker) except(path string, d day, p plan) {
	if other, taken := k.stands[d]; taken {
		k.report(path, "date_twice", fmt.Sprintf("%s stands in %s already", d.date(), other), "", "date", d.date().String(), "other", other)
		return
	}
	k.stands[d] = path
	k.calendar.special[d] = &p
}

func (k *checker) working(path string, d day, weekday string) {
	n := slices.Index(weekdays, weekday)
	switch {
	case n < 0:
		k.report(path, "unknown_weekday", fmt.Sprintf("%q is not a day of the week", weekday), "mon, tue, wed, thu, fri, sat, sun", "day", weekday)
	case len(k.calendar.week[n].hours) == 0:
		k.report(path, "weekday_without_hours", fmt.Sprintf("the week has no hours on %s that could be taken", weekday), "", "day", weekday)
	default:
		k.except(path, d, plan{kind: Working, as: weekday, hours: k.calendar.week[n].hours})
	}
}

func (k *checker) swap(path string, d day, with string) {
	other, ok := k.date(path, with)
	if !ok {
		return
	}
	mine, others := k.calendar.week[d.weekday()].hours, k.calendar.week[other.weekday()].hours
	if slices.Equal(mine, others) {
		k.report(path, "swap_of_equals", fmt.Sprintf("%s and %s have the same hours", d.date(), with), "one of them should be a day off", "date", d.date().String(), "with", with)
		return
	}
	k.except(path, d, plan{kind: Swapped, as: with, hours: others})
	k.except(path, other, plan{kind: Swapped, as: d.date().String(), hours: mine})
}

// short takes minutes from the end of days, whatever has given them hours.
func (k *checker) short(key string, short map[string]int) {
	number, ok := yearNumber(key)
	if !ok {
		return
	}
	path := "years." + key + ".short"
	for text, d := range k.dates(path, number, slices.Sorted(maps.Keys(short))) {
		at, minutes := path+"."+text, short[text]
		p := *k.calendar.plan(d)
		whole := 0
		for _, i := range p.hours {
			whole += i.to - i.from
		}
		switch {
		case whole == 0:
			k.report(at, "short_of_nothing", fmt.Sprintf("%s has no working hours that could be shorter", text), "", "date", text)
		case minutes <= 0 || minutes >= whole/60:
			k.report(at, "bad_minutes", fmt.Sprintf("%d minutes cannot be taken from %d", minutes, whole/60), "", "minutes", minutes, "whole", whole/60)
		default:
			p.cut = minutes * 60
			p.hours = cut(p.hours, p.cut)
			k.calendar.special[d] = &p
		}
	}
}

// cut takes seconds from the end.
func cut(hours []interval, seconds int) []interval {
	rest := slices.Clone(hours)
	for last := len(rest) - 1; seconds > 0; last-- {
		taken := min(seconds, rest[last].to-rest[last].from)
		rest[last].to -= taken
		seconds -= taken
		if rest[last].from == rest[last].to {
			rest = rest[:last]
		}
	}
	return rest
}
