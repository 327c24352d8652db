package flow

import (
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// QueryScope is what a rule of the configuration may read while it lists
// records for an actor: rec is the record whose field offers a choice, or nil.
func QueryScope(m *model.Model, snap Snapshot, r *rule.Rule, rec *Record, actor Actor, now time.Time) *rule.Scope {
	return newSession(m, snap, actor, now).scope(r, rec, nil, nil)
}

// IsOption reports whether a field of rec may point at a candidate, as far as
// the field's own condition decides.
func IsOption(m *model.Model, snap Snapshot, f *model.Field, rec, candidate *Record, actor Actor, now time.Time) (bool, error) {
	if f.Options == nil {
		return true, nil
	}
	s := newSession(m, snap, actor, now)
	sc := s.scope(f.Options, rec, nil, nil)
	sc.It = s.see(candidate)
	yes, known, err := f.Options.True(sc)
	return yes && known, err
}
