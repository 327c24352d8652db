package flow

import (
	"slices"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// turn lists who is expected to take the next step of an open record: those who
// may run a transition that carries it on; not are those of them who, for all
// that, may not. Outside decisions, a record that has somebody responsible waits
// for that person, and one sent back for rework for its author, when these may
// act; otherwise it waits for all of them.
func (s *session) turn(rec *Record) (who, not []rule.Principal, err error) {
	state := rec.State()
	if state == nil || !state.Phase.Open() || rec.IsArchived() {
		return nil, nil, nil
	}
	if asked, waits, err := s.turnOfRounds(rec); waits || err != nil {
		return asked, nil, err
	}
	var sets []rule.PeopleSet
	for _, tr := range rec.Type.Lifecycle.Transitions {
		if !tr.From[state.Key] || !tr.CarriesOn() {
			continue
		}
		set, err := tr.Who.People(s.scope(tr.Who, rec, rec, nil))
		if err != nil {
			return nil, nil, err
		}
		sets = append(sets, set)
		for _, p := range flat(set) {
			if p != rule.System && p != rule.Guest && !slices.Contains(who, p) {
				who = append(who, p)
			}
		}
	}
	not = s.excepted(sets)
	if state.Phase == "decision" {
		return who, not, nil
	}
	owed := []*model.Field{rec.Type.Work.Assignee}
	if state.Phase == "rework" {
		owed = []*model.Field{rec.Type.Field("author"), rec.Type.Work.Assignee}
	}
	for _, f := range owed {
		if f == nil {
			continue
		}
		ref, ok := rec.Values[f.Key].(rule.Reference)
		one := rule.UserPrincipal(ref.Id)
		if ok && slices.Contains(who, one) && !slices.Contains(not, one) {
			return []rule.Principal{one}, nil, nil
		}
	}
	return who, not, nil
}

// excepted lists those whom except() takes out of every set: people, judged by
// all that they are, and groups that every part of every set leaves out. A group
// that one set takes out and another does not is not told apart by principals:
// its members stay among those who are expected.
func (s *session) excepted(sets []rule.PeopleSet) []rule.Principal {
	var not []rule.Principal
	for _, set := range sets {
		for _, p := range exceptions(set) {
			if !slices.Contains(not, p) && s.isLeftOut(p, sets) {
				not = append(not, p)
			}
		}
	}
	return not
}

func (s *session) isLeftOut(p rule.Principal, sets []rule.PeopleSet) bool {
	bears := map[rule.Principal]bool{p: true}
	if id, isPerson := p.Person(); isPerson {
		bears = s.snap.Directory().Tokens(id)
		return !slices.ContainsFunc(sets, func(set rule.PeopleSet) bool { return set.Has(bears) })
	}
	return !slices.ContainsFunc(sets, func(set rule.PeopleSet) bool {
		return slices.ContainsFunc(parts(set), func(part rule.PeopleSet) bool { return part.Except == nil || !part.Except.Has(bears) })
	})
}

// parts are the sets that a set is the union of.
func parts(set rule.PeopleSet) []rule.PeopleSet {
	var out []rule.PeopleSet
	if len(set.Any) > 0 {
		out = append(out, rule.PeopleSet{Any: set.Any, Except: set.Except, Only: set.Only})
	}
	for _, o := range set.Or {
		out = append(out, parts(o)...)
	}
	return out
}

func exceptions(set rule.PeopleSet) []rule.Principal {
	var out []rule.Principal
	for _, part := range parts(set) {
		if part.Except != nil {
			out = append(out, flat(*part.Except)...)
		}
	}
	return out
}
