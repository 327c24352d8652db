package flow_test

import (
	"errors"
	"testing"
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
)

const tree = `
-- types/node.json --
{"title": "Узел", "display": "{name} {up} {kin}",
 "data": {"properties": {
   "name":  {"title": "Имя", "type": "string"},
   "up":    {"title": "Выше", "x-ref": "node"},
   "kin":   {"title": "Родня", "x-ref": "node", "x-many": true},
   "down":  {"title": "Ниже", "x-inverse": "node.up"},
   "level": {"title": "Уровень", "type": "integer"},
   "depth": {"title": "Глубина", "type": "integer", "x-computed": "up.level + 1"},
   "load":  {"title": "Всего", "type": "integer", "x-computed": "sum(down, .level) + 1"}}},
 "rules": {"low": {"check": "depth == nil or depth < 100", "message": "{up} глубоко"}},
 "access": {
   "all":  {"who": "role('clerk')", "can": ["create", "edit"]},
   "deep": {"who": "up.depth > 5 ? role('fin') : role('boss')"}}}
`

// circular makes a formula read itself, which no configuration can say.
func circular(w *world, formula string) {
	t := w.typ("node")
	level := t.Field("level")
	level.Computed, level.Live = t.Field(formula).Computed, true
}

// A formula that reads itself by way of other records is refused when it is
// published. Should one come through, the record cannot take the process down.
func TestCircularFormulasEnd(t *testing.T) {
	t.Parallel()
	for _, formula := range []string{"depth", "load"} {
		t.Run(formula, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, tree)
			circular(w, formula)
			self := rule.Reference{Type: "app/node", Id: id("a")}
			rec := w.put("node", "a", map[string]any{"name": "А", "up": self, "kin": []any{self, self, self}})
			ann, _ := directory{w}.Person(id("ann"))
			clerk := flow.Actor{Person: ann}

			live, faults, err := flow.LiveValues(w.m, w, rec, flow.Actor{System: true}, noon, []*model.Field{w.typ("node").Field(formula)})
			if err != nil || live[formula] != nil || faults[formula] == nil || faults[formula].Code != "rule_too_deep" {
				t.Errorf("live values: %v, %v, %v", live, faults, err)
			}
			_, err = flow.Decide(w.m, w, flow.Command{Kind: flow.Edit, Type: rec.Type, Id: rec.Id, Actor: clerk, Fields: map[string]any{"name": "Б"}}, noon)
			var refused *fault.Fault
			if formula == "depth" && (!errors.As(err, &refused) || !tells(refused, "rule_too_deep")) {
				t.Errorf("an edit: %v", err)
			}
			if _, err := flow.RightsOf(w.m, w, rec, clerk); err != nil && !errors.As(err, &refused) {
				t.Errorf("rights: %v", err)
			}
		})
	}
}

func tells(f *fault.Fault, code string) bool {
	if f.Code == code {
		return true
	}
	for _, c := range f.Fields {
		if tells(c, code) {
			return true
		}
	}
	return false
}

// Titles that name other records by their titles fan out three deep and no more.
func TestTitlesOfTitlesEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, tree)
	self := rule.Reference{Type: "app/node", Id: id("a")}
	kin := make([]any, 400)
	for i := range kin {
		kin[i] = self
	}
	rec := w.put("node", "a", map[string]any{"name": "А", "up": self, "kin": kin})
	done := make(chan string)
	go func() { done <- flow.Title(w.m, w, rec) }()
	select {
	case title := <-done:
		if title == "" {
			t.Error("no title")
		}
	case <-time.After(30 * time.Second):
		t.Fatal("a title takes for ever")
	}
}
