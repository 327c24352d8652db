package flow

import (
	"slices"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Asked is one person whose vote a step wants.
type Asked struct {
	*rule.Person
	For string // whose place it is, when it is not their own: the author, somebody away, who handed on
	Why string // self, empty, away, handed_on; "" by the declaration
}

// approvers lists whose votes a step wants now. skip says that the step is passed
// over: it asks nobody, and the route says so.
func (s *session) approvers(d *model.Approval, step *model.Step, st *RoundStep, rec *Record) (list []Asked, skip string, err error) {
	set, err := s.stepPeople(step, st, rec)
	if err != nil {
		return nil, "", err
	}
	author := authorOf(rec)
	wasAuthor := false
	for _, p := range s.people(set) {
		if p.Id == author && d.Self != "allow" {
			wasAuthor = true
			continue
		}
		list = append(list, Asked{Person: p})
	}
	if wasAuthor && (len(list) == 0 || !step.Mode.Any()) {
		switch {
		case d.Self == "manager" || step.Locked && len(list) == 0:
			list = s.withSuperior(list, author, author, "self")
		case len(list) == 0:
			return nil, "self", nil
		}
	}
	list = s.handedOn(list, st, author)
	if step.InPerson {
		for _, p := range slices.Clone(list) {
			if s.isAway(p.Id) {
				list = s.withSuperior(list, p.Id, author, "away")
			}
		}
	}
	short := len(list) == 0 || step.Mode.Quorum > len(list)
	switch {
	case short && (d.Empty == "manager" || step.Locked && d.Empty == "skip") && author != "":
		list = s.withSuperior(list, author, author, "empty")
	case len(list) == 0 && d.Empty == "skip" && !wasAuthor && !step.Locked:
		return nil, "empty", nil
	}
	return list, "", nil
}

func (s *session) stepPeople(step *model.Step, st *RoundStep, rec *Record) (rule.PeopleSet, error) {
	if st.Like != "" {
		return usersOf(st.People), nil
	}
	if step.Who == nil {
		return rule.PeopleSet{}, nil
	}
	return step.Who.People(s.scope(step.Who, rec, rec, nil))
}

func usersOf(ids []string) rule.PeopleSet {
	var set rule.PeopleSet
	for _, id := range ids {
		set.Any = append(set.Any, rule.UserPrincipal(id))
	}
	return set
}

// handedOn puts those in their place to whom somebody has handed their vote on.
func (s *session) handedOn(list []Asked, st *RoundStep, author string) []Asked {
	if len(st.HandedOn) == 0 {
		return list
	}
	var out []Asked
	for _, p := range list {
		at, seen := p, map[string]bool{p.Id: true}
		for {
			to, given := st.HandedOn[at.Id]
			heir, known := s.snap.Directory().Person(to)
			if !given || !known || !heir.Active || seen[to] || to == author {
				break
			}
			seen[to] = true
			at = Asked{heir, p.Id, "handed_on"}
		}
		if !isAmong(out, at.Id) {
			out = append(out, at)
		}
	}
	return out
}

// withSuperior adds the superior of a person, unless that is the author or
// somebody who is asked already.
func (s *session) withSuperior(list []Asked, of, author, why string) []Asked {
	if boss := s.superior(of, author); boss != nil && !isAmong(list, boss.Id) {
		list = append(list, Asked{boss, of, why})
	}
	return list
}

func isAmong(list []Asked, id string) bool {
	return slices.ContainsFunc(list, func(a Asked) bool { return a.Id == id })
}

// superior is who stands above a person: their manager, else the nearest head of
// their unit and those above it. It is never the person or the one left out.
func (s *session) superior(id, but string) *rule.Person {
	dir := s.snap.Directory()
	p, known := dir.Person(id)
	if !known {
		return nil
	}
	fits := func(x *rule.Person) bool { return x.Active && x.Id != id && x.Id != but }
	if s.m.Person != nil && s.m.Person.Field("manager") != nil && p.Fields != nil {
		v, _ := p.Fields.Field("manager")
		ref, _ := v.(rule.Reference)
		if boss, known := dir.Person(ref.Id); known && fits(boss) {
			return boss
		}
	}
	for _, unit := range dir.Ancestors(p.Unit) {
		for _, boss := range dir.Resolve(rule.HeadPrincipal(unit)) {
			if fits(boss) {
				return boss
			}
		}
	}
	return nil
}

// place is in whose place a person may vote: their own, or that of somebody away
// for whom they stand in. behalf is that person.
func (s *session) place(one *stand, rec *Record, open func(id string) bool) (at Asked, behalf *rule.Person, found bool) {
	me := s.actor.Person
	if me == nil {
		return at, nil, false
	}
	for _, p := range one.asked {
		if p.Id == me.Id && open(p.Id) {
			return p, nil, true
		}
	}
	if one.step.InPerson || authorOf(rec) == me.Id {
		return at, nil, false
	}
	for _, away := range s.absentees(me.Id, matter{rec, one.kept.Opened}) {
		for _, p := range one.asked {
			if p.Id == away.Id && away.tasks && open(p.Id) {
				return p, away.Person, true
			}
		}
	}
	return at, nil, false
}

// fresh picks those who have not decided a step yet.
func fresh(one *stand) func(id string) bool { return func(id string) bool { return !one.hasVoted(id) } }

// anyone picks everybody.
func anyone(string) bool { return true }
