package designer

import (
	"fmt"
	"io"
	"strings"

	"kontora/internal/model"
)

// Sign marks a difference at the edge of a list: + what comes, - what goes, ! what
// may refuse records, ~ everything else that changes.
func Sign(d model.Difference) string {
	switch {
	case d.Verb == "added":
		return "+"
	case d.Verb == "removed":
		return "-"
	case d.Severity != model.Safe:
		return "!"
	}
	return "~"
}

// Print writes a report as text: differences by type with what they mean, then
// clocks, rounds, people and what refers to what goes.
func (r *Report) Print(w io.Writer, lang string) {
	s := Speech{Lang: lang}
	counts, last := map[string]int{}, ""
	for _, d := range r.Differences {
		group := d.Type
		if d.What == "type" {
			group = d.Key
		}
		if group != last {
			last = group
			fmt.Fprintf(w, "\n%s\n", last)
		}
		sign := Sign(d.Difference)
		counts[sign]++
		fmt.Fprintf(w, "  %s %s\n", sign, d.Text)
		if d.Consequence != "" {
			fmt.Fprintf(w, "      %s%s\n", d.Consequence, names(d.Sample, d.Records, s))
		}
		for _, o := range d.Options {
			fmt.Fprintf(w, "      · %s: %s\n", o.Title, o.Text)
		}
	}
	section := func(code string, lines []string) {
		if len(lines) > 0 {
			fmt.Fprintf(w, "\n%s\n  %s\n", s.say("print."+code, nil), strings.Join(lines, "\n  "))
		}
	}
	section("open", texts(r.Open, func(o Open) []string { return []string{o.Text} }))
	section("clocks", texts(r.Clocks, func(c ClockChange) []string { return []string{c.Text} }))
	section("approvals", texts(r.Approvals, func(c RouteChange) []string {
		lines := []string{c.Text}
		for _, step := range c.Steps {
			lines = append(lines, "  "+step.Text)
		}
		return lines
	}))
	section("people", texts(r.People, func(p PeopleLose) []string { return []string{p.Text} }))
	section("references", texts(r.References, func(p Reference) []string { return []string{p.Text} }))
	if len(r.Differences) > 0 {
		fmt.Fprintf(w, "\n%s\n", s.say("print.total", params{
			"added": fmt.Sprint(counts["+"]), "changed": fmt.Sprint(counts["~"] + counts["!"]), "removed": fmt.Sprint(counts["-"]), "records": s.number(r.RecordsTouched),
		}))
	}
}

// texts gathers the lines of a section.
func texts[T any](list []T, lines func(T) []string) (out []string) {
	for _, one := range list {
		out = append(out, lines(one)...)
	}
	return out
}

// names lists the records that are shown of all.
func names(list []Sample, all int64, s Speech) string {
	if len(list) == 0 {
		return ""
	}
	var shown []string
	for _, one := range list {
		switch {
		case one.Number != "":
			shown = append(shown, one.Number)
		case one.Title != "":
			shown = append(shown, "«"+one.Title+"»")
		default:
			shown = append(shown, one.Id)
		}
	}
	text := " (" + strings.Join(shown, ", ")
	if more := all - int64(len(list)); more > 0 {
		text += s.say("print.more", params{"count": s.number(more)})
	}
	return text + ")"
}
