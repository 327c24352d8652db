package flow

import (
	"cmp"
	"maps"
	"slices"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// books holds what a command does to registers against their locks and limits.
// Everything that is broken is told at once. It runs when nothing moves any
// more: only the net effect of a command counts.
func (s *session) books() error {
	entries, err := s.entries()
	if err != nil {
		return err
	}
	faults, err := s.locked(entries)
	if err != nil {
		return err
	}
	seen := map[SumKey]bool{}
	for _, e := range entries {
		at := SumKey{e.Register.StableId, KeyText(e.Key)}
		if seen[at] {
			continue
		}
		seen[at] = true
		broken, err := s.broken(e.Register, e.Key, true)
		if err != nil {
			return err
		}
		faults = append(faults, s.limitFaults(broken)...)
	}
	for _, reg := range s.m.Registers {
		broken, err := s.brokenTogether(reg, nil, true)
		if err != nil {
			return err
		}
		faults = append(faults, s.limitFaults(broken)...)
	}
	if f := fault.Join(faults); f != nil {
		return f
	}
	return nil
}

func (s *session) limitFaults(broken []breach) []*fault.Fault {
	out := make([]*fault.Fault, len(broken))
	for i, b := range broken {
		out[i] = b.fault(s)
	}
	return out
}

// locked refuses entries in a closed period, once per register and day.
func (s *session) locked(entries []Entry) ([]*fault.Fault, error) {
	var out []*fault.Fault
	type place struct{ register, key, day string }
	told := map[place]bool{}
	for _, e := range entries {
		at := place{e.Register.Key, KeyText(e.Key), e.Day.String()}
		if e.Register.Lock == nil || told[at] {
			continue
		}
		told[at] = true
		vars := map[string]any{"at": e.Day}
		for _, d := range e.Register.Dimensions {
			vars[d.Key] = DimensionValue(s.m, d, e.Key[d.StableId])
		}
		closed, _, err := e.Register.Lock.True(s.registerScope(e.Register.Lock, e.Register, vars))
		if f := faultOfRule(err); f != nil {
			out = append(out, f)
			continue
		}
		if err != nil {
			return nil, err
		}
		if closed {
			out = append(out, fault.New(fault.Invalid, "period_locked", fault.Params{"register": e.Register.Title, "day": at.day}))
		}
	}
	return out, nil
}

// breach is a limit that is broken, with what the register would hold.
type breach struct {
	register *model.Register
	limit    *model.Limit
	vars     map[string]any
	record   *Record
}

func (b breach) fault(s *session) *fault.Fault {
	f := fault.New(fault.Invalid, "limit_exceeded", fault.Params{"register": b.register.Title, "limit": b.limit.Key})
	if b.record == nil {
		return f
	}
	return f.WithText(s.write(b.limit.Message, b.record, nil, b.vars, s.bothEyes()))
}

// broken lists the limits of some sums that do not hold and that the command
// makes worse; those that may be waived are left out, if asked to.
func (s *session) broken(reg *model.Register, key map[string]string, waive bool) ([]breach, error) {
	by := fullKey(reg, key)
	before, err := s.stand(reg, by)
	if err != nil {
		return nil, err
	}
	return s.brokenSince(reg, key, before, waive)
}

func (s *session) brokenSince(reg *model.Register, key map[string]string, before map[string]int64, waive bool) ([]breach, error) {
	after, err := s.holding(reg, fullKey(reg, key))
	if err != nil {
		return nil, err
	}
	parts := func() ([]part, error) { return s.parts(SumKey{reg.StableId, KeyText(key)}) }
	var out []breach
	for _, l := range reg.Limits {
		if len(l.By) > 0 {
			continue // see brokenTogether
		}
		b, err := s.tested(stance{reg: reg, limit: l, key: key, before: before, after: after, parts: parts}, waive)
		if err != nil {
			return nil, err
		}
		if b != nil {
			out = append(out, *b)
		}
	}
	return out, nil
}

// stance is what a limit looks at: the sums of one combination of dimensions, or of
// all that it takes together.
type stance struct {
	reg           *model.Register
	limit         *model.Limit
	key           map[string]string // dimensions that all of the sums share, by stable id
	names         map[string]any    // what the limit takes them together by
	before, after map[string]int64
	parts         func() ([]part, error)   // what each record of the command changes in them
	was           func(func() error) error // runs in the world of before; nil: in that of now
}

// tested tells of a limit that does not hold and that the command makes worse; nil
// when there is nothing to tell, or when it is waived and that is asked for.
func (s *session) tested(st stance, waive bool) (*breach, error) {
	e, err := s.effect(st, st.after)
	if err != nil || !e.breaks {
		return nil, err
	}
	culprits, err := s.culprits(st)
	if err != nil {
		return nil, err
	}
	if waive {
		waived, err := s.waived(st.reg, st.limit, e.vars, culprits)
		if err != nil || waived {
			return nil, err
		}
	}
	b := &breach{register: st.reg, limit: st.limit, vars: e.vars}
	if len(culprits) > 0 {
		b.record = culprits[0]
	}
	return b, nil
}

// fullKey gives every dimension, empty ones too.
func fullKey(reg *model.Register, key map[string]string) map[string]string {
	by := make(map[string]string, len(reg.Dimensions))
	for _, d := range reg.Dimensions {
		by[d.StableId] = key[d.StableId]
	}
	return by
}

// effect is what going from some sums to others does to a limit.
type effect struct {
	harms  bool // it leaves less room
	breaks bool // and the limit does not hold
	vars   map[string]any
}

// effect compares a limit before and after: a comparison by its margin; anything
// else is harmed when it does not hold any more, or when it did not hold before
// and the sums have gone further from zero. What did not apply before held.
func (s *session) effect(st stance, after map[string]int64) (effect, error) {
	var was []rule.Room
	before := func() (err error) {
		was, _, err = s.rooms(st, st.before)
		return err
	}
	run := st.was
	if run == nil {
		run = func(f func() error) error { return f() }
	}
	if err := run(before); err != nil {
		return effect{}, err
	}
	now, vars, err := s.rooms(st, after)
	if err != nil {
		return effect{}, err
	}
	further := false
	for res, units := range after {
		further = further || abs(units) > abs(st.before[res])
	}
	e := effect{vars: vars}
	for i, room := range now {
		holds := room.Holds && room.Known
		held := was == nil || i < len(was) && was[i].Holds && was[i].Known
		harmed := !holds && (held || further)
		if room.Left != nil && i < len(was) && was[i].Left != nil {
			harmed = room.Left.LessThan(*was[i].Left)
		}
		e.harms = e.harms || harmed
		e.breaks = e.breaks || harmed && !holds
	}
	return e, nil
}

func abs(n int64) int64 { return max(n, -n) }

// rooms evaluates a limit at some sums; none where it does not apply.
func (s *session) rooms(st stance, sums map[string]int64) ([]rule.Room, map[string]any, error) {
	vars, err := s.measured(st.reg, st.key, sums)
	if err != nil {
		return nil, nil, err
	}
	maps.Copy(vars, st.names)
	if when := st.limit.When; when != nil {
		applies, _, err := when.True(s.registerScope(when, st.reg, vars))
		if err != nil && faultOfRule(err) == nil || !applies {
			return nil, vars, err
		}
	}
	rooms, err := st.limit.Check.Rooms(s.registerScope(st.limit.Check, st.reg, vars))
	if faultOfRule(err) != nil {
		return []rule.Room{{}}, vars, nil // what cannot be told does not hold
	}
	return rooms, vars, err
}

// culprits are the records of the command whose own part harms a limit; in
// doubt, all that touch the sums.
func (s *session) culprits(st stance) ([]*Record, error) {
	parts, err := st.parts()
	if err != nil {
		return nil, err
	}
	var all, guilty []*Record
	for _, p := range parts {
		t := s.m.TypeByKey(p.record.Type)
		if t == nil {
			continue
		}
		rec, err := s.load(t, p.record.Id)
		if err != nil {
			return nil, err
		}
		if rec == nil {
			continue
		}
		all = append(all, rec)
		after := maps.Clone(st.before)
		for res, units := range p.units {
			after[res] += units
		}
		e, err := s.effect(st, after)
		if err != nil {
			return nil, err
		}
		if e.harms {
			guilty = append(guilty, rec)
		}
	}
	if len(guilty) == 0 {
		return all, nil
	}
	return guilty, nil
}

// part is what one record of the command changes in some sums.
type part struct {
	record rule.Reference
	units  map[string]int64
}

func (s *session) parts(at SumKey) ([]part, error) {
	moves, err := s.movesBy()
	if err != nil {
		return nil, err
	}
	var out []part
	for ref, own := range moves {
		if units := own[at]; units != nil {
			out = append(out, part{ref, units})
		}
	}
	sortParts(out)
	return out, nil
}

func sortParts(parts []part) {
	slices.SortFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.record.Type, b.record.Type), cmp.Compare(a.record.Id, b.record.Id))
	})
}

// waived asks every culprit whether the limit is waived.
func (s *session) waived(reg *model.Register, l *model.Limit, vars map[string]any, culprits []*Record) (bool, error) {
	for _, rec := range culprits {
		unless := l.Unless[rec.Type.Key]
		if unless == nil {
			return false, nil
		}
		sc := s.scope(unless, rec, nil, vars)
		sc.Vars["settings"] = s.settings(reg.Pack, rec)
		sc.Me = s.asker.Person
		yes, known, err := unless.True(sc)
		if faultOfRule(err) != nil {
			return false, nil
		}
		if err != nil || !yes || !known {
			return false, err
		}
	}
	return len(culprits) > 0, nil
}
