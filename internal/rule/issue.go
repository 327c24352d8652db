package rule

import (
	"fmt"
	"sort"
	"strings"
)

// Issue is a finding about an expression, placed in characters (runes) from
// its beginning.
type Issue struct {
	Offset, Length int
	Code           string
	Params         map[string]any
	Message        string // English
	Hint           string
}

// Error is why an evaluation could not finish. Codes: rule_too_expensive,
// rule_too_deep, currency_mismatch, number_out_of_range, date_out_of_range, text_too_long,
// list_too_long, span_not_whole_days, spans_incomparable, not_comparable,
// bad_value, internal.
type Error struct {
	Code   string
	Params map[string]any
}

// Error gives an English line for logs.
func (e *Error) Error() string {
	keys := make([]string, 0, len(e.Params))
	for k := range e.Params {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	text := "rule: " + e.Code
	for _, k := range keys {
		text += fmt.Sprintf(" %s=%v", k, e.Params[k])
	}
	return text
}

// suggest finds the known name closest to a mistyped one.
func suggest(name string, known []string) string {
	best, least := "", 1+len(name)/3
	sorted := append([]string(nil), known...)
	sort.Strings(sorted)
	for _, k := range sorted {
		if d := distance(strings.ToLower(name), strings.ToLower(k), least); d <= least && (best == "" || d < least) {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", best)
}

// distance counts the single-letter edits (insert, drop, replace, swap)
// between two words, or anything above most when there are more.
func distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > most || len(y)-len(x) > most {
		return most + 1
	}
	var before, last []int
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		before, last, row = last, row, make([]int, len(y)+1)
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(y)]
}
