package flow

import "kontora/internal/rule"

// maxStandIn bounds chains of people who stand in for one another.
const maxStandIn = 3

// standing is a person in a chain of substitution, and how much of the part of
// the other end reaches them.
type standing struct {
	*rule.Person
	inform, tasks, read bool
}

// absentees lists for whom a person stands in now, nearest first.
func (s *session) absentees(id string) []standing {
	return s.chain(id, func(a rule.Absence) (from, to string) { return a.Substitute, a.Person })
}

// standIns lists who stands in for a person now, nearest first.
func (s *session) standIns(id string) []standing {
	return s.chain(id, func(a rule.Absence) (from, to string) { return a.Person, a.Substitute })
}

// chain follows absences from a person. A circle ends where it began: everybody
// in it may act anyway.
func (s *session) chain(id string, step func(rule.Absence) (from, to string)) []standing {
	absences := s.snap.Absences()
	if len(absences) == 0 {
		return nil
	}
	seen := map[string]bool{id: true}
	var out []standing
	front := []standing{{&rule.Person{Id: id}, true, true, true}}
	for range maxStandIn {
		var next []standing
		for _, here := range front {
			for _, a := range absences {
				from, to := step(a)
				p, known := s.snap.Directory().Person(to)
				if from != here.Id || seen[to] || !known || !p.Active {
					continue
				}
				seen[to] = true
				next = append(next, standing{p, here.inform && a.Inform, here.tasks && a.Tasks, here.read && a.Read})
			}
		}
		out, front = append(out, next...), next
	}
	return out
}

// isAway reports whether somebody stands in for a person now.
func (s *session) isAway(id string) bool {
	for _, a := range s.snap.Absences() {
		if a.Person == id && a.Tasks {
			return true
		}
	}
	return false
}

// bears reports whether the actor belongs to a set, by themselves or in place of
// somebody who is away; of a record that they wrote themselves, by themselves
// only.
func (s *session) bears(set rule.PeopleSet, rec *Record) (bool, *rule.Person) {
	if set.Has(s.bearing()) {
		return true, nil
	}
	me := s.actor.Person
	if me == nil || s.actor.System || rec != nil && authorOf(rec) == me.Id {
		return false, nil
	}
	for _, p := range s.absentees(me.Id) {
		if p.tasks && set.Has(s.snap.Directory().Tokens(p.Id)) {
			return true, p.Person
		}
	}
	return false, nil
}

func authorOf(rec *Record) string {
	ref, _ := rec.Values["author"].(rule.Reference)
	return ref.Id
}

// Lent lists the principals that a person bears for those who are away: for
// reading, and for turns and votes.
func Lent(snap Snapshot, person string) (reading, turns map[rule.Principal]bool) {
	s := &session{snap: snap}
	reading, turns = map[rule.Principal]bool{}, map[rule.Principal]bool{}
	for _, p := range s.absentees(person) {
		for t := range snap.Directory().Tokens(p.Id) {
			if p.read {
				reading[t] = true
			}
			if p.tasks {
				turns[t] = true
			}
		}
	}
	return reading, turns
}
