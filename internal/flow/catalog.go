package flow

import (
	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// catalog refuses a row that answers the same questions as another one, at the
// same time: nobody could say which of them is meant.
func (a *attempt) catalog() error {
	l := a.rec.Type.Lookup
	if l == nil {
		return nil
	}
	keys := map[string]any{}
	for _, f := range l.Keys {
		keys[f.Key] = a.rec.Values[f.Key]
	}
	rows, err := a.s.snap.Candidates(a.rec.Type, keys)
	if err != nil {
		return err
	}
	for _, r := range append(rows, a.s.changed(a.rec.Type)...) {
		if current := a.s.work[r.Reference()]; current != nil {
			r = current
		}
		if r.Id == a.rec.Id || r.IsArchived() || !sameKeys(l, r, a.rec) || !overlap(l, r, a.rec) {
			continue
		}
		params := fault.Params{}
		if a.s.mayKnow(r) {
			params["record"], params["id"] = a.s.titleFor(r, a.s.asksEyes()), r.Id
		}
		fl := fault.New(fault.Conflict, "lookup_overlap", params)
		p := &Problem{Sort: SortRule, Fields: l.Keys, Fault: fl}
		if l.From != nil {
			p.Fields = append(p.Fields[:len(p.Fields):len(p.Fields)], l.From)
		}
		if len(p.Fields) > 0 {
			p.Fault = fl.At(p.Fields[len(p.Fields)-1].Key)
		}
		a.problem(p)
		return nil
	}
	return nil
}

func sameKeys(l *model.Lookup, x, y *Record) bool {
	for _, f := range l.Keys {
		if !equal(x.Values[f.Key], y.Values[f.Key]) {
			return false
		}
	}
	return true
}

// overlap reports whether two rows hold on a common day. Without a last day
// rows follow each other: a later first day replaces the earlier one.
func overlap(l *model.Lookup, x, y *Record) bool {
	if l.From == nil {
		return true
	}
	if l.To == nil {
		return equal(x.Values[l.From.Key], y.Values[l.From.Key])
	}
	return startsBefore(l, x, y) && startsBefore(l, y, x)
}

// startsBefore reports whether x begins no later than y ends.
func startsBefore(l *model.Lookup, x, y *Record) bool {
	from, hasFrom := x.Values[l.From.Key].(rule.Date)
	to, hasTo := y.Values[l.To.Key].(rule.Date)
	return !hasFrom || !hasTo || !to.Before(from)
}
