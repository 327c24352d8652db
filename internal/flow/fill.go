package flow

import (
	"fmt"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// fill takes over the fields that were sent. What may not be written is an
// error at its field, never silently dropped; a value that equals the present
// one is no change and needs no right.
func (a *attempt) fill() error {
	for _, f := range a.rec.Type.Fields { // declared order, so that a currency precedes nothing it needs
		v, sent := a.cmd.Fields[f.Key]
		if !sent || f.Kind == model.Money {
			continue
		}
		if err := a.fillOne(f, v); err != nil {
			return err
		}
	}
	for _, f := range a.rec.Type.Fields {
		if v, sent := a.cmd.Fields[f.Key]; sent && f.Kind == model.Money {
			if err := a.fillOne(f, v); err != nil {
				return err
			}
		}
	}
	a.recurrency(a.rec)
	return nil
}

func (a *attempt) fillOne(f *model.Field, v any) error {
	if f.Kind == model.Money {
		v = a.s.withCurrency(f, a.rec, v)
	}
	if a.same(f, v) {
		return nil
	}
	reason, err := a.closed(f)
	if err != nil {
		return err
	}
	if reason != nil {
		a.wrongField(f, f.Key, reason)
		return nil
	}
	if f.Kind == model.Rows {
		return a.fillRows(f, v)
	}
	if m, ok := v.(money.Amount); ok && m.Value.Exponent() < -money.Digits(m.Currency) && !m.Value.Equal(m.Round().Value) {
		a.wrongField(f, f.Key, fault.New(fault.Invalid, "not_amount", fault.Params{"value": m.Value.String(), "places": money.Digits(m.Currency)}))
		return nil
	}
	if f.Kind == model.Ref {
		if err := a.checkRefs(f, f.Key, v, a.rec); err != nil {
			return err
		}
	}
	a.rec.Values[f.Key] = v
	return nil
}

// same reports whether a sent value is what the record already holds.
func (a *attempt) same(f *model.Field, v any) bool {
	if a.rec == nil {
		return false
	}
	if f.Kind == model.Rows {
		return a.sameRows(f, v)
	}
	return equal(a.rec.Values[f.Key], a.s.withCurrency(f, a.rec, v))
}

// closed tells why a field may not be written in this command; nil when it may.
func (a *attempt) closed(f *model.Field) (*fault.Fault, error) {
	if fl := fixed(f); fl != nil {
		return fl, nil
	}
	if a.s.actor.System {
		return nil, nil
	}
	if a.old != nil {
		rights, err := a.s.rights(a.old)
		if err != nil {
			return nil, err
		}
		if !rights.All && (!rights.Reads(f) || rights.denied(f, true)) && !a.writable[f] {
			return fault.New(fault.Denied, "field_not_yours", nil), nil
		}
	}
	if f.Locked != nil {
		yes, known, err := a.s.holds(f.Locked, a.before(), a.old, a.words())
		if err != nil {
			return nil, err
		}
		if yes || !known {
			return fault.New(fault.Invalid, "field_locked", nil), nil
		}
	}
	if a.writable[f] || a.s.actor.Super {
		return nil, nil
	}
	return a.byMatrix(f)
}

// fixed tells why nobody ever types a field.
func fixed(f *model.Field) *fault.Fault {
	switch {
	case f.Key == "status" && f.Engine:
		return fault.New(fault.Invalid, "status_by_transition", nil)
	case f.Engine:
		return fault.New(fault.Invalid, "field_of_engine", nil)
	case f.Computed != nil:
		return fault.New(fault.Invalid, "field_computed", nil)
	case f.Kind == model.Number:
		return fault.New(fault.Invalid, "field_numbered", nil)
	case f.Kind == model.Inverse:
		return fault.New(fault.Invalid, "field_derived", nil)
	case f.ReadOnly:
		return fault.New(fault.Invalid, "field_read_only", nil)
	}
	return nil
}

// before is the record on which rights to edit are judged: as it was, or as it
// is proposed so far.
func (a *attempt) before() *Record {
	if a.old != nil {
		return a.old
	}
	return a.rec
}

// byMatrix asks the edit matrix, or, without one, gives the author the initial
// state. On create, fields that the matrix never names and fields without which
// no record is saved are open to whoever may create.
func (a *attempt) byMatrix(f *model.Field) (*fault.Fault, error) {
	base := a.before()
	rights, err := a.s.rights(base)
	if err != nil {
		return nil, err
	}
	if a.old != nil && rights.Can("edit") {
		return nil, nil
	}
	m := base.Type.Edit
	if m == nil {
		return a.withoutMatrix(f, base)
	}
	named := false
	for _, c := range m.Cells {
		if !c.Fields[f] {
			continue
		}
		named = true
		if c.States != nil && !c.States[base.Status()] {
			continue
		}
		one, err := a.s.isOne(c.Who, base)
		if err != nil || one {
			return nil, err
		}
	}
	if a.old == nil && (!named || f.Required) {
		return nil, nil
	}
	return fault.New(fault.Denied, "field_closed", fault.Params{"state": stateTitle(base)}), nil
}

func (a *attempt) withoutMatrix(f *model.Field, base *Record) (*fault.Fault, error) {
	if a.old == nil {
		return nil, nil
	}
	l := base.Type.Lifecycle
	author, _ := base.Values["author"].(rule.Reference)
	p := a.s.actor.Person
	if l != nil && base.Status() == l.Initial.Key && p != nil && author.Id == p.Id {
		return nil, nil
	}
	return fault.New(fault.Denied, "field_closed", fault.Params{"state": stateTitle(base)}), nil
}

// checkRefs makes sure that references point at records that exist, that the
// actor may see and that x-options allows.
func (a *attempt) checkRefs(f *model.Field, path string, v any, rec *Record) error {
	items, many := v.([]any)
	if !many {
		items = []any{v}
	}
	for i, item := range items {
		ref, ok := item.(rule.Reference)
		if !ok {
			continue
		}
		at := path
		if many {
			at = fmt.Sprintf("%s.%d", path, i)
		}
		fl, err := a.checkRef(f, ref, rec)
		if err != nil {
			return err
		}
		if fl != nil {
			a.wrongField(f, at, fl)
		}
	}
	return nil
}

func (a *attempt) checkRef(f *model.Field, ref rule.Reference, rec *Record) (*fault.Fault, error) {
	missing := fault.New(fault.Invalid, "reference_missing", fault.Params{"id": ref.Id})
	if !a.s.m.Fits(ref.Type, f.Target) {
		return missing, nil
	}
	target, err := a.s.follow(ref)
	if err != nil || target == nil {
		return missing, err
	}
	owner := target
	if t := target.Type.Owner; t != nil {
		parent, _ := target.Values["parent"].(rule.Reference)
		if owner, err = a.s.load(t, parent.Id); err != nil || owner == nil {
			return missing, err
		}
	}
	rights, err := a.s.rights(owner)
	if err != nil || !rights.Row() {
		return missing, err
	}
	if owner.IsArchived() {
		return fault.New(fault.Invalid, "reference_archived", nil), nil
	}
	if f.Options == nil {
		return nil, nil
	}
	sc := a.s.scope(f.Options, rec, a.old, a.words())
	sc.It = a.s.see(target)
	yes, known, err := f.Options.True(sc)
	if err == nil && !(yes && known) {
		return fault.New(fault.Invalid, "not_an_option", nil), nil
	}
	return nil, err
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

// people lists the active people of a set, by name, each once.
func (s *session) people(set rule.PeopleSet) []*rule.Person {
	dir := s.snap.Directory()
	seen := map[string]bool{}
	var out []*rule.Person
	for _, principal := range flat(set) {
		for _, p := range dir.Resolve(principal) {
			if !seen[p.Id] && set.Has(dir.Tokens(p.Id)) {
				seen[p.Id] = true
				out = append(out, p)
			}
		}
	}
	return out
}
