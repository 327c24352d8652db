package flow

import (
	"fmt"
	"maps"
	"sort"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// session is one decision in progress: the snapshot, and over it the records as
// this command has changed them so far.
type session struct {
	m     *model.Model
	snap  Snapshot
	now   time.Time
	actor Actor // who acts at this point: the asker, or the engine for them
	asker Actor // who gave the command, and reads the answer

	work      map[rule.Reference]*Record // as changed so far
	stored    map[rule.Reference]*Record // as loaded; nil for none
	made      []*Change
	notes     []wish
	fired     map[firing]bool
	tokens    map[rule.Principal]bool
	known     map[*Record]Rights          // of the present actor
	unlent    bool                        // and nobody lends them sight
	deputed   map[ruleOn]bool             // rules of absences, as they were found to hold
	drafts    map[*Record]bool            // still being written: rights on them are not remembered
	values    map[place]map[string]any    // settings in force
	given     []number                    // numbers taken so far
	kept      map[rule.Reference]factSet  // facts as changed so far
	found     map[rule.Reference]factSet  // facts as loaded
	ends      map[roundKey]string         // how rounds end that a verdict ends now
	calendars map[string]chosenCalendar   // by unit
	meter     rule.Meter                  // of evaluations within evaluations
	naming    int                         // titles within titles
	causes    map[postingOf]*Change       // what changed a contribution last
	moved     []moved                     // contributions changed so far
	sums      map[SumKey]map[string]int64 // what registers held before
	asking    int                         // questions about limits within one another
	look      Interceptor                 // sees transitions before they are taken over
	vetoed    bool                        // and has refused one
	existing  *Record                     // answers a creation: another system has sent it before
	beside    *watch                      // somebody else who reads what the asker is told
}

// firing is a transition of a record that the engine has already fired.
type firing struct {
	record     rule.Reference
	transition string
}

// wish is a message to be sent when the command succeeds.
type wish struct {
	message *model.Message
	record  *Record
	to      rule.PeopleSet
	words   map[string]any
	turn    *time.Time // it tells of a turn that began then, which others may take in their place
}

func newSession(m *model.Model, snap Snapshot, actor Actor, now time.Time) *session {
	return &session{
		m: m, snap: snap, now: now.UTC().Truncate(time.Millisecond), actor: actor, asker: actor,
		known: map[*Record]Rights{}, deputed: map[ruleOn]bool{}, drafts: map[*Record]bool{},
		work: map[rule.Reference]*Record{}, stored: map[rule.Reference]*Record{},
		ends: map[roundKey]string{}, fired: map[firing]bool{}, values: map[place]map[string]any{},
		kept: map[rule.Reference]factSet{}, found: map[rule.Reference]factSet{},
		calendars: map[string]chosenCalendar{},
		causes:    map[postingOf]*Change{}, sums: map[SumKey]map[string]int64{},
	}
}

// mark remembers the state of a session so that a refused automatic transition
// can be undone. Records are replaced, never changed in place, once made.
type mark struct {
	work  map[rule.Reference]*Record
	kept  map[rule.Reference]factSet
	made  int
	notes int
	given int
	moved int
}

func (s *session) mark() mark {
	return mark{maps.Clone(s.work), maps.Clone(s.kept), len(s.made), len(s.notes), len(s.given), len(s.moved)}
}

func (s *session) undo(m mark) error {
	s.work, s.kept, s.made, s.notes = m.work, m.kept, s.made[:m.made], s.notes[:m.notes]
	s.moved = s.moved[:m.moved]
	return s.giveBack(m.given)
}

// draft lets expressions see a record as it would become, also when they come
// back to it from its rows or from other records. The returned function ends it.
func (s *session) draft(r *Record) func() {
	ref := r.Reference()
	before, was := s.work[ref]
	s.work[ref] = r
	s.drafts[r] = true
	return func() {
		delete(s.drafts, r)
		if was {
			s.work[ref] = before
		} else {
			delete(s.work, ref)
		}
	}
}

// load finds a record as the command sees it now; nil when there is none.
func (s *session) load(t *model.Type, id string) (*Record, error) {
	ref := rule.Reference{Type: t.Key, Id: id}
	if r, ok := s.work[ref]; ok {
		return r, nil
	}
	return s.original(t, id)
}

// original finds a record as it was before the command.
func (s *session) original(t *model.Type, id string) (*Record, error) {
	ref := rule.Reference{Type: t.Key, Id: id}
	if r, ok := s.stored[ref]; ok {
		return r, nil
	}
	r, err := s.snap.Load(t, id)
	if err != nil {
		return nil, fmt.Errorf("load %s/%s: %w", t.Key, id, err)
	}
	s.stored[ref] = r
	return r, nil
}

// follow loads what a reference points at; nil when it points at nothing.
func (s *session) follow(ref rule.Reference) (*Record, error) {
	t := s.m.TypeByKey(ref.Type)
	if t == nil || t.Abstract || ref.Id == "" {
		return nil, nil
	}
	if t.Owner != nil {
		return s.row(t, ref.Id)
	}
	return s.load(t, ref.Id)
}

// row finds a row as the command sees it now; nil when its record has lost it.
func (s *session) row(t *model.Type, id string) (*Record, error) {
	if r, found := s.changedRow(t, id); found {
		return r, nil
	}
	r, err := s.original(t, id)
	if err != nil || r == nil {
		return nil, err
	}
	parent, _ := r.Values["parent"].(rule.Reference)
	if s.work[parent] != nil {
		return nil, nil
	}
	return r, nil
}

// changedRow finds a row among the records that this command has changed.
func (s *session) changedRow(t *model.Type, id string) (*Record, bool) {
	for _, r := range s.work {
		if r.Type.Key != t.Owner.Key {
			continue
		}
		for _, row := range r.Rows[t.OwnerField.Key] {
			if row.Id == id {
				return row, true
			}
		}
	}
	return nil, false
}

// pointing lists the records whose field via points at a record, as changed so
// far, by creation; rows in the order of their records.
func (s *session) pointing(from *model.Type, via *model.Field, id string) ([]*Record, error) {
	var all []*Record
	seen := map[string]bool{}
	take := func(r *Record) {
		if !seen[r.Id] && !r.IsArchived() && pointsAt(r, via.Key, id) {
			all = append(all, r)
		}
		seen[r.Id] = true
	}
	for _, t := range s.concrete(from) {
		for _, r := range s.changed(t) {
			take(r)
		}
		field := t.Field(via.Key)
		if field == nil {
			continue
		}
		stored, err := s.snap.Pointing(t, field, id)
		if err != nil {
			return nil, fmt.Errorf("records of %s pointing at %s: %w", t.Key, id, err)
		}
		for _, r := range stored {
			if parent, isRow := r.Values["parent"].(rule.Reference); t.Owner != nil && isRow && s.work[parent] != nil {
				continue // looked at above, as far as it is still there
			}
			ref := r.Reference()
			if s.stored[ref] == nil {
				s.stored[ref] = r
			}
			take(r)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return earlier(all[i], all[j]) })
	return all, nil
}

// changed lists the records of a type, or the rows, that this command has
// touched so far.
func (s *session) changed(t *model.Type) []*Record {
	var out []*Record
	for ref, r := range s.work {
		switch {
		case ref.Type == t.Key:
			out = append(out, r)
		case t.Owner != nil && ref.Type == t.Owner.Key:
			out = append(out, r.Rows[t.OwnerField.Key]...)
		}
	}
	return out
}

func (s *session) concrete(t *model.Type) []*model.Type {
	if t.Owner != nil {
		return []*model.Type{t}
	}
	return s.m.Descendants(t.Key)
}

func earlier(a, b *Record) bool {
	if a.Type.Owner != nil && b.Type.Owner != nil {
		p, _ := a.Values["parent"].(rule.Reference)
		q, _ := b.Values["parent"].(rule.Reference)
		return p.Id < q.Id // rows of one record stand in their order
	}
	x, _ := a.Values["created"].(time.Time)
	y, _ := b.Values["created"].(time.Time)
	if !x.Equal(y) {
		return x.Before(y)
	}
	return a.Id < b.Id
}

func pointsAt(r *Record, field, id string) bool {
	switch v := r.Values[field].(type) {
	case rule.Reference:
		return v.Id == id
	case []any:
		for _, item := range v {
			if ref, ok := item.(rule.Reference); ok && ref.Id == id {
				return true
			}
		}
	}
	return false
}

// bearing lists every principal that the actor is.
func (s *session) bearing() map[rule.Principal]bool {
	if s.tokens == nil {
		switch {
		case s.actor.System:
			s.tokens = map[rule.Principal]bool{rule.System: true}
		case s.actor.Person != nil:
			s.tokens = s.snap.Directory().Tokens(s.actor.Person.Id)
		default:
			s.tokens = map[rule.Principal]bool{rule.Guest: true}
		}
	}
	return s.tokens
}

// as runs fn with another actor, for what the engine does by itself.
func (s *session) as(a Actor, fn func() error) error {
	actor, tokens, known := s.actor, s.tokens, s.known
	s.actor, s.tokens, s.known = a, nil, map[*Record]Rights{}
	err := fn()
	s.actor, s.tokens, s.known = actor, tokens, known
	return err
}
