package flow

import (
	"kontora/internal/model"
	"kontora/internal/rule"
)

// eyes are those of a reader: texts are written with them, so that no message
// tells what its reader may not see.
type eyes struct {
	s      *session
	actor  Actor
	asWas  bool // rights are those on records as they were before the command
	judged map[*Record]Rights
	own    *Record // its cells are told by a formula of its own
	unlent bool    // by their own rights alone, without what others lend them
	also   *watch  // another reader, who must see it too
}

// eyesOf gives nil for an actor who sees everything.
func (s *session) eyesOf(a Actor) *eyes {
	if a.System || a.Super {
		return nil
	}
	return &eyes{s: s, actor: a, judged: map[*Record]Rights{}}
}

// asksEyes are those of whoever gave the command. What it would change gives them
// nothing to see while it is still being judged: else one could name oneself in
// a record to read in the refusal what it hides.
func (s *session) asksEyes() *eyes {
	e := s.bothEyes()
	if e != nil {
		e.asWas = true
	}
	return e
}

// bothEyes are those of the asker and of whoever reads beside them.
func (s *session) bothEyes() *eyes {
	e := s.eyesOf(s.asker)
	if s.beside == nil {
		return e
	}
	if e == nil {
		e = &eyes{s: s, actor: Actor{System: true}, judged: map[*Record]Rights{}}
	}
	e.also = s.beside
	return e
}

// sees reports whether the reader may see a cell. What somebody is about to
// create is their own.
func (e *eyes) sees(r *Record, f *model.Field) (bool, error) {
	if e.also != nil {
		if seen, err := e.also.sees(r, f); err != nil || !seen {
			return false, err
		}
		if e.actor.System {
			return true, nil
		}
	}
	if r.Type.Owner != nil {
		owner, err := e.s.ownerOf(r)
		if err != nil || owner == nil {
			return false, err
		}
		r, f = owner, r.Type.OwnerField
	}
	if e.own != nil && e.own.Reference() == r.Reference() || e.s.drafts[r] && r.Revision() == 0 {
		return true, nil
	}
	rights, err := e.rights(r)
	return err == nil && rights.Reads(f), err
}

func (e *eyes) rights(r *Record) (Rights, error) {
	if known, ok := e.judged[r]; ok {
		return known, nil
	}
	as := r
	if e.asWas {
		was, err := e.s.original(r.Type, r.Id)
		if err != nil {
			return Rights{}, err
		}
		if was != nil {
			as = was
		}
	}
	rights, err := e.s.rightsSeen(e.actor, as, e.unlent)
	if err == nil {
		e.judged[r] = rights
	}
	return rights, err
}

// within are the same eyes for a formula of a record.
func (e *eyes) within(r *Record) *eyes {
	if owner, err := e.s.ownerOf(r); err == nil && owner != nil {
		r = owner
	}
	return &eyes{s: e.s, actor: e.actor, asWas: e.asWas, judged: e.judged, own: r, unlent: e.unlent, also: e.also}
}

// known leaves out the records of which the reader does not know.
func (e *eyes) known(list []*Record) []*Record {
	if e == nil {
		return list
	}
	var out []*Record
	for _, r := range list {
		if e.knows(r) {
			out = append(out, r)
		}
	}
	return out
}

// knows reports whether the reader knows of a record at all.
func (e *eyes) knows(r *Record) bool {
	if e == nil {
		return true
	}
	if e.also != nil && !e.also.knows(r) {
		return false
	}
	owner, err := e.s.ownerOf(r)
	if err != nil || owner == nil {
		return false
	}
	rights, err := e.rights(owner)
	return err == nil && rights.Row()
}

func (s *session) rightsOf(a Actor, r *Record) (rights Rights, err error) {
	err = s.as(a, func() error {
		rights, err = s.rights(r)
		return err
	})
	return rights, err
}

// rightsSeen are somebody's rights, unlent without what those who are away lend.
func (s *session) rightsSeen(a Actor, r *Record, unlent bool) (Rights, error) {
	was := s.unlent
	s.unlent = unlent
	defer func() { s.unlent = was }()
	return s.rightsOf(a, r)
}

// write fills in a text for a reader. What cannot be evaluated leaves the text
// empty; the fault's code remains.
func (s *session) write(t *rule.Template, rec, old *Record, words map[string]any, e *eyes) string {
	if t == nil {
		return ""
	}
	vars := map[string]any{"settings": s.settings(rec.Type.Pack, rec)}
	for k, v := range words {
		vars[k] = v
	}
	past := rec.Type.IsPastText(t)
	sc := &rule.Scope{Self: view{s: s, r: rec, eyes: e, past: past}, Now: s.now, Zone: s.zone(), Source: source{s, e}, Vars: vars, Meter: &s.meter}
	if e != nil {
		sc.Me = e.actor.Person
		t = s.m.Translated(t, e.actor.Lang)
	}
	if old != nil {
		sc.Old = view{s: s, r: old, eyes: e, past: past}
	}
	text, err := t.Render(sc, func(v any, typ rule.Type) string { return s.say(v, typ, rec.Type, e) })
	if err != nil {
		return ""
	}
	return text
}
