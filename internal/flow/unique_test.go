package flow_test

import (
	"strings"
	"testing"
)

const keyed = `
-- types/desk.json --
{"title": "Стол", "display": "Стол {code}",
 "data": {"properties": {
   "code":   {"title": "Код", "type": "string"},
   "place":  {"title": "Место", "type": "string"},
   "serial": {"title": "Серийный", "type": "string"},
   "phones": {"title": "Телефоны", "type": "array", "items": {"type": "string"}},
   "origin":  {"title": "Событие", "type": "string"},
   "ticket": {"title": "Заявка", "type": "string"},
   "secret": {"title": "Тайный", "type": "boolean"}}},
 "unique": {
   "code":  {"key": ["upper(code)"], "message": "Код {code} занят"},
   "sort":  {"key": ["normalize_serial(serial)"], "on_conflict": "warn"},
   "origin": {"key": ["origin"], "on_conflict": "reuse"},
   "ticket": {"key": ["ticket"], "on_conflict": "reuse"},
   "phone": {"key": ["phones"], "each": true},
   "place": {"key": ["place"], "while": "status == 'used'", "on_conflict": {"fire": "vacate"}}},
 "lifecycle": {"states": {"spare": "Запас", "used": "Занят", "gone": "Списан"},
  "transitions": {
   "use":    {"title": "Занять", "from": "spare", "to": "used", "who": "role('clerk')"},
   "vacate": {"title": "Освободить", "from": "used", "to": "spare", "who": "role('clerk')", "guards": [{"check": "code != 'KEEP'", "message": "Этот не трогать"}]},
   "scrap":  {"title": "Списать", "from": "@open", "to": "gone", "who": "role('clerk')"}}},
 "access": {"all": {"who": "role('clerk')", "when": "secret != true", "can": ["create", "archive"]}, "boss": {"who": "role('boss')", "can": ["create"]}},
 "edit": {"*": {"@all": ["role('clerk')", "role('boss')"]}}}
`

func TestUniqueKeys(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		run  func(w *world)
	}{
		{"a taken key is refused, and freed by archiving", func(w *world) {
			w.do("ann", "create desk:a", `{"code": "x1"}`)
			w.refused("ann", "create desk:b", `{"code": "X1"}`, "not_unique@code")
			w.do("ann", "archive desk:a", "")
			w.do("ann", "create desk:b", `{"code": "X1"}`)
			w.refused("ann", "restore desk:a", "", "not_unique@code")
		}},
		{"the holder is named only to those who may know of it", func(w *world) {
			w.do("bob", "create desk:a", `{"code": "x1", "secret": true}`)
			f := faultOf(w.t, w.try("ann", "create desk:b", `{"code": "x1"}`)).Fields[0]
			if f.Params["record"] != nil || f.Params["id"] != nil || f.Text != "Код x1 занят" {
				w.t.Errorf("told %v", f)
			}
			f = faultOf(w.t, w.try("bob", "create desk:b", `{"code": "x1"}`)).Fields[0]
			if f.Params["record"] != "Стол x1" {
				w.t.Errorf("told %v", f)
			}
		}},
		{"a warning is passed by force with a reason, once", func(w *world) {
			w.do("ann", "create desk:a", `{"serial": "ab-1"}`)
			cmd := w.command("ann", "create desk:b", `{"serial": "AB 1"}`)
			w.refusedRun(cmd, "duplicate_warning@serial")
			cmd.Force = true
			w.refusedRun(cmd, "duplicate_warning@serial")
			cmd.Comment = "это другой"
			if err := w.run(cmd); err != nil {
				w.t.Fatal(err)
			}
			w.do("ann", "edit desk:b", `{"code": "b"}`)
			w.do("ann", "edit desk:a", `{"code": "a"}`)
			if len(w.keys) != 3 {
				w.t.Errorf("keys %v", w.keys)
			}
		}},
		{"any of several values identifies", func(w *world) {
			w.do("ann", "create desk:a", `{"phones": ["1", "2"]}`)
			w.refused("ann", "create desk:b", `{"phones": ["3", "2"]}`, "not_unique@phones")
			w.do("ann", "edit desk:a", `{"phones": ["1"]}`)
			w.do("ann", "create desk:b", `{"phones": ["3", "2"]}`)
		}},
		{"the holder's transition releases the key in the same command", func(w *world) {
			w.do("ann", "create desk:a use", `{"place": "окно"}`)
			w.do("ann", "create desk:b", `{"place": "окно"}`)
			w.do("ann", "use desk:b", "")
			w.has("desk:a status", "spare")
			w.has("desk:b status", "used")
		}},
		{"a holder that will not let go keeps the key", func(w *world) {
			w.do("ann", "create desk:a use", `{"place": "окно", "code": "KEEP"}`)
			w.do("ann", "create desk:b", `{"place": "окно"}`)
			f := faultOf(w.t, w.try("ann", "use desk:b", ""))
			if f.Code != "refused_elsewhere" || f.Params["record"] != "Стол KEEP" {
				w.t.Errorf("told %v", f)
			}
			w.has("desk:b status", "spare")
		}},
		{"the form tells of a taken key before it is sent", func(w *world) {
			w.do("ann", "create desk:a", `{"code": "x1"}`)
			form := w.form(w.command("ann", "create desk:b", `{"code": "x1"}`))
			if got := codes(join(form.Faults)); len(got) != 1 || got[0] != "not_unique@code" {
				w.t.Errorf("the form tells %v", got)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(newWorld(t, keyed))
		})
	}
}

// What another system sends twice; the way there and back is a scenario
// (sent_twice.txtar).
func TestSentTwice(t *testing.T) {
	t.Parallel()
	again := func(w *world, who, fields string) error {
		cmd := w.command(who, "create desk:again", fields)
		cmd.Reuse = true
		return w.run(cmd)
	}
	tests := []struct {
		name   string
		first  string
		before func(w *world)
		again  string
		want   string // the fault; "" is the record there is
	}{
		{"the same", `{"origin": "e1", "code": "x1"}`, nil, `{"origin": "e1", "code": "x1"}`, ""},
		{"what is left out says nothing", `{"origin": "e1", "code": "x1"}`, nil, `{"origin": "e1"}`, ""},
		{"another value", `{"origin": "e1", "code": "x1"}`, nil, `{"origin": "e1", "code": "x2"}`, "exists_otherwise@code"},
		{"a value more", `{"origin": "e1"}`, nil, `{"origin": "e1", "code": "x2"}`, "exists_otherwise@code"},
		{"changed by people since", `{"origin": "e1", "code": "x1"}`, func(w *world) { w.do("ann", "edit desk:a", `{"code": "x2"}`) }, `{"origin": "e1", "code": "x1"}`, ""},
		{"as people changed it", `{"origin": "e1", "code": "x1"}`, func(w *world) { w.do("ann", "edit desk:a", `{"code": "x2"}`) }, `{"origin": "e1", "code": "x2"}`, "exists_otherwise@code"},
		{"in the archive", `{"origin": "e1"}`, func(w *world) { w.do("ann", "archive desk:a", "") }, `{"origin": "e1"}`, ""},
		{"the key taken away", `{"origin": "e1"}`, func(w *world) { w.do("ann", "edit desk:a", `{"origin": null}`) }, `{"origin": "e1"}`, "new"},
		{"two keys of one record", `{"origin": "e1", "ticket": "t1"}`, nil, `{"origin": "e1", "ticket": "t1"}`, ""},
		{"two keys of two records", `{"origin": "e1"}`, func(w *world) { w.do("ann", "create desk:b", `{"ticket": "t1"}`) }, `{"origin": "e1", "ticket": "t1"}`, "not_unique@origin not_unique@ticket"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, keyed)
			w.do("ann", "create desk:a", tt.first)
			if tt.before != nil {
				tt.before(w)
			}
			kept := len(w.records)
			err := again(w, "ann", tt.again)
			if tt.want == "new" {
				if err != nil || len(w.records) != kept+1 {
					t.Errorf("%v, %d records of %d", err, len(w.records), kept+1)
				}
				return
			}
			if got := strings.Join(codes(err), " "); got != tt.want {
				t.Fatalf("refused with %q, want %q", got, tt.want)
			}
			if len(w.records) != kept {
				t.Errorf("%d records of %d", len(w.records), kept)
			}
			if was := w.last.Existing; err == nil && (was == nil || was.Id != id("a") || len(w.last.Changes) != 0) {
				t.Errorf("answered with %v and %d changes", was, len(w.last.Changes))
			}
		})
	}
	t.Run("who cannot be answered so is refused", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, keyed)
		w.do("ann", "create desk:a", `{"origin": "e1"}`)
		w.refused("ann", "create desk:b", `{"origin": "e1"}`, "not_unique@origin")
		w.do("ann", "create desk:b", `{"origin": "e2"}`)
		w.refused("ann", "edit desk:b", `{"origin": "e1"}`, "not_unique@origin")
	})
}

const catalogs = `
-- types/rate.json --
{"title": "Ставка", "display": "{rate}",
 "data": {"properties": {
   "kind": {"title": "Вид", "enum": ["a", "b"]},
   "size": {"title": "Размер", "enum": ["s", "l"]},
   "rate": {"title": "Ставка", "type": "integer"},
   "since": {"title": "С", "type": "string", "format": "date"},
   "until": {"title": "По", "type": "string", "format": "date"}}},
 "lookup": {"keys": ["kind", "size"], "any": true, "dated": {"from": "since", "to": "until"}},
 "access": {"all": {"who": "role('clerk')", "can": ["create", "edit", "archive"]}}}
-- types/use.json --
{"title": "Применение", "data": {"properties": {
   "kind": {"title": "Вид", "enum": ["a", "b"]}, "size": {"title": "Размер", "enum": ["s", "l"]},
   "on":   {"title": "Дата", "type": "string", "format": "date"},
   "rate": {"title": "Ставка", "type": "integer", "x-default": "lookup('rate', {kind: kind, size: size}, on).rate"}}},
 "access": {"all": {"who": "role('clerk')", "can": ["create", "edit"]}}}
`

func TestCatalogs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, catalogs)
	w.do("ann", "create rate:any", `{"rate": 1, "since": "2026-01-01"}`)
	w.do("ann", "create rate:a", `{"kind": "a", "rate": 2, "since": "2026-01-01", "until": "2026-01-31"}`)
	w.do("ann", "create rate:b", `{"kind": "a", "rate": 3, "since": "2026-02-01"}`)
	w.do("ann", "create rate:c", `{"kind": "a", "size": "s", "rate": 4, "since": "2026-02-01"}`)
	w.refused("ann", "create rate:d", `{"kind": "a", "rate": 5, "since": "2026-01-31"}`, "lookup_overlap_with@since")
	w.refused("ann", "edit rate:b", `{"since": "2026-01-15"}`, "lookup_overlap_with@since")
	w.do("ann", "edit rate:b", `{"rate": 6}`)
	for i, tt := range []struct {
		kind, size, on string
		want           int
	}{{"a", "l", "2026-01-10", 2}, {"a", "l", "2026-03-10", 6}, {"a", "s", "2026-03-10", 4}, {"b", "s", "2026-03-10", 1}} {
		name := "use:u" + string(rune('a'+i))
		w.do("ann", "create "+name, `{"kind": "`+tt.kind+`", "size": "`+tt.size+`", "on": "`+tt.on+`"}`)
		w.has(name+" rate", tt.want)
	}
}
