package model

import (
	"fmt"
	"strings"

	"kontora/internal/spec"
)

// seedRow is a first record as written: what it says of the fields that matter.
type seedRow struct {
	at     spec.Pos
	values map[string]string // JSON by field; absent is empty
}

// overlappingSeeds finds first records that are one and the same, and rows of a
// catalog that answer the same question on the same day equally well: the second
// would be refused when the pack is installed.
func (c *compiler) overlappingSeeds() {
	for _, p := range c.m.Packs {
		for _, s := range p.Seeds {
			rows := rowsOf(s)
			for i, a := range rows {
				for _, b := range rows[:i] {
					switch {
					case a.values[s.Key.Key] != "" && a.values[s.Key.Key] == b.values[s.Key.Key]:
						c.problem(spec.SeverityError, a.at, "seed_twice", fmt.Sprintf("line %d has the same %s: %s", b.at.Line, s.Key.Key, a.values[s.Key.Key]),
							"the key tells which records are there already; give each its own", map[string]any{"line": b.at.Line, "field": s.Key.Key})
					case s.Type.Lookup != nil && rivals(s.Type.Lookup, a, b) && together(s.Type.Lookup, a, b):
						c.problem(spec.SeverityError, a.at, "lookup_overlap", fmt.Sprintf("this row and the one in line %d answer the same question on the same day", b.at.Line),
							"tell them apart by a key, or let one end before the other begins", map[string]any{"line": b.at.Line})
					}
				}
			}
		}
	}
}

func rowsOf(s *Seed) []seedRow {
	var out []seedRow
	for _, record := range s.Records {
		row := seedRow{at: record.Pos, values: map[string]string{}}
		for n, v := range record.Members() {
			if text := string(v.JSON); text != "null" && text != `""` {
				row.values[n.Key] = text
			}
		}
		for _, f := range s.Type.Fields {
			if f.HasDefault && row.values[f.Key] == "" {
				row.values[f.Key] = fmt.Sprintf("%q", fmt.Sprint(f.Default))
			}
		}
		out = append(out, row)
	}
	return out
}

// rivals reports whether some question is answered by both rows equally well.
func rivals(l *Lookup, x, y seedRow) bool {
	filled := 0
	for _, f := range l.Keys {
		u, v := x.values[f.Key], y.values[f.Key]
		if u != "" {
			filled++
		}
		if v != "" {
			filled--
		}
		if u != v && (!l.Any || u != "" && v != "") {
			return false
		}
	}
	return filled == 0
}

// together reports whether two rows hold on a common day. Without last days a
// later first day replaces the earlier one of the same keys.
func together(l *Lookup, x, y seedRow) bool {
	if l.From == nil {
		return true
	}
	if l.To == nil {
		for _, f := range l.Keys {
			if x.values[f.Key] != y.values[f.Key] {
				return true
			}
		}
		return x.values[l.From.Key] == y.values[l.From.Key]
	}
	begins := func(a, b seedRow) bool {
		from, to := a.values[l.From.Key], b.values[l.To.Key]
		return from == "" || to == "" || strings.Compare(from, to) <= 0 // days are written as 2026-01-31
	}
	return begins(x, y) && begins(y, x)
}

// repeatedLimits finds limits of a register that say the same of the same sums.
func (c *compiler) repeatedLimits() {
	for _, r := range c.m.Registers {
		pack := c.pack(r.Pack)
		f, _ := pack.Registers.Get(r.Name)
		for i, a := range r.Limits {
			for _, b := range r.Limits[:i] {
				if a.Check.Source() == b.Check.Source() && source(a.When) == source(b.When) && sameAxes(a, b) {
					c.problem(spec.SeverityError, f.Limits.At(a.Key), "limit_repeats", fmt.Sprintf("limit %q says what %q says: both would refuse the same", a.Key, b.Key),
						"keep one of them", map[string]any{"limit": a.Key, "other": b.Key})
				}
			}
		}
	}
}

func sameAxes(a, b *Limit) bool {
	if len(a.By) != len(b.By) {
		return false
	}
	for i := range a.By {
		if a.By[i].Axis != b.By[i].Axis {
			return false
		}
	}
	return true
}
