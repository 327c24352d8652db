package flow

import (
	"fmt"
	"strings"

	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// move sets the status the record would have.
func (a *attempt) move() error {
	v := a.rec.Values
	switch a.cmd.Kind {
	case Archive:
		v["archived"] = a.s.now
	case Restore:
		v["archived"] = nil
	}
	if a.target == nil || a.old == nil || a.target.Key == a.old.Status() {
		return nil
	}
	v["previous"] = a.old.Status()
	v["status"] = a.target.Key
	v["entered_at"] = a.s.now
	switch {
	case a.target.Phase.Open():
		v["closed_at"] = nil
	case a.old.IsOpen() || v["closed_at"] == nil:
		v["closed_at"] = a.s.now
	}
	return nil
}

// assign sets defaults of a new record and of new rows, and what the transition sets.
func (a *attempt) assign() error {
	if a.cmd.Kind == Create {
		if err := a.defaults(a.rec, a.cmd.Fields); err != nil {
			return err
		}
	}
	for _, r := range a.newRows {
		if err := a.propose(r.row, r.given); err != nil {
			return err
		}
	}
	if a.tr == nil {
		return nil
	}
	for _, e := range a.tr.Then {
		if len(e.Set) == 0 && len(e.Append) == 0 {
			continue
		}
		ok, err := a.s.applies(e.When, a.rec, a.old, a.words())
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if err := a.change(e); err != nil {
			return err
		}
		a.recurrency(a.rec)
	}
	return nil
}

// change does the effects that touch the record itself.
func (a *attempt) change(e *model.Effect) error {
	for _, as := range e.Set {
		v, err := a.s.value(as, a.rec, a.old, a.words())
		if err != nil {
			return fmt.Errorf("set %s: %w", as.Field.Key, err)
		}
		a.rec.Values[as.Field.Key] = v
	}
	for _, as := range e.Append {
		if err := a.append(as); err != nil {
			return fmt.Errorf("append to %s: %w", as.Field.Key, err)
		}
	}
	return nil
}

func (a *attempt) append(as model.Assign) error {
	if as.Field.Kind == model.Rows {
		row, given := a.newRow(as.Field), map[string]any{}
		for _, col := range as.Row {
			v, err := a.s.value(col, a.rec, a.old, a.words())
			if err != nil {
				return err
			}
			row.Values[col.Field.Key], given[col.Field.Key] = v, v
		}
		a.rec.Rows[as.Field.Key] = append(a.rec.Rows[as.Field.Key], row)
		return a.defaults(row, given)
	}
	v, err := a.s.value(as, a.rec, a.old, a.words())
	if err != nil || v == nil {
		return err
	}
	items, _ := a.rec.Values[as.Field.Key].([]any)
	more, isList := v.([]any)
	if !isList {
		more = []any{v}
	}
	a.rec.Values[as.Field.Key] = append(append([]any(nil), items...), more...)
	return nil
}

// defaults fills the fields of a new record or row that were not given. An
// explicit null is given.
func (a *attempt) defaults(rec *Record, given map[string]any) error {
	a.literals(rec, given)
	return a.propose(rec, given)
}

func (a *attempt) literals(rec *Record, given map[string]any) {
	for _, f := range rec.Type.Fields {
		if _, sent := given[f.Key]; !sent && f.HasDefault {
			rec.Values[f.Key] = f.Default
		}
	}
	a.recurrency(rec)
}

// propose evaluates what is proposed. For rows that were sent it waits until
// their record has its own values: it may read them.
func (a *attempt) propose(rec *Record, given map[string]any) error {
	for _, f := range rec.Type.Fields {
		if _, sent := given[f.Key]; sent || f.HasDefault || f.Propose == nil {
			continue
		}
		v, err := f.Propose.Eval(a.s.scope(f.Propose, rec, nil, a.words()))
		if err != nil {
			return fmt.Errorf("default of %s: %w", f.Key, err)
		}
		rec.Values[f.Key] = a.s.fit(f, v)
	}
	a.recurrency(rec)
	return nil
}

// value evaluates what an effect gives to a field.
func (s *session) value(as model.Assign, rec, old *Record, words map[string]any) (any, error) {
	if as.Expr == nil {
		return s.withCurrency(as.Field, rec, as.Literal), nil
	}
	v, err := as.Expr.Eval(s.scope(as.Expr, rec, old, words))
	if err != nil {
		return nil, err
	}
	return rec.Type.PresentValue(as.Field, s.fit(as.Field, v)), nil
}

// fit turns what an expression yields into what the field stores; rounding, if
// the field keeps fewer places, happens here once, half away from zero.
func (s *session) fit(f *model.Field, v any) any {
	v = plainValue(v)
	switch x := v.(type) {
	case decimal.Decimal:
		if f.Kind == model.Integer {
			return x.Round(0)
		}
		return x.Round(int32(f.Scale))
	case money.Amount:
		if x.Currency == "" {
			x.Currency = f.Currency
		}
		return x.Round()
	case string:
		if strings.TrimSpace(x) == "" {
			return nil
		}
	case rule.PeopleSet:
		return s.onePerson(f, x)
	}
	if f.Many && v != nil {
		if _, list := v.([]any); !list {
			return []any{v}
		}
	}
	return v
}

// onePerson stores a people expression that stands for exactly one person.
func (s *session) onePerson(f *model.Field, set rule.PeopleSet) any {
	found := s.people(set)
	if f.Many {
		var all []any
		for _, p := range found {
			all = append(all, rule.Reference{Type: f.Target, Id: p.Id})
		}
		if all == nil {
			return nil
		}
		return all
	}
	if len(found) != 1 {
		return nil
	}
	return rule.Reference{Type: f.Target, Id: found[0].Id}
}
