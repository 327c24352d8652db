package rule

import (
	"fmt"

	"kontora/internal/money"

	"github.com/shopspring/decimal"
)

// fit makes a term of the wanted type or reports why it is none.
func (c *checker) fit(t *term, want Type) *term {
	switch {
	case t.isBad() || want.Kind == KindNone:
		return t
	case t.typ.Kind == KindNull:
		n := *t
		n.typ = want
		return &n
	case want.Kind == KindPeople && t.typ.Kind != KindPeople:
		return c.peopleOf(t)
	case want.Kind == KindMoney && isZero(t):
		return c.standIn(t, constant(want, money.Amount{Currency: want.Currency}))
	case want.Kind == KindText && t.typ.Kind == KindText:
		return c.fitText(t, want)
	case t.typ.Kind != want.Kind:
		return c.wrongType(t, want)
	}
	if !c.accepts(want, t.typ) {
		if want.Kind == KindMoney {
			return c.currencies(t.at, want.Currency, t.typ.Currency)
		}
		return c.wrongType(t, want)
	}
	return t
}

// standIn keeps the place of the term that another one stands for.
func (c *checker) standIn(from, to *term) *term {
	to.at, to.fromIt, to.origins, to.fixed = from.at, from.fromIt, from.origins, from.fixed
	to.eval = metered(to)
	if c.env.Place == PlaceQuery {
		c.translate(to, false)
	}
	return to
}

// isZero reports a written 0, which is zero in every currency.
func isZero(t *term) bool {
	d, ok := t.value.(decimal.Decimal)
	return t.literal && ok && d.IsZero()
}

func (c *checker) fitText(t *term, want Type) *term {
	if s, ok := t.value.(string); t.literal && ok {
		if !want.has(s) {
			return c.notInEnum(s, t.at, want)
		}
		c.mentionChoice(t.at, s, want)
	}
	if len(t.typ.Enum) > 0 && !t.typ.meets(want) {
		return c.wrongType(t, want)
	}
	return t
}

func (c *checker) wrongType(t *term, want Type) *term {
	hint := ""
	switch {
	case want.Kind == KindDate && t.typ.Kind == KindInstant:
		hint = "date(…) gives the day of an instant"
	case want.Kind == KindInstant && t.typ.Kind == KindDate:
		hint = "start_of_day(…) gives the first instant of a day"
	case want.Kind == KindMoney && t.typ.Kind == KindNumber:
		hint = "money(number, 'KZT') makes an amount"
	case want.Kind == KindBool:
		hint = "a condition compares something"
	case want.Kind == KindRef && t.typ.Kind == KindText:
		hint = "compare with a reference or use .id"
	}
	return c.report(t.at, "wrong_type", map[string]any{"want": want.String(), "have": t.typ.String()},
		fmt.Sprintf("%s where %s is wanted", t.typ, want), hint)
}

// accepts reports whether a value of one type may stand where want is wanted,
// both being of the same kind.
func (c *checker) accepts(want, have Type) bool {
	switch want.Kind {
	case KindMoney:
		return want.Currency == "" || have.Currency == "" || want.Currency == have.Currency
	case KindRef:
		return want.Ref == "" || have.Ref == "" || want.Ref == have.Ref || c.env.World.Fits(have.Ref, want.Ref)
	case KindList:
		if want.Elem == nil || have.Elem == nil || have.Elem.Kind == KindNull {
			return true
		}
		return want.Elem.Kind == have.Elem.Kind && c.accepts(*want.Elem, *have.Elem)
	}
	return true
}

// agree unifies the types of branches and elements; KindNone after a report.
func (c *checker) agree(a, b Type, at span) Type {
	switch {
	case a.Kind == KindNull:
		return b
	case b.Kind == KindNull:
		return a
	case a.Kind == KindPeople && c.isPerson(b), b.Kind == KindPeople && c.isPerson(a):
		return typePeople
	case a.Kind != b.Kind:
		c.report(at, "wrong_type", map[string]any{"want": a.String(), "have": b.String()},
			fmt.Sprintf("%s beside %s", b, a), "the branches or elements must be of one type")
		return Type{}
	}
	switch a.Kind {
	case KindText:
		if len(a.Enum) == 0 || len(b.Enum) == 0 {
			return typeText
		}
		return Type{Kind: KindText, Enum: union(a.Enum, b.Enum), Choices: addCells(append([]Cell(nil), a.Choices...), b.Choices...)}
	case KindMoney:
		if a.Currency != "" && b.Currency != "" && a.Currency != b.Currency {
			return c.currencies(at, a.Currency, b.Currency).typ
		}
		if a.Currency == b.Currency {
			return a
		}
		return typeMoney
	case KindRef:
		if c.accepts(b, a) {
			return b
		}
		if c.accepts(a, b) {
			return a
		}
		c.report(at, "wrong_type", map[string]any{"want": a.String(), "have": b.String()}, fmt.Sprintf("%s beside %s", b, a), "")
		return Type{}
	case KindList:
		elem := c.agree(*a.Elem, *b.Elem, at)
		if elem.Kind == KindNone {
			return elem
		}
		return Type{Kind: KindList, Elem: &elem, Derived: a.Derived || b.Derived}
	}
	return a
}

func union(a, b []string) []string {
	out := append([]string(nil), a...)
	for _, x := range b {
		if !(Type{Enum: out}).has(x) {
			out = append(out, x)
		}
	}
	return out
}

func (c *checker) currencies(at span, a, b string) *term {
	return c.report(at, "currency_mismatch", map[string]any{"left": a, "right": b},
		fmt.Sprintf("amounts in %s and %s meet", a, b), "")
}

func (c *checker) isPerson(t Type) bool {
	if t.Kind == KindList && t.Elem != nil {
		return c.isPerson(*t.Elem)
	}
	person := c.env.World.Person()
	return t.Kind == KindRef && person != "" && (t.Ref == person || c.env.World.Fits(t.Ref, person))
}
