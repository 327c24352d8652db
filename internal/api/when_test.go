package api_test

import (
	"os"
	"strings"
	"testing"
)

func (o *office) when(who string, body map[string]any) reply {
	o.t.Helper()
	if body["files"] == nil {
		body["files"] = map[string]any{}
	}
	return o.ask(who, "POST", "/api/kontora/config/when", body)
}

func TestWhenATermEnds(t *testing.T) {
	o := open(t)
	// Friday 20 March 2026, 17:00 in Almaty; Nauryz keeps everybody free until Thursday.
	r := o.when("admin", map[string]any{"calendar": "base/kz", "from": "2026-03-20T17:00", "span": "3wh"}).ok()
	if r.at("due") != "2026-03-26 06:00:00.000Z" || r.at("work") != 180.0 || r.at("chosen") != "given" {
		t.Fatalf("%s", r.text)
	}
	var told []string
	for _, s := range r.at("slices").([]any) {
		m := s.(map[string]any)
		counts := "-"
		if m["counts"] == true {
			counts = "+"
		}
		told = append(told, counts+" "+m["from"].(string)[5:16]+" "+m["to"].(string)[5:16]+" "+m["why"].(string))
	}
	want := `+ 03-20 12:00 03-20 13:00 Рабочее время
- 03-20 13:00 03-20 19:00 Нерабочее время
- 03-20 19:00 03-22 19:00 Наурыз мейрамы
- 03-22 19:00 03-23 19:00 Наурыз мейрамы
- 03-23 19:00 03-24 19:00 Выходной за 21 марта
- 03-24 19:00 03-25 19:00 Выходной за 22 марта
- 03-25 19:00 03-26 04:00 Нерабочее время
+ 03-26 04:00 03-26 06:00 Рабочее время`
	want = strings.Replace(want, "- 03-20 19:00 03-22 19:00 Наурыз мейрамы\n- 03-22 19:00 03-23 19:00 Наурыз мейрамы\n", "- 03-20 19:00 03-23 19:00 Наурыз мейрамы\n", 1)
	if got := strings.Join(told, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	r = o.when("admin", map[string]any{"from": "2026-03-20T17:00", "span": "2d"}).ok()
	if r.at("due") != "2026-03-22 12:00:00.000Z" || r.size("slices") != 1 || r.at("chosen") != "setting" {
		t.Errorf("days and nights: %s", r.text)
	}
	if r = o.when("admin", map[string]any{"calendar": "base/kz", "from": "2026-12-31T17:00", "span": "3wh"}).ok(); !strings.Contains(r.at("warning").(string), "2027") {
		t.Errorf("a year that is not loaded: %s", r.text)
	}
	o.when("admin", map[string]any{"calendar": "base/mars", "span": "1wh"}).is(404, "unknown_calendar")
	o.when("admin", map[string]any{"calendar": "base/kz", "span": "soon"}).is(400, "bad_span")
	o.when("olga", map[string]any{"calendar": "base/kz", "span": "1wh"}).is(403, "may_not_design")
}

func TestWhenFollowsADraft(t *testing.T) {
	o := open(t)
	data, err := os.ReadFile("../../schemas/base/calendars/kz.json")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]any{"schemas/base/calendars/kz.json": strings.Replace(string(data), `"2026-03-26"`, ``, 1)}
	files["schemas/base/calendars/kz.json"] = strings.Replace(string(data), `"holidays": {`, `"holidays": {"2026-03-26": "День конторы", `, 1)
	for name, broken := range map[string]bool{"a draft": false, "a draft that does not compile": true} {
		if broken {
			files["rules/backoffice/in_tenge.expr"] = "nonsense("
		}
		r := o.when("admin", map[string]any{"files": files, "calendar": "base/kz", "from": "2026-03-20T17:00", "span": "3wh"}).ok()
		if r.at("due") != "2026-03-27 06:00:00.000Z" || !strings.Contains(r.text, "День конторы") {
			t.Errorf("%s: %s", name, r.text)
		}
	}
}

func TestWhenAClockEnds(t *testing.T) {
	o := open(t)
	o.designs("olga")
	clock := map[string]any{"file": "schemas/backoffice/types/request.json", "path": "sla.resolution", "type": "backoffice_payment", "record": o.ids["payment"], "from": "2026-03-26T11:40"}
	r := o.when("olga", clock).ok()
	if r.at("clock.title") != "Решение" || r.at("clock.target.trace") == nil || r.at("calendar.key") != "base/kz" || r.at("chosen") == "" {
		t.Fatalf("%s", r.text)
	}
	if r.size("clock.levels") < 1 || r.at("clock.levels.0.key") != "warn" {
		t.Errorf("levels: %s", r.text)
	}
	if shown := r.at("clock.target.shown"); shown != r.at("span") {
		t.Errorf("the span is %v, worked out %v", r.at("span"), shown)
	}
	o.set("base_org_unit", "{org}", map[string]any{"calendar": "ru"})
	if r = o.when("olga", clock).ok(); r.at("chosen") != "unit" || r.at("calendar.key") != "base/ru" || !strings.Contains(r.at("why").(string), "Контора") {
		t.Errorf("%s", r.text)
	}
	clock["path"] = "sla.nothing"
	o.when("olga", clock).is(404, "no_clock_here")
}

// A term is no way to learn what one may not see.
func TestWhenTellsNothingHidden(t *testing.T) {
	o := open(t)
	data, err := os.ReadFile("../../" + paymentFile)
	if err != nil {
		t.Fatal(err)
	}
	spy := strings.Replace(string(data), `"access": {`, `"sla": {"spy": {"title": "Тайна", "stop": ["done"], "target": "=amount > money(700000, 'KZT') ? '1h' : '2h'", "escalate": {"a": {"into": "=amount > money(700000, 'KZT') ? '1h' : '2h'", "fire": "correct"}}}}, "access": {`, 1)
	body := map[string]any{"files": map[string]any{paymentFile: spy}, "file": paymentFile, "path": "sla.spy", "type": "backoffice_payment", "record": o.ids["payment"], "from": "2026-03-26T11:40"}
	o.when("admin", body).is(403, "when_hidden")
	body["span"] = "3h"
	r := o.when("admin", body).ok()
	if r.size("clock.levels") != 0 {
		t.Errorf("%s", r.text)
	}
}
