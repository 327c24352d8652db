package flow_test

import "testing"

const again = `
-- types/alpha.json --
{"title": "Альфа", "data": {"properties": {
   "beta":   {"title": "Бета", "x-ref": "beta"},
   "line":   {"title": "Строка", "x-ref": "beta.rows"},
   "secret": {"title": "Тайна", "type": "integer"}}},
 "lifecycle": {"states": {"wait": "Ждёт", "lost": "Без строки", "kept": "Тронуто", "done": "Готово"}, "transitions": {
   "go":    {"from": "wait", "to": "done", "auto": "beta.flag == true and beta.status != nil", "guards": [{"check": "beta.status == 'done'", "message": "Бета не готова"}]},
   "lose":  {"from": "wait", "to": "lost", "auto": "line != nil and line.qty == nil"},
   "touch": {"from": "wait", "to": "kept", "who": "role('clerk')", "on_edit": ["secret"]},
   "end":   {"from": ["lost", "kept"], "to": "done", "who": "system"}}},
 "access": {"all": {"who": "role('clerk')", "read": ["beta", "line"], "can": ["create"]}}}
-- types/beta.json --
{"title": "Бета", "data": {"properties": {
   "flag": {"title": "Флаг", "type": "boolean"},
   "rows": {"title": "Строки", "type": "array", "items": {"properties": {"qty": {"title": "Кол-во", "type": "integer"}}}}}},
 "lifecycle": {"states": {"new": "Новая", "done": "Готова"}, "transitions": {"ready": {"from": "new", "to": "done", "auto": "flag == true"}}},
 "access": {"all": {"who": "role('clerk')", "can": ["create"]}}}
`

func TestLookingAgain(t *testing.T) {
	t.Parallel()
	t.Run("what was refused is tried again when the same command mends it", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, again)
		w.do("ann", "create beta:b", "")
		w.do("ann", "create alpha:a", `{"beta": "@b"}`)
		w.do("ann", "edit beta:b", `{"flag": true}`)
		w.has("beta:b status", "done")
		w.has("alpha:a status", "done")
	})
	t.Run("a row removed in this command is gone for others at once", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, again)
		w.do("ann", "create beta:b", `{"rows": [{"qty": 1}, {"qty": 2}]}`)
		rows := w.records[ref("app/beta", "b")].Rows["rows"]
		w.do("ann", "create alpha:a", `{"line": "`+rows[0].Id+`"}`)
		w.has("alpha:a status", "wait")
		w.do("ann", "edit beta:b", `{"rows": [{"id": "`+rows[1].Id+`"}]}`)
		w.has("alpha:a status", "lost")
	})
	t.Run("an edit of a hidden cell is the transition, whatever is sent", func(t *testing.T) {
		t.Parallel()
		for _, sent := range []string{`{"secret": 7}`, `{"secret": 8}`} {
			w := newWorld(t, again)
			w.put("alpha", "a", map[string]any{"secret": dec("7")})
			w.do("ann", "edit alpha:a", sent)
			w.has("alpha:a status", "kept")
		}
	})
}
