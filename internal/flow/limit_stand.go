package flow

import (
	"slices"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// LimitStand is how a limit stands at the sums of one line of a report.
type LimitStand struct {
	Limit     *model.Limit
	Holds     bool
	Used, Cap any // the sides of its tightest comparison; nil where it compares nothing
}

// Limits tells how the limits of a register stand at the measures of a line. A
// limit that reads a dimension by which the line is not grouped says nothing
// about it and is left out.
func (m *Measures) Limits(measures, by map[string]any) ([]LimitStand, error) {
	var out []LimitStand
	for _, l := range m.reg.Limits {
		if m.needsMore(l, by) {
			continue
		}
		vars := map[string]any{}
		for _, part := range []map[string]any{measures, by} {
			for name, v := range part {
				vars[name] = v
			}
		}
		rooms, err := l.Check.Rooms(m.s.registerScope(l.Check, m.reg, vars))
		if faultOfRule(err) != nil {
			continue // an amount that is not known proves nothing
		}
		if err != nil {
			return nil, err
		}
		out = append(out, tightest(l, rooms))
	}
	return out, nil
}

func (m *Measures) needsMore(l *model.Limit, by map[string]any) bool {
	return slices.ContainsFunc(l.Check.Reads(), func(p rule.Path) bool {
		_, given := by[p.Root]
		return m.reg.Dimension(p.Root) != nil && !given
	})
}

func tightest(l *model.Limit, rooms []rule.Room) LimitStand {
	out := LimitStand{Limit: l, Holds: true}
	var least *rule.Room
	for i, room := range rooms {
		out.Holds = out.Holds && room.Holds && room.Known
		if room.Left != nil && (least == nil || room.Left.LessThan(*least.Left)) {
			least = &rooms[i]
		}
	}
	if least != nil {
		out.Used, out.Cap = least.Used, least.Cap
	}
	return out
}
