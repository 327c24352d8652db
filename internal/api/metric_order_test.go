package api

import (
	"slices"
	"testing"
)

func TestGroupsGoByWhatStandsBesideThem(t *testing.T) {
	sum := func(value, count, currency, amount string) group {
		f := figure{Count: int64(len(count))}
		if currency != "" {
			f.Amounts = []amountOf{{currency, amount}}
		}
		return group{value, f}
	}
	number := func(value, count, n string) group {
		return group{value, figure{Count: int64(len(count)), Number: &n}}
	}
	for name, tt := range map[string]struct {
		groups []group
		want   []any
	}{
		"amounts":      {[]group{sum("many", "...", "KZT", "9.00"), sum("none", "..", "", ""), sum("dear", ".", "KZT", "10.00")}, []any{"dear", "many", "none"}},
		"currencies":   {[]group{sum("dear", ".", "KZT", "10.00"), sum("many", "...", "RUB", "9.00")}, []any{"many", "dear"}},
		"numbers":      {[]group{number("many", "...", "9.5"), number("large", ".", "10")}, []any{"large", "many"}},
		"counts":       {[]group{sum("few", ".", "", ""), sum("many", "...", "", "")}, []any{"many", "few"}},
		"equal amount": {[]group{sum("few", ".", "KZT", "1.00"), sum("many", "...", "KZT", "1.00")}, []any{"many", "few"}},
	} {
		largestFirst(tt.groups)
		var got []any
		for _, g := range tt.groups {
			got = append(got, g.Value)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
