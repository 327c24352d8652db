package flow_test

import (
	"testing"
	"time"

	"kontora/internal/flow"
)

const plain = `
-- types/matter.json --
{"title": "Основа дела", "abstract": true, "data": {"properties": {"title": {"title": "Тема", "type": "string"}}},
 "lifecycle": {"states": {"open": "Открыто", "done": {"title": "Закрыто", "phase": "done"}, "filed": {"title": "В деле", "phase": "closed"}}, "transitions": {"close": {"title": "Закрыть", "from": "open", "to": "done", "who": "role('clerk')"}, "file": {"title": "В дело", "from": "done", "to": "filed", "who": "role('clerk')"}}}}
-- types/memo.json --
{"title": "Записка", "extends": "matter", "data": {"properties": {"to": {"title": "Кому", "x-ref": "base/user"}}},
 "access": {"parties": {"who": ["author", "to"], "can": ["create"]}}}
-- types/call.json --
{"title": "Звонок", "extends": "matter", "data": {"properties": {"boss": {"title": "О ком", "x-ref": "memo"}}},
 "access": {"all": {"who": "role('clerk')", "can": ["create", "edit"]}}}
-- types/link.json --
{"title": "Связь", "data": {"properties": {
   "about": {"title": "О чём", "x-ref": "matter"},
   "thing":   {"title": "Что угодно", "x-ref": "*"},
   "memo":  {"title": "Записка", "x-ref": "memo"}}},
 "lifecycle": {"states": {"wait": "Ждёт", "mid": "Середина", "end": "Конец"}, "transitions": {
   "follow": {"from": "wait", "to": "mid", "auto": "about.status == 'done'"},
   "finish": {"from": "mid", "to": "end", "auto": "thing.status == 'done'"}}},
 "access": {"all": {"who": "role('clerk')", "can": ["create"]}}}
`

func TestWithoutAnEditMatrix(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plain)
	w.do("ann", "create memo:m", `{"title": "А", "to": "@bob"}`)
	t.Run("the author edits in the first state", func(t *testing.T) {
		w.do("ann", "edit memo:m", `{"title": "Б"}`)
		w.refused("bob", "edit memo:m", `{"title": "В"}`, "field_closed@title")
		w.do("ann", "close memo:m", "")
		w.refused("ann", "edit memo:m", `{"title": "В"}`, "field_closed@title")
	})
	t.Run("it was finished when it first was", func(t *testing.T) {
		finished := w.get("memo:m closed_at")
		w.now = noon.Add(48 * time.Hour)
		w.do("ann", "file memo:m", "")
		w.has("memo:m closed_at", finished)
	})
	t.Run("who may edit by right edits in every state", func(t *testing.T) {
		w.do("ann", "create call:c", `{"title": "А"}`)
		w.do("eve", "close call:c", "")
		w.do("eve", "edit call:c", `{"title": "Б"}`)
	})
}

func TestReferencesToSeveralTypes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plain)
	w.do("ann", "create memo:m", `{"title": "А"}`)
	w.do("ann", "create call:c", `{"title": "А"}`)
	link := func(name string, fields map[string]any) error {
		cmd := w.command("ann", "create link:"+name, "")
		cmd.Fields = fields
		return w.run(cmd)
	}
	t.Run("each descendant fits, nothing else does", func(t *testing.T) {
		if err := link("l", map[string]any{"about": ref("app/memo", "m"), "thing": ref("app/call", "c")}); err != nil {
			t.Fatal(err)
		}
		for field, value := range map[string]any{"about": ref("base/user", "ann"), "thing": ref("base/user", "ann"), "memo": ref("app/call", "c")} {
			if got := codes(link("k", map[string]any{field: value})); len(got) != 1 || got[0] != "reference_missing@"+field {
				t.Errorf("%s takes %v: %v", field, value, got)
			}
		}
	})
	t.Run("what waits follows each of them", func(t *testing.T) {
		w.do("ann", "close memo:m", "")
		w.has("link:l status", "mid")
		w.do("eve", "close call:c", "")
		w.has("link:l status", "end")
	})
	t.Run("a client names the type with the id", func(t *testing.T) {
		typ := w.typ("link")
		fields, wrong := flow.ReadFields(typ, map[string]any{"thing": "app/call/" + id("c"), "memo": id("m")})
		if len(wrong) > 0 || fields["thing"] != ref("app/call", "c") || fields["memo"] != ref("app/memo", "m") {
			t.Errorf("read %v, %v", fields, wrong)
		}
		if got := typ.Field("thing").JSON(fields["thing"]); got != "app/call/"+id("c") {
			t.Errorf("written as %v", got)
		}
	})
	t.Run("descendants of the parts", func(t *testing.T) {
		count := func(key string) int { return len(w.m.Descendants(key)) }
		if count("app/matter") != 2 || count("app/memo") != 1 || count("*") != 3 || count("app/none") != 0 {
			t.Errorf("%d %d %d %d", count("app/matter"), count("app/memo"), count("*"), count("app/none"))
		}
		if w.m.Fits("app/memo", "app/call") || !w.m.Fits("app/memo", "app/matter") {
			t.Error("fits")
		}
	})
}
