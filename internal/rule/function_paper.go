package rule

import (
	"fmt"

	"kontora/internal/money"
)

// paperFunctions write values as papers have them, in Russian.
func paperFunctions() map[string]builtin {
	return map[string]builtin{
		"in_words":  {min: 1, max: 1, check: checkInWords},
		"long_date": strict([]Type{typeDate}, 0, typeText, func(_ *frame, a []any) (any, error) { return longDate(a[0].(Date)), nil }),
		"fixed":     {min: 2, max: 2, check: checkFixed},
	}
}

var months = [...]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"}

func longDate(d Date) string {
	return fmt.Sprintf("%d %s %d г.", d.Day, months[d.Month-1], d.Year)
}

func (c *checker) numeric(k *call) *term {
	x := c.check(k.args[0], Type{})
	if !x.isBad() && x.typ.Kind != KindMoney && x.typ.Kind != KindNumber {
		return c.notNumeric(x)
	}
	return x
}

func checkInWords(c *checker, k *call, _ Type) *term {
	x := c.numeric(k)
	if x.isBad() {
		return x
	}
	return &term{typ: typeText, eval: pure(func(a []any) (any, error) {
		var text string
		var err error
		if sum, is := a[0].(money.Amount); is {
			text, err = sum.InWords()
		} else {
			text, err = money.CountInWords(dec(a[0]))
		}
		if err != nil {
			return nil, &Error{Code: "number_out_of_range"}
		}
		return text, nil
	}, x)}
}

func checkFixed(c *checker, k *call, _ Type) *term {
	x, places := c.numeric(k), c.arg(k, 1, typeNumber)
	if x.isBad() || places.isBad() {
		return bad()
	}
	return &term{typ: typeText, eval: pure(func(a []any) (any, error) {
		n := dec(a[1])
		if !n.IsInteger() || n.IsNegative() || n.IntPart() > divisionTo {
			return nil, &Error{Code: "number_out_of_range"}
		}
		v := a[0]
		if sum, is := v.(money.Amount); is {
			return sum.Value.StringFixed(int32(n.IntPart())), nil
		}
		return dec(v).StringFixed(int32(n.IntPart())), nil
	}, x, places)}
}
