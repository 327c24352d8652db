package flow_test

import (
	"strings"
	"testing"

	"kontora/internal/flow"
)

const tables = `
-- types/firm.json --
{"title": "Фирма",
 "data": {"properties": {
   "name":    {"title": "Имя", "type": "string"},
   "country": {"title": "Страна", "enum": ["KZ", "RU", "BY", "DE"], "default": "KZ"},
   "tax_id":  {"title": "Налоговый номер", "type": "string", "x-check": "tax_id"},
   "snils":   {"title": "СНИЛС", "type": "string", "x-check": "snils"},
   "lines":   {"title": "Строки", "type": "array", "minItems": 2, "maxItems": 3, "x-visible": "name != 'без строк'", "items": {
      "properties": {
        "qty":   {"title": "Количество", "type": "integer", "default": 1},
        "price": {"title": "Цена", "x-money": "KZT"},
        "net":   {"title": "Итог", "x-money": "KZT", "x-computed": "price * qty"},
        "twin":  {"title": "Пара", "type": "integer", "x-default": "qty * 2"},
        "bik":   {"title": "БИК", "type": "string"},
        "acc":   {"title": "Счёт", "type": "string", "x-check": "account"},
        "fixed": {"title": "Твёрдо", "type": "string", "x-readonly": "qty > 10"},
        "to":    {"title": "Кому", "x-ref": "base/user", "x-options": "it.department == parent.unit"}},
      "required": ["price"],
      "rules": {"abroad": {"check": "qty <= 5", "when": "parent.country == 'DE'", "message": "Не больше 5: {qty}", "fields": ["qty"]}}}},
   "unit":    {"title": "Отдел", "x-ref": "base/unit"},
   "boss":    {"title": "Главный", "x-ref": "base/user", "x-options": "it.department == unit"},
   "total":   {"title": "Всего", "x-money": "KZT", "x-computed": "sum(lines, .net)"},
   "helpers": {"title": "Помощники", "x-ref": "base/user", "x-many": true, "minItems": 2},
   "secret":  {"title": "Тайна", "x-ref": "note"}},
  "required": ["name"]},
 "access": {"all": {"who": ["role('clerk')", "role('boss')"], "can": ["create", "edit", "archive"]}}}
-- types/note.json --
{"title": "Заметка", "data": {"properties": {"text": {"title": "Текст", "type": "string"}}},
 "access": {"own": {"who": "author", "can": ["create", "edit", "archive"]}}}
`

func TestRowsAndReferences(t *testing.T) {
	t.Parallel()
	two := `{"name": "A", "lines": [{"price": "10"}, {"price": "2.50", "qty": 4}]}`
	tests := []struct {
		name string
		run  func(w *world)
	}{
		{"columns have defaults, formulas and proposals, totals follow", func(w *world) {
			w.do("ann", "create firm:a", two)
			w.has("firm:a total", "20.00")
			w.has("firm:a lines.1.net", "10.00")
			w.has("firm:a lines.1.twin", 8)
			w.has("firm:a lines.0.qty", 1)
		}},
		{"a missing cell is told by its path", func(w *world) {
			w.refused("ann", "create firm:a", `{"lines": [{"price": "1"}, {"qty": 2}, {"qty": 1}]}`,
				"field_required@lines.1.price", "field_required@lines.2.price", "field_required@name")
		}},
		{"cells of a hidden table are not required", func(w *world) {
			w.do("ann", "create firm:a", `{"name": "без строк", "lines": [{"qty": 2}, {"qty": 1}]}`)
		}},
		{"rows are matched by id: missing is removed, no id is new", func(w *world) {
			w.do("ann", "create firm:a", two)
			first := w.records[ref("app/firm", "a")].Rows["lines"][0].Id
			w.do("ann", "edit firm:a", `{"lines": [{"price": "7"}, {"id": "`+first+`", "qty": 3}]}`)
			w.has("firm:a lines.0.price", "7.00")
			w.has("firm:a lines.1.price", "10.00")
			w.has("firm:a total", "37.00")
			if got := w.records[ref("app/firm", "a")].Rows["lines"][1].Id; got != first {
				w.t.Errorf("the row has the id %s, want %s", got, first)
			}
		}},
		{"an unknown row is refused, and so is one that is named twice", func(w *world) {
			w.do("ann", "create firm:a", two)
			first := w.records[ref("app/firm", "a")].Rows["lines"][0].Id
			w.refused("ann", "edit firm:a", `{"lines": [{"id": "`+id("zzz")+`", "price": "1"}, {"price": "2"}, {"price": "3"}]}`, "row_missing@lines.0")
			w.refused("ann", "edit firm:a", `{"lines": [{"id": "`+first+`"}, {"id": "`+first+`"}, {"price": "3"}]}`, "row_missing@lines.1")
		}},
		{"the same rows again are no change", func(w *world) {
			w.do("ann", "create firm:a", two)
			rows := w.records[ref("app/firm", "a")].Rows["lines"]
			w.do("ann", "edit firm:a", `{"lines": [{"id": "`+rows[0].Id+`"}, {"id": "`+rows[1].Id+`", "qty": 4}]}`)
			if len(w.last.Changes) != 0 {
				w.t.Error("a change is planned")
			}
		}},
		{"too few and too many", func(w *world) {
			w.refused("ann", "create firm:a", `{"name": "A", "lines": [{"price": "1"}], "helpers": ["@ann"]}`, "too_few_items@lines", "too_few_items@helpers")
			w.refused("ann", "create firm:a", `{"name": "A", "lines": [{}, {}, {}, {}]}`, "too_many_items@lines")
		}},
		{"a rule of a row reads the record as it is proposed", func(w *world) {
			w.refused("ann", "create firm:a", `{"name": "A", "country": "DE", "lines": [{"price": "1"}, {"price": "1", "qty": 6}]}`, "rule_failed@lines.1.qty")
			w.do("ann", "create firm:a", `{"name": "A", "lines": [{"price": "1"}, {"price": "1", "qty": 6}]}`)
			w.refused("ann", "edit firm:a", `{"country": "DE"}`, "rule_failed@lines.1.qty")
		}},
		{"a cell is locked by its row as it was", func(w *world) {
			w.do("ann", "create firm:a", `{"name": "A", "lines": [{"price": "1"}, {"price": "1", "qty": 11, "fixed": "x"}]}`)
			rows := w.records[ref("app/firm", "a")].Rows["lines"]
			w.refused("ann", "edit firm:a", `{"lines": [{"id": "`+rows[0].Id+`", "net": "5"}, {"id": "`+rows[1].Id+`", "fixed": "y"}]}`,
				"field_locked@lines.1.fixed", "field_computed@lines.0.net")
		}},
		{"check digits", func(w *world) {
			w.refused("ann", "create firm:a", `{"name": "A", "tax_id": "123456789012", "snils": "112-233-445 96"}`, "tax_id_invalid@tax_id", "snils_invalid@snils")
			w.do("ann", "create firm:a", `{"name": "A", "country": "RU", "tax_id": "7707083893", "snils": "112-233-445 95"}`)
			w.refused("ann", "edit firm:a", `{"country": "KZ"}`, "tax_id_invalid@tax_id")
			w.do("ann", "edit firm:a", `{"country": "DE"}`)
			w.refused("ann", "edit firm:a", `{"lines": [{"price": "1", "bik": "044525225", "acc": "40702810000000000001"}, {"price": "1"}]}`, "account_invalid@lines.0.acc")
		}},
		{"a reference to nothing, to the unseen, to the archived and to no option reads the same", func(w *world) {
			w.do("eve", "create note:n", `{"text": "тайна"}`)
			w.do("ann", "create note:m", `{"text": "в архив"}`)
			w.do("ann", "archive note:m", "")
			for _, fields := range []string{`{"name": "A", "secret": "@zz"}`, `{"name": "A", "secret": "@n"}`, `{"name": "A", "secret": "@m"}`} {
				w.refused("ann", "create firm:a", fields, "reference_missing@secret")
			}
			w.refused("ann", "create firm:a", `{"name": "A", "unit": "@sales", "boss": "@eve"}`, "reference_missing@boss")
			w.refused("ann", "create firm:a", `{"name": "A", "helpers": ["@ann", "@zz"]}`, "reference_missing@helpers.1")
			w.do("eve", "create firm:b", `{"name": "A", "secret": "@n"}`)
		}},
		{"options are judged on the whole record, and again when what they read changes", func(w *world) {
			w.do("ann", "create firm:a", `{"name": "A", "boss": "@eve", "unit": "@shop"}`)
			w.refused("ann", "edit firm:a", `{"unit": "@sales"}`, "reference_missing@boss")
			w.do("ann", "edit firm:a", `{"unit": "@sales", "boss": "@bob"}`)
			w.refused("ann", "edit firm:a", `{"lines": [{"price": "1", "to": "@eve"}, {"price": "1", "to": "@bob"}]}`, "reference_missing@lines.0.to")
		}},
		{"unknown keys and columns are told where they stand", func(w *world) {
			_, wrong := flow.ReadFields(w.typ("firm"), map[string]any{"nmae": 1, "lines": []any{map[string]any{"prise": "1"}, "x"}, "total": "5"})
			got := codes(join(wrong))
			if strings.Join(got, " ") != "not_rows@lines.1 unknown_field@lines.0.prise unknown_field@nmae" {
				w.t.Errorf("got %v", got)
			}
		}},
		{"a removed row is not found through a reference any more", func(w *world) {
			w.do("ann", "create firm:a", two)
			gone := w.records[ref("app/firm", "a")].Rows["lines"][0]
			w.do("ann", "edit firm:a", `{"lines": [{"price": "1"}, {"price": "2"}]}`)
			if r, err := w.Load(w.typ("firm.lines"), gone.Id); r != nil || err != nil {
				w.t.Errorf("found %v, %v", r, err)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(newWorld(t, tables))
		})
	}
}
