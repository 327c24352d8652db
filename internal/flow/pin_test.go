package flow_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"kontora/internal/flow"
	"kontora/internal/model"
)

const before = `
-- types/deal.json --
{"title": "Сделка",
 "data": {"properties": {
   "name":   {"title": "Имя", "type": "string"},
   "worth":  {"title": "Сумма", "type": "integer"},
   "kind":   {"title": "Вид", "enum": ["cheap", "dear"]},
   "twice":  {"title": "Дважды", "type": "integer", "x-computed": "total * 2"},
   "total":  {"title": "Всего", "type": "integer"},
   "lines":  {"title": "Строки", "type": "array", "items": {"properties": {"qty": {"title": "Кол-во", "type": "integer"}}, "required": ["qty"]}},
   "memo":   {"title": "Запись", "type": "string", "x-required": "kind == 'dear'"}}},
 "rules": {"cap": {"check": "total <= 10", "when": "total != nil", "message": "Больше 10: {total}", "fields": ["total"]}},
 "lifecycle": {"states": {"draft": "Черновик", "work": "В работе", "done": "Готово"},
  "transitions": {
   "take":   {"title": "Взять", "from": "draft", "to": "work", "who": "role('clerk')", "guards": [{"check": "status == 'work' and old.status == 'draft'", "message": "Не та"}]},
   "pass":   {"title": "Дальше", "from": "work", "to": "done", "who": "author", "require": ["memo"], "then": [{"set": {"kind": "cheap"}}]},
   "skip":   {"title": "Мимо", "from": "draft", "to": "done", "who": "author"}}},
 "access": {"all": {"who": "role('clerk')", "can": ["create"]}},
 "edit": {"name total kind lines memo": {"draft work": ["author"]}}}
`

// The fields total and memo, the state draft and the choice cheap have new
// names; skip is gone; a field is newly required; the name is hidden.
const after = `
-- types/deal.json --
{"title": "Сделка",
 "data": {"properties": {
   "name":   {"title": "Имя", "type": "string"},
   "worth":  {"title": "Сумма", "type": "integer"},
   "kind":   {"title": "Вид", "enum": ["low", "dear"], "x-was": {"low": "cheap"}},
   "twice":  {"title": "Дважды", "type": "integer", "x-computed": "whole * 3"},
   "whole":  {"title": "Всего", "type": "integer", "was": ["total"]},
   "lines":  {"title": "Строки", "type": "array", "items": {"properties": {"amount": {"title": "Кол-во", "type": "integer", "was": ["qty"]}, "why": {"title": "Зачем", "type": "string"}}, "required": ["amount", "why"]}},
   "text":   {"title": "Запись", "type": "string", "was": ["memo"]},
   "fresh":  {"title": "Новое", "type": "string"}},
  "required": ["fresh"]},
 "rules": {"cap": {"check": "whole <= 3", "when": "whole != nil", "message": "Больше 3", "fields": ["whole"]}},
 "lifecycle": {"states": {"start": {"title": "Начало", "was": ["draft"]}, "work": "Работа", "review": "Проверка", "done": "Готово"},
  "transitions": {
   "take":   {"title": "Взять снова", "from": "start", "to": "review", "who": "role('fin')"},
   "check":  {"title": "Проверить", "from": "review", "to": "work", "who": "role('fin')"},
   "pass":   {"title": "Дальше", "from": "work", "to": "done", "who": "role('fin')"}}},
 "access": {"all": {"who": "role('clerk')", "read": ["*", "!name"], "can": ["create"]}},
 "edit": {"*": {"start": ["role('fin')"]}, "fresh": {"start": ["author"]}}}
`

func TestOpenRecordsKeepTheirRules(t *testing.T) {
	t.Parallel()
	old := compile(t, before)
	setup := func(t *testing.T) (*world, *model.Type) {
		w := newWorld(t, after)
		pinned, err := model.Pin(w.typ("deal"), old.TypeByKey("app/deal"))
		if err != nil {
			t.Fatal(err)
		}
		w.put("deal", "d", map[string]any{"name": "Д", "whole": dec("5"), "kind": "dear", "text": "т", "status": "start", "author": w.actor("ann").Person.Fields.Reference()})
		w.pinned[ref("app/deal", "d")] = pinned
		return w, pinned
	}
	tests := []struct {
		name string
		run  func(w *world, pinned *model.Type)
	}{
		{"old transitions run under new keys, a new required field blocks nothing", func(w *world, _ *model.Type) {
			w.do("ann", "take deal:d", "")
			w.has("deal:d status", "work")
			w.do("ann", "pass deal:d", "")
			w.has("deal:d status", "done")
			w.has("deal:d kind", "low")
		}},
		{"a removed transition still runs", func(w *world, _ *model.Type) {
			w.do("ann", "skip deal:d", "")
			w.has("deal:d status", "done")
		}},
		{"a transition of the new version does not exist for old records", func(w *world, _ *model.Type) {
			w.refused("ann", "check deal:d", "", "unknown_transition")
		}},
		{"old formulas and rules read renamed fields", func(w *world, _ *model.Type) {
			w.do("ann", "edit deal:d", `{"whole": 7}`)
			w.has("deal:d twice", 14)
			err := w.try("ann", "edit deal:d", `{"whole": 11}`)
			if f := faultOf(w.t, err).Fields[0]; f.Text != "Больше 10: 11" || f.Field != "whole" {
				w.t.Errorf("told %v", f)
			}
		}},
		{"old conditions know the old names of choices", func(w *world, _ *model.Type) {
			w.refused("ann", "edit deal:d", `{"text": null}`, "field_required@text")
			w.do("ann", "edit deal:d", `{"text": null, "kind": "low"}`)
		}},
		{"a cell that the new access hides is hidden", func(w *world, pinned *model.Type) {
			r, err := flow.RightsOf(w.m, w, w.pin(w.records[ref("app/deal", "d")]), w.actor("ann"))
			if err != nil || r.Reads(pinned.Field("name")) || !r.Reads(pinned.Field("whole")) {
				w.t.Errorf("rights %v, %v", r, err)
			}
			w.refused("ann", "edit deal:d", `{"name": "Е"}`, "unknown_field@name")
		}},
		{"rows keep their rules too", func(w *world, _ *model.Type) {
			w.refused("ann", "edit deal:d", `{"lines": [{"why": "так"}]}`, "field_required@lines.0.amount")
			w.do("ann", "edit deal:d", `{"lines": [{"amount": 2}]}`)
		}},
		{"a field of today follows today's table", func(w *world, _ *model.Type) {
			w.do("ann", "edit deal:d", `{"fresh": "x"}`)
		}},
		{"buttons have today's words", func(w *world, _ *model.Type) {
			actions, err := flow.Actions(w.m, w, w.pin(w.records[ref("app/deal", "d")]), w.actor("ann"), noon)
			if err != nil || len(actions) != 2 || actions[0].Transition.Title != "Взять снова" || actions[1].Transition.Title != "Мимо" {
				w.t.Fatalf("actions %v, %v", actions, err)
			}
			if actions[0].To.Title != "Работа" {
				w.t.Errorf("leads to %s", actions[0].To.Title)
			}
		}},
		{"a new record follows the new rules", func(w *world, _ *model.Type) {
			w.refused("ann", "create deal:n", `{"whole": 4}`, "field_required@fresh", "rule_failed@whole", "field_closed@whole")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w, pinned := setup(t)
			tt.run(w, pinned)
		})
	}
}

func TestPinRefusesWhatCannotBeKept(t *testing.T) {
	t.Parallel()
	old := compile(t, before).TypeByKey("app/deal")
	const flowing = `
 "lifecycle": {"states": {"draft": "Черновик", "done": "Готово"}, "transitions": {"x": {"title": "X", "from": "draft", "to": "done", "who": "author"}}}}
`
	for _, tt := range []struct{ name, properties, want string }{
		{"rules about lost fields", `"name": {"title": "Имя", "type": "string"}`, "[{total false}]"},
		{"a field of another kind that a rule reads", `"total": {"title": "Всего", "type": "string"}, "kind": {"title": "Вид", "enum": ["cheap", "dear"]}, "memo": {"title": "З", "type": "string"}`, "[{total true}]"},
		{"a field of another kind that an effect sets", `"total": {"title": "Всего", "type": "integer"}, "kind": {"title": "Вид", "type": "integer"}`, "[{kind true}]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			now := compile(t, "\n-- types/deal.json --\n"+`{"title": "Сделка", "data": {"properties": {`+tt.properties+`}},`+flowing).TypeByKey("app/deal")
			_, err := model.Pin(now, old)
			var gone *model.LostError
			if !errors.As(err, &gone) {
				t.Fatalf("pinned: %v", err)
			}
			type lost struct {
				Field   string
				Changed bool
			}
			var got []lost
			for _, l := range gone.Lost {
				got = append(got, lost{l.Field.Key, l.Changed})
			}
			if fmt.Sprint(got) != tt.want {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
	unread := compile(t, "\n-- types/deal.json --\n"+strings.Replace(archive(before)["types/deal.json"], `"worth":  {"title": "Сумма", "type": "integer"}`, `"worth":  {"title": "Сумма", "type": "string"}`, 1)).TypeByKey("app/deal")
	if _, err := model.Pin(unread, old); err != nil {
		t.Errorf("a field that no rule reads may change its kind: %v", err)
	}
	same, err := model.Pin(old, old)
	if err != nil || !same.Pinned() || len(same.Lifecycle.Transitions) != 3 {
		t.Errorf("a type cannot be pinned to itself: %v", err)
	}
}
