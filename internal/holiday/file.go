package holiday

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"kontora/internal/worktime"
)

// File is a file of a calendar: what the calendar is, and what is written
// around it.
type File struct {
	Schema string `json:"$schema"`
	worktime.Spec
	Note string `json:"note"`
}

// Parse reads a calendar's file. It refuses a keyword that Text would not write
// back.
func Parse(data []byte) (File, error) {
	var f File
	from := json.NewDecoder(bytes.NewReader(data))
	from.DisallowUnknownFields()
	err := from.Decode(&f)
	return f, err
}

// width is how long a line of short entries may get.
const width = 90

// Text is the file in its canonical form: keywords in one order, days of the
// week from Monday on, years and dates ascending. A holiday has a line of its
// own, since people review them one by one.
func (f File) Text() []byte {
	parts := []entry{{"title", quote(f.Title)}, {"zone", quote(f.Zone)}}
	if f.Schema != "" {
		parts = slices.Insert(parts, 0, entry{"$schema", quote(f.Schema)})
	}
	if f.Note != "" {
		parts = append(parts, entry{"note", quote(f.Note)})
	}
	parts = append(parts, entry{"week", lines(2, f.weekParts())})
	if f.AllYear {
		parts = append(parts, entry{"all_year", "true"})
	}
	if f.Years != nil {
		years := sorted(f.Years, func(y worktime.Year) string { return lines(3, yearParts(y)) })
		parts = append(parts, entry{"years", lines(2, years)})
	}
	return []byte(lines(1, parts) + "\n")
}

func (f File) weekParts() []entry {
	var parts []entry
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		if hours, written := f.Week[day]; written {
			parts = append(parts, entry{day, hoursText(hours)})
		}
	}
	return parts
}

func yearParts(y worktime.Year) []entry {
	var parts []entry
	if y.Note != "" {
		parts = append(parts, entry{"note", quote(y.Note)})
	}
	add := func(key string, days []entry, layout func(string, []entry) string) {
		if len(days) > 0 {
			parts = append(parts, entry{key, layout(key, days)})
		}
	}
	long := func(_ string, days []entry) string { return lines(4, days) }
	add("holidays", sorted(y.Holidays, quote), long)
	add("swaps", sorted(y.Swaps, quote), filled)
	add("short", sorted(y.Short, func(minutes int) string { return fmt.Sprint(minutes) }), filled)
	add("working", sorted(y.Working, quote), filled)
	add("custom", sorted(y.Custom, customText), long)
	return parts
}

func customText(c worktime.CustomDay) string {
	parts := []entry{{"hours", hoursText(c.Hours)}}
	if c.Title != "" {
		parts = slices.Insert(parts, 0, entry{"title", quote(c.Title)})
	}
	return inline(parts)
}

func hoursText(hours worktime.Hours) string {
	pairs := make([]string, len(hours))
	for i, h := range hours {
		pairs[i] = "[" + quote(h[0]) + ", " + quote(h[1]) + "]"
	}
	return "[" + strings.Join(pairs, ", ") + "]"
}

// entry is a key of an object and its value as text.
type entry struct{ key, value string }

func (e entry) String() string { return quote(e.key) + ": " + e.value }

func sorted[T any](m map[string]T, text func(T) string) []entry {
	var list []entry
	for _, key := range slices.Sorted(maps.Keys(m)) {
		list = append(list, entry{key, text(m[key])})
	}
	return list
}

// lines writes an object with each entry on its own line, depth steps in.
func lines(depth int, entries []entry) string {
	if len(entries) == 0 {
		return "{}"
	}
	step := "\n" + strings.Repeat("  ", depth)
	return "{" + step + join(entries, ","+step) + step[:len(step)-2] + "}"
}

func inline(entries []entry) string { return "{" + join(entries, ", ") + "}" }

// filled writes a group of a year on one line, or on as few as hold it.
func filled(key string, entries []entry) string {
	const own, within = "      ", "        "
	if whole := inline(entries); utf8.RuneCountInString(own+entry{key, whole}.String()) <= width {
		return whole
	}
	text, line := "{", ""
	for i, e := range entries {
		part := e.String()
		if i < len(entries)-1 {
			part += ","
		}
		if line != "" && utf8.RuneCountInString(within+line+" "+part) > width {
			text, line = text+"\n"+within+line, ""
		}
		line = strings.TrimPrefix(line+" "+part, " ")
	}
	return text + "\n" + within + line + "\n" + own + "}"
}

func join(entries []entry, between string) string {
	texts := make([]string, len(entries))
	for i, e := range entries {
		texts[i] = e.String()
	}
	return strings.Join(texts, between)
}

// quote writes a text as JSON without escaping what needs no escape.
func quote(text string) string {
	var out strings.Builder
	to := json.NewEncoder(&out)
	to.SetEscapeHTML(false)
	if err := to.Encode(text); err != nil {
		panic(err) // a text always marshals
	}
	return strings.TrimSuffix(out.String(), "\n")
}
