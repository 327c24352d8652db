package flow

import (
	"slices"

	"kontora/internal/model"
)

// mayOn lists what somebody may do with the route at an open step: hand their
// vote on, ask others before or after; and the earlier steps to which they may
// return the record.
func (s *session) mayOn(d *model.Approval, all []*stand, one *stand, rec *Record) (may, returnTo []string) {
	me := s.actor.Person
	if me == nil || !one.hasTurn() {
		return nil, nil
	}
	_, _, asked := s.place(one, rec, fresh(one))
	for _, word := range changes {
		isAuthors := slices.Contains(inserts, word) && authorOf(rec) == me.Id
		if one.step.Allow[word] && (asked || isAuthors) {
			may = append(may, word)
		}
	}
	if asked && one.step.Allow["return_to"] {
		for _, other := range all {
			if other.stage < one.stage && other.state != StandNeedless {
				returnTo = append(returnTo, other.kept.Key)
			}
		}
	}
	return may, returnTo
}

// withOpinions lists what somebody may do with the opinions asked at a step, by
// id.
func (s *session) withOpinions(one *stand, rec *Record) map[string][]string {
	with := map[string][]string{}
	me := s.actor.Person
	if me == nil {
		return with
	}
	if mine, _ := s.asksMe(one, rec); mine != nil {
		with[mine.Id] = append(with[mine.Id], Reply)
	}
	for _, o := range one.awaited() {
		if o.By == me.Id || s.standsFor(me.Id, o.By, rec) {
			with[o.Id] = append(with[o.Id], Unask)
		}
	}
	return with
}

// maySay tells whether somebody may remark on a round, and what they may do with
// the remarks that are there, by id.
func (s *session) maySay(d *model.Approval, round *Round, all []*stand, rec *Record) (remark bool, with map[string][]string, err error) {
	with = map[string][]string{}
	me := s.actor.Person
	if me == nil {
		return false, with, nil
	}
	a := &attempt{s: s, old: rec, v: &voting{d: d, round: round, all: all}}
	if remark, err = a.takesPart(me.Id); err != nil {
		return false, with, err
	}
	for _, m := range round.Remarks {
		if !m.Resolved.IsZero() {
			continue
		}
		if remark || authorOf(rec) == me.Id {
			with[m.Id] = append(with[m.Id], Answer)
		}
		if m.By == me.Id || s.standsFor(me.Id, m.By, rec) {
			with[m.Id] = append(with[m.Id], Resolve)
		}
	}
	return remark, with, nil
}
