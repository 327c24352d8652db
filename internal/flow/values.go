package flow

import (
	"fmt"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"
)

// values checks what this command puts into fields, whoever gave it: a client,
// a hook, a formula or an effect. Values that were there before stay as they are.
func (a *attempt) values() error {
	for _, f := range a.rec.Type.Fields {
		if f.Kind == model.Rows {
			a.rowValues(f)
			continue
		}
		a.value(f, f, f.Key, a.rec, a.old)
	}
	return nil
}

func (a *attempt) rowValues(f *model.Field) {
	before := map[string]*Record{}
	if a.old != nil {
		for _, row := range a.old.Rows[f.Key] {
			before[row.Id] = row
		}
	}
	if n := len(a.rec.Rows[f.Key]); f.MaxItems > 0 && n > f.MaxItems {
		a.wrongField(f, f.Key, fault.New(fault.Invalid, "too_many_items", fault.Params{"max": f.MaxItems}))
		return
	}
	for i, row := range a.rec.Rows[f.Key] {
		for _, col := range row.Type.Fields {
			a.value(f, col, fmt.Sprintf("%s.%d.%s", f.Key, i, col.Key), row, before[row.Id])
		}
	}
}

// value checks one cell; owner is the field at which a form shows the fault.
func (a *attempt) value(owner, f *model.Field, path string, rec, old *Record) {
	v := rec.Values[f.Key]
	if f.Engine || f.Kind == model.Number || v == nil || a.pathTold(path) {
		return
	}
	var fl *fault.Fault
	if old == nil || !equal(old.Values[f.Key], v) {
		fl = f.Validate(v)
		if amount, ok := v.(money.Amount); fl == nil && ok {
			fl = checkAmount(f, rec, amount)
		}
	}
	if fl == nil && f.Check != "" {
		fl = a.checkDigits(f, rec, old)
	}
	if fl != nil {
		a.wrongField(owner, path, fl)
	}
}

func (a *attempt) pathTold(path string) bool {
	for _, p := range a.problems {
		if at := p.Fault.Field; at == path || strings.HasPrefix(at, path+".") {
			return true
		}
	}
	return false
}

// checkDigits verifies the check digits of a number that was changed, or whose
// country or bank was.
func (a *attempt) checkDigits(f *model.Field, rec, old *Record) *fault.Fault {
	text, _ := rec.Values[f.Key].(string)
	beside := a.beside(f, rec, a.rec)
	if old != nil && equal(old.Values[f.Key], rec.Values[f.Key]) && beside == a.beside(f, old, a.old) {
		return nil
	}
	valid := true
	switch f.Check {
	case "tax_id":
		if known := beside == "KZ" || beside == "RU" || beside == "BY"; known {
			valid = rule.ValidTaxId(text, beside)
		}
	case "account":
		valid = beside == "" || rule.ValidAccount(text, beside)
	case "iban":
		valid = rule.ValidIBAN(text)
	case "snils":
		valid = rule.ValidSnils(text)
	}
	if valid {
		return nil
	}
	params := fault.Params{"value": text}
	if f.CheckWith != nil {
		params[f.CheckWith.Key] = beside
	}
	return fault.New(fault.Invalid, f.Check+"_invalid", params)
}

// beside is the value of the field that a check needs: the country of a tax
// number, the БИК of an account. For a row it may stand in the record.
func (a *attempt) beside(f *model.Field, rec, head *Record) string {
	with := f.CheckWith
	if with == nil {
		return ""
	}
	if with.Type != f.Type {
		rec = head
	}
	if rec == nil {
		return ""
	}
	text, _ := rec.Values[with.Key].(string)
	return strings.ToUpper(strings.TrimSpace(text))
}
