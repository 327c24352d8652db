package flow

import (
	"maps"
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
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
		a.pointers = append(a.pointers, pointer{field: f, path: f.Key, rec: a.rec, owner: f})
	}
	a.rec.Values[f.Key] = v
	return nil
}

// barred tells why a sent value is refused at once; nil when it is taken, or is
// what the record holds anyway. A cell that the actor cannot see is refused
// whatever is sent, so that nobody can guess at it.
func (a *attempt) barred(f *model.Field, same bool) (*fault.Fault, error) {
	if a.old == nil {
		if same {
			return nil, nil
		}
		return fixed(f, a.rec), nil
	}
	hidden, err := a.hidden(f)
	if err != nil || same && !hidden {
		return nil, err
	}
	return a.closed(f)
}

// hidden reports whether the actor cannot see a cell of the stored record.
func (a *attempt) hidden(f *model.Field) (bool, error) {
	rights, err := a.s.rights(a.old)
	return err == nil && !rights.Reads(f), err
}

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

// same reports whether a sent value is what the record already holds.
func (a *attempt) same(f *model.Field, v any) bool {
	if f.Kind == model.Rows {
		return a.sameRows(f, v)
	}
	return equal(a.rec.Values[f.Key], a.s.withCurrency(f, a.rec, v))
}

// closed tells why a field may not be written in this command; nil when it may.
func (a *attempt) closed(f *model.Field) (*fault.Fault, error) {
	if fl := fixed(f, a.rec); fl != nil {
		return fl, nil
	}
	if a.s.actor.System {
		return nil, nil
	}
	if sc := a.s.actor.Scope; sc != nil && !sc(a.rec.Type, true) {
		return fault.New(fault.Denied, "key_scope", fault.Params{"type": a.rec.Type.Slug}), nil
	}
	rights, err := a.s.rights(a.before())
	if err != nil {
		return nil, err
	}
	if unseen := a.old != nil && !rights.Reads(f); (unseen || rights.denied(f, true)) && !a.writable[f] {
		return fault.New(fault.Denied, "field_not_yours", nil), nil
	}
	if locked := rules(f, a.rec).Locked; locked != nil {
		yes, known, err := a.s.holds(locked, a.before(), a.old, a.words())
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
	return a.byMatrix(f, rights)
}

// fixed tells why nobody ever types a field.
func fixed(f *model.Field, rec *Record) *fault.Fault {
	switch {
	case f.Key == "status" && f.Engine:
		return fault.New(fault.Invalid, "status_by_transition", nil)
	case f.Engine:
		return fault.New(fault.Invalid, "field_of_engine", nil)
	case rules(f, rec).Computed != nil:
		return fault.New(fault.Invalid, "field_computed", nil)
	case f.Kind == model.Number:
		return fault.New(fault.Invalid, "field_numbered", nil)
	case f.Kind == model.Inverse:
		return fault.New(fault.Invalid, "field_derived", nil)
	case rules(f, rec).ReadOnly:
		return fault.New(fault.Invalid, "field_read_only", nil)
	}
	return nil
}

// before is the record on which rights to edit are judged: as it was, or as it
// is proposed.
func (a *attempt) before() *Record {
	if a.old != nil {
		return a.old
	}
	return a.rec
}

// byMatrix asks the edit matrix. On create, fields that the matrix never names
// and fields without which no record is saved are open to whoever may create.
func (a *attempt) byMatrix(f *model.Field, rights Rights) (*fault.Fault, error) {
	base := a.before()
	m := base.Type.Edit
	if m == nil {
		return a.withoutMatrix(f, base, rights)
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

// withoutMatrix lets those edit whom an access rule lets edit this cell, and the
// author in the first state.
func (a *attempt) withoutMatrix(f *model.Field, base *Record, rights Rights) (*fault.Fault, error) {
	if a.old == nil || rights.Edits(f) {
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
	plain := set.Except == nil && set.Only == nil && len(set.Or) == 0
	for _, principal := range flat(set) {
		for _, p := range dir.Resolve(principal) {
			if !seen[p.Id] && (plain || set.Has(dir.Tokens(p.Id))) {
				seen[p.Id] = true
				out = append(out, p)
			}
		}
	}
	return out
}
