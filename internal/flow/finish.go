package flow

import (
	"kontora/internal/model"
	"kontora/internal/rule"
)

// plan closes a session: keys and rights of every change, messages written with
// their readers' eyes.
func (s *session) plan() (*Plan, error) {
	p := &Plan{Changes: s.made}
	for _, c := range s.made {
		var err error
		if c.Keys, err = s.ownKeys(c.After); err != nil {
			return nil, err
		}
		if c.Grants, err = s.grants(c.After); err != nil {
			return nil, err
		}
	}
	for _, w := range s.notes {
		if err := s.write(p, w); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// ownKeys leaves out keys of another record that somebody chose to share in
// spite of the warning: only one record holds a key.
func (s *session) ownKeys(rec *Record) ([]Key, error) {
	all, err := s.keys(rec)
	if err != nil {
		return nil, err
	}
	var own []Key
	for _, k := range all {
		if uniqueOf(rec.Type, k.Unique).Policy == "warn" {
			holder, err := s.holder(k, rec)
			if err != nil {
				return nil, err
			}
			if holder != nil {
				continue
			}
		}
		own = append(own, k)
	}
	return own, nil
}

// write renders a message for each reader. Nobody gets one about a record they
// cannot see or about what they did themselves, and a value that is hidden from
// them is left out.
func (s *session) write(p *Plan, w wish) error {
	me := ""
	if s.actor.Person != nil {
		me = s.actor.Person.Id
	}
	current := s.work[w.record.Reference()]
	if current == nil {
		current = w.record
	}
	for _, person := range s.people(w.to) {
		if person.Id == me {
			continue
		}
		var rights Rights
		err := s.as(Actor{Person: person}, func() (err error) {
			rights, err = s.rights(current)
			return err
		})
		if err != nil {
			return err
		}
		if !rights.Row() {
			continue
		}
		p.Notices = append(p.Notices, Notice{
			Message: w.message, Record: current.Reference(), To: []string{person.Id},
			Title: s.renderFor(w.message.Title, current, rights, w.words),
			Body:  s.renderFor(w.message.Body, current, rights, w.words),
		})
	}
	return nil
}

func (s *session) renderFor(t *rule.Template, rec *Record, rights Rights, words map[string]any) string {
	if t == nil {
		return ""
	}
	own := view{s: s, r: rec, only: func(f *model.Field) bool { return rights.Reads(f) }}
	vars := map[string]any{"settings": s.settings(rec.Type.Pack)}
	for k, v := range words {
		vars[k] = v
	}
	text, err := t.Render(&rule.Scope{Self: own, Now: s.now, Zone: s.zone(), Source: source{s}, Vars: vars}, s.say)
	if err != nil {
		return ""
	}
	return text
}
