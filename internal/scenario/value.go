package scenario

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// lookup finds a value by a path of keys and indexes: rows.0.values.amount. "#"
// is the length of a list.
func lookup(v any, path string) (any, bool) {
	for step := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			inner, ok := x[step]
			if !ok {
				return nil, false
			}
			v = inner
		case []any:
			if step == "#" {
				v = json.Number(strconv.Itoa(len(x)))
				continue
			}
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
	}
	return v, true
}

func items(v any) []any {
	list, _ := v.([]any)
	return list
}

// show writes a value as a script would: texts as they are, the rest as JSON.
func show(v any) string {
	if text, ok := v.(string); ok {
		return text
	}
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(data)
}

// holds compares a value of an answer with a word of a script. Numbers are
// compared as numbers, also when they come as texts: money does.
func holds(got any, operator, want string) (bool, error) {
	switch operator {
	case "has":
		return strings.Contains(show(got), want), nil
	case "==":
		return same(got, want), nil
	case "!=":
		return !same(got, want), nil
	}
	a, err := decimal.NewFromString(show(got))
	if err != nil {
		return false, fmt.Errorf("%s is not a number", show(got))
	}
	b, err := decimal.NewFromString(want)
	if err != nil {
		return false, fmt.Errorf("%s is not a number", want)
	}
	switch order := a.Cmp(b); operator {
	case "<":
		return order < 0, nil
	case "<=":
		return order <= 0, nil
	case ">":
		return order > 0, nil
	case ">=":
		return order >= 0, nil
	}
	return false, fmt.Errorf("there is no operator %q: use == != < <= > >= has", operator)
}

// same compares as texts, as numbers where the answer has one (also a text with
// a decimal point: money), and as JSON.
func same(got any, want string) bool {
	is := show(got)
	if is == want {
		return true
	}
	if _, number := got.(json.Number); number || strings.Contains(is, ".") {
		a, errA := decimal.NewFromString(is)
		b, errB := decimal.NewFromString(want)
		return errA == nil && errB == nil && a.Equal(b)
	}
	return json.Valid([]byte(want)) && show(decodeJSON([]byte(want))) == is
}

// number is a number for a request, or the text as it is when it is none, so
// that a script may send nonsense.
func number(text string) any {
	if json.Valid([]byte(text)) {
		return json.Number(text)
	}
	return text
}

// contains looks for a text in an answer, whichever way JSON has escaped it.
func (r *response) contains(text string) bool {
	return strings.Contains(string(r.raw), text) || anyText(r.json, func(s string) bool { return strings.Contains(s, text) })
}

func anyText(v any, fits func(string) bool) bool {
	switch x := v.(type) {
	case string:
		return fits(x)
	case []any:
		for _, one := range x {
			if anyText(one, fits) {
				return true
			}
		}
	case map[string]any:
		for _, one := range x {
			if anyText(one, fits) {
				return true
			}
		}
	}
	return false
}

// madeUp is an answer that the runner gives itself.
func madeUp(who, what string, v any) *response {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // made of maps, lists, texts and numbers
	}
	return &response{request: request{method: "·", path: what}, who: who, status: 200, raw: data, json: decodeJSON(data)}
}
