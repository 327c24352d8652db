package flow

import (
	"cmp"
	"maps"
	"slices"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// AxisValue is one value of an axis.
type AxisValue struct {
	model.Axis
	Value any
}

// Together is what a register holds for values of some axes, in whole units by
// resource.
type Together struct {
	By    []any
	Units map[string]int64
}

// Balance answers what a register holds. A reader who may not know of a record
// that a dimension names learns nothing.
func (x source) Balance(register string, by map[string]any) (map[string]any, error) {
	s := x.s
	reg := s.m.Register(register)
	if reg == nil {
		reg = s.m.RegisterKept(register)
	}
	if reg == nil {
		return nil, nil
	}
	key, where, together := map[string]string{}, []AxisValue(nil), false
	for _, name := range slices.Sorted(maps.Keys(by)) {
		axis, ok := s.m.Axis(reg, name)
		if !ok {
			return nil, nil
		}
		v := plainValue(by[name])
		if ref, ok := v.(rule.Reference); ok && x.eyes != nil {
			if r, err := s.follow(ref); err != nil || r == nil || !x.eyes.knows(r) {
				return nil, err
			}
		}
		where = append(where, AxisValue{axis, v})
		if axis.Field == nil {
			key[axis.Dimension.StableId] = DimensionText(s.m, axis.Dimension, v)
		}
		together = together || axis.Field != nil
	}
	if !together {
		sums, err := s.holding(reg, key)
		if err != nil {
			return nil, err
		}
		return s.measured(reg, key, sums)
	}
	if slices.ContainsFunc(where, func(a AxisValue) bool { return a.Value == nil }) {
		return nil, nil // what has none is not taken together
	}
	sums, err := s.holdingTogether(reg, where)
	if err != nil {
		return nil, err
	}
	return s.measured(reg, key, sums)
}

// touched are the combinations of dimensions that the command moves something in, or
// whose records it gives another value of an axis.
func (s *session) touched(reg *model.Register, axes []model.Axis, moves map[SumKey]map[string]int64) ([]SumKey, error) {
	seen := map[SumKey]bool{}
	for k := range moves {
		if k.Register == reg.StableId {
			seen[k] = true
		}
	}
	for _, a := range axes {
		if a.Field == nil {
			continue
		}
		for _, r := range s.edited(a.Dimension.Type.Ref, []string{a.Field.Key}) {
			keys, err := s.combinations(reg, a.Dimension, r.Reference())
			if err != nil {
				return nil, err
			}
			for _, k := range keys {
				seen[k] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b SumKey) int { return cmp.Compare(a.Key, b.Key) }), nil
}

// edited are the records of a type that the command has given another value in one of
// some fields; they were there before.
func (s *session) edited(typ string, fields []string) []*Record {
	var out []*Record
	for ref, r := range s.work {
		was := s.stored[ref]
		if was == nil || !s.m.Fits(ref.Type, typ) {
			continue
		}
		if slices.ContainsFunc(fields, func(f string) bool { return !equal(was.Values[f], r.Values[f]) }) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *Record) int { return cmp.Compare(a.Id, b.Id) })
	return out
}

// combinations lists the combinations of dimensions of which one is a record.
func (s *session) combinations(reg *model.Register, d *model.Dimension, ref rule.Reference) ([]SumKey, error) {
	rest := make([]model.Axis, 0, len(reg.Dimensions))
	for _, other := range reg.Dimensions {
		if other != d {
			rest = append(rest, model.Axis{Dimension: other})
		}
	}
	lines, err := s.snap.Together(reg, []AxisValue{{model.Axis{Dimension: d}, ref}}, rest)
	if err != nil {
		return nil, err
	}
	keys := make([]SumKey, len(lines))
	for i, line := range lines {
		key := map[string]string{d.StableId: DimensionText(s.m, d, ref)}
		for j, other := range rest {
			if text := DimensionText(s.m, other.Dimension, line.By[j]); text != "" {
				key[other.Dimension.StableId] = text
			}
		}
		keys[i] = SumKey{reg.StableId, KeyText(key)}
	}
	return keys, nil
}

// turned tells the values of axes under which the sums of a combination stood before the
// command and stand now; nil where one of them is empty.
func (s *session) turned(axes []model.Axis, k SumKey) (was, is []any, err error) {
	if was, err = s.valuesOf(axes, k, true); err == nil {
		is, err = s.valuesOf(axes, k, false)
	}
	return was, is, err
}

func (s *session) valuesOf(axes []model.Axis, k SumKey, past bool) ([]any, error) {
	key := decodeKey(k.Key)
	values := make([]any, len(axes))
	for i, a := range axes {
		values[i] = DimensionValue(s.m, a.Dimension, key[a.Dimension.StableId])
		if ref, is := values[i].(rule.Reference); is && a.Field != nil {
			r, err := s.named(ref, past)
			if err != nil {
				return nil, err
			}
			values[i] = nil
			if r != nil {
				values[i] = r.Values[a.Field.Key]
			}
		}
		if values[i] == nil {
			return nil, nil
		}
	}
	return values, nil
}

func (s *session) named(ref rule.Reference, past bool) (*Record, error) {
	t := s.m.TypeByKey(ref.Type)
	if t == nil {
		return nil, nil
	}
	if past {
		return s.original(t, ref.Id)
	}
	return s.load(t, ref.Id)
}

// standTogether is what a group held before the command.
func (s *session) standTogether(reg *model.Register, where []AxisValue) (map[string]int64, error) {
	lines, err := s.snap.Together(reg, where, nil)
	if err != nil || len(lines) == 0 {
		return map[string]int64{}, err
	}
	return lines[0].Units, nil
}

// holdingTogether is what a register holds as the command sees it now, where axes have
// given values.
func (s *session) holdingTogether(reg *model.Register, where []AxisValue) (map[string]int64, error) {
	moves, err := s.moves()
	if err != nil {
		return nil, err
	}
	g := &group{touched: map[SumKey]side{}}
	axes := make([]model.Axis, len(where))
	for i, a := range where {
		axes[i], g.values = a.Axis, append(g.values, a.Value)
	}
	touched, err := s.touched(reg, axes, moves)
	if err != nil {
		return nil, err
	}
	for _, k := range touched {
		was, is, err := s.turned(axes, k)
		if err != nil {
			return nil, err
		}
		g.touched[k] = side{slices.EqualFunc(was, g.values, equal), slices.EqualFunc(is, g.values, equal)}
	}
	stored, err := s.standTogether(reg, where)
	if err != nil {
		return nil, err
	}
	return s.regrouped(reg, g, stored, moves)
}

// regrouped puts what the command moves, and what moves with a record, over the sums of
// a group as they were stored.
func (s *session) regrouped(reg *model.Register, g *group, stored map[string]int64, moves map[SumKey]map[string]int64) (map[string]int64, error) {
	sums := maps.Clone(stored)
	for k, at := range g.touched {
		if at.was != at.is {
			whole, err := s.stand(reg, fullKey(reg, decodeKey(k.Key)))
			if err != nil {
				return nil, err
			}
			addUnits(sums, whole, at.sign())
		}
		if at.is {
			addUnits(sums, moves[k], 1)
		}
	}
	return sums, nil
}

func (at side) sign() int64 {
	if at.was {
		return -1
	}
	return 1
}

func addUnits(sums, more map[string]int64, sign int64) {
	for res, units := range more {
		sums[res] += sign * units
	}
}
