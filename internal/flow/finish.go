package flow

import (
	"slices"

	"kontora/internal/rule"
)

// plan closes a session: keys and rights of every change, messages written with
// their readers' eyes.
func (s *session) plan() (*Plan, error) {
	p := &Plan{Changes: s.made}
	var err error
	if p.Facts, err = s.factChanges(); err != nil {
		return nil, err
	}
	if p.Entries, err = s.entries(); err != nil {
		return nil, err
	}
	if p.Sights, err = s.resight(); err != nil {
		return nil, err
	}
	held := map[Key]rule.Reference{}
	for _, c := range slices.Concat(s.made, p.Sights) {
		if c.Keys, err = s.ownKeys(c.After, held); err != nil {
			return nil, err
		}
		if c.Grants, err = s.grants(c.After); err != nil {
			return nil, err
		}
	}
	for _, w := range s.notes {
		s.notice(p, w)
	}
	return p, nil
}

// ownKeys leaves out keys that somebody chose to share in spite of the warning:
// the first record holds a key.
func (s *session) ownKeys(rec *Record, held map[Key]rule.Reference) ([]Key, error) {
	all, err := s.keys(rec)
	if err != nil {
		return nil, err
	}
	var own []Key
	for _, k := range all {
		if uniqueOf(rec.Type, k.Unique).Policy == "warn" {
			first, known := held[k]
			if !known {
				if first, known, err = s.snap.Holder(k.Unique, k.Value); err != nil {
					return nil, err
				}
				if known, err = s.stillHolds(first, k, known); err != nil {
					return nil, err
				}
			}
			if known && first != rec.Reference() {
				continue
			}
			held[k] = rec.Reference()
		}
		own = append(own, k)
	}
	return own, nil
}

// stillHolds reports whether the stored holder of a key keeps it.
func (s *session) stillHolds(ref rule.Reference, k Key, stored bool) (bool, error) {
	r := s.work[ref]
	if !stored || r == nil {
		return stored, nil
	}
	keys, err := s.keys(r)
	return slices.Contains(keys, k), err
}

// notice renders a message for each reader. Nobody gets one about a record they
// cannot see or about what they did themselves, and a value that is hidden from
// them is left out.
func (s *session) notice(p *Plan, w wish) {
	current := s.work[w.record.Reference()]
	if current == nil {
		current = w.record
	}
	heard := false
	for _, person := range s.readers(w, current) {
		if me := s.asker.Person; me != nil && person.Id == me.Id {
			heard = true // they know
			continue
		}
		e := s.eyesOf(Actor{Person: person})
		if !e.knows(current) {
			continue
		}
		heard = true
		p.Notices = append(p.Notices, Notice{
			Message: w.message, Record: current.Reference(), To: []string{person.Id},
			Title: s.write(w.message.Title, current, nil, w.words, e),
			Body:  s.write(w.message.Body, current, nil, w.words, e),
		})
	}
	if !heard {
		p.Unheard = append(p.Unheard, w.message)
	}
}

// readers are those to whom a message goes, and who gets their messages while
// they are away.
func (s *session) readers(w wish, about *Record) []*rule.Person {
	list := s.people(w.to)
	in := matter{rec: about}
	if w.turn != nil {
		in.since = *w.turn
	}
	for _, person := range slices.Clone(list) {
		for _, p := range s.standIns(person.Id, in) {
			gets := p.inform || p.tasks && w.turn != nil
			if gets && p.Id != authorOf(about) && !slices.ContainsFunc(list, func(q *rule.Person) bool { return q.Id == p.Id }) {
				list = append(list, p.Person)
			}
		}
	}
	return list
}
