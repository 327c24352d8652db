package model_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const books = `{"title": "Книга", "dimensions": {"who": {"x-ref": "user"}, "code": {"type": "string"}},
	"resources": {"hours": {"type": "number", "x-scale": 2}, "pay": {"x-money": "KZT"}},
	"derived": {"left": "hours - 8"}, "limits": {"day": {"check": "hours <= 8", "unless": "why != nil", "message": "Больше на {left}"}}}`

// posting makes a type whose one posting is declared so.
func posting(decl string) string {
	return `{"title": "Т", "data": {"properties": {"n": {"title": "Н", "type": "number"}, "of": {"title": "Р", "x-ref": "user"}, "why": {"title": "П", "type": "string"},
		"usd": {"title": "Д", "x-money": "USD"}, "held": {"title": "В", "type": "number", "x-computed": "balance('books', {who: of}).hours"}, "rows": {"title": "С", "type": "array", "items": {"properties": {"q": {"title": "К", "type": "number"}}}}}},
		"lifecycle": {"states": ` + twoStates + `, "transitions": {"go": {"title": "Г", "from": "s", "to": "e", "who": "role('a')"}}},
		"access": {"a": {"who": "role('a')"}}, "postings": {"p": ` + decl + `}}`
}

func TestPostingsAreChecked(t *testing.T) {
	t.Parallel()
	for decl, want := range map[string][]string{
		`{"register": "books", "in": "e", "dimensions": {"who": "of", "code": "why"}, "post": {"hours": "n"}}`:                                  nil,
		`{"register": "books", "in": "e", "for_each": "rows", "dimensions": {"who": "of", "code": "it.id"}, "post": {"hours": "it.q"}}`:         nil,
		`{"register": "boks", "in": "e", "dimensions": {"who": "of", "code": "why"}, "post": {"hours": "n"}}`:                                   {`unknown_register postings.p.register | did you mean "books"?`},
		`{"register": "books", "in": "x", "dimensions": {"who": "of", "code": "why"}, "post": {"hours": "n"}}`:                                  {"unknown_state postings.p.in"},
		`{"register": "books", "in": "e", "dimensions": {"who": "of"}, "post": {"hours": "n"}}`:                                                 {"dimension_missing postings.p"},
		`{"register": "books", "in": "e", "dimensions": {"who": "of", "code": "why", "cod": "why"}, "post": {"hours": "n"}}`:                    {`unknown_dimension postings.p.dimensions.cod | did you mean "code"?`},
		`{"register": "books", "in": "e", "dimensions": {"who": "of", "code": "why"}, "post": {"hour": "n"}}`:                                   {`unknown_resource postings.p.post.hour | did you mean "hours"?`},
		`{"register": "books", "in": "e", "dimensions": {"who": "of", "code": "why"}, "post": {"pay": "usd"}}`:                                  {"currency_mismatch postings.p.post.pay"},
		`{"register": "books", "in": "e", "dimensions": {"who": "why", "code": "why"}, "post": {"hours": "n"}}`:                                 {"wrong_type postings.p.dimensions.who"},
		`{"register": "books", "in": "e", "for_each": "of", "dimensions": {"who": "of", "code": "why"}, "post": {"hours": "n"}}`:                {"for_each_list postings.p.for_each"},
		`{"register": "books", "in": "e", "at": "n", "dimensions": {"who": "of", "code": "why"}, "post": {"hours": "n"}}`:                       {"not_instant postings.p.at"},
		`{"register": "books", "in": "e", "dimensions": {"who": "of", "code": "why"}, "post": {"hours": "held"}}`:                               {"register_cycle postings.p"},
		`{"register": "books", "in": "e", "dimensions": {"who": "of", "code": "why"}, "post": {"hours": "balance('books', {who: of}).hours"}}`:  {"register_cycle postings.p"},
		`{"register": "books", "in": "e", "when": "exceeds('books', 'e')", "dimensions": {"who": "of", "code": "why"}, "post": {"hours": "n"}}`: {"not_here postings.p.when"},
	} {
		got := check(t, posting(decl), "schemas/p/registers/books.json", books)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", decl, diff)
		}
	}
}

func TestRegistersAreChecked(t *testing.T) {
	t.Parallel()
	uses := posting(`{"register": "books", "in": "e", "dimensions": {"who": "of"}, "post": {"hours": "n"}}`)
	for decl, want := range map[string][]string{
		`"resources": {"hours": {"type": "number"}}, "limits": {"l": {"check": "hours <= 8", "unless": "wy != nil", "message": "М"}}`: {`unknown_field limits.l.unless | did you mean "why"?`},
		`"resources": {"hours": {"type": "number", "kind": "claim"}}`:                                                                 {"not_yet resources.hours"},
		`"resources": {"hours": {"type": "number"}, "x": {}}`:                                                                         {"kind_unclear resources.x"},
		`"resources": {"hours": {"type": "number"}, "m": {"x-money": "XYZW"}}`:                                                        {"not_currency resources.m"},
		`"resources": {"hours": {"type": "number"}, "m": {"x-money": "who"}}`:                                                         {"not_currency resources.m"},
		`"resources": {"hours": {"type": "number"}, "who": {"type": "number"}}`:                                                       {"reserved_field resources.who"},
		`"resources": {"hours": {"type": "number"}}, "derived": {"big": "hours > 1"}`:                                                 {"not_measure derived.big"},
		`"resources": {"hours": {"type": "number"}}, "lock": "balance('books', {who: who}).hours > 1"`:                                {"unknown_register lock"},
	} {
		got := check(t, uses, "schemas/p/registers/books.json", `{"title": "К", "dimensions": {"who": {"x-ref": "user"}}, `+decl+`}`)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", decl, diff)
		}
	}
}

// A limit over several combinations names what is kept of the records that dimensions name,
// and reads nothing that has no sum there.
func TestLimitsOverSeveralAreChecked(t *testing.T) {
	t.Parallel()
	uses := posting(`{"register": "books", "in": "e", "dimensions": {"who": "of", "code": "why", "cur": "'KZT'"}, "post": {"hours": "n"}}`)
	uses = strings.Replace(uses, "balance('books', {who: of}).hours", "1", 1)
	limit := func(more string) string {
		return `{"title": "К", "dimensions": {"who": {"x-ref": "user"}, "code": {"type": "string"}, "cur": {"type": "string"}},
			"resources": {"hours": {"type": "number"}, "held": {"x-money": "cur"}, "rate": {"x-money": "KZT", "kind": "last"}}, "derived": {"twice": "held * 2"},
			"limits": {"l": {"message": "М", ` + more + `}}}`
	}
	for more, want := range map[string][]string{
		`"by": {"code": "code"}, "check": "hours <= 8 or code == 'x'"`:                          nil,
		`"by": {"name": "who.name"}, "when": "name != 'А'", "check": "hours <= 8"`:              nil,
		`"by": {"who": "who"}, "check": "who.name != nil or hours <= 8"`:                        nil,
		`"by": {"cur": "cur"}, "check": "twice <= money('5', cur)"`:                             nil,
		`"by": {"code": "cod"}, "check": "hours <= 8"`:                                          {`unknown_dimension limits.l.by.code | did you mean "code"?`},
		`"by": {"name": "who.nam"}, "check": "hours <= 8"`:                                      {`unknown_field limits.l.by.name | did you mean "name"?`},
		`"by": {"roles": "who.roles"}, "check": "hours <= 8"`:                                   {"axis_kind limits.l.by.roles"},
		`"by": {"name": "code.name"}, "check": "hours <= 8"`:                                    {"axis_kind limits.l.by.name"},
		`"by": {"a": "code", "b": "code"}, "check": "hours <= 8"`:                               {"axis_twice limits.l.by.b"},
		`"by": {"hours": "code"}, "check": "hours <= 8"`:                                        {"reserved_field limits.l.by.hours"},
		`"by": {"name": "who.name"}, "check": "hours <= 8 or code == 'x'"`:                      {"unknown_name limits.l.check"},
		`"by": {"name": "who.name"}, "check": "held <= money('5')"`:                             {"limit_mixes limits.l.check"},
		`"by": {"name": "who.name"}, "check": "twice <= money('5')"`:                            {"limit_mixes limits.l.check"},
		`"by": {"name": "who.name"}, "when": "rate > money('1', 'KZT')", "check": "hours <= 8"`: {"limit_mixes limits.l.when"},
		`"by": {"name": "who.name"}, "check": "balance('books', {code: name}).hours <= 8"`:      {"unknown_register limits.l.check"},
	} {
		got := check(t, uses, "schemas/p/registers/books.json", limit(more))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", more, diff)
		}
	}
}

// A reactive condition must be able to learn that a balance has changed.
func TestBalancesAreInvertible(t *testing.T) {
	t.Parallel()
	auto := func(condition string) string {
		return flowOf(twoStates, `{"go": {"from": "s", "to": "e", "auto": "`+condition+`"}}`)
	}
	for condition, want := range map[string][]string{
		"balance('books', {who: of}).hours > 3":   nil,
		"balance('books', {code: 'x'}).hours > 3": {"balance_not_reactive lifecycle.transitions.go"},
	} {
		got := check(t, auto(condition), "schemas/p/registers/books.json", books)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", condition, diff)
		}
	}
}

// Sums whose currency is a dimension are asked for in one currency.
func TestBalancesAreOfOneCurrency(t *testing.T) {
	t.Parallel()
	const purse = `{"title": "К", "dimensions": {"who": {"x-ref": "user"}, "cur": {"type": "string"}}, "resources": {"held": {"x-money": "cur"}, "most": {"x-money": "cur"}},
		"derived": {"left": "most - held"}, "limits": {"l": {"check": "left >= money('0')", "message": "{left}"}}}`
	for value, want := range map[string][]string{
		"balance('purse', {who: of, cur: 'USD'}).left < money('3', 'USD')": nil,
		"balance('purse', {who: of}).left < money('3')":                    {"balance_mixes rules.r.check"},
	} {
		got := check(t, with(`"rules": {"r": {"check": "`+value+`", "message": "М"}}`), "schemas/p/registers/purse.json", purse)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", value, diff)
		}
	}
}
