package flow_test

import (
	"testing"

	"kontora/internal/flow"
)

const orders = `
-- types/task.json --
{"title": "Задача",
 "data": {"properties": {
   "title":    {"title": "Тема", "type": "string", "maxLength": 20},
   "assignee": {"title": "Исполнитель", "x-ref": "base/user"},
   "unit":     {"title": "Отдел", "x-ref": "base/unit"},
   "answer":   {"title": "Ответ", "type": "string"},
   "result":   {"title": "Итог", "type": "string"},
   "hours":    {"title": "Часы", "type": "integer", "minimum": 0},
   "note":     {"title": "Пометка", "type": "string", "x-visible": "hours > 5", "x-required": "hours > 5"},
   "locked":   {"title": "Закрыто", "type": "string", "x-readonly": "hours > 100"},
   "stamp":    {"title": "Кем", "type": "string", "readOnly": true}},
  "required": ["title"]},
 "groups": {"body": ["title", "hours"]},
 "rules": {"sane": {"check": "hours <= 1000", "when": "hours != nil", "message": "Слишком много: {hours}", "fields": ["hours"]}},
 "lifecycle": {
  "states": {"draft": "Черновик", "work": "В работе", "check": "Проверка", "done": "Готово"},
  "transitions": {
   "take":   {"title": "Взять", "from": "draft", "to": "work", "who": "assignee", "require": ["answer"], "input": ["note"]},
   "finish": {"title": "Сдать", "from": "work", "to": "done", "who": ["assignee", "author"], "require": ["result", {"field": "answer", "message": "Ответьте на «{title}»"}],
              "guards": [{"check": "hours > 0", "message": "Часы не указаны", "fields": ["hours"]}]},
   "change": {"title": "Изменить", "from": ["work", "check"], "to": "check", "who": "role('boss', unit)", "on_edit": "@body", "then": [{"set": {"stamp": "=transition"}}]},
   "retime": {"title": "Часы", "from": "check", "to": "@same", "who": "role('boss', unit)", "on_edit": ["hours"]},
   "back":   {"title": "Назад", "from": ["check", "work"], "to": "@previous", "who": "author"},
   "stay":   {"title": "Отметить", "from": "@open", "to": "@same", "who": "author", "reason": true},
   "drop":   {"title": "Бросить", "from": "@open", "to": "done", "who": "system"}
  }},
 "access": {"all": {"who": ["role('clerk')", "role('boss')"], "can": ["create", "archive"]}},
 "edit": {
   "title assignee unit hours locked": {"draft": ["author"], "work check": ["role('boss', unit)"]},
   "result answer": {"work": ["assignee"]}}}
`

func TestOneCommand(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		run  func(w *world)
	}{
		{"authority is judged on the record as it was", func(w *world) {
			w.refused("ann", "take task:a", `{"assignee": "@ann", "answer": "да"}`, "may_not_run")
			w.do("ann", "edit task:a", `{"assignee": "@ann"}`)
			w.do("ann", "take task:a", `{"answer": "да"}`)
			w.has("task:a status", "work")
		}},
		{"a field that the transition asks for is writable by whoever may run it", func(w *world) {
			w.do("ann", "edit task:a", `{"assignee": "@eve"}`)
			w.refused("eve", "edit task:a", `{"answer": "да"}`, "field_closed@answer")
			w.do("eve", "take task:a", `{"answer": "да"}`)
			w.has("task:a answer", "да")
		}},
		{"an edit of certain fields is a transition", func(w *world) {
			w.working()
			w.do("bob", "edit task:a", `{"title": "Иначе"}`)
			w.has("task:a status", "check")
			w.has("task:a stamp", "change")
			if c := w.last.Changes[0]; c.Kind != flow.Move || c.Transition.Key != "change" {
				w.t.Errorf("the event is %s %v", c.Kind, c.Transition)
			}
		}},
		{"an edit that is somebody else's transition is refused", func(w *world) {
			w.working()
			w.refused("ann", "edit task:a", `{"title": "Иначе"}`, "may_not_run")
		}},
		{"an edit that means two transitions is refused", func(w *world) {
			w.working()
			w.do("bob", "edit task:a", `{"title": "Иначе"}`)
			w.refused("bob", "edit task:a", `{"hours": 4}`, "edit_means_two_transitions")
		}},
		{"a value that is already there selects no transition", func(w *world) {
			w.working()
			w.do("ann", "edit task:a", `{"title": "Тема"}`)
			w.has("task:a status", "work")
			if len(w.last.Changes) != 0 {
				w.t.Errorf("nothing was changed, but %d changes are planned", len(w.last.Changes))
			}
		}},
		{"a named transition cannot carry an edit that means another one", func(w *world) {
			w.working()
			w.refused("ann", "finish task:a", `{"result": "готово", "hours": 3}`, "edit_means_two_transitions")
		}},
		{"all failures are told at once", func(w *world) {
			w.working()
			w.refused("eve", "finish task:a", `{"locked": "x"}`, "field_locked@locked", "field_required@result", "guard_failed@hours")
		}},
		{"a guard whose field is already asked for is not told twice", func(w *world) {
			w.refused("ann", "create task:b", `{"hours": 2000}`, "field_required@title", "rule_failed@hours", "field_required@note")
		}},
		{"a hidden field is never required and keeps its value", func(w *world) {
			w.refused("ann", "edit task:a", `{"hours": 6}`, "field_required@note")
			w.records[ref("app/task", "a")].Values["note"] = "осталось"
			w.do("ann", "edit task:a", `{"hours": 6}`)
			w.do("ann", "edit task:a", `{"hours": 1}`)
			w.has("task:a note", "осталось")
		}},
		{"@previous returns where the record came from", func(w *world) {
			w.working()
			w.do("bob", "edit task:a", `{"title": "Иначе"}`)
			w.do("ann", "back task:a", "")
			w.has("task:a status", "work")
			w.has("task:a previous", "check")
		}},
		{"@same stays and asks for its reason", func(w *world) {
			w.refused("ann", "stay task:a", "", "reason_required@comment")
			cmd := w.command("ann", "stay task:a", "")
			cmd.Comment = "жду"
			if err := w.run(cmd); err != nil {
				w.t.Fatal(err)
			}
			w.has("task:a status", "draft")
		}},
		{"a transition of another state is a conflict", func(w *world) {
			w.refused("ann", "finish task:a", "", "wrong_state")
			w.refused("ann", "fly task:a", "", "unknown_transition")
		}},
		{"what nobody types is refused by name", func(w *world) {
			w.refused("ann", "edit task:a", `{"status": "done", "stamp": "x", "revision": 7, "author": "@eve"}`,
				"status_by_transition@status", "field_read_only@stamp", "field_of_engine@revision", "field_of_engine@author")
		}},
		{"a locked field stays", func(w *world) {
			w.do("ann", "create task:c", `{"title": "Долго", "hours": 101, "note": "x"}`)
			w.refused("ann", "edit task:c", `{"locked": "y"}`, "field_locked@locked")
			w.refused("ann", "create task:d", `{"title": "Долго", "hours": 101, "note": "x", "locked": "y"}`, "field_locked@locked")
		}},
		{"a stale revision is a conflict", func(w *world) {
			cmd := w.command("ann", "edit task:a", `{"hours": 2}`)
			old := int64(0)
			cmd.Revision = &old
			w.refusedRun(cmd, "stale_revision")
			now := w.records[ref("app/task", "a")].Revision()
			cmd.Revision = &now
			if err := w.run(cmd); err != nil {
				w.t.Error(err)
			}
			w.has("task:a revision", 2)
		}},
		{"a create that also transitions reports both", func(w *world) {
			w.refused("ann", "create task:b take", `{"hours": 2}`, "field_required@title", "field_required@answer", "may_not_run")
			w.do("ann", "create task:b take", `{"title": "Новая", "assignee": "@ann", "answer": "да"}`)
			w.has("task:b status", "work")
			w.refused("ann", "create task:c", `{"title": "Новая", "assignee": "@ann", "answer": "да"}`, "field_closed@answer")
			if len(w.last.Changes) != 2 {
				w.t.Errorf("%d changes", len(w.last.Changes))
			}
		}},
		{"an archived record is left alone until it is restored", func(w *world) {
			w.refused("out", "archive task:a", "", "not_found")
			w.do("ann", "archive task:a", "")
			w.refused("ann", "edit task:a", `{"hours": 1}`, "record_archived")
			w.refused("ann", "archive task:a", "", "record_archived")
			w.do("ann", "restore task:a", "")
			w.refused("ann", "restore task:a", "", "record_not_archived")
			w.do("ann", "edit task:a", `{"hours": 1}`)
		}},
		{"fields cannot ride along with archiving", func(w *world) {
			w.refused("ann", "archive task:a", `{"hours": 5}`, "field_closed@hours")
		}},
		{"bounds hold whoever gives the value", func(w *world) {
			cmd := w.command("ann", "edit task:a", "")
			cmd.Fields = map[string]any{"title": "длиннее двадцати знаков", "hours": "семь", "colour": "red"}
			w.refusedRun(cmd, "too_long@title", "bad_value@hours", "unknown_field@colour")
		}},
		{"an API key does what its scope says", func(w *world) {
			cmd := w.command("ann", "edit task:a", `{"hours": 1}`)
			cmd.Actor.Scope = func(_ *typ, write bool) bool { return !write }
			w.refusedRun(cmd, "key_scope")
			cmd.Actor.Scope = func(*typ, bool) bool { return true }
			if err := w.run(cmd); err != nil {
				w.t.Error(err)
			}
			cmd.Actor.Scope = func(_ *typ, write bool) bool { return write }
			w.refusedRun(cmd, "not_found")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, orders)
			w.do("ann", "create task:a", `{"title": "Тема", "unit": "@sales"}`)
			tt.run(w)
		})
	}
}

// working takes the task into work.
func (w *world) working() {
	w.do("ann", "edit task:a", `{"assignee": "@eve"}`)
	w.do("eve", "take task:a", `{"answer": "да"}`)
}
