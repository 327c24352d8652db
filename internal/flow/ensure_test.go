package flow_test

import (
	"fmt"
	"slices"
	"testing"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"

	"pgregory.net/rapid"
)

const ensured = `
-- types/errand.json --
{"title": "Поручение", "display": "{title}",
 "data": {"properties": {
   "title": {"title": "Что", "type": "string"},
   "who": {"title": "Кто", "x-ref": "base/user"},
   "row": {"title": "Строка", "type": "string"},
   "after": {"title": "После", "x-ref": "errand", "x-many": true, "x-acyclic": true},
   "plan": {"title": "План", "x-ref": "plan"}}, "required": ["title"]},
 "lifecycle": {"states": {"open": {"title": "Открыто", "phase": "active"}, "done": {"title": "Сделано", "phase": "done"}, "cancelled": {"title": "Снято", "phase": "cancelled"}},
   "transitions": {
     "finish": {"title": "Сделано", "from": "open", "to": "done", "who": "role('clerk')"},
     "cancel": {"title": "Снять", "from": "open", "to": "cancelled", "who": "role('clerk')"}}},
 "access": {"all": {"who": "role('clerk')", "can": ["create"]}},
 "edit": {"*": {"open": ["role('clerk')"]}}}
-- types/plan.json --
{"title": "План", "display": "{title}",
 "data": {"properties": {
   "title": {"title": "Имя", "type": "string"},
   "on": {"title": "Нужны", "type": "boolean", "default": true},
   "lines": {"title": "Строки", "type": "array", "items": {"properties": {"what": {"title": "Что", "type": "string"}, "who": {"title": "Кто", "x-ref": "base/user"}}, "required": ["what"]}}}},
 "lifecycle": {"states": {"draft": "Черновик", "held": {"title": "Идёт", "phase": "active"}, "closed": {"title": "Закрыт", "phase": "done"}},
   "transitions": {
     "hold": {"title": "Начать", "from": "draft", "to": "held", "who": "author"},
     "back": {"title": "Назад", "from": "held", "to": "draft", "who": "author"},
     "close": {"title": "Закрыть", "from": "held", "to": "closed", "who": "author"}}},
 "ensure": {
   "each": {"type": "errand", "in": "held", "when": "on == true", "for_each": "lines",
     "set": {"title": "=it.what", "who": "=it.who", "row": "=it.id"}, "sync": ["title", "who"], "on_removed": "cancel"},
   "last": {"type": "errand", "in": "held", "set": {"title": "Итог", "row": "last", "after": "=children('each')"}, "on_leave": "cancel"}},
 "access": {"all": {"who": "role('clerk')", "can": ["create", "archive"]}},
 "edit": {"title on lines": {"draft held": ["author"]}}}
`

// Whatever happens to a record and to its children: each row has exactly one
// child while it is asked for, none is ever doubled, what is not asked for any
// more has ended, and what follows a formula agrees with it.
func TestEnsuredRecordsAreExactlyOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, ensured)
		plan, errand := w.typ("plan"), w.typ("errand")
		fail(rt, w.run(flow.Command{Kind: flow.Create, Type: plan, Id: id("p"), Actor: w.actor("ann"), Fields: map[string]any{"title": "П"}}))
		for range rapid.IntRange(1, 12).Draw(rt, "commands") {
			rec := w.records[ref("app/plan", "p")]
			cmd := flow.Command{Kind: flow.Edit, Type: plan, Id: rec.Id, Actor: w.actor("ann")}
			switch what := rapid.SampledFrom([]string{"lines", "lines", "on", "title", "hold", "back", "archive", "finish", "cancel"}).Draw(rt, "what"); what {
			case "lines":
				cmd.Fields = map[string]any{"lines": drawLines(rt, rec)}
			case "on":
				cmd.Fields = map[string]any{"on": rapid.Bool().Draw(rt, "on")}
			case "title":
				cmd.Fields = map[string]any{"title": rapid.SampledFrom([]string{"П", "Р"}).Draw(rt, "title")}
			case "archive":
				cmd.Kind, cmd.Actor = flow.Archive, flow.Actor{Super: true}
				if rec.IsArchived() {
					cmd.Kind = flow.Restore
				}
			case "finish", "cancel":
				made := w.all(errand)
				if len(made) == 0 {
					continue
				}
				cmd = flow.Command{Kind: flow.Move, Type: errand, Id: rapid.SampledFrom(made).Draw(rt, "errand").Id, Transition: what, Actor: w.actor("ann"), Comment: "так"}
			default:
				cmd.Kind, cmd.Transition = flow.Move, what
			}
			if err := w.run(cmd); err != nil && codes(err) == nil {
				rt.Fatal(err)
			}
			w.ensuredRight(rt)
			// Saying the same again changes nothing at all.
			again := flow.Command{Kind: flow.Edit, Type: plan, Id: id("p"), Actor: flow.Actor{System: true}, Fields: map[string]any{"title": "Ещё " + fmt.Sprint(len(w.order))}}
			if !w.records[ref("app/plan", "p")].IsArchived() {
				p, err := flow.Decide(w.m, w, again, w.now)
				fail(rt, err)
				if len(p.Changes) != 1 || len(p.Facts) != 0 {
					rt.Fatalf("an edit of the title made %d changes and %d of facts", len(p.Changes), len(p.Facts))
				}
			}
		}
	})
}

func fail(rt *rapid.T, err error) {
	if err != nil {
		rt.Fatal(err)
	}
}

// drawLines keeps some rows, changes some and adds some.
func drawLines(rt *rapid.T, rec *flow.Record) []flow.RowInput {
	rows := []flow.RowInput{}
	cells := func() map[string]any {
		return map[string]any{"what": rapid.SampledFrom([]string{"А", "Б", "В"}).Draw(rt, "cell"), "who": ref("base/user", rapid.SampledFrom([]string{"ann", "bob"}).Draw(rt, "who"))}
	}
	for _, row := range rec.Rows["lines"] {
		if rapid.Bool().Draw(rt, "keep") {
			rows = append(rows, flow.RowInput{Id: row.Id, Fields: cells()})
		}
	}
	for range rapid.IntRange(0, 2).Draw(rt, "more") {
		rows = append(rows, flow.RowInput{Fields: cells()})
	}
	return rows
}

// ensuredRight holds what there is against what there should be.
func (w *world) ensuredRight(rt *rapid.T) {
	rec := w.records[ref("app/plan", "p")]
	held := rec.Status() == "held" && !rec.IsArchived()
	asked := held && rec.Values["on"] == true
	live := map[string][]*flow.Record{}
	for _, r := range w.all(w.typ("errand")) {
		if r.Status() != "cancelled" {
			row := r.Values["row"].(string)
			live[row] = append(live[row], r)
		}
	}
	for row, list := range live {
		if len(list) > 1 {
			rt.Fatalf("%s has %d children", row, len(list))
		}
	}
	facts := map[string]*flow.Child{}
	for _, f := range w.facts[rec.Reference()] {
		if c := f.Doc.(*flow.Child); f.Key == "each" && !c.Idle {
			facts[f.Part] = c
		}
	}
	wanted := map[string]*flow.Record{}
	if asked {
		for _, row := range rec.Rows["lines"] {
			wanted[row.Id] = row
		}
	}
	if len(facts) != len(wanted) {
		rt.Fatalf("%d are asked for, %d are there", len(wanted), len(facts))
	}
	for id, row := range wanted {
		child := w.records[rule.Reference{Type: "app/errand", Id: facts[id].Id}]
		if child == nil || child.Values["row"] != id {
			rt.Fatalf("row %s has the child %v", id, child)
		}
		if child.Status() == "open" && (child.Values["title"] != row.Values["what"] || child.Values["who"] != row.Values["who"]) {
			rt.Fatalf("row %v, child %v", row.Values, child.Values)
		}
	}
	for id, list := range live {
		if gone := held && wanted[id] == nil; id != "last" && gone && list[0].Status() == "open" {
			rt.Fatalf("%s is open for nothing", id)
		}
		if id == "last" && !held && list[0].Status() == "open" {
			rt.Fatal("the last one is open outside its state")
		}
	}
}

// A chain is made in written order, and its children point back.
func TestChildrenOfAnEarlierDeclaration(t *testing.T) {
	t.Parallel()
	w := newWorld(t, ensured)
	cmd := flow.Command{Kind: flow.Create, Type: w.typ("plan"), Id: id("p"), Actor: w.actor("ann"), Transition: "hold", Fields: map[string]any{
		"title": "П", "lines": []flow.RowInput{{Fields: map[string]any{"what": "Б"}}, {Fields: map[string]any{"what": "А"}}}}}
	if err := w.run(cmd); err != nil {
		t.Fatal(err)
	}
	made := w.all(w.typ("errand"))
	if len(made) != 3 {
		t.Fatalf("%d children", len(made))
	}
	after, _ := made[2].Values["after"].([]any)
	want := []any{made[0].Reference(), made[1].Reference()}
	if !slices.Equal(after, want) || made[0].Values["title"] != "Б" || made[2].Values["plan"] != ref("app/plan", "p") {
		t.Fatalf("after %v, want %v; %v", after, want, made[0].Values)
	}
	for _, c := range w.last.Changes[2:] {
		if c.Cause == nil || !c.Actor.System || c.Actor.Person == nil {
			t.Fatalf("%s is not the engine's doing for ann: %+v", c.After.Id, c.Actor)
		}
	}
}

// A record that is still open keeps the ensures it was made under.
func TestPinnedRecordsKeepTheirEnsures(t *testing.T) {
	t.Parallel()
	old := compile(t, ensured)
	w := newWorld(t, ensuredLater)
	pinned, err := model.Pin(w.typ("plan"), old.TypeByKey("app/plan"))
	if err != nil {
		t.Fatal(err)
	}
	w.put("plan", "p", map[string]any{"name": "П", "on": true, "author": w.actor("ann").Person.Fields.Reference()})
	w.pinned[ref("app/plan", "p")] = pinned
	w.do("ann", "hold plan:p", "")
	made := w.all(w.typ("errand"))
	if len(made) != 1 || made[0].Values["name"] != "Итог" {
		t.Fatalf("%d children, %v", len(made), made)
	}
}

// The same with other names, and without ensures.
const ensuredLater = `
-- types/errand.json --
{"title": "Поручение", "display": "{name}",
 "data": {"properties": {
   "name": {"title": "Что", "type": "string", "was": ["title"]},
   "who": {"title": "Кто", "x-ref": "base/user"},
   "row": {"title": "Строка", "type": "string"},
   "after": {"title": "После", "x-ref": "errand", "x-many": true, "x-acyclic": true},
   "plan": {"title": "План", "x-ref": "plan"}}, "required": ["name"]},
 "lifecycle": {"states": {"open": {"title": "Открыто", "phase": "active"}, "cancelled": {"title": "Снято", "phase": "cancelled"}},
   "transitions": {"cancel": {"title": "Снять", "from": "open", "to": "cancelled", "who": "role('clerk')"}}},
 "access": {"all": {"who": "role('clerk')", "can": ["create"]}}}
-- types/plan.json --
{"title": "План", "display": "{name}",
 "data": {"properties": {
   "name": {"title": "Имя", "type": "string", "was": ["title"]},
   "on": {"title": "Нужны", "type": "boolean", "default": true},
   "lines": {"title": "Строки", "type": "array", "items": {"properties": {"what": {"title": "Что", "type": "string"}, "who": {"title": "Кто", "x-ref": "base/user"}}, "required": ["what"]}}}},
 "lifecycle": {"states": {"draft": "Черновик", "going": {"title": "Идёт", "phase": "active", "was": ["held"]}, "closed": {"title": "Закрыт", "phase": "done"}},
   "transitions": {
     "hold": {"title": "Начать", "from": "draft", "to": "going", "who": "author"},
     "close": {"title": "Закрыть", "from": "going", "to": "closed", "who": "author"}}},
 "access": {"all": {"who": "role('clerk')", "can": ["create"]}}}
`
