package rule_test

import (
	"errors"
	"testing"
	"time"

	"kontora/internal/rule"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "2026-1-31", "2026-02-30", "31.01.2026", "2026-01-31T00:00:00Z", "0000-01-01"} {
		if d, err := rule.ParseDate(bad); err == nil {
			t.Errorf("%q is %v", bad, d)
		}
	}
	if got := day("2024-02-29").String(); got != "2024-02-29" {
		t.Error(got)
	}
}

func TestDateArithmetic(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		got, want any
	}{
		{day("2026-02-28").Add(1), day("2026-03-01")},
		{day("2026-01-31").AddMonths(1), day("2026-02-28")},
		{day("2024-01-31").AddMonths(1), day("2024-02-29")},
		{day("2026-12-31").AddMonths(2), day("2027-02-28")},
		{day("2026-03-31").AddMonths(-13), day("2025-02-28")},
		{day("2026-03-01").Days(day("2026-02-01")), 28},
		{day("2025-01-01").Days(day("2026-01-01")), -365},
		{day("2026-01-01").Before(day("2026-01-02")), true},
		{day("2026-01-02").Before(day("2026-01-02")), false},
		{rule.Date{}.IsZero(), true},
	} {
		if c.got != c.want {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}

// The clocks of São Paulo skipped midnight on 4 November 2018.
func TestFirstInstantOfADayWithoutMidnight(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Skip("no zone database")
	}
	if got := day("2018-11-04").In(zone); rule.DateOf(got) != day("2018-11-04") || got.Hour() != 1 {
		t.Error(got)
	}
}

func TestParseSpan(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]rule.Span{
		"3d": {Wall: 72 * time.Hour}, "2h30m": {Wall: 150 * time.Minute}, "1mo": {Months: 1}, "1mo 2d": {Months: 1, Wall: 48 * time.Hour}, "0m": {},
		"8wh": {Work: 8 * time.Hour}, "1wh30wm": {Work: 90 * time.Minute}, "3wd": {Days: 3},
	} {
		got, err := rule.ParseSpan(text)
		if err != nil || got != want {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
		if again, err := rule.ParseSpan(got.String()); err != nil || again != want {
			t.Errorf("%q written as %q reads as %v, %v", text, got, again, err)
		}
	}
	for _, bad := range []string{"", "3", "d", "3x", "-3d", "3 d", "999999999d", "3.5d", "100000d100000d"} {
		if got, err := rule.ParseSpan(bad); err == nil {
			t.Errorf("%q is %v", bad, got)
		}
	}
	for _, mixed := range []string{"8wh 1d", "3wd 1mo", "1wd 2wh"} {
		if _, err := rule.ParseSpan(mixed); !errors.Is(err, rule.ErrMixedSpan) {
			t.Errorf("%q: %v", mixed, err)
		}
	}
}

func TestEqualAndCompare(t *testing.T) {
	t.Parallel()
	person := rec("shop/person", "ann", nil)
	for _, c := range []struct {
		a, b any
		want bool
	}{
		{nil, nil, true}, {nil, d("0"), false}, {d("1.50"), d("1.5"), true}, {kzt("0"), nil, false}, {nil, []any{}, true},
		{person, person.ref, true}, {person.ref, ref("shop/unit", "ann"), false}, {"a", "a", true}, {"a", d("1"), false},
		{rule.Span{Months: 1}, rule.Span{Wall: 30 * 24 * time.Hour}, false}, {rule.Span{Months: 1}, rule.Span{Months: 1}, true},
	} {
		if got := rule.Equal(c.a, c.b); got != c.want {
			t.Errorf("%v and %v: got %v", c.a, c.b, got)
		}
	}
	if _, err := rule.Compare("a", d("1")); err == nil {
		t.Error("a text and a number have an order")
	}
}
