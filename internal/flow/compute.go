package flow

import (
	"fmt"
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"
)

// compute works out stored formulas: columns of rows, then the record, each in
// the order of what needs what.
func (a *attempt) compute() error {
	for _, f := range a.rec.Type.Fields {
		if f.Kind != model.Rows {
			continue
		}
		for i, row := range a.rec.Rows[f.Key] {
			if err := a.formulas(row, fmt.Sprintf("%s.%d.", f.Key, i)); err != nil {
				return err
			}
		}
	}
	return a.formulas(a.rec, "")
}

func (a *attempt) formulas(rec *Record, prefix string) error {
	isNew := a.old == nil || a.fresh[rec]
	for _, f := range rec.Type.Formulas {
		ruling := rules(f, rec)
		if f.Live || ruling.While != nil && !ruling.While[a.rec.Status()] && !isNew {
			continue
		}
		v, err := ruling.Computed.Eval(a.s.scope(ruling.Computed, rec, a.old, a.words()))
		if err == nil {
			v, err = a.s.outcome(f, rec, v)
		}
		if fl := faultOfRule(err); fl != nil {
			a.problem(&Problem{Sort: SortField, Field: f, Fields: []*model.Field{f}, Fault: fl.At(prefix + f.Key)})
			continue
		}
		if err != nil {
			return fmt.Errorf("compute %s: %w", f.Key, err)
		}
		rec.Values[f.Key] = v
	}
	return nil
}

// compute works out one live formula; used when a record is read. For a reader it
// takes the record's own cells as they are, because who may see the formula was
// said together with them, and of other records only what the reader may see: a
// sum leaves out the rows and amounts that are hidden. Rules decide without a
// reader.
func (s *session) compute(rec *Record, f *model.Field, e *eyes) (any, error) {
	sc := s.scope(f.Computed, rec, nil, nil)
	if e != nil {
		e = e.within(rec)
		sc.Self, sc.Source, sc.Me = view{s: s, r: rec, eyes: e, past: rec.Type.IsPast(f.Computed)}, source{s, e}, e.actor.Person
	}
	v, err := f.Computed.Eval(sc)
	if err != nil {
		return nil, err
	}
	return s.outcome(f, rec, v)
}

// outcome is what a formula gives as its field holds it. An amount in another
// currency than the field's is not one with another sign: it is refused.
func (s *session) outcome(f *model.Field, rec *Record, v any) (any, error) {
	v = s.fit(f, v)
	m, ok := v.(money.Amount)
	if want := currencyOf(f, rec); ok && want != "" && m.Currency != "" && m.Currency != want && !m.Value.IsZero() {
		return nil, &rule.Error{Code: "currency_mismatch", Params: map[string]any{"left": m.Currency, "right": want}}
	}
	return v, nil
}

// LiveValues works out the live formulas of a record for a reader of its cells.
// One that cannot be worked out is unknown, and the fault says why.
func LiveValues(m *model.Model, snap Snapshot, rec *Record, reader Actor, now time.Time, fields []*model.Field) (map[string]any, map[string]*fault.Fault, error) {
	s := newSession(m, snap, Actor{System: true}, now)
	e := s.eyesOf(reader)
	out, faults := map[string]any{}, map[string]*fault.Fault{}
	for _, f := range fields {
		v, err := s.compute(rec, f, e)
		if wrong := faultOfRule(err); wrong != nil {
			v, err, faults[f.Key] = nil, nil, wrong.At(f.Key)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("compute %s of %s: %w", f.Key, rec.Id, err)
		}
		out[f.Key] = v
	}
	return out, faults, nil
}
