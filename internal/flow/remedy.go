package flow

import (
	"kontora/internal/model"
	"kontora/internal/rule"
)

// Remedy is the step that would write what a failed condition found empty, and
// who may take it.
type Remedy struct {
	Transition *model.Transition
	Who        []*rule.Person // at most whoLimit
}

// remedy looks for it among the transitions from the state that the record is
// in; nil when none of them helps.
func (s *session) remedy(a *attempt, readings []ReadValue) (*Remedy, error) {
	for _, tr := range a.rec.Type.Lifecycle.Transitions {
		if tr == a.tr || tr.Who == nil || tr.Danger || a.old == nil || !tr.From[a.old.Status()] || !writesEmpty(tr, readings) {
			continue
		}
		set, err := tr.Who.People(s.scope(tr.Who, a.old, a.old, nil))
		if err != nil {
			return nil, err
		}
		if people := s.people(set); len(people) > 0 {
			return &Remedy{tr, people[:min(whoLimit, len(people))]}, nil
		}
	}
	return nil, nil
}

func writesEmpty(tr *model.Transition, readings []ReadValue) bool {
	for _, v := range readings {
		if v.Hidden || v.Value != nil {
			continue
		}
		for _, e := range tr.Then {
			for _, set := range e.Set {
				if set.Field.StableId == v.Field.StableId && (set.Literal != nil || set.Expr != nil) {
					return true
				}
			}
		}
	}
	return false
}
