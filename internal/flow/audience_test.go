package flow_test

import (
	"fmt"
	"testing"
	"time"

	"kontora/internal/flow"
)

const sheets = `
-- types/entry.json --
{"title": "Запись", "display": "{title}",
 "data": {"properties": {
   "title": {"title": "Что", "type": "string"},
   "who": {"title": "Кто", "x-ref": "base/user"},
   "paper": {"title": "Бумага", "x-ref": "paper"}}, "required": ["title", "who"]},
 "lifecycle": {"states": {"open": {"title": "Открыта", "phase": "active"}, "done": {"title": "Сделана", "phase": "done"}, "cancelled": {"title": "Снята", "phase": "cancelled"}},
   "transitions": {
     "read": {"title": "Читал", "from": "open", "to": "done", "who": "who"},
     "cancel": {"title": "Снять", "from": "open", "to": "cancelled", "who": "system"}}},
 "access": {"own": {"who": "who", "read": "*"}}}
-- types/paper.json --
{"title": "Бумага", "display": "{title}",
 "data": {"properties": {"title": {"title": "Имя", "type": "string"}, "note": {"title": "Заметка", "type": "string"}}},
 "lifecycle": {"states": {"draft": "Черновик", "sent": {"title": "Отправлена", "phase": "active"}, "closed": {"title": "Закрыта", "phase": "done"}},
   "transitions": {
     "send": {"title": "Отправить", "from": "draft", "to": "sent", "who": "author"},
     "close": {"title": "Закрыть", "from": "sent", "to": "closed", "who": "author"}}},
 "ensure": {"sheet": {"type": "entry", "in": "sent", "to": "role('fin')", "covers": "title",
   "set": {"title": "=record.title", "who": "=it"}, "on_removed": "cancel", "on_leave": "cancel"}},
 "access": {"all": {"who": "role('clerk')", "can": ["create"]}},
 "edit": {"title note": {"draft sent": ["author"]}}}
`

// drain answers the alarms of the audience that have come, and reports how many
// commands that took.
func (w *world) drain(t *testing.T) int {
	t.Helper()
	paper := ref("app/paper", "p")
	for n := 0; ; n++ {
		var due *flow.Alarmed
		for _, f := range w.facts[paper] {
			for _, a := range f.Doc.Alarms() {
				if !a.At.After(w.now) {
					due = &flow.Alarmed{Fact: f.FactId, Level: a.Level}
				}
			}
		}
		if due == nil {
			return n
		}
		if n > 1000 {
			t.Fatal("the alarms do not come to an end")
		}
		w.small(t, flow.Command{Kind: flow.Ring, Type: w.typ("paper"), Id: paper.Id, Alarm: *due, Actor: flow.Actor{System: true}})
	}
}

// small runs a command and refuses one that does too much at once.
func (w *world) small(t *testing.T, cmd flow.Command) {
	t.Helper()
	w.loads = 0
	if err := w.run(cmd); err != nil {
		t.Fatal(err)
	}
	if n := len(w.last.Changes); n > 60 || w.loads > 400 {
		t.Fatalf("%s %s changes %d records and loads %d", cmd.Kind, cmd.Transition, n, w.loads)
	}
}

func (w *world) byState() map[string]int {
	out := map[string]int{}
	for _, r := range w.all(w.typ("entry")) {
		out[r.Status()]++
	}
	return out
}

func TestManyPeopleDoNotHoldUpTheSender(t *testing.T) {
	t.Parallel()
	const people = 600
	w := newWorld(t, sheets)
	for i := range people - 1 { // fay is one
		w.put("base/user", fmt.Sprintf("n%d", i)+"x", map[string]any{"name": "Н", "roles": []any{"base/fin"}, "department": ref("base/unit", "shop")})
	}
	paper := w.typ("paper")
	w.small(t, flow.Command{Kind: flow.Create, Type: paper, Id: id("p"), Actor: w.actor("ann"), Fields: map[string]any{"title": "П"}})
	do := func(transition string) {
		w.small(t, flow.Command{Kind: flow.Move, Type: paper, Id: id("p"), Transition: transition, Actor: w.actor("ann")})
	}
	edit := func(field, v string) {
		w.small(t, flow.Command{Kind: flow.Edit, Type: paper, Id: id("p"), Actor: w.actor("ann"), Fields: map[string]any{field: v}})
	}
	is := func(what string, open, done, cancelled int) {
		t.Helper()
		got := w.byState()
		if got["open"] != open || got["done"] != done || got["cancelled"] != cancelled {
			t.Fatalf("%s: %v, want %d open, %d done, %d cancelled", what, got, open, done, cancelled)
		}
	}

	do("send")
	if n := w.byState()["open"]; n == 0 || n > 100 {
		t.Fatalf("the sender's command made %d entries", n)
	}
	if n := w.drain(t); n < people/100 {
		t.Fatalf("%d batches", n)
	}
	is("sent", people, 0, 0)

	edit("note", "иначе")
	w.drain(t)
	is("what is not covered", people, 0, 0)
	edit("title", "Р")
	w.drain(t)
	is("what is covered", people, 0, people)

	w.put("base/user", "newcomer", map[string]any{"name": "Новый", "roles": []any{"base/fin"}, "department": ref("base/unit", "shop")})
	w.drain(t)
	is("before the hour", people, 0, people)
	w.now = w.now.Add(time.Hour)
	w.drain(t)
	is("a newcomer", people+1, 0, people)

	do("close")
	w.drain(t)
	is("closed", 0, 0, 2*people+1)
}
