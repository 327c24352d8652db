package flow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// batch is how many children for people one command makes or ends: the one who
// sends to thousands does not wait, the clock's commands do the rest.
const batch = 50

// again is how often the people are looked up anew, to find newcomers.
const again = time.Hour

// Audience waits for the next look at the people of an ensured thing.
type Audience struct {
	Next time.Time `json:"next"`
	Left int       `json:"left,omitempty"` // how many wait for the next batches
}

// Alarms are the next look.
func (a *Audience) Alarms() []Alarm { return []Alarm{{At: a.Next}} }

// personPart names the child of one person, made of one content of the record.
func personPart(person, hash string) string { return person + "." + hash }

// audience makes a child for everybody in the set who has none of the present
// content, and ends the open ones that are not asked for any more. What exceeds
// a batch is left to an alarm that has already come.
func (s *session) audience(d *model.Ensure, rec *Record, cause *Change) error {
	wanted, in, err := s.wantedPeople(d, rec)
	if err != nil {
		return err
	}
	made, err := s.childFacts(d.Key, rec)
	if err != nil {
		return err
	}
	kept := make(map[string]*Child, len(made))
	for _, f := range made {
		kept[f.Part] = f.Doc.(*Child)
	}
	asked := make(map[string]bool, len(wanted))
	for _, part := range wanted {
		asked[part] = true
	}
	var gone []Fact
	for _, f := range made {
		if !asked[f.Part] && !f.Doc.(*Child).Idle {
			gone = append(gone, f)
		}
	}
	missing := slices.DeleteFunc(wanted, func(part string) bool { return kept[part] != nil && !kept[part].Idle })

	next := Audience{Next: s.now.Add(again)}
	if next.Left = max(0, len(gone)+len(missing)-batch); next.Left > 0 {
		next.Next = s.now
	}
	wait := map[string]Doc{}
	if next.Left > 0 || in && s.collects(d, rec) {
		wait[""] = &next
	}
	if err := s.keepAll(rec.Reference(), FactAudience, d.Key, wait); err != nil {
		return err
	}
	gone = gone[:min(len(gone), batch)]
	if err := s.dismiss(d, rec, gone, in, cause); err != nil {
		return err
	}
	for i, part := range missing[:min(len(missing), batch-len(gone))] {
		if err := s.invite(d, rec, part, kept[part], len(made)+i, cause); err != nil {
			return err
		}
	}
	return nil
}

// wantedPeople are the parts of the children that there should be. Once nobody
// new is collected, only those who have had a child count.
func (s *session) wantedPeople(d *model.Ensure, rec *Record) (parts []string, in bool, err error) {
	in = !rec.IsArchived() && d.In[rec.Status()]
	if holds, err := s.holdsIn(&d.Frame, rec); err != nil || !holds {
		return nil, in, err
	}
	set, err := d.To.People(s.scope(d.To, rec, rec, nil))
	if err != nil {
		return nil, in, err
	}
	people := s.people(set)
	if !s.collects(d, rec) {
		made, err := s.childFacts(d.Key, rec)
		if err != nil {
			return nil, in, err
		}
		had := make(map[string]bool, len(made))
		for _, f := range made {
			person, _, _ := strings.Cut(f.Part, ".")
			had[person] = true
		}
		people = slices.DeleteFunc(people, func(p *rule.Person) bool { return !had[p.Id] })
	}
	hash := ""
	if len(d.Covers) > 0 {
		hash = s.hashOf(rec, d.Covers)
	}
	for _, p := range people {
		parts = append(parts, personPart(p.Id, hash))
	}
	return parts, in, nil
}

// collects reports whether those who join the set now are still added. An
// unknown end is none.
func (s *session) collects(d *model.Ensure, rec *Record) bool {
	if d.Until == nil {
		return true
	}
	v, err := d.Until.Eval(s.scope(d.Until, rec, rec, nil))
	if day, isDay := v.(rule.Date); isDay {
		return err != nil || s.now.Before(day.Add(1).In(s.zone()))
	}
	end := s.instantOf(v)
	return err != nil || end.IsZero() || s.now.Before(end)
}

// dismiss ends open children that are not asked for any more.
func (s *session) dismiss(d *model.Ensure, rec *Record, gone []Fact, in bool, cause *Change) error {
	last := d.OnLeave
	if in {
		last = d.OnRemoved
	}
	for _, f := range gone {
		doc := f.Doc.(*Child)
		if err := s.keep(rec.Reference(), f.FactId, &Child{Id: doc.Id, N: doc.N, Idle: true}); err != nil {
			return err
		}
		child, err := s.childOf(d, doc)
		if err != nil {
			return err
		}
		if last == "" || child == nil || child.IsArchived() || !child.IsOpen() {
			continue
		}
		if err := s.fireOn(child, last, cause); err != nil {
			return err
		}
	}
	return nil
}

// invite takes up the child of one person again, or makes one.
func (s *session) invite(d *model.Ensure, rec *Record, part string, was *Child, n int, cause *Change) error {
	if was != nil {
		child, err := s.childOf(d, was)
		if err != nil {
			return err
		}
		if isKept(child) {
			return s.keep(rec.Reference(), FactId{FactChild, d.Key, part}, &Child{Id: was.Id, N: was.N})
		}
	}
	id, _, _ := strings.Cut(part, ".")
	it, err := s.recordOf(rule.Reference{Type: d.Person, Id: id})
	if err != nil || it == nil {
		return err
	}
	if err := s.makeChild(d, rec, wantedChild{part, it}, n, cause); err != nil {
		return fmt.Errorf("ensure %s: %w", d.Key, err)
	}
	return nil
}
