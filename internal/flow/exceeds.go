package flow

import (
	"maps"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Exceeds asks whether a record would break a limit in another state.
func (x source) Exceeds(rec rule.Record, register, state string) (bool, error) {
	v, ok := rec.(view)
	if !ok {
		return false, &rule.Error{Code: "bad_value", Params: map[string]any{"want": rule.KindRef.String()}}
	}
	reg := x.s.m.Register(register)
	if reg == nil {
		reg = x.s.m.RegisterKept(register)
	}
	if reg == nil || v.r.Type.Facts == nil {
		return false, nil
	}
	return x.s.exceeds(v.r, reg, state)
}

// maxAsking bounds questions about limits that lead to one another.
const maxAsking = 2

// exceeds plays through what the record would contribute in a state, and what
// others would contribute because of it: a request makes room for its invoice.
// What the record contributes now does not count.
func (s *session) exceeds(rec *Record, reg *model.Register, state string) (bool, error) {
	if s.asking >= maxAsking {
		return false, &rule.Error{Code: "rule_too_expensive"}
	}
	s.asking++
	kept, moves := s.kept, len(s.moved)
	defer func() {
		s.asking--
		s.kept, s.moved = kept, s.moved[:moves]
	}()
	s.kept = maps.Clone(kept)
	before, err := s.inState(rec, state)
	if err != nil {
		return false, err
	}
	defer s.draft(before.After)()
	concerned, err := s.affected(before)
	if err != nil {
		return false, err
	}
	if err := s.forget(rec, reg); err != nil {
		return false, err
	}
	bare, err := s.moves()
	if err != nil {
		return false, err
	}
	if err := s.replay(concerned, reg); err != nil {
		return false, err
	}
	return s.breaksSince(reg, bare)
}

// inState is the change of a record into a state as far as formulas know it.
func (s *session) inState(rec *Record, state string) (*Change, error) {
	original, err := s.original(rec.Type, rec.Id)
	if err != nil {
		return nil, err
	}
	a := newAttempt(s, Command{Kind: Edit, Type: rec.Type, Id: rec.Id, Actor: s.actor}, nil)
	a.old, a.rec = original, rec.Clone()
	a.rec.Values["status"] = state
	c := &Change{Kind: Move, Before: original, After: a.rec, Actor: s.actor}
	end := s.draft(a.rec)
	err = a.compute()
	end()
	c.Diff = diff(original, a.rec)
	return c, err
}

// forget leaves out what a record contributes to a register now.
func (s *session) forget(rec *Record, reg *model.Register) error {
	set, err := s.facts(rec.Reference())
	if err != nil {
		return err
	}
	for id, doc := range set {
		if p, ok := doc.(*Posted); ok && p.Register == reg.StableId {
			if err := s.keep(rec.Reference(), id, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// replay works out anew what records contribute to a register.
func (s *session) replay(concerned []waiting, reg *model.Register) error {
	for _, w := range concerned {
		t := s.m.TypeByKey(w.record.Type)
		if t == nil {
			continue
		}
		r, err := s.load(t, w.record.Id)
		if err != nil {
			return err
		}
		if r == nil || r.Type.Facts == nil {
			continue
		}
		if err := s.forget(r, reg); err != nil {
			return err
		}
		wanted, err := s.contributions(r)
		if err != nil {
			return err
		}
		for id, p := range wanted {
			if p.Register != reg.StableId {
				continue
			}
			if err := s.keep(r.Reference(), id, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// breaksSince reports whether some limit does not hold that held better before.
func (s *session) breaksSince(reg *model.Register, before map[SumKey]map[string]int64) (bool, error) {
	now, err := s.moves()
	if err != nil {
		return false, err
	}
	for k := range now {
		if k.Register != reg.StableId {
			continue
		}
		key := decodeKey(k.Key)
		stored, err := s.stand(reg, fullKey(reg, key))
		if err != nil {
			return false, err
		}
		was := maps.Clone(stored)
		for res, units := range before[k] {
			was[res] += units
		}
		broken, err := s.brokenSince(reg, key, was, false)
		if err != nil || len(broken) > 0 {
			return len(broken) > 0, err
		}
	}
	broken, err := s.brokenTogether(reg, before, false)
	return len(broken) > 0, err
}
