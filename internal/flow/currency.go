package flow

import (
	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/money"
)

// amountsOfCurrencies asks for the right on every amount whose currency is
// changed: another currency is another amount.
func (a *attempt) amountsOfCurrencies() error {
	if a.old == nil {
		return nil
	}
	for _, f := range a.rec.Type.Fields {
		c := f.CurrencyField
		if c == nil || !a.changed[c] || a.changed[f] || rules(f, a.rec).Computed != nil || a.rec.Values[f.Key] == nil {
			continue
		}
		reason, err := a.closed(f)
		if err != nil {
			return err
		}
		if reason != nil {
			a.wrongField(c, c.Key, reason)
			return nil
		}
	}
	return nil
}

// withCurrency gives an amount the currency that its field or record says.
func (s *session) withCurrency(f *model.Field, rec *Record, v any) any {
	m, ok := v.(money.Amount)
	if !ok {
		return v
	}
	m.Currency = currencyOf(f, rec)
	return m
}

func currencyOf(f *model.Field, rec *Record) string {
	if f.CurrencyField == nil {
		return f.Currency
	}
	c, _ := rec.Values[f.CurrencyField.Key].(string)
	return c
}

// recurrency follows a changed currency: an amount keeps its figure, so that
// changing the currency is a change of the amount.
func (a *attempt) recurrency(rec *Record) {
	for _, f := range rec.Type.Fields {
		if m, ok := rec.Values[f.Key].(money.Amount); ok && f.CurrencyField != nil {
			m.Currency = currencyOf(f, rec)
			rec.Values[f.Key] = m
		}
	}
}

// checkAmount checks that an amount is in its field's currency and has no more
// places than that.
func checkAmount(f *model.Field, rec *Record, m money.Amount) *fault.Fault {
	want := currencyOf(f, rec)
	switch {
	case want == "":
		return nil // the currency itself is asked for
	case m.Currency != want:
		return fault.New(fault.Invalid, "currency_mismatch", fault.Params{"is": m.Currency, "want": want})
	case !m.Value.Equal(m.Round().Value):
		return fault.New(fault.Invalid, "not_amount", fault.Params{"value": m.Value.String(), "places": money.Digits(want)})
	}
	return nil
}
