package flow

import (
	"slices"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// lends reports whether somebody who is away and lends the actor their sight of
// a record belongs to a set. Without a record it is asked of a whole type: there
// only absences without rules lend.
func (s *session) lends(set rule.PeopleSet, rec *Record) bool {
	if s.actor.Person == nil || s.actor.System || s.unlent {
		return false
	}
	lenders := s.plainLenders(s.actor.Person.Id)
	if rec != nil {
		lenders = s.absentees(s.actor.Person.Id, matter{rec: rec})
	}
	return slices.ContainsFunc(lenders, func(p standing) bool {
		return p.read && set.Has(s.snap.Directory().Tokens(p.Id))
	})
}

// plainLenders lists for whom a person stands in whatever the record is.
func (s *session) plainLenders(id string) []standing {
	return s.chain(id, func(a rule.Absence, here string) string {
		if len(a.Rules) == 0 && a.Substitute == here {
			return a.Person
		}
		return ""
	})
}

// Lent lists the principals that a person bears for those who are away. What
// reading has is borne for every record. What turns has may be borne: InPlace
// tells of each record whether it is.
func Lent(snap Snapshot, person string) (reading, turns map[rule.Principal]bool) {
	s := &session{snap: snap}
	reading, turns = map[rule.Principal]bool{}, map[rule.Principal]bool{}
	for _, p := range s.plainLenders(person) {
		if p.read {
			lend(reading, snap, p)
		}
	}
	perhaps := s.chain(person, func(a rule.Absence, here string) string {
		if a.Names(here) {
			return a.Person
		}
		return ""
	})
	for _, p := range perhaps {
		if p.tasks {
			lend(turns, snap, p)
		}
	}
	return reading, turns
}

func lend(into map[rule.Principal]bool, snap Snapshot, p standing) {
	for t := range snap.Directory().Tokens(p.Id) {
		into[t] = true
	}
}

// InPlace reports whether the next step of a record falls to the actor because
// they stand in for somebody who is away, and what they see of the record.
func InPlace(m *model.Model, snap Snapshot, rec *Record, actor Actor, now time.Time) (is bool, rights Rights, err error) {
	s := newSession(m, snap, actor, now)
	s.stored[rec.Reference()] = rec
	if actor.Person == nil || authorOf(rec) == actor.Person.Id {
		return false, rights, nil
	}
	if rights, err = s.rights(rec); err != nil || !rights.Row() {
		return false, rights, told(err)
	}
	is, err = s.isDeputyOn(rec)
	return is, rights, told(err)
}

func (s *session) isDeputyOn(rec *Record) (bool, error) {
	state := rec.State()
	if state == nil || !state.Phase.Open() || rec.IsArchived() {
		return false, nil
	}
	open, err := s.openStands(rec)
	if err != nil {
		return false, err
	}
	for _, one := range open {
		if _, behalf, found := s.place(one, rec, fresh(one)); found && behalf != nil {
			return true, nil
		}
		if o, behalf := s.asksMe(one, rec); o != nil && behalf != nil {
			return true, nil
		}
	}
	if len(open) > 0 {
		return false, nil
	}
	who, not, err := s.turn(rec)
	if err != nil {
		return false, err
	}
	for _, p := range s.absentees(s.actor.Person.Id, awaiting(rec)) {
		tokens := s.snap.Directory().Tokens(p.Id)
		bears := func(one rule.Principal) bool { return tokens[one] }
		if p.tasks && slices.ContainsFunc(who, bears) && !slices.ContainsFunc(not, bears) {
			return true, nil
		}
	}
	return false, nil
}
