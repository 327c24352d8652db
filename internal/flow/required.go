package flow

import (
	"fmt"

	"kontora/internal/fault"
	"kontora/internal/model"
)

func (a *attempt) requiredFields() error {
	missing, err := a.s.missing(a.rec, a.old, a.words())
	if err != nil {
		return err
	}
	for _, f := range missing {
		if a.isUnreadable(f) {
			continue
		}
		a.wrongField(f, f.Key, required(f))
	}
	for _, f := range a.rec.Type.Fields {
		if f.MinItems > 0 && !a.isUnreadable(f) {
			if n := count(a.rec, f); n > 0 && n < f.MinItems {
				a.wrongField(f, f.Key, fault.New(fault.Invalid, "too_few_items", fault.Params{"min": f.MinItems}))
			}
		}
		if f.Kind == model.Rows {
			if err := a.requiredColumns(f); err != nil {
				return err
			}
		}
	}
	return nil
}

// requiredColumns asks for the cells of rows; those of a hidden table for none.
func (a *attempt) requiredColumns(f *model.Field) error {
	visible, err := a.s.isVisible(f, a.rec, a.old, a.words())
	if err != nil || !visible {
		return err
	}
	for i, row := range a.rec.Rows[f.Key] {
		empty, err := a.s.missing(row, nil, a.words())
		if err != nil {
			return err
		}
		for _, col := range empty {
			a.wrongField(f, fmt.Sprintf("%s.%d.%s", f.Key, i, col.Key), required(col))
		}
	}
	return nil
}

func required(f *model.Field) *fault.Fault {
	return fault.New(fault.Invalid, "field_required", fault.Params{"title": f.Title})
}

// missing lists the fields that need a value and have none. A hidden field is
// never required; the currency of an amount always is.
func (s *session) missing(rec, old *Record, words map[string]any) ([]*model.Field, error) {
	var out []*model.Field
	for _, f := range rec.Type.Fields {
		if f.Engine || !isEmpty(rec, f) {
			continue
		}
		needed, err := s.isNeeded(f, rec, old, words)
		if err != nil {
			return nil, err
		}
		if needed || isCurrency(f, rec) {
			out = append(out, f)
		}
	}
	return out, nil
}

// isCurrency reports that an amount of the record is in the currency that the
// field holds.
func isCurrency(f *model.Field, rec *Record) bool {
	if f.Kind != model.Enum && f.Kind != model.Text {
		return false
	}
	for _, amount := range rec.Type.Fields {
		if amount.CurrencyField == f && rec.Values[amount.Key] != nil {
			return true
		}
	}
	return false
}

// count is the number of items or rows that a field holds.
func count(rec *Record, f *model.Field) int {
	if f.Kind == model.Rows {
		return len(rec.Rows[f.Key])
	}
	items, _ := rec.Values[f.Key].([]any)
	return len(items)
}

// isEmpty reports that a field has no value; a table is empty without rows.
func isEmpty(rec *Record, f *model.Field) bool {
	if f.Kind == model.Rows {
		return len(rec.Rows[f.Key]) == 0
	}
	return rec.Values[f.Key] == nil
}

func (s *session) isNeeded(f *model.Field, rec, old *Record, words map[string]any) (bool, error) {
	ruling := rules(f, rec)
	if !ruling.Required && ruling.Needed == nil {
		return false, nil
	}
	visible, err := s.isVisible(f, rec, old, words)
	if err != nil || !visible {
		return false, err
	}
	if ruling.Required {
		return true, nil
	}
	return s.applies(ruling.Needed, rec, old, words)
}

// isVisible evaluates x-visible; unknown shows the field.
func (s *session) isVisible(f *model.Field, rec, old *Record, words map[string]any) (bool, error) {
	visible := rules(f, rec).Visible
	if visible == nil {
		return true, nil
	}
	yes, known, err := s.holds(visible, rec, old, words)
	return yes || !known, err
}

func (a *attempt) requiredByTransition() error {
	if a.tr == nil {
		return nil
	}
	return a.require(a.tr.Require)
}

// require asks for the fields that a transition or a vote demands.
func (a *attempt) require(demands []*model.Require) error {
	for _, r := range demands {
		if a.has(r.Field) || a.isUnreadable(r.Field) {
			continue
		}
		ok, err := a.s.applies(r.When, a.rec, a.old, a.words())
		if err != nil {
			return err
		}
		visible, err := a.s.isVisible(r.Field, a.rec, a.old, a.words())
		if err != nil {
			return err
		}
		if !ok || !visible || a.alreadyMissing(r.Field) {
			continue
		}
		fl := required(r.Field)
		if r.Message != nil {
			fl = fl.WithText(a.render(r.Message, a.rec, a.old))
		}
		a.wrongField(r.Field, r.Field.Key, fl)
	}
	return nil
}

// has reports whether a demanded field has a value; derived ones are counted.
func (a *attempt) has(f *model.Field) bool {
	if f.Kind == model.Inverse || f.Live {
		v, err := a.s.see(a.rec).Field(f.Key)
		items, list := v.([]any)
		return err == nil && v != nil && (!list || len(items) > 0)
	}
	return !isEmpty(a.rec, f)
}

func (a *attempt) alreadyMissing(f *model.Field) bool {
	for _, p := range a.problems {
		if p.Field == f && p.Fault.Code == "field_required" {
			return true
		}
	}
	return false
}
