package flow

import (
	"maps"
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
// about it and is left out, and so is one that takes sums together by something
// else than the line, or whose bound the reader may not see.
func (m *Measures) Limits(measures map[string]any, by []AxisValue) ([]LimitStand, error) {
	var out []LimitStand
	for _, l := range m.reg.Limits {
		names, ok := namesOf(m.reg, l, by)
		if !ok {
			continue
		}
		vars := maps.Clone(measures)
		maps.Copy(vars, names)
		stand, err := m.stand(l, vars)
		if err != nil {
			return nil, err
		}
		if stand != nil {
			out = append(out, *stand)
		}
	}
	return out, nil
}

// stand is nil where the limit does not apply or where it cannot be told.
func (m *Measures) stand(l *model.Limit, vars map[string]any) (*LimitStand, error) {
	if l.When != nil {
		applies, _, err := l.When.True(m.scope(l, l.When, vars))
		if err != nil && faultOfRule(err) == nil || !applies {
			return nil, err
		}
	}
	rooms, err := l.Check.Rooms(m.scope(l, l.Check, vars))
	if faultOfRule(err) != nil {
		return nil, nil // an amount that is not known proves nothing
	}
	if err != nil {
		return nil, err
	}
	if len(l.By) > 0 && slices.ContainsFunc(rooms, func(r rule.Room) bool { return !r.Known }) {
		return nil, nil
	}
	stand := tightest(l, rooms)
	return &stand, nil
}

// scope lets the bound of sums that are taken together be read as far as the reader may.
// Of the record of a line they see all.
func (m *Measures) scope(l *model.Limit, r *rule.Rule, vars map[string]any) *rule.Scope {
	sc := m.s.registerScope(r, m.reg, vars)
	if len(l.By) > 0 {
		sc.Source = source{m.s, m.s.eyesOf(m.s.actor)}
	}
	return sc
}

// namesOf gives the names that a limit reads besides measures the values of a line.
func namesOf(reg *model.Register, l *model.Limit, by []AxisValue) (map[string]any, bool) {
	names := map[string]any{}
	if len(l.By) == 0 {
		for _, a := range by {
			if a.Field == nil {
				names[a.Dimension.Key] = a.Value
			}
		}
		return names, !slices.ContainsFunc(l.Check.Reads(), func(p rule.Path) bool {
			_, given := names[p.Root]
			return reg.Dimension(p.Root) != nil && !given
		})
	}
	for _, a := range l.By {
		i := slices.IndexFunc(by, func(x AxisValue) bool { return x.Axis == a.Axis })
		if i < 0 || by[i].Value == nil {
			return nil, false
		}
		names[a.Name] = by[i].Value
	}
	return names, len(by) == len(l.By)
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
