package flow_test

import "testing"

const nulls = `
-- types/thing.json --
{"title": "Вещь",
 "data": {"properties": {
   "n":       {"title": "Число", "type": "integer"},
   "shown":   {"title": "Видно", "type": "string", "x-visible": "n > 1"},
   "needed":  {"title": "Нужно", "type": "string", "x-required": "n > 1"},
   "held":    {"title": "Держим", "type": "string", "x-readonly": "n > 1"},
   "twice":   {"title": "Дважды", "type": "integer", "x-computed": "n * 2"},
   "friend":  {"title": "Друг", "x-ref": "base/user"},
   "code":    {"title": "Код", "type": "string"}},
  "required": ["shown"]},
 "rules": {"small": {"check": "n < 10", "message": "Велико", "fields": ["n"]}},
 "unique": {"code": {"key": ["code"]}},
 "lifecycle": {
  "states": {"draft": "Черновик", "done": "Готово"},
  "transitions": {
   "go":  {"title": "Вперёд", "from": "draft", "to": "done", "who": "friend"},
   "own": {"from": "draft", "to": "done", "auto": "n > 5"}
  }},
 "access": {"all": {"who": "role('clerk')", "can": ["create"]}}}
`

func TestUnknownInEachPlace(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, fields string
		want         []string
	}{
		{"a check that cannot be told refuses, a visible field stays required", `{}`, []string{"rule_failed@n", "field_required@shown"}},
		{"a condition of need that cannot be told asks nothing", `{"shown": "x"}`, []string{"rule_failed@n"}},
		{"a lock that cannot be told holds", `{"shown": "x", "held": "y"}`, []string{"rule_failed@n", "field_locked@held"}},
		{"a hidden field is not required", `{"n": 1}`, nil},
		{"a field that is needed is asked for", `{"n": 2, "shown": "x"}`, []string{"field_required@needed"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			newWorld(t, nulls).refused("ann", "create thing:a", tt.fields, tt.want...)
		})
	}
	t.Run("nobody belongs to unknown people, nothing fires, no formula, no key", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, nulls)
		w.put("thing", "a", map[string]any{})
		w.put("thing", "b", map[string]any{})
		w.refused("ann", "go thing:a", "", "may_not_run", "rule_failed@n", "field_required@shown")
		w.do("ann", "create thing:c", `{"n": 1, "shown": null}`)
		w.do("ann", "create thing:d", `{"n": 1}`)
		w.has("thing:c twice", 2)
		w.has("thing:c status", "draft")
		if len(w.keys) != 0 {
			t.Errorf("keys of nothing: %v", w.keys)
		}
	})
	t.Run("an automatic transition fires on entering when it is true", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, nulls)
		w.do("ann", "create thing:a", `{"n": 6, "shown": "x", "needed": "y"}`)
		w.has("thing:a status", "done")
	})
}
