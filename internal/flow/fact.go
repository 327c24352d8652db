package flow

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Fact is one thing that holds of a record while it is in certain states: a
// round of approval, a running clock, a contribution to a register, a child
// record, a timer. The declaration says which facts there should be; the engine
// plans what should be minus what is. Facts are kept beside the record, and
// everything that has happened to them stands in the history.
type Fact struct {
	FactId
	Doc Doc
}

// FactId names a fact among those of its record.
type FactId struct {
	Kind FactKind
	Key  string // of the declaration
	Part string // which of several: id of a row, number of a round; "" for the only one
}

// FactKind is what a fact is.
type FactKind string

// The kinds of facts.
const (
	FactRound   FactKind = "round"
	FactClock   FactKind = "clock"
	FactTimer   FactKind = "timer"
	FactChild   FactKind = "child"
	FactPosting FactKind = "posting"

	FactAudience FactKind = "audience"
)

// Doc is what a fact says. It is never changed once it is kept: a fact that
// changes gets another one. It is stored as JSON.
type Doc interface {
	// Alarms are the instants at which the fact wants to be looked at.
	Alarms() []Alarm
}

// Alarm is an instant that a fact waits for. Its level tells the fact which of
// several it is; there is one alarm of a level at a time.
type Alarm struct {
	At    time.Time
	Level string
}

// docs makes an empty document of each kind, to decode into.
var docs = map[FactKind]func() Doc{
	FactClock:   func() Doc { return &Clock{} },
	FactTimer:   func() Doc { return &Timer{} },
	FactRound:   func() Doc { return &Round{} },
	FactChild:   func() Doc { return &Child{} },
	FactPosting: func() Doc { return &Posted{} },

	FactAudience: func() Doc { return &Audience{} },
}

// DecodeFact reads a stored document.
func DecodeFact(kind FactKind, data []byte) (Doc, error) {
	make, known := docs[kind]
	if !known {
		return nil, fmt.Errorf("no fact of kind %q", kind)
	}
	doc := make()
	return doc, json.Unmarshal(data, doc)
}

// FactChange is a fact that a plan makes, replaces or ends.
type FactChange struct {
	Record rule.Reference
	FactId
	Before, After Doc // nil: there was none, there is none any more
}

// Happening is something that happened to a fact, for the history.
type Happening struct {
	Fact    FactId
	Step    string       // part of the declaration: a step of approval, a level of escalation
	Verdict string       // what came out: approve, return, breached
	Behalf  *rule.Person // whose part the actor took
	Data    map[string]any
	Sign    *Signing // the vote is a signature, which is still to be made
}

// factSet are the facts of one record.
type factSet map[FactId]Doc

// facts are the facts of a record as the command sees them now.
func (s *session) facts(ref rule.Reference) (factSet, error) {
	if set, known := s.kept[ref]; known {
		return set, nil
	}
	return s.storedFacts(ref)
}

func (s *session) storedFacts(ref rule.Reference) (factSet, error) {
	if set, known := s.found[ref]; known {
		return set, nil
	}
	set := factSet{}
	if s.isStored(ref) {
		list, err := s.snap.Facts(ref)
		if err != nil {
			return nil, fmt.Errorf("facts of %s/%s: %w", ref.Type, ref.Id, err)
		}
		for _, f := range list {
			set[f.FactId] = f.Doc
		}
	}
	s.found[ref] = set
	return set, nil
}

// isStored reports whether a record was there before the command.
func (s *session) isStored(ref rule.Reference) bool {
	for _, c := range s.made {
		if c.Kind == Create && c.After.Reference() == ref {
			return false
		}
	}
	return true
}

// keep puts a fact in place of the one of the same id; a nil document ends it.
func (s *session) keep(ref rule.Reference, id FactId, doc Doc) error {
	set, err := s.facts(ref)
	if err != nil {
		return err
	}
	next := maps.Clone(set)
	if doc == nil {
		delete(next, id)
	} else {
		next[id] = doc
	}
	s.kept[ref] = next
	return nil
}

// uphold brings the facts of a record in line with its declaration, one kind
// after another.
func (s *session) uphold(rec *Record, cause *Change) error {
	for _, step := range []func(*Record, *Change) error{s.postings, s.ensures, s.clocks, s.timers, s.rounds} {
		if rec = s.current(rec); rec.Type.Facts == nil {
			return nil
		}
		if err := step(rec, cause); err != nil {
			return err
		}
	}
	return nil
}

// current is a record as the session has it by now.
func (s *session) current(rec *Record) *Record {
	if now := s.work[rec.Reference()]; now != nil {
		return now
	}
	return rec
}

// holdsIn reports whether a fact belongs to a record in its present state.
func (s *session) holdsIn(frame *model.Frame, rec *Record) (bool, error) {
	if rec.IsArchived() || !frame.In[rec.Status()] {
		return false, nil
	}
	return s.applies(frame.When, rec, rec, nil)
}

// keepAll replaces all facts of one kind and declaration by those wanted.
func (s *session) keepAll(ref rule.Reference, kind FactKind, key string, wanted map[string]Doc) error {
	set, err := s.facts(ref)
	if err != nil {
		return err
	}
	for id := range set {
		if _, still := wanted[id.Part]; id.Kind == kind && id.Key == key && !still {
			if err := s.keep(ref, id, nil); err != nil {
				return err
			}
		}
	}
	for part, doc := range wanted {
		id := FactId{kind, key, part}
		if sameDoc(set[id], doc) {
			continue
		}
		if err := s.keep(ref, id, doc); err != nil {
			return err
		}
	}
	return nil
}

func sameDoc(a, b Doc) bool {
	return a == b || a != nil && b != nil && jsonText(a) == jsonText(b)
}

// happen notes in the history what happened to a fact of a record.
func (s *session) happen(rec *Record, kind Kind, h *Happening, comment string, cause *Change) *Change {
	rec = s.current(rec)
	c := &Change{Kind: kind, Before: rec, After: rec, Actor: s.actor, Reason: comment, Cause: cause, Happening: h}
	s.made = append(s.made, c)
	return c
}

// factChanges lists what the command has done to facts, in a fixed order.
func (s *session) factChanges() ([]FactChange, error) {
	var out []FactChange
	for ref, now := range s.kept {
		was, err := s.storedFacts(ref)
		if err != nil {
			return nil, err
		}
		for id, doc := range now {
			if before := was[id]; before == nil || before != doc {
				out = append(out, FactChange{ref, id, before, doc})
			}
		}
		for id, doc := range was {
			if now[id] == nil {
				out = append(out, FactChange{ref, id, doc, nil})
			}
		}
	}
	slices.SortFunc(out, func(a, b FactChange) int {
		return slices.Compare(a.words(), b.words())
	})
	return out, nil
}

func (f FactChange) words() []string {
	return []string{f.Record.Type, f.Record.Id, string(f.Kind), f.Key, f.Part}
}
