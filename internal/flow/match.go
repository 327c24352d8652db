package flow

import (
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Matched finds the candidate that the first condition to hold for exactly one leads
// to; nil where each holds for several or none. A condition that cannot be worked out
// does not hold.
func Matched(m *model.Model, snap Snapshot, by *model.Match, rec *Record, among []*Record, actor Actor, now time.Time) (*rule.Reference, error) {
	s := newSession(m, snap, actor, now)
	for _, r := range by.By {
		var found []rule.Reference
		for _, candidate := range among {
			sc := s.scope(r, rec, nil, nil)
			sc.It = s.see(candidate)
			yes, known, err := r.True(sc)
			if err != nil && faultOfRule(err) == nil {
				return nil, err
			}
			if err == nil && known && yes {
				found = append(found, candidate.Reference())
			}
		}
		if len(found) == 1 {
			return &found[0], nil
		}
	}
	return nil, nil
}
