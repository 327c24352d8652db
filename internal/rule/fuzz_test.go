package rule_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"kontora/internal/rule"
)

var seeds = []string{
	"amount > 0 and customer.name != nil", "any(tasks, .state == 'open')", "let x = qty; x * x > 1", "sum(filter(lines, .good), .net)",
	"[author, role('seller')]", "due + '3d' > today", "title matches '^a+$' ? 1 : 2", "lookup('tax', {country: 'KZ'}, due).percent",
	"it.qty > 0.5 and it.status in ['draft']", "count(it.tasks, .hours > 1) > 2", "{title} is {amount}", "((((", "not not not x", "1..2", "#", "a.b.c.d.e.f",
	"`raw` + \"\\u0041\"", "0x1F + 1e3", "note ?? 'x'", "first(map(lines, .name))", "except(only(author, system), guest)",
}

// No text breaks the compiler, and every finding lies within the text.
func FuzzCompile(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	it := rule.RefTo("shop/order")
	f.Fuzz(func(t *testing.T, src string) {
		for _, place := range []rule.Place{rule.PlaceCheck, rule.PlaceQuery, rule.PlacePeople, rule.PlaceKey} {
			e := env(place)
			e.It = &it
			r, issues := rule.Compile(src, anyType, e)
			if (r == nil) == (len(issues) == 0) {
				t.Fatalf("rule %v with issues %v", r, issues)
			}
			within(t, src, issues)
		}
		_, issues := rule.CompileText(src, env(rule.PlaceText))
		within(t, src, issues)
	})
}

func within(t *testing.T, src string, issues []rule.Issue) {
	for _, i := range issues {
		if i.Code == "internal" || i.Code == "untyped" {
			t.Fatalf("%v", i)
		}
		if i.Offset < 0 || i.Length < 0 || i.Offset+i.Length > max(1, len([]rune(src))) {
			t.Fatalf("%v lies outside %q", i, src)
		}
	}
}

// Whatever compiles evaluates to a value of its type or to a told error, within
// the time that its fuel allows; and so does its translation.
func FuzzEval(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, true)
		f.Add(s, false)
	}
	it := rule.RefTo("shop/order")
	f.Fuzz(func(t *testing.T, src string, filled bool) {
		scope := order(nil)
		if !filled {
			scope.Self, scope.Old, scope.Me = rec("shop/order", "o2", values{}), nil, nil
		}
		scope.It = ref("shop/order", "o1")
		for _, place := range []rule.Place{rule.PlaceCheck, rule.PlaceQuery, rule.PlacePeople} {
			e := env(place)
			e.It = &it
			r, _ := rule.Compile(src, anyType, e)
			if r == nil {
				continue
			}
			start := time.Now()
			v, err := r.Eval(scope)
			if failure, ok := err.(*rule.Error); err != nil && (!ok || failure.Code == "internal" || failure.Code == "bad_value") {
				t.Fatalf("%q: %v", src, err)
			}
			if v != nil && !fitsKind(v, r.Type().Kind) {
				t.Fatalf("%q: %T is no %s", src, v, r.Type())
			}
			if _, err := r.Explain(scope); err != nil && err.(*rule.Error).Code == "internal" {
				t.Fatalf("%q: %v", src, err)
			}
			if took := time.Since(start); took > 2*time.Second {
				t.Fatalf("%q took %v", src, took)
			}
			if place == rule.PlaceQuery {
				if _, _, err := r.SQL(columns{}, "o", scope); err != nil && err.(*rule.Error).Code == "internal" {
					t.Fatalf("%q: %v", src, err)
				}
			}
		}
	})
}

// Whatever a query may ask, SQLite answers as Go does: the text as it comes, and
// one that the generator of conditions makes of the number.
func FuzzQuery(f *testing.F) {
	s := newShop(f, 5)
	e, scope := s.asking()
	for i, src := range append(seeds, "it.amount > 500000 or it.total in [1, 2.5]", "lower(trim(it.title)) contains lower('Лам')", "any(it.helpers, .id in ['bob']) and me in it.helpers",
		"it.created < '2026-03-26 09:00:00.000Z' and it.due >= today - '7d'", "it.subject.id == 'o1' or it.tags == nil", "sum(it.lines, .net) * 2 > 10 and it.customer.limit != nil") {
		f.Add(src, uint64(i))
	}
	f.Fuzz(func(t *testing.T, src string, seed uint64) {
		g := conditions{rand.New(rand.NewPCG(seed, 3))}
		for _, text := range []string{src, g.boolean("it", 2)} {
			if r, _ := rule.Compile(text, boolean, e); r != nil {
				s.agree(t, r, scope)
			}
		}
	})
}

func fitsKind(v any, k rule.Kind) bool {
	switch v.(type) {
	case bool:
		return k == rule.KindBool
	case string:
		return k == rule.KindText
	case rule.Date:
		return k == rule.KindDate
	case time.Time:
		return k == rule.KindInstant
	case rule.Span:
		return k == rule.KindSpan
	case rule.PeopleSet:
		return k == rule.KindPeople
	case []any:
		return k == rule.KindList
	case rule.Reference, rule.Record:
		return k == rule.KindRef
	}
	return k == rule.KindNumber || k == rule.KindMoney || k == rule.KindFile || k == rule.KindObject
}

func BenchmarkGuard(b *testing.B) {
	r := compile(b, "status != 'lost' and amount > 0 and customer.blocked == false and due >= today and sum(lines, .net) <= amount", boolean, env(rule.PlaceCheck))
	scope := order(values{"due": day("2026-03-31")})
	b.ReportAllocs()
	for b.Loop() {
		if holds, known, err := r.True(scope); !holds || !known || err != nil {
			b.Fatal(holds, known, err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		compile(b, "status != 'lost' and amount > 0 and customer.blocked == false and due >= today and sum(lines, .net) <= amount", boolean, env(rule.PlaceCheck))
	}
}
