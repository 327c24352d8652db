package flow

import (
	"fmt"
	"maps"
	"slices"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// group is all the sums that a limit takes together: those with the same values of
// its axes.
type group struct {
	values  []any
	touched map[SumKey]side // combinations of dimensions
	bound   []*Record       // records that a name stands for, in fields that the limit reads
}

// side tells whether a combination belongs to a group before the command and now.
type side struct{ was, is bool }

// brokenTogether lists the limits over several combinations of dimensions that do
// not hold and that the command makes worse. A record that a dimension names takes
// its sums along when it changes what they are taken together by; a bound that a
// record holds is tested when that is changed. since is what the command had moved
// already, for questions in the middle of one; nil when it is the whole command that
// is judged.
func (s *session) brokenTogether(reg *model.Register, since map[SumKey]map[string]int64, waive bool) ([]breach, error) {
	var out []breach
	for _, l := range reg.Limits {
		if len(l.By) == 0 {
			continue
		}
		moves, err := s.moves()
		if err != nil {
			return nil, err
		}
		groups, err := s.groups(reg, l, moves)
		if err != nil {
			return nil, err
		}
		for _, g := range groups {
			st, err := s.stanceOf(reg, l, g, moves, since)
			if err != nil {
				return nil, err
			}
			b, err := s.tested(st, waive)
			if err != nil {
				return nil, err
			}
			if b != nil {
				out = append(out, *b)
			}
		}
	}
	return out, nil
}

// groups are those whose sums or whose bound the command touches, in a fixed order.
func (s *session) groups(reg *model.Register, l *model.Limit, moves map[SumKey]map[string]int64) ([]*group, error) {
	found := map[string]*group{}
	at := func(values []any) *group {
		name := fmt.Sprintf("%#v", values)
		if found[name] == nil {
			found[name] = &group{values: values, touched: map[SumKey]side{}}
		}
		return found[name]
	}
	touched, err := s.touched(reg, l.Axes(), moves)
	if err != nil {
		return nil, err
	}
	for _, k := range touched {
		was, is, err := s.turned(l.Axes(), k)
		if err != nil {
			return nil, err
		}
		if is != nil {
			at(is).touched[k] = side{slices.EqualFunc(was, is, equal), true}
		}
		if was != nil && !slices.EqualFunc(was, is, equal) {
			at(was).touched[k] = side{was: true}
		}
	}
	if err := s.bounds(reg, l, at); err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(found))
	out := make([]*group, len(names))
	for i, name := range names {
		out[i] = found[name]
	}
	return out, nil
}

// bounds adds the groups of records that a name stands for and of which the command has
// changed a field that the limit reads.
func (s *session) bounds(reg *model.Register, l *model.Limit, at func([]any) *group) error {
	for i, a := range l.By {
		for _, r := range s.edited(a.Type().Ref, l.ReadsOf(a.Name)) {
			var rest []model.Axis
			for j, other := range l.By {
				if j != i {
					rest = append(rest, other.Axis)
				}
			}
			lines, err := s.snap.Together(reg, []AxisValue{{a.Axis, r.Reference()}}, rest)
			if err != nil {
				return err
			}
			for _, line := range lines {
				if slices.Contains(line.By, nil) {
					continue
				}
				g := at(slices.Insert(slices.Clone(line.By), i, any(r.Reference())))
				g.bound = append(g.bound, r)
			}
		}
	}
	return nil
}

// stanceOf works out the sums of a group before and after, and what part each record of
// the command has in the difference.
func (s *session) stanceOf(reg *model.Register, l *model.Limit, g *group, moves, since map[SumKey]map[string]int64) (stance, error) {
	st := stance{reg: reg, limit: l, key: map[string]string{}, names: map[string]any{}}
	where := make([]AxisValue, len(l.By))
	for i, a := range l.By {
		where[i] = AxisValue{a.Axis, g.values[i]}
		st.names[a.Name] = g.values[i]
		if a.Field == nil {
			st.key[a.Dimension.StableId] = DimensionText(s.m, a.Dimension, g.values[i])
		}
	}
	stored, err := s.standTogether(reg, where)
	if err != nil {
		return st, err
	}
	if st.after, err = s.regrouped(reg, g, stored, moves); err != nil {
		return st, err
	}
	if st.before, st.was = stored, s.before; since != nil {
		st.was = nil
		if st.before, err = s.regrouped(reg, g, stored, since); err != nil {
			return st, err
		}
	}
	st.parts = func() ([]part, error) { return s.partsTogether(reg, l, g) }
	return st, nil
}

// partsTogether tells what each record of the command changes in a group: by what it
// contributes, and by the sums that it takes along. Those that hold the bound change
// none.
func (s *session) partsTogether(reg *model.Register, l *model.Limit, g *group) ([]part, error) {
	by, err := s.movesBy()
	if err != nil {
		return nil, err
	}
	own := map[rule.Reference]map[string]int64{}
	of := func(ref rule.Reference) map[string]int64 {
		if own[ref] == nil {
			own[ref] = map[string]int64{}
		}
		return own[ref]
	}
	for k, at := range g.touched {
		for ref, moved := range by {
			if units := moved[k]; units != nil && at.is {
				addUnits(of(ref), units, 1)
			}
		}
		if at.was == at.is {
			continue
		}
		whole, err := s.stand(reg, fullKey(reg, decodeKey(k.Key)))
		if err != nil {
			return nil, err
		}
		for _, ref := range s.movers(l, k) {
			addUnits(of(ref), whole, at.sign())
		}
	}
	for _, r := range g.bound {
		of(r.Reference())
	}
	parts := make([]part, 0, len(own))
	for ref, units := range own {
		parts = append(parts, part{ref, units})
	}
	sortParts(parts)
	return parts, nil
}

// movers are the records that a combination of dimensions names and whose values of an
// axis the command has changed.
func (s *session) movers(l *model.Limit, k SumKey) []rule.Reference {
	var out []rule.Reference
	key := decodeKey(k.Key)
	for _, a := range l.By {
		if a.Field == nil {
			continue
		}
		for _, r := range s.edited(a.Dimension.Type.Ref, []string{a.Field.Key}) {
			if r.Id == key[a.Dimension.StableId] && !slices.Contains(out, r.Reference()) {
				out = append(out, r.Reference())
			}
		}
	}
	return out
}

// before runs something in the world as it was before the command.
func (s *session) before(run func() error) error {
	work := s.work
	s.work = map[rule.Reference]*Record{}
	defer func() { s.work = work }()
	return run()
}
