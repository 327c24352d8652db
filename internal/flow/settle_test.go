package flow_test

import (
	"slices"
	"testing"

	"kontora/internal/flow"
)

const chain = `
-- notify.json --
{"messages": {"new": {"title": "Дело {name} от {author.name}: {state_of}", "body": "Оклад {pay}, часть {part.name}"}}}
-- types/job.json --
{"title": "Дело", "display": "{name}",
 "data": {"properties": {
   "name":  {"title": "Имя", "type": "string"},
   "pay":   {"title": "Оклад", "type": "integer"},
   "state_of": {"title": "Вид", "enum": ["good", "bad"], "x-labels": {"good": "Хороший", "bad": "Плохой"}},
   "part":  {"title": "Часть", "x-ref": "part"},
   "line":  {"title": "Строка", "x-ref": "part.rows"},
   "parts": {"title": "Части", "x-inverse": "part.job"},
   "log":   {"title": "Журнал", "type": "array", "items": {"type": "string"}},
   "steps": {"title": "Шаги", "type": "array", "items": {"properties": {"what": {"title": "Что", "type": "string"}, "n": {"title": "№", "type": "integer", "default": 7}}}},
   "left":  {"title": "Ушёл", "type": "string", "readOnly": true},
   "by":    {"title": "Кем", "x-ref": "base/user"}}},
 "lifecycle": {"states": {"new": "Новое", "run": "Идёт", "wait": "Ждёт", "mid": "Середина", "done": "Готово", "bad": {"title": "Брак", "phase": "cancelled"}},
  "transitions": {
   "start":  {"title": "Начать", "from": "new", "to": "run", "who": "author",
              "then": [{"set": {"left": "=old.status", "by": "=me"}}, {"append": {"log": "=comment ?? 'начато'", "steps": {"what": "=name"}}},
                       {"create": {"type": "part", "set": {"job": "=record", "name": "=name", "amount": 2}, "via": "go"}, "when": "pay > 10"},
                       {"notify": "new", "to": ["role('fin')", "head(author.department)", "author", "role('outsider')"]}]},
   "hold":   {"title": "Ждать", "from": "run", "to": "wait", "who": "author"},
   "push":   {"title": "Толкнуть", "from": ["new", "run"], "to": "@same", "who": "author", "then": [{"fire": {"transition": "stop", "on": "parts", "where": "it.amount > 1"}}]},
   "ready":  {"from": "wait", "to": "mid", "auto": "len(parts) > 0 and all(parts, .status == 'stop')"},
   "byref":  {"from": "wait", "to": "mid", "auto": "part.status == 'stop'"},
   "byrow":  {"from": "wait", "to": "mid", "auto": "line.qty > 3"},
   "guess":  {"from": "mid", "to": "done", "auto": "pay > 0", "guards": [{"check": "name != 'ждать'", "message": "ещё нет"}]},
   "spoil":  {"from": "@open", "to": "bad", "who": "system"}}},
 "access": {"all": {"who": ["role('clerk')", "role('boss')"], "can": ["create"]}, "fin": {"who": "role('fin')", "read": ["name", "state_of", "part"]}},
 "edit": {"*": {"@open": ["author"]}}}
-- types/part.json --
{"title": "Часть", "display": "{name}",
 "data": {"properties": {
   "job":   {"title": "Дело", "x-ref": "job"},
   "name":  {"title": "Имя", "type": "string"},
   "amount": {"title": "Число", "type": "integer"},
   "strict": {"title": "Строго", "type": "boolean"},
   "rows":  {"title": "Строки", "type": "array", "items": {"properties": {"qty": {"title": "Кол-во", "type": "integer"}}}},
   "echo":  {"title": "Эхо", "x-ref": "part"}}},
 "lifecycle": {"states": {"new": "Новая", "go": "Идёт", "stop": "Стоп", "end": "Конец"},
  "transitions": {
   "go":   {"title": "Пуск", "from": "new", "to": "go", "who": "role('clerk')"},
   "stop": {"title": "Стоп", "from": ["new", "go"], "to": "stop", "who": "role('clerk')", "guards": [{"check": "strict != true", "message": "Строгая {name}"}]},
   "echo": {"title": "Эхо", "from": "@all", "to": "@same", "who": "role('clerk')", "then": [{"fire": {"transition": "echo", "on": "echo"}}]},
   "end":  {"title": "Конец", "from": "stop", "to": "end", "who": "role('clerk')"}}},
 "access": {"all": {"who": "role('clerk')", "can": ["create", "archive"]}, "boss": {"who": "role('boss')", "when": "strict != true"}},
 "edit": {"*": {"@all": ["role('clerk')"]}}}
`

func TestWhatATransitionSetsOff(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		run  func(w *world)
	}{
		{"set, append to a list and to rows, in written order", func(w *world) {
			w.do("ann", "create job:j", `{"name": "Раз"}`)
			w.do("ann", "start job:j", "")
			w.has("job:j left", "new")
			w.has("job:j by", "@ann")
			w.has("job:j log", "[начато]")
			w.has("job:j steps.0.what", "Раз")
			w.has("job:j steps.0.n", 7)
		}},
		{"a created record runs its transition as the engine, caused by the event", func(w *world) {
			w.do("ann", "create job:j", `{"name": "Раз", "pay": 11}`)
			w.do("ann", "start job:j", "")
			parts := w.all(w.typ("part"))
			if len(parts) != 1 || parts[0].Status() != "go" || parts[0].Values["amount"] == nil {
				w.t.Fatalf("parts %v", parts)
			}
			if c := w.last.Changes[1]; !c.Actor.System || c.Cause != w.last.Changes[0] {
				w.t.Errorf("the part comes from %v", c.Cause)
			}
		}},
		{"a fired transition that is refused refuses, and tells why as far as one may see", func(w *world) {
			w.do("ann", "create job:j", `{"name": "Раз"}`)
			w.do("ann", "create part:p", `{"job": "@j", "name": "П", "amount": 2}`)
			w.do("ann", "create part:q", `{"job": "@j", "name": "К", "amount": 1, "strict": true}`)
			w.do("ann", "push job:j", "")
			w.has("part:p status", "stop")
			w.has("part:q status", "new")
			w.do("ann", "create part:r", `{"job": "@j", "name": "С", "amount": 2, "strict": true}`)
			w.put("part", "p2", map[string]any{"status": "new"})
			w.records[ref("app/part", "p")].Values["amount"] = dec("0")
			f := faultOf(w.t, w.try("ann", "push job:j", ""))
			if f.Code != "refused_elsewhere" || f.Params["record"] != "С" || f.Fields[0].Fields[0].Text != "Строгая С" {
				w.t.Errorf("told %v", f)
			}
		}},
		{"a message is for readers: cells they see, never oneself, never strangers", func(w *world) {
			w.do("ann", "create job:j", `{"name": "Раз", "pay": 5, "state_of": "good"}`)
			w.do("ann", "start job:j", "")
			got := map[string]string{}
			for _, n := range w.last.Notices {
				got[n.To[0]] = n.Title + "|" + n.Body
			}
			want := map[string]string{
				id("fay"): "Дело Раз от Ann: Хороший|Оклад , часть ",
				id("bob"): "Дело Раз от Ann: Хороший|Оклад 5, часть ",
			}
			for who, text := range want {
				if got[who] != text {
					w.t.Errorf("%s reads %q", who, got[who])
				}
			}
			if len(got) != 2 {
				w.t.Errorf("notices %v", got)
			}
		}},
		{"an automatic transition follows when the last of the others has moved", func(w *world) {
			w.waiting("ждать")
			w.do("ann", "create part:p", `{"job": "@j"}`)
			w.do("ann", "create part:q", `{"job": "@j"}`)
			w.do("ann", "stop part:p", "")
			w.has("job:j status", "wait")
			w.do("ann", "stop part:q", "")
			w.has("job:j status", "mid")
			if c := w.last.Changes[1]; !c.Actor.System || c.Cause != w.last.Changes[0] {
				w.t.Error("the cause is lost")
			}
		}},
		{"archiving the last one that was in the way counts too", func(w *world) {
			w.waiting("ждать")
			w.do("ann", "create part:p", `{"job": "@j"}`)
			w.do("ann", "create part:q", `{"job": "@j"}`)
			w.do("ann", "stop part:p", "")
			w.do("ann", "archive part:q", "")
			w.has("job:j status", "mid")
		}},
		{"it follows through a reference and through a row", func(w *world) {
			w.do("ann", "create part:p", `{"rows": [{"qty": 1}]}`)
			w.waiting("ждать")
			w.do("ann", "edit job:j", `{"part": "@p"}`)
			w.do("ann", "stop part:p", "")
			w.has("job:j status", "mid")

			w.do("ann", "create part:q", `{"rows": [{"qty": 1}]}`)
			row := w.records[ref("app/part", "q")].Rows["rows"][0].Id
			w.do("ann", "create job:k", `{"name": "ждать", "line": "`+row+`"}`)
			w.do("ann", "start job:k", "")
			w.do("ann", "hold job:k", "")
			w.do("ann", "edit part:q", `{"rows": [{"id": "`+row+`", "qty": 4}]}`)
			w.has("job:k status", "mid")
		}},
		{"one that its guard refuses stays pending and is tried again", func(w *world) {
			w.waiting("ждать")
			w.do("ann", "edit job:j", `{"pay": 1}`)
			w.do("ann", "create part:p", `{"job": "@j"}`)
			w.do("ann", "stop part:p", "")
			w.has("job:j status", "mid")
			w.do("ann", "edit job:j", `{"name": "можно"}`)
			w.has("job:j status", "done")
		}},
		{"several follow each other, breadth first", func(w *world) {
			w.waiting("сразу")
			w.do("ann", "edit job:j", `{"pay": 1}`)
			w.do("ann", "create job:k", `{"name": "сразу", "pay": 1}`)
			w.do("ann", "start job:k", "")
			w.do("ann", "hold job:k", "")
			w.do("ann", "create part:p", `{}`)
			w.do("ann", "edit job:j", `{"part": "@p"}`)
			w.do("ann", "edit job:k", `{"part": "@p"}`)
			w.do("ann", "stop part:p", "")
			var got []string
			for _, c := range w.last.Changes {
				got = append(got, c.After.Id[:1]+" "+c.Transition.Key)
			}
			if want := []string{"p stop", "j byref", "k byref", "j guess", "k guess"}; !slices.Equal(got, want) {
				w.t.Errorf("order %v, want %v", got, want)
			}
		}},
		{"what goes too deep is refused whole", func(w *world) {
			w.do("ann", "create part:a", `{"name": "a"}`)
			w.do("ann", "create part:b", `{"name": "b", "echo": "@a"}`)
			w.do("ann", "edit part:a", `{"echo": "@b"}`)
			f := faultOf(w.t, w.try("ann", "echo part:a", ""))
			if f.Kind != "limit" {
				w.t.Errorf("told %v", f)
			}
		}},
		{"a person without sight of the cause is told no names", func(w *world) {
			w.do("ann", "create job:j", `{"name": "Раз"}`)
			w.do("ann", "create part:r", `{"job": "@j", "name": "С", "amount": 2, "strict": true}`)
			w.records[ref("app/job", "j")].Values["author"] = w.actor("bob").Person.Fields.Reference()
			f := faultOf(w.t, w.try("bob", "push job:j", ""))
			if f.Code != "refused_elsewhere" || len(f.Params) != 0 || len(f.Fields) != 0 {
				w.t.Errorf("told %v", f)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(newWorld(t, chain))
		})
	}
}

// waiting makes a job that waits.
func (w *world) waiting(name string) {
	w.t.Helper()
	w.do("ann", "create job:j", `{"name": "`+name+`"}`)
	w.do("ann", "start job:j", "")
	w.do("ann", "hold job:j", "")
}

func (w *world) form(cmd flow.Command) *flow.Form {
	w.t.Helper()
	form, err := flow.FormOf(w.m, w, cmd, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	return form
}
