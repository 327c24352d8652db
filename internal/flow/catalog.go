package flow

import (
	"slices"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// catalog refuses a row that could answer the same question as another one, at
// the same time and with as many keys filled: nobody could say which is meant.
func (a *attempt) catalog() error {
	l := a.rec.Type.Lookup
	if l == nil {
		return nil
	}
	keys := map[string]any{}
	for _, f := range l.Keys {
		keys[f.Key] = a.rec.Values[f.Key]
	}
	rows, err := a.s.snap.Rivals(a.rec.Type, keys)
	if err != nil {
		return err
	}
	for _, r := range append(rows, a.s.changed(a.rec.Type)...) {
		if current := a.s.work[r.Reference()]; current != nil {
			r = current
		}
		if r.Id == a.rec.Id || r.IsArchived() || !rival(l, r, a.rec) || !overlap(l, r, a.rec) {
			continue
		}
		a.problem(a.clash(l, r))
		return nil
	}
	return nil
}

// clash tells with which row, if the one who asks may know.
func (a *attempt) clash(l *model.Lookup, r *Record) *Problem {
	fl := fault.New(fault.Conflict, "lookup_overlap", nil)
	if a.s.mayKnow(r) {
		fl = fault.New(fault.Conflict, "lookup_overlap_with", fault.Params{"record": a.s.titleOf(r), "type": r.Type.Slug, "id": r.Id})
	}
	p := &Problem{Sort: SortRule, Fields: l.Keys, Fault: fl}
	if l.From != nil {
		p.Fields = append(p.Fields[:len(p.Fields):len(p.Fields)], l.From)
	}
	if len(p.Fields) > 0 {
		p.Fault = fl.At(p.Fields[len(p.Fields)-1].Key)
	}
	return p
}

// rival reports whether some question is answered by both rows equally well. An
// empty key answers any where the catalog says so, else only an empty question.
func rival(l *model.Lookup, x, y *Record) bool {
	filled := 0
	for _, f := range l.Keys {
		u, v := x.Values[f.Key], y.Values[f.Key]
		if u != nil {
			filled++
		}
		if v != nil {
			filled--
		}
		if !equal(u, v) && (!l.Any || u != nil && v != nil) {
			return false
		}
	}
	return filled == 0
}

// overlap reports whether two rows hold on a common day. Without a last day
// rows of the same keys follow each other, a later first day replaces the
// earlier one; rows of different keys do not, and both hold from some day on.
func overlap(l *model.Lookup, x, y *Record) bool {
	switch {
	case l.From == nil:
		return true
	case l.To == nil:
		return !sameKeys(l, x, y) || equal(x.Values[l.From.Key], y.Values[l.From.Key])
	}
	return startsBefore(l, x, y) && startsBefore(l, y, x)
}

func sameKeys(l *model.Lookup, x, y *Record) bool {
	return !slices.ContainsFunc(l.Keys, func(f *model.Field) bool { return !equal(x.Values[f.Key], y.Values[f.Key]) })
}

// startsBefore reports whether x begins no later than y ends.
func startsBefore(l *model.Lookup, x, y *Record) bool {
	from, hasFrom := x.Values[l.From.Key].(rule.Date)
	to, hasTo := y.Values[l.To.Key].(rule.Date)
	return !hasFrom || !hasTo || !to.Before(from)
}
