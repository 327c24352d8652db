package flow_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontora/internal/flow"
	"kontora/internal/model"
)

const buttons = `
-- types/ask.json --
{"title": "Просьба",
 "data": {"properties": {
   "title":  {"title": "Тема", "type": "string"},
   "unit":   {"title": "Отдел", "x-ref": "base/unit"},
   "price":  {"title": "Цена", "type": "integer"},
   "limit":  {"title": "Предел", "type": "integer"},
   "answer": {"title": "Ответ", "type": "string"},
   "extra":  {"title": "Ещё", "type": "string", "x-visible": "price > 10"}},
  "required": ["title"]},
 "lifecycle": {
  "states": {"new": "Новая", "work": "В работе", "done": "Готово", "no": {"title": "Отказ", "phase": "cancelled"}},
  "transitions": {
   "refuse": {"title": "Отказать", "from": "@open", "to": "no", "who": "head(unit)", "danger": true, "reason": ["дорого", "поздно"]},
   "accept": {"title": "Принять", "from": "new", "to": "work", "who": ["role('clerk', unit)", "head(unit)"], "require": ["answer", "extra"], "input": ["price"],
              "guards": [{"check": "price <= limit", "message": "Дороже предела {limit}"}, {"check": "title != 'нет'", "message": "Плохая тема", "passed": "«{title}» годится"}]},
   "finish": {"title": "Закончить", "from": "work", "to": "done", "who": "author", "guards": [{"check": "limit > 5", "message": "Предел мал"}]},
   "sys":    {"from": "@open", "to": "done", "who": "system"},
   "auto":   {"from": "work", "to": "done", "auto": "price == 777"}
  }},
 "access": {"clerks": {"who": "role('clerk')", "read": ["*", "!limit"], "can": ["create"]}, "boss": {"who": "role('boss')", "read": "*"}},
 "edit": {"title unit price limit": {"new": ["author"]}}}
`

func (w *world) action(who, name, transition string) *flow.Action {
	w.t.Helper()
	actions, err := flow.Actions(w.m, w, w.records[ref("app/ask", name)], w.actor(who), w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, a := range actions {
		if a.Transition.Key == transition {
			return a
		}
	}
	return nil
}

func fieldKeys(fields []*model.Field) string {
	var keys []string
	for _, f := range fields {
		keys = append(keys, f.Key)
	}
	return strings.Join(keys, " ")
}

func TestActionsAndForms(t *testing.T) {
	t.Parallel()
	w := newWorld(t, buttons)
	w.do("ann", "create ask:a", `{"title": "Стул", "unit": "@sales", "price": 3}`)
	w.records[ref("app/ask", "a")].Values["limit"] = dec("5")

	t.Run("what only the engine runs is no button", func(t *testing.T) {
		if w.action("ann", "a", "sys") != nil || w.action("ann", "a", "auto") != nil {
			t.Error("there is a button")
		}
	})
	t.Run("the dialog asks for what is required and empty, and for inputs", func(t *testing.T) {
		a := w.action("ann", "a", "accept")
		if !a.Allowed || !a.Likely || fieldKeys(a.Asks) != "answer price" || fieldKeys(a.Required) != "answer" {
			t.Errorf("%v asks %s, required %s", a.Allowed, fieldKeys(a.Asks), fieldKeys(a.Required))
		}
	})
	t.Run("one may not: who may is told", func(t *testing.T) {
		a := w.action("eve", "a", "accept")
		if a.Allowed || a.Why.Failed[0].Sort != flow.SortPeople {
			t.Fatalf("allowed %v", a.Allowed)
		}
		var names []string
		for _, p := range a.Why.Who {
			names = append(names, p.Name)
		}
		if !slices.Equal(names, []string{"Ann", "Bob"}) || a.Why.More != 0 {
			t.Errorf("may: %v and %d more", names, a.Why.More)
		}
	})
	t.Run("what holds is told in its own words; nothing of what reads a hidden cell", func(t *testing.T) {
		a := w.action("eve", "a", "accept")
		if a.Allowed || len(a.Why.Passed) != 1 {
			t.Fatalf("passed %+v", a.Why.Passed)
		}
		if p := a.Why.Passed[0]; p.Text != "«Стул» годится" || len(p.Readings) != 0 {
			t.Errorf("passed with words %+v", p)
		}
	})
	t.Run("a failed guard that reads a hidden cell tells only that it failed", func(t *testing.T) {
		w.put("ask", "b", map[string]any{"title": "нет", "unit": ref("base/unit", "sales"), "price": dec("9"), "limit": dec("5"), "answer": "x", "status": "work", "author": w.actor("ann").Person.Fields.Reference()})
		a := w.action("ann", "b", "finish")
		if a.Allowed || len(a.Why.Failed) != 1 || a.Why.Failed[0].Text != "" || a.Why.Failed[0].Fault.Code != "hidden_reason" {
			t.Fatalf("why %+v", a.Why)
		}
		if r := a.Why.Failed[0].Readings; len(r) != 1 || !r[0].Hidden || r[0].Value != nil {
			t.Errorf("a hidden value is told: %+v", r)
		}
	})
	t.Run("a guard that the dialog can mend does not close the button", func(t *testing.T) {
		w.records[ref("app/ask", "a")].Values["price"] = dec("6")
		if a := w.action("ann", "a", "accept"); !a.Allowed {
			t.Errorf("why %+v", a.Why.Failed[0])
		}
	})
	t.Run("a hidden field is not asked for until it appears", func(t *testing.T) {
		w.records[ref("app/ask", "a")].Values["price"] = dec("11")
		w.records[ref("app/ask", "a")].Values["limit"] = dec("50")
		if a := w.action("ann", "a", "accept"); fieldKeys(a.Required) != "answer extra" {
			t.Errorf("required %s", fieldKeys(a.Required))
		}
	})
	t.Run("the reason and its templates are asked for", func(t *testing.T) {
		a := w.action("bob", "a", "refuse")
		if !a.Allowed || a.Likely || !a.AskReason || len(a.Templates) != 2 {
			t.Errorf("%+v", a)
		}
	})
	t.Run("the form of a new record shows states and causes", func(t *testing.T) {
		form := w.form(w.command("ann", "create ask:n", `{"price": 5}`))
		st := form.Fields[form.Record.Type.Field("extra")]
		if st.Visible || st.Required || fieldKeys(st.Because) != "price" {
			t.Errorf("extra %+v", st)
		}
		if st := form.Fields[form.Record.Type.Field("title")]; !st.Required || st.ReadOnly {
			t.Errorf("title %+v", st)
		}
		if st := form.Fields[form.Record.Type.Field("status")]; !st.ReadOnly || st.Reason.Code != "status_by_transition" {
			t.Errorf("status %+v", st)
		}
	})
	t.Run("the card tells for each cell whether it may be edited", func(t *testing.T) {
		rec := w.records[ref("app/ask", "a")]
		for who, want := range map[string]string{"ann": "title unit price", "bob": "", "out": ""} {
			states, err := flow.FieldStates(w.m, w, rec, w.actor(who), w.now)
			if err != nil {
				t.Fatal(err)
			}
			var open []*model.Field
			for _, f := range rec.Type.Fields {
				if !states[f].ReadOnly {
					open = append(open, f)
				}
			}
			if fieldKeys(open) != want {
				t.Errorf("%s may edit %q, want %q", who, fieldKeys(open), want)
			}
		}
	})
	t.Run("at most five people are named", func(t *testing.T) {
		for i := range 9 {
			w.put("base/user", fmt.Sprintf("c%d", i), map[string]any{"name": fmt.Sprintf("C%d", i), "roles": []any{"base/clerk"}, "department": ref("base/unit", "sales")})
		}
		if a := w.action("eve", "a", "accept"); len(a.Why.Who) != 5 || a.Why.More != 6 {
			t.Errorf("%d and %d more", len(a.Why.Who), a.Why.More)
		}
	})
}
