package flow_test

import (
	"fmt"
	"strings"
	"testing"

	"kontora/internal/flow"
)

// wide is a type of twenty fields as packs have them.
func wide() string {
	var fields, editable strings.Builder
	for i := range 14 {
		fmt.Fprintf(&fields, `"t%d": {"title": "Поле", "type": "string", "x-visible": "n%d == nil or n%d < 100"},`, i, i%4, i%4)
		fmt.Fprintf(&editable, " t%d", i)
	}
	for i := range 4 {
		fmt.Fprintf(&fields, `"n%d": {"title": "Число", "type": "integer", "x-required": "t%d == 'да'"},`, i, i)
	}
	return `
-- types/wide.json --
{"title": "Широкий", "data": {"properties": {` + fields.String() + `
   "unit": {"title": "Отдел", "x-ref": "base/unit"},
   "total": {"title": "Всего", "type": "integer", "x-computed": "(n0 ?? 0) + (n1 ?? 0)"}}, "required": ["t0", "t1"]},
 "rules": {"a": {"check": "n0 <= 50", "when": "n0 != nil", "message": "много", "fields": ["n0"]}, "b": {"check": "t0 != t1", "message": "равны"}},
 "unique": {"t2": {"key": ["t2"]}},
 "lifecycle": {"states": {"new": "Новый", "work": "Работа", "done": "Готов"}, "transitions": {
   "take": {"title": "Взять", "from": "new", "to": "work", "who": ["role('clerk', unit)", "head(unit)"], "require": ["t3"], "guards": [{"check": "total > 0", "message": "пусто"}]},
   "drop": {"title": "Бросить", "from": "@open", "to": "done", "who": "head(unit)"}}},
 "access": {"clerks": {"who": "role('clerk', unit)", "can": ["create"]}, "head": {"who": "head(unit)"}, "own": {"who": "author"}},
 "deny": {"out": {"who": "role('outsider')", "fields": ["total"]}},
 "edit": {"n0 n1 n2 n3 unit` + editable.String() + `": {"new": ["author"], "work": ["head(unit)"]}}}
`
}

func benchWorld(b *testing.B) (*world, flow.Command) {
	w := newWorld(b, wide())
	w.do("ann", "create wide:a", `{"t0": "x", "t1": "y", "t2": "k", "n0": 5, "n1": 7, "unit": "@sales"}`)
	cmd := w.command("ann", "take wide:a", `{"t3": "да", "n3": 4, "t4": "a", "t5": "b", "t6": "c"}`)
	b.ReportAllocs()
	b.ResetTimer()
	return w, cmd
}

func BenchmarkDecide(b *testing.B) {
	w, cmd := benchWorld(b)
	for b.Loop() {
		if _, err := flow.Decide(w.m, w, cmd, noon); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFormOf(b *testing.B) {
	w, cmd := benchWorld(b)
	for b.Loop() {
		if _, err := flow.FormOf(w.m, w, cmd, noon); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkActions(b *testing.B) {
	w, _ := benchWorld(b)
	rec := w.records[ref("app/wide", "a")]
	for b.Loop() {
		if _, err := flow.Actions(w.m, w, rec, w.actor("ann"), noon); err != nil {
			b.Fatal(err)
		}
	}
}
