package flow

import (
	"time"

	"kontora/internal/rule"
)

// maxStandIn bounds chains of people who stand in for one another.
const maxStandIn = 3

// standing is a person in a chain of substitution, and how much of the part of
// the other end reaches them.
type standing struct {
	*rule.Person
	inform, tasks, read bool
}

// matter is what somebody may stand in for another in: a record, and since when
// it waits for them.
type matter struct {
	rec   *Record
	since time.Time // zero where nothing waits
}

// awaiting is a record that waits for its next step.
func awaiting(rec *Record) matter {
	m := matter{rec: rec}
	m.since, _ = rec.Values["entered_at"].(time.Time)
	return m
}

// absentees lists for whom a person stands in now in a matter, nearest first.
func (s *session) absentees(id string, in matter) []standing {
	return s.chain(id, func(a rule.Absence, here string) string {
		if a.Names(here) && s.deputy(a, in) == here {
			return a.Person
		}
		return ""
	})
}

// standIns lists who stands in for a person now in a matter, nearest first.
func (s *session) standIns(id string, in matter) []standing {
	return s.chain(id, func(a rule.Absence, here string) string {
		if a.Person == here {
			return s.deputy(a, in)
		}
		return ""
	})
}

// chain follows absences from a person; next tells to whom one leads from where
// the chain has come. A circle ends where it began: everybody in it may act anyway.
func (s *session) chain(id string, next func(a rule.Absence, here string) string) []standing {
	absences := s.snap.Absences()
	if len(absences) == 0 {
		return nil
	}
	seen := map[string]bool{id: true}
	var out []standing
	front := []standing{{&rule.Person{Id: id}, true, true, true}}
	for range maxStandIn {
		var reached []standing
		for _, here := range front {
			for _, a := range absences {
				to := next(a, here.Id)
				p, known := s.snap.Directory().Person(to)
				if to == "" || seen[to] || !known || !p.Active {
					continue
				}
				reached = join(reached, standing{p, here.inform && a.Inform, here.tasks && a.Tasks, here.read && a.Read})
			}
		}
		for _, p := range reached {
			seen[p.Id] = true
		}
		out, front = append(out, reached...), reached
	}
	return out
}

// join adds a person to a link of a chain; who is reached twice gets what either
// way brings.
func join(link []standing, p standing) []standing {
	for i := range link {
		if q := &link[i]; q.Id == p.Id {
			q.inform, q.tasks, q.read = q.inform || p.inform, q.tasks || p.tasks, q.read || p.read
			return link
		}
	}
	return append(link, p)
}

// deputy is who stands in for an absent person in a matter; "" for nobody. A rule
// that cannot be evaluated, or whose condition is unknown, does not match.
func (s *session) deputy(a rule.Absence, in matter) string {
	if a.NewOnly && !in.since.IsZero() && in.since.Before(a.From.In(s.zone())) {
		return ""
	}
	for i, r := range a.Rules {
		if r.Type == in.rec.Type.Key && (r.Condition == nil || s.matches(a, i, in.rec)) {
			return r.Substitute
		}
	}
	return a.Substitute
}

// ruleOn is a rule of an absence that was evaluated on a record.
type ruleOn struct {
	absence string
	number  int
	record  *Record
}

// matches evaluates a rule of an absence with the eyes of whoever is away, and
// with what they see by themselves: a cell that they may not read matches nothing.
func (s *session) matches(a rule.Absence, number int, rec *Record) bool {
	key := ruleOn{a.Id, number, rec}
	if known, ok := s.deputed[key]; ok {
		return known
	}
	away, known := s.snap.Directory().Person(a.Person)
	if !known {
		return false
	}
	e := s.eyesOf(Actor{Person: away})
	e.unlent = true
	yes, certain, err := a.Rules[number].Condition.True(&rule.Scope{
		It: view{s: s, r: rec, eyes: e}, Now: s.now, Zone: s.zone(), Source: source{s, e}, Meter: &s.meter,
	})
	holds := err == nil && certain && yes
	if !s.drafts[rec] {
		s.deputed[key] = holds
	}
	return holds
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
	if me == nil || s.actor.System || authorOf(rec) == me.Id {
		return false, nil
	}
	for _, p := range s.absentees(me.Id, awaiting(rec)) {
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
