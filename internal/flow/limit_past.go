package flow

import (
	"kontora/internal/fault"
	"kontora/internal/model"
)

// LimitsBroken judges the limits of single sums when these go from before to after,
// in whole units by resource: those that do not hold then and that are harmed by
// it, unless the record that brought it about waives them. rec may be nil.
func LimitsBroken(m *model.Model, snap Snapshot, reg *model.Register, key map[string]string, before, after map[string]int64, rec *Record) ([]*fault.Fault, error) {
	s := newSession(m, snap, Actor{System: true}, noTime)
	var culprits []*Record
	if rec != nil {
		s.stored[rec.Reference()] = rec
		culprits = []*Record{rec}
	}
	var out []*fault.Fault
	for _, l := range reg.Limits {
		if len(l.By) > 0 {
			continue // of several sums together
		}
		e, err := s.effect(stance{reg: reg, limit: l, key: key, before: before, after: after}, after)
		if err != nil {
			return nil, told(err)
		}
		if !e.breaks {
			continue
		}
		waived, err := s.waived(reg, l, e.vars, culprits)
		if err != nil {
			return nil, told(err)
		}
		if !waived {
			out = append(out, breach{register: reg, limit: l, vars: e.vars, record: rec}.fault(s))
		}
	}
	return out, nil
}
