package flow

import (
	"kontora/internal/model"
	"kontora/internal/rule"
)

// mayGiveSignIn reports whether the actor may change how a person signs in.
// Whoever can do that can become that person, so with those who may change the
// configuration only their like can, and they themselves.
func (s *session) mayGiveSignIn(person *Record) bool {
	return person == nil || MayGiveSignIn(s.m, s.snap, s.actor, person.Id)
}

// MayGiveSignIn is that question for other ways than the fields of a person.
func MayGiveSignIn(m *model.Model, snap Snapshot, actor Actor, person string) bool {
	if actor.System || actor.Super || actor.Person != nil && actor.Person.Id == person {
		return true
	}
	p, known := snap.Directory().Person(person)
	return !known || DesignOf(m, actor.Person).Covers(DesignOf(m, p))
}

// IsDesigner reports whether a person has a role that lets its holders change
// the configuration.
func IsDesigner(m *model.Model, p *rule.Person) bool {
	return DesignOf(m, p).Any()
}
