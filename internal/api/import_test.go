package api_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/xuri/excelize/v2"
)

// sent takes a file in.
func (o *office) sent(who, slug, text string) reply {
	o.t.Helper()
	return o.ask(who, "POST", "/api/kontora/imports?type="+slug+"&name=list.csv", text).ok()
}

// went checks or runs an import by the plan that was guessed, with changes, until
// it has ended.
func (o *office) went(who string, up reply, what string, changes map[string]any) reply {
	o.t.Helper()
	id, _ := up.at("id").(string)
	plan, _ := up.at("plan").(map[string]any)
	for key, v := range changes {
		plan[key] = v
	}
	r := o.ask(who, "POST", "/api/kontora/imports/"+id+"/"+what, plan).ok()
	for r.at("state") == "running" || r.at("state") == "checking" {
		time.Sleep(20 * time.Millisecond)
		r = o.get(who, "/api/kontora/imports/"+id).ok()
	}
	return r
}

func (o *office) count(table string) int {
	o.t.Helper()
	var n int
	if err := o.app.DB().NewQuery("SELECT count(*) FROM " + table).Row(&n); err != nil {
		o.t.Fatal(err)
	}
	return n
}

const suppliers = "Список на 1 марта\r\nНаименование;Вид;Страна;БИН/ИИН, ИНН, УНП;Кем приходится;Примечание\r\n" +
	"Бета;Нерезидент;Другая;0077001;Поставщик; Партнёр;\r\n" +
	"Гамма;nonresident;other;0077002;;'=1+1\r\n" +
	"Дельта;Облако;Другая;0077003;;\r\n" +
	";Нерезидент;Другая;0077004;;\r\n" +
	"Альфа снова;Нерезидент;Другая;7712345;;\r\n"

// What is wrong is told row by row and cell by cell, before anything is done.
func TestAFileIsTriedAndThenBroughtIn(t *testing.T) {
	o := open(t)
	before := o.count("base_counterparty")
	up := o.sent("admin", "base_counterparty", strings.Replace(suppliers, "Поставщик; Партнёр;", `"Поставщик; Партнёр";`, 1))
	if up.at("rows") != float64(5) || up.at("plan.from") != float64(2) || up.size("plan.columns") != 6 || up.at("plan.key") != "tax_id" {
		t.Fatal(up.text)
	}
	tried := o.went("admin", up, "check", map[string]any{"mode": "create", "key": ""})
	if diff := cmp.Diff(map[string]any{"created": float64(2), "refused": float64(3)}, tried.at("trial")); diff != "" {
		t.Error(diff, tried.text)
	}
	if o.count("base_counterparty") != before {
		t.Error("a trial has left something behind")
	}
	for i, want := range []struct {
		row    float64
		column any
		says   string
	}{{5, float64(1), "Облако"}, {6, float64(0), ""}, {7, nil, "уже заведён"}} {
		at := fmt.Sprintf("refused.%d.", i)
		text, _ := tried.at(at + "why.0.text").(string)
		if tried.at(at+"row") != want.row || want.column != nil && tried.at(at+"why.0.column") != want.column || !strings.Contains(text, want.says) {
			t.Errorf("%d: row %v, column %v: %s", i, tried.at(at+"row"), tried.at(at+"why.0.column"), text)
		}
	}
	whole := o.went("admin", up, "run", map[string]any{"whole": true, "mode": "create", "key": ""})
	if whole.at("state") != "checked" || o.count("base_counterparty") != before {
		t.Error("all or none, and some came:", whole.text)
	}
	done := o.went("admin", up, "run", map[string]any{"mode": "create", "key": ""})
	if diff := cmp.Diff(map[string]any{"created": float64(2), "refused": float64(3)}, done.at("tally")); diff != "" || done.at("state") != "done" {
		t.Error(diff, done.text)
	}
	if done.size("brought") != 2 || done.at("brought.0.title") != "Бета" || done.at("brought.0.row") != float64(3) || done.at("brought.1.outcome") != "created" {
		t.Error(done.text)
	}
	mine := o.get("admin", "/api/kontora/imports?type=base_counterparty").ok()
	if mine.size("items") != 1 || mine.at("items.0.id") != up.at("id") || mine.at("items.0.state") != "done" || mine.at("items.0.brought.1.title") != "Гамма" {
		t.Error(mine.text)
	}
	if other := o.get("olga", "/api/kontora/imports?type=base_counterparty").ok(); other.size("items") != 0 {
		t.Error("the files of somebody else:", other.text)
	}
	if o.count("base_counterparty") != before+2 {
		t.Error(o.count("base_counterparty"))
	}
	rec, err := o.app.FindFirstRecordByData("base_counterparty", "tax_id", "0077002")
	if err != nil || rec.GetString("note") != "=1+1" {
		t.Error(err, rec)
	}
	id, _ := up.at("id").(string)
	book, err := excelize.OpenReader(bytes.NewReader([]byte(o.get("admin", "/api/kontora/imports/"+id+"/result").ok().text)))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(rows) != 6 || rows[1][1] != "создано" || rows[3][1] != "отказано" || rows[3][2] == "" || rows[3][3] != "Дельта" {
		t.Error(err, rows)
	}
	o.ask("admin", "POST", "/api/kontora/imports/"+id+"/run", up.at("plan")).is(409, "import_done")
	again := o.sent("admin", "base_counterparty", suppliers)
	if again.at("plan.mode") != "upsert" || again.size("plan.columns") != 6 {
		t.Error(again.text)
	}
}

// What was taken out comes back and changes nothing, however often.
func TestAnExportComesBackAsNothing(t *testing.T) {
	o := open(t)
	o.make("base_counterparty", map[string]any{"name": "=Бета", "kind": "nonresident", "country": "other", "tax_id": "0077001", "roles": []any{"supplier", "partner"}, "note": "Раз\nдва"})
	events := o.count("k_events")
	for _, format := range []string{"csv", "xlsx", "csv"} {
		up := o.sent("admin", "base_counterparty", o.exported("admin", map[string]any{"type": "base_counterparty", "format": format}))
		events++ // of the export
		if up.at("plan.key") != "id" {
			t.Fatal(up.text)
		}
		for _, what := range []string{"check", "run"} {
			r := o.went("admin", up, what, map[string]any{"empty": "clear"})
			tally := r.at(map[string]string{"check": "trial", "run": "tally"}[what])
			if diff := cmp.Diff(map[string]any{"same": float64(2)}, tally); diff != "" {
				t.Errorf("%s %s: %s %s", format, what, diff, r.text)
			}
		}
	}
	if n := o.count("k_events"); n != events {
		t.Errorf("%d events, %d wanted", n, events)
	}
}

// No rule is passed by: the right to import, the rights to create and to edit, keys
// of somebody else's.
func TestAFileGivesNoRights(t *testing.T) {
	o := open(t)
	o.ask("asel", "POST", "/api/kontora/imports?type=base_counterparty", suppliers).is(403, "may_not_import")
	up := o.sent("admin", "base_counterparty", suppliers)
	id, _ := up.at("id").(string)
	for _, path := range []string{"", "/result"} {
		o.get("olga", "/api/kontora/imports/"+id+path).is(404, "no_import")
	}
	o.ask("olga", "POST", "/api/kontora/imports/"+id+"/run", up.at("plan")).is(404, "no_import")
	for field, code := range map[string]string{"status": "import_column", "nothing": "import_column"} {
		plan := map[string]any{"columns": []any{map[string]any{"column": 0, "field": field}}}
		o.ask("admin", "POST", "/api/kontora/imports/"+id+"/check", plan).is(400, code)
	}
	// olga of finance imports bank payments: the rule of the type still refuses.
	text := "invoice;date;amount\r\nнет такого;29.11.2026;1 234,50\r\n"
	bank := o.sent("olga", "backoffice_bank_payment", text)
	r := o.went("olga", bank, "check", map[string]any{"mode": "create", "key": ""})
	if why, _ := r.at("refused.0.why.0.text").(string); !strings.Contains(why, "нет такого") {
		t.Error(r.text)
	}
	o.ask("admin", "POST", "/api/kontora/imports?type=base_counterparty", "\x89PNG\x00").is(400, "import_not_a_sheet")
}

// A run that was broken off goes on behind the last row, in another process as
// well; nothing comes twice.
func TestABrokenImportGoesOn(t *testing.T) {
	o := open(t)
	const rows = 120
	var text strings.Builder
	text.WriteString("Наименование;Вид;Страна;БИН/ИИН, ИНН, УНП\r\n")
	for i := range rows {
		fmt.Fprintf(&text, "Поставщик %d;Нерезидент;Другая;9%06d\r\n", i, i)
	}
	before := o.count("base_counterparty")
	up := o.sent("admin", "base_counterparty", text.String())
	id, _ := up.at("id").(string)
	plan, _ := up.at("plan").(map[string]any)
	plan["mode"], plan["key"] = "create", ""
	var n atomic.Int64
	gate := make(chan struct{})
	o.app.OnRecordCreateExecute("base_counterparty").BindFunc(func(e *core.RecordEvent) error {
		if n.Add(1) == 40 {
			<-gate
		}
		return e.Next()
	})
	o.ask("admin", "POST", "/api/kontora/imports/"+id+"/run", plan).ok()
	time.AfterFunc(100*time.Millisecond, func() { close(gate) })
	o.ask("admin", "DELETE", "/api/kontora/imports/"+id, nil)
	came := o.count("base_counterparty") - before
	if came != o.count("k_import_rows") {
		t.Errorf("%d records, %d rows written down", came, o.count("k_import_rows"))
	}
	if came < 40 || came >= rows {
		t.Errorf("%d of %d came before it was stopped", came, rows)
	}
	// As a process leaves it that was killed half way: some rows were never reached.
	if _, err := o.app.NonconcurrentDB().NewQuery("UPDATE k_imports SET state = 'running' WHERE id = {:id}").Bind(dbx.Params{"id": id}).Execute(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(o.app.DataDir())); err != nil {
		t.Fatal(err)
	}
	next := start(t, dir)
	next.ids, next.tokens = o.ids, o.tokens
	if state := next.get("admin", "/api/kontora/imports/"+id).ok().at("state"); state != "broken" {
		t.Error(state)
	}
	done := next.went("admin", up, "run", plan)
	if diff := cmp.Diff(map[string]any{"created": float64(rows)}, done.at("tally")); diff != "" {
		t.Error(diff)
	}
	if n := next.count("base_counterparty") - before; n != rows {
		t.Errorf("%d records of %d rows", n, rows)
	}
}
