package flow

import (
	"fmt"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Ring is the clock's command: an alarm of a fact has come.
const Ring Kind = "ring"

// Revisit is the kind of an alarm of no fact: something that no record holds has
// changed, such as a calendar or who is there, and the record's facts are to be looked at again.
const Revisit FactKind = "revisit"

// Alarmed names the alarm that a Ring command is about.
type Alarmed struct {
	Fact  FactId
	Level string
}

// ring answers an alarm. A record that is gone, put away or has lost the fact
// is past it.
func (s *session) ring(cmd Command) error {
	rec, err := s.load(cmd.Type, cmd.Id)
	if err != nil || rec == nil || rec.IsArchived() {
		return err
	}
	if cmd.Alarm.Fact.Kind == Revisit {
		return s.as(Actor{System: true}, func() error { return s.revisit(rec) })
	}
	set, err := s.facts(rec.Reference())
	if err != nil {
		return err
	}
	doc := set[cmd.Alarm.Fact]
	if doc == nil || !s.isDue(doc, cmd.Alarm.Level) {
		return nil
	}
	id := cmd.Alarm.Fact
	return s.as(Actor{System: true}, func() error {
		switch doc := doc.(type) {
		case *Clock:
			return s.ringClock(rec, id, doc, cmd.Alarm.Level)
		case *Timer:
			return s.ringTimer(rec, id, doc, cmd.Alarm.Level)
		case *Round:
			return s.ringRound(rec, id, doc, cmd.Alarm.Level)
		case *Audience:
			return s.uphold(rec, nil)
		}
		return fmt.Errorf("alarm of a fact of kind %q", id.Kind)
	})
}

// revisit looks at a record's facts again. A round that is through by now ends.
func (s *session) revisit(rec *Record) error {
	if err := s.uphold(rec, nil); err != nil {
		return err
	}
	_, err := s.conclude(s.current(rec), nil)
	return err
}

func (s *session) isDue(doc Doc, level string) bool {
	for _, a := range doc.Alarms() {
		if a.Level == level && !a.At.After(s.now) {
			return true
		}
	}
	return false
}

// tell puts a message of a fact into the plan.
func (s *session) tell(m *model.Message, rec *Record, to *rule.Rule, words map[string]any) error {
	if m == nil || to == nil {
		return nil
	}
	set, err := to.People(s.scope(to, rec, rec, words))
	if err != nil {
		return err
	}
	s.notes = append(s.notes, wish{message: m, record: rec, to: set, words: words})
	return nil
}
