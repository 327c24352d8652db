package rule

import (
	"fmt"
	"unicode/utf8"

	"kontora/internal/money"

	"github.com/expr-lang/expr/ast"
	"github.com/shopspring/decimal"
)

func listFunctions() map[string]builtin {
	return map[string]builtin{
		"all":    {min: 2, max: 2, check: quantifier(all)},
		"any":    {min: 2, max: 2, check: quantifier(some)},
		"none":   {min: 2, max: 2, check: quantifier(none)},
		"one":    {min: 2, max: 2, check: quantifier(one)},
		"count":  {min: 1, max: 2, check: checkCount},
		"filter": {min: 2, max: 2, normalise: true, check: checkFilter},
		"find":   {min: 2, max: 2, check: checkFind},
		"map":    {min: 2, max: 2, normalise: true, check: checkMap},
		"sum":    {min: 1, max: 2, check: checkSum},
		"first":  {min: 1, max: 1, normalise: true, check: endOf(true)},
		"last":   {min: 1, max: 1, normalise: true, check: endOf(false)},
		"len":    {min: 1, max: 1, check: checkLen},
	}
}

// loop is a list with something to be found out about each of its elements.
type loop struct {
	list *term
	slot int
	body *term // nil: the element itself
}

// maxNesting bounds predicates within predicates: each multiplies the work.
const maxNesting = 3

// loop checks the arguments of a function over a list.
func (c *checker) loop(k *call, want Type) (*loop, bool) {
	list := c.check(k.args[0], Type{})
	if list.isBad() {
		return nil, false
	}
	if list.typ.Kind != KindList {
		c.report(list.at, "wrong_type", map[string]any{"want": "list", "have": list.typ.String()}, fmt.Sprintf("%s is no list", list.typ), "")
		return nil, false
	}
	l := &loop{list: list, slot: c.slot()}
	if len(k.args) == 1 {
		return l, true
	}
	if len(c.rows) >= maxNesting {
		c.report(k.at, "too_deep", map[string]any{"max": maxNesting}, fmt.Sprintf("more than %d lists within one another", maxNesting), "move a part into a computed field or a rule")
		return nil, false
	}
	element := &term{typ: *list.typ.Elem, origins: list.origins, fromIt: list.fromIt, eval: readSlot(l.slot)}
	if list.rows != nil {
		slot := l.slot
		element.row = func(q *query) string { return q.aliases[slot] }
	}
	body := k.args[1]
	if p, ok := body.(*ast.PredicateNode); ok {
		body = p.Node
	}
	c.rows = append(c.rows, element)
	l.body = c.fit(c.check(body, want), want)
	c.rows = c.rows[:len(c.rows)-1]
	return l, !l.body.isBad()
}

// each visits the elements with what the body finds of them; visit returns
// false to stop.
func (l *loop) each(f *frame, visit func(element, found any) bool) error {
	list, err := listValue(f, l.list)
	if err != nil {
		return err
	}
	if f.trace != nil {
		return l.traced(f, list, visit)
	}
	for _, element := range list {
		if err := f.spend(1); err != nil {
			return err
		}
		found := element
		if l.body != nil {
			f.locals[l.slot] = element
			if found, err = l.body.eval(f); err != nil {
				return err
			}
		}
		if !visit(element, found) {
			return nil
		}
	}
	return nil
}

// listValue evaluates a list; null is an empty one.
func listValue(f *frame, t *term) ([]any, error) {
	v, err := t.eval(f)
	if err != nil || v == nil {
		return nil, err
	}
	list, ok := v.([]any)
	if !ok {
		return nil, &Error{Code: "bad_value", Params: map[string]any{"want": KindList.String()}}
	}
	if len(list) > maxList {
		return nil, &Error{Code: "list_too_long", Params: map[string]any{"max": maxList}}
	}
	return list, nil
}

// checkCount counts the elements for which the condition is known to hold.
func checkCount(c *checker, k *call, _ Type) *term {
	l, ok := c.loop(k, typeBool)
	if !ok {
		return bad()
	}
	t := &term{typ: typeNumber, eval: func(f *frame) (any, error) {
		n := int64(0)
		err := l.each(f, func(_, found any) bool {
			if l.body == nil || found == true {
				n++
			}
			return true
		})
		return decimal.NewFromInt(n), err
	}}
	t.sql = sqlCount(l)
	return t
}

func checkFilter(c *checker, k *call, _ Type) *term {
	l, ok := c.loop(k, typeBool)
	if !ok {
		return bad()
	}
	return &term{typ: l.list.typ, origins: l.list.origins, eval: func(f *frame) (any, error) {
		kept := []any{}
		err := l.each(f, func(element, found any) bool {
			if found == true {
				kept = append(kept, element)
			}
			return true
		})
		return kept, err
	}}
}

func checkFind(c *checker, k *call, _ Type) *term {
	l, ok := c.loop(k, typeBool)
	if !ok {
		return bad()
	}
	return &term{typ: *l.list.typ.Elem, origins: l.list.origins, eval: func(f *frame) (any, error) {
		var hit any
		err := l.each(f, func(element, found any) bool {
			if found == true {
				hit = element
			}
			return found != true
		})
		return hit, err
	}}
}

func checkMap(c *checker, k *call, _ Type) *term {
	l, ok := c.loop(k, Type{})
	if !ok {
		return bad()
	}
	return &term{typ: ListOf(l.body.typ), origins: l.body.origins, eval: func(f *frame) (any, error) {
		out := []any{}
		err := l.each(f, func(_, found any) bool {
			out = append(out, found)
			return true
		})
		return out, err
	}}
}

// checkSum adds numbers or amounts and skips null.
func checkSum(c *checker, k *call, _ Type) *term {
	l, ok := c.loop(k, Type{})
	if !ok {
		return bad()
	}
	typ := *l.list.typ.Elem
	if l.body != nil {
		typ = l.body.typ
	}
	t := &term{typ: Type{Kind: typ.Kind, Currency: typ.Currency}}
	switch typ.Kind {
	case KindNumber:
		t.eval = summed(l, decimal.Zero, arithmetics[signature{"+", KindNumber, KindNumber}].run)
	case KindMoney:
		t.eval = summed(l, money.Amount{Currency: typ.Currency}, addMoney)
	default:
		hint := ""
		if typ.Kind == KindRef {
			hint = "name what is added: sum(rows, .amount)"
		}
		return c.report(k.at, "wrong_type", map[string]any{"want": typeNumber.String(), "have": typ.String()}, fmt.Sprintf("%s cannot be added up", typ), hint)
	}
	t.sql = sqlSum(l, t.typ)
	return t
}

func summed(l *loop, zero any, add func(x, y any) (any, error)) evaluator {
	return func(f *frame) (any, error) {
		total := zero
		var failed error
		err := l.each(f, func(_, found any) bool {
			if found != nil {
				total, failed = add(total, found)
			}
			return failed == nil
		})
		if err == nil {
			err = failed
		}
		if err != nil {
			return nil, err
		}
		return total, nil
	}
}

func endOf(first bool) func(*checker, *call, Type) *term {
	return func(c *checker, k *call, _ Type) *term {
		l, ok := c.loop(k, Type{})
		if !ok {
			return bad()
		}
		return &term{typ: *l.list.typ.Elem, origins: l.list.origins, eval: func(f *frame) (any, error) {
			list, err := listValue(f, l.list)
			if err != nil || len(list) == 0 {
				return nil, err
			}
			if first {
				return list[0], nil
			}
			return list[len(list)-1], nil
		}}
	}
}

// checkLen is the number of elements or characters; null has none.
func checkLen(c *checker, k *call, _ Type) *term {
	x := c.check(k.args[0], Type{})
	switch x.typ.Kind {
	case KindNone:
		return x
	case KindList:
		t := &term{typ: typeNumber, eval: func(f *frame) (any, error) {
			list, err := listValue(f, x)
			return decimal.NewFromInt(int64(len(list))), err
		}}
		t.sql = sqlCount(&loop{list: x})
		return t
	case KindText, KindNull:
		t := &term{typ: typeNumber, eval: func(f *frame) (any, error) {
			v, err := x.eval(f)
			s, _ := v.(string)
			return decimal.NewFromInt(int64(utf8.RuneCountInString(s))), err
		}}
		t.sql = with(x, func(x fragment) fragment { return glue("coalesce(length(%s), 0)", x).as(KindNumber) })
		return t
	}
	return c.report(x.at, "wrong_type", map[string]any{"want": "list", "have": x.typ.String()}, fmt.Sprintf("%s has no length", x.typ), "")
}
