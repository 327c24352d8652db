package api

import (
	"strconv"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// macro writes what PocketBase computes for the filter. Days, months and years
// begin where the office is, not in UTC.
func (w *pocketWriter) macro(o pocketOperand, f *model.Field) (string, error) {
	if o.text == "@request.auth.id" {
		return "me.id", nil
	}
	local := w.now.In(w.zone)
	if at, ok := moments[o.text]; ok {
		t := at(local)
		if f != nil && f.Kind == model.Date {
			return quoted(rule.DateOf(t).String()), nil
		}
		return quoted(t.UTC().Format(time.RFC3339Nano)), nil
	}
	if n, ok := clockParts[o.text]; ok {
		return strconv.Itoa(n(local)), nil
	}
	return "", w.wrong(o, "unsupported") // @collection joins, @request.* and unknown names
}

// moments are PocketBase's macros that mean an instant, or the day it falls on.
var moments = map[string]func(time.Time) time.Time{
	"@now":        func(t time.Time) time.Time { return t },
	"@yesterday":  func(t time.Time) time.Time { return t.AddDate(0, 0, -1) },
	"@tomorrow":   func(t time.Time) time.Time { return t.AddDate(0, 0, 1) },
	"@todayStart": func(t time.Time) time.Time { return begins(rule.DateOf(t), t) },
	"@todayEnd":   func(t time.Time) time.Time { return ends(rule.DateOf(t), t) },
	"@monthStart": func(t time.Time) time.Time { return begins(monthOf(t), t) },
	"@monthEnd":   func(t time.Time) time.Time { return ends(monthOf(t).AddMonths(1).Add(-1), t) },
	"@yearStart":  func(t time.Time) time.Time { return begins(yearOf(t), t) },
	"@yearEnd":    func(t time.Time) time.Time { return ends(yearOf(t).AddMonths(12).Add(-1), t) },
}

// clockParts are those that mean a number.
var clockParts = map[string]func(time.Time) int{
	"@second":  time.Time.Second,
	"@minute":  time.Time.Minute,
	"@hour":    time.Time.Hour,
	"@day":     time.Time.Day,
	"@month":   func(t time.Time) int { return int(t.Month()) },
	"@weekday": func(t time.Time) int { return int(t.Weekday()) },
	"@year":    time.Time.Year,
}

func begins(d rule.Date, like time.Time) time.Time { return d.In(like.Location()) }

func ends(d rule.Date, like time.Time) time.Time {
	return d.Add(1).In(like.Location()).Add(-time.Millisecond)
}

func monthOf(t time.Time) rule.Date { return rule.Date{Year: t.Year(), Month: t.Month(), Day: 1} }

func yearOf(t time.Time) rule.Date { return rule.Date{Year: t.Year(), Month: time.January, Day: 1} }
