package flow

import (
	"fmt"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Posted is what a record contributes to a register now. Register, dimensions
// and resources stand by their stable ids.
type Posted struct {
	Register string            `json:"register"`
	Day      string            `json:"day,omitempty"` // to which it belongs; "" for the day of entry
	Key      map[string]string `json:"key"`           // dimension → value; empty ones left out
	Units    map[string]int64  `json:"units"`         // resource → whole units
}

// Alarms are none: a contribution waits for nothing.
func (*Posted) Alarms() []Alarm { return nil }

// sums names the sums that it goes into.
func (p *Posted) sums() SumKey { return SumKey{p.Register, KeyText(p.Key)} }

// KeyText is a combination of dimensions as it is stored: JSON, dimensions in
// order of their names.
func KeyText(key map[string]string) string { return jsonText(key) }

// SumKey names the sums of one combination of dimensions in a register.
type SumKey struct {
	Register string // stable id
	Key      string // KeyText
}

// postingOf names one contribution.
type postingOf struct {
	record rule.Reference
	fact   FactId
}

// moved is a contribution that the command has changed; it wakes those who read
// the balance.
type moved struct {
	before, after *Posted // nil: none
	cause         *Change
}

// postings brings what a record contributes in line with its declaration.
// Contributions under declarations that are gone are taken back.
func (s *session) postings(rec *Record, cause *Change) error {
	wanted, err := s.contributions(rec)
	if err != nil {
		return err
	}
	ref := rec.Reference()
	set, err := s.facts(ref)
	if err != nil {
		return err
	}
	change := func(id FactId, after *Posted) error {
		before, _ := set[id].(*Posted)
		s.causes[postingOf{ref, id}] = cause
		s.moved = append(s.moved, moved{before, after, cause})
		if after == nil {
			return s.keep(ref, id, nil)
		}
		return s.keep(ref, id, after)
	}
	for id := range set {
		if _, still := wanted[id]; id.Kind == FactPosting && !still {
			if err := change(id, nil); err != nil {
				return err
			}
		}
	}
	for id, doc := range wanted {
		if sameDoc(set[id], doc) {
			continue
		}
		if err := change(id, doc); err != nil {
			return err
		}
	}
	return nil
}

// contributions is what a record should contribute in its present state.
func (s *session) contributions(rec *Record) (map[FactId]*Posted, error) {
	wanted := map[FactId]*Posted{}
	for _, p := range rec.Type.Facts.Postings {
		reg := s.m.RegisterKept(p.Register)
		holds, err := s.holdsIn(&p.Frame, rec)
		if err == nil && holds && reg != nil {
			err = s.contribute(wanted, p, reg, rec)
		}
		if f := faultOfRule(err); f != nil {
			return nil, f // what cannot be worked out is not let through
		}
		if err != nil {
			return nil, fmt.Errorf("posting %s of %s: %w", p.Key, rec.Type.Key, err)
		}
	}
	return wanted, nil
}

// contribute adds the contributions of one declaration.
func (s *session) contribute(wanted map[FactId]*Posted, p *model.Posting, reg *model.Register, rec *Record) error {
	add := func(part string, it any) error {
		doc, err := s.posted(p, reg, rec, it)
		if err == nil && doc != nil {
			wanted[FactId{FactPosting, p.Key, part}] = doc
		}
		return err
	}
	if p.Each == nil {
		return add("", nil)
	}
	v, err := p.Each.Eval(s.scope(p.Each, rec, nil, nil))
	if err != nil {
		return err
	}
	items, _ := v.([]any)
	for _, it := range items {
		ref, ok := plainValue(it).(rule.Reference)
		if !ok {
			continue
		}
		if err := add(ref.Id, it); err != nil {
			return err
		}
	}
	return nil
}

// posted works out one contribution; nil when there is nothing to contribute.
func (s *session) posted(p *model.Posting, reg *model.Register, rec *Record, it any) (*Posted, error) {
	eval := func(r *rule.Rule) (any, error) {
		if r == nil {
			return nil, nil
		}
		sc := s.scope(r, rec, nil, nil)
		sc.It = it
		return r.Eval(sc)
	}
	doc := &Posted{Register: reg.StableId, Key: map[string]string{}, Units: map[string]int64{}}
	type amount struct {
		of    *model.Resource
		value any
	}
	var amounts []amount
	for _, c := range p.Post {
		v, err := eval(c.Amount)
		if err != nil {
			return nil, err
		}
		if res := resourceKept(reg, c.Resource); res != nil && v != nil {
			amounts = append(amounts, amount{res, v})
		}
	}
	if len(amounts) == 0 {
		return nil, nil
	}
	for _, dim := range reg.Dimensions {
		v, err := eval(p.Dimensions[dim.StableId])
		if err != nil {
			return nil, err
		}
		if text := DimensionText(s.m, dim, plainValue(v)); text != "" {
			doc.Key[dim.StableId] = text
		}
	}
	for _, a := range amounts {
		units, err := a.of.Units(a.value, a.of.CurrencyOf(doc.Key))
		if err != nil {
			return nil, err
		}
		if units != 0 || a.of.Last {
			doc.Units[a.of.StableId] = units
		}
	}
	if len(doc.Units) == 0 {
		return nil, nil
	}
	v, err := eval(p.Day)
	if err != nil {
		return nil, err
	}
	switch x := v.(type) {
	case rule.Date:
		doc.Day = x.String()
	default:
		if at := s.instantOf(v); !at.IsZero() {
			doc.Day = rule.DateOf(at.In(s.zone())).String()
		}
	}
	return doc, nil
}

func resourceKept(reg *model.Register, id string) *model.Resource {
	for _, r := range reg.Resources {
		if r.StableId == id {
			return r
		}
	}
	return nil
}

// Contributions is what a record should contribute to registers as it stands,
// for a recount.
func Contributions(m *model.Model, snap Snapshot, rec *Record) (map[FactId]*Posted, error) {
	if rec.Type.Facts == nil {
		return nil, nil
	}
	s := newSession(m, snap, Actor{System: true}, noTime)
	s.stored[rec.Reference()] = rec
	return s.contributions(rec)
}
