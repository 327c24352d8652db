package flow

import (
	"errors"
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
	for _, f := range rec.Type.Formulas {
		if f.Live || f.While != nil && !f.While[a.rec.Status()] && a.old != nil {
			continue
		}
		v, err := f.Computed.Eval(a.s.scope(f.Computed, rec, a.old, a.words()))
		var wrong *rule.Error
		if errors.As(err, &wrong) {
			a.wrongField(f, prefix+f.Key, fault.New(fault.Invalid, wrong.Code, wrong.Params))
			continue
		}
		if err != nil {
			return fmt.Errorf("compute %s: %w", f.Key, err)
		}
		v = a.s.fit(f, v)
		if m, ok := v.(money.Amount); ok {
			if want := currencyOf(f, rec); m.Currency != "" && want != "" && m.Currency != want {
				a.wrongField(f, prefix+f.Key, fault.New(fault.Invalid, "currency_mismatch", fault.Params{"is": m.Currency, "want": want}))
				continue
			}
		}
		rec.Values[f.Key] = v
	}
	return nil
}

// compute works out one live formula; used when a record is read.
func (s *session) compute(rec *Record, f *model.Field) (any, error) {
	v, err := f.Computed.Eval(s.scope(f.Computed, rec, nil, nil))
	if err != nil {
		return nil, err
	}
	return s.fit(f, v), nil
}

// LiveValues works out the live formulas of a record for a reader of its cells.
func LiveValues(m *model.Model, snap Snapshot, rec *Record, now time.Time, fields []*model.Field) (map[string]any, error) {
	s := newSession(m, snap, Actor{System: true}, now)
	out := map[string]any{}
	for _, f := range fields {
		v, err := s.compute(rec, f)
		if err != nil {
			return nil, fmt.Errorf("compute %s of %s: %w", f.Key, rec.Id, err)
		}
		out[f.Key] = v
	}
	return out, nil
}
