package flow

import (
	"maps"
	"slices"

	"kontora/internal/fault"
	"kontora/internal/model"
)

// fill takes over the fields that were sent. What may not be written is an
// error at its field, never silently dropped; a value that equals the present
// one is no change and needs no right. A new record is filled first and judged
// afterwards, as a whole.
func (a *attempt) fill() error {
	a.refuseStrangers()
	for _, isMoney := range []bool{false, true} { // currencies before amounts
		for _, f := range a.rec.Type.Fields {
			v, sent := a.cmd.Fields[f.Key]
			if !sent || (f.Kind == model.Money) != isMoney {
				continue
			}
			if err := a.fillOne(f, v); err != nil {
				return err
			}
		}
	}
	a.recurrency(a.rec)
	return a.amountsOfCurrencies()
}

// refuseStrangers reports what no field can take: unknown names, and anything
// sent along with archiving.
func (a *attempt) refuseStrangers() {
	for _, key := range slices.Sorted(maps.Keys(a.cmd.Fields)) {
		f := a.rec.Type.Field(key)
		switch {
		case f == nil:
			a.problem(&Problem{Sort: SortField, Fault: unknownField(a.rec.Type, key, key)})
		case a.cmd.Kind == Archive || a.cmd.Kind == Restore:
			a.wrongField(f, key, fault.New(fault.Invalid, "field_closed", fault.Params{"state": stateTitle(a.rec)}))
		}
	}
}

func (a *attempt) fillOne(f *model.Field, v any) error {
	if a.cmd.Kind == Archive || a.cmd.Kind == Restore {
		return nil
	}
	if f.Kind == model.Money {
		v = a.s.withCurrency(f, a.rec, v)
	}
	if shown, err := a.isShown(f, v); err != nil || shown {
		return err
	}
	reason, err := a.barred(f, a.same(f, v))
	if err != nil {
		return err
	}
	if reason != nil {
		a.wrongField(f, f.Key, reason)
		return nil
	}
	if a.same(f, v) {
		return nil
	}
	if fl := f.Validate(v); fl != nil && fl.Code == "bad_value" && f.Kind != model.Rows {
		a.wrongField(f, f.Key, fl) // expressions must never meet it
		return nil
	}
	a.changed[f] = true
	if f.Kind == model.Rows {
		return a.fillRows(f, v)
	}
	if f.Kind == model.Ref {
		var err error
		if v, err = a.point(pointer{field: f, path: f.Key, rec: a.rec, owner: f}, v); err != nil {
			return err
		}
	}
	a.rec.Values[f.Key] = v
	return nil
}

// same reports whether a sent value is what the record already holds.
// isShown reports whether a value is what a live formula shows to the asker now:
// clients that send a record whole send it along. Whoever does not see the cell
// is told nothing by it.
func (a *attempt) isShown(f *model.Field, v any) (bool, error) {
	if !f.Live || a.old == nil {
		return false, nil
	}
	e := a.s.asksEyes()
	if e != nil {
		if sees, err := e.sees(a.old, f); err != nil || !sees {
			return false, err
		}
	}
	shown, err := a.s.compute(a.old, f, e)
	if faultOfRule(err) != nil {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return equal(shown, a.s.withCurrency(f, a.old, v)), nil
}

func (a *attempt) same(f *model.Field, v any) bool {
	if f.Kind == model.Rows {
		return a.sameRows(f, v)
	}
	return equal(a.rec.Values[f.Key], a.s.withCurrency(f, a.rec, v))
}
