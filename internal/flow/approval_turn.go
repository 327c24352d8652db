package flow

import (
	"slices"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// eachOpenRound visits the rounds of a record that go on, with where their steps
// stand.
func (s *session) eachOpenRound(rec *Record, visit func(d *model.Approval, n int, all []*stand) error) error {
	if rec.Type.Facts == nil {
		return nil
	}
	for _, d := range rec.Type.Facts.Approvals {
		n, round, err := s.lastRound(rec.Reference(), d.Key)
		if err != nil {
			return err
		}
		if round == nil || round.Ended != nil {
			continue
		}
		all, err := s.stands(d, round, rec)
		if err != nil {
			return err
		}
		if err := visit(d, n, all); err != nil {
			return err
		}
	}
	return nil
}

// openStands lists the steps whose turn it is in the rounds of a record.
func (s *session) openStands(rec *Record) (out []*stand, err error) {
	err = s.eachOpenRound(rec, func(_ *model.Approval, _ int, all []*stand) error {
		for _, one := range all {
			if one.state == StandOpen {
				out = append(out, one)
			}
		}
		return nil
	})
	return out, err
}

// turnOfRounds lists whom open rounds of a record wait for; waits is false when
// no round goes on.
func (s *session) turnOfRounds(rec *Record) (who []rule.Principal, waits bool, err error) {
	open, err := s.openStands(rec)
	if err != nil {
		return nil, false, err
	}
	for _, one := range open {
		asked, err := s.askedPrincipals(one, rec)
		if err != nil {
			return nil, false, err
		}
		for _, o := range one.awaited() {
			asked = append(slices.Clone(asked), rule.UserPrincipal(o.Of))
		}
		for _, p := range asked {
			if !slices.Contains(who, p) {
				who = append(who, p)
			}
		}
	}
	return who, len(open) > 0, nil
}

// askedPrincipals names those who are asked the way the declaration does, so
// that who comes into a role later has the record in front of them too. Where
// that would name others than those asked, they are named one by one.
func (s *session) askedPrincipals(one *stand, rec *Record) ([]rule.Principal, error) {
	plain := one.kept.Like == "" && one.step.Mode.Any()
	for _, p := range one.asked {
		plain = plain && p.Why == ""
	}
	if plain {
		set, err := s.stepPeople(one.step, one.kept, rec)
		if err != nil {
			return nil, err
		}
		if set.Except == nil && set.Only == nil && len(set.Or) == 0 && len(s.people(set)) == len(one.asked) {
			return set.Any, nil
		}
	}
	var out []rule.Principal
	for _, p := range one.asked {
		if !one.hasVoted(p.Id) {
			out = append(out, rule.UserPrincipal(p.Id))
		}
	}
	return out, nil
}
