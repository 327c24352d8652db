package flow_test

import (
	"testing"

	"kontora/internal/fault"
)

const born = `
-- types/claim.json --
{"title": "Обращение",
 "data": {"properties": {
   "title": {"title": "Тема", "type": "string"},
   "phone": {"title": "Телефон", "type": "string"},
   "queue": {"title": "Очередь", "type": "string", "readOnly": true}}},
 "lifecycle": {
  "states": {"new": "Новое", "done": "Закрыто"},
  "transitions": {
   "create": {"title": "Завести", "from": "@new", "to": "new", "who": "role('clerk')", "require": ["phone"],
              "guards": [{"check": "title != 'нет'", "message": "Так не называют"}],
              "then": [{"set": {"queue": "первая"}}]},
   "close":  {"title": "Закрыть", "from": "new", "to": "done", "who": "author"}}},
 "access": {"all": {"who": ["role('clerk')", "role('boss')"], "can": ["create"]}}}
`

func TestCreationIsATransition(t *testing.T) {
	t.Parallel()
	w := newWorld(t, born)
	w.refused("ann", "create claim:a", `{"title": "нет"}`, "field_required@phone", "guard_failed@title")
	w.refused("bob", "create claim:a", `{"title": "да", "phone": "1"}`, "may_not_run")
	w.do("ann", "create claim:a", `{"title": "да", "phone": "1"}`)
	w.has("claim:a status", "new")
	w.has("claim:a queue", "первая")
	w.do("ann", "close claim:a", "")
	w.has("claim:a queue", "первая")
}

func TestUnreadableValuesRefuseTogetherWithAllElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, orders)
	cmd := w.command("ann", "create task:z", `{"answer": "x"}`)
	cmd.Wrong = []*fault.Fault{fault.New(fault.Invalid, "not_number", nil).At("hours"), fault.New(fault.Invalid, "unknown_field", nil).At("colour")}
	w.refusedRun(cmd, "not_number@hours", "unknown_field@colour", "field_required@title", "field_closed@answer")
	cmd.Wrong = []*fault.Fault{fault.New(fault.Invalid, "too_long", nil).At("title")}
	w.refusedRun(cmd, "too_long@title", "field_closed@answer")
}
