package api_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// exported makes a file and gives what is in it.
func (o *office) exported(who string, body map[string]any) string {
	o.t.Helper()
	id, _ := o.finished(who, body).at("id").(string)
	return o.get(who, "/api/kontora/exports/"+id+"/file").ok().text
}

// finished waits until an export has ended.
func (o *office) finished(who string, body map[string]any) reply {
	o.t.Helper()
	r := o.ask(who, "POST", "/api/kontora/exports", body).ok()
	id, _ := r.at("id").(string)
	for r.at("state") == "running" {
		time.Sleep(20 * time.Millisecond)
		r = o.get(who, "/api/kontora/exports/"+id).ok()
	}
	return r
}

func table(t *testing.T, text string) [][]string {
	t.Helper()
	body, marked := strings.CutPrefix(text, "\xEF\xBB\xBF")
	if !marked {
		t.Fatalf("no mark: %q", text[:10])
	}
	r := csv.NewReader(strings.NewReader(body))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestAnExportHoldsWhatTheListShows(t *testing.T) {
	o := open(t)
	o.make("base_counterparty", map[string]any{"name": "=1+1", "kind": "nonresident", "country": "other", "tax_id": "77123", "roles": []any{"supplier", "partner"}})
	o.make("base_counterparty", map[string]any{"name": "Бета", "kind": "nonresident", "country": "other", "tax_id": "0077124"})
	asked := map[string]any{"type": "base_counterparty", "sort": "name", "columns": []any{"name", "tax_id", "kind", "roles", "status", "author"}, "format": "csv"}
	want := [][]string{
		{"Наименование", "БИН/ИИН, ИНН, УНП", "Вид", "Кем приходится", "Статус", "Автор"},
		{"'=1+1", "77123", "Нерезидент", "Поставщик; Партнёр", "Работаем", ""},
		{"Альфа", "7712345", "Нерезидент", "", "Работаем", ""},
		{"Бета", "0077124", "Нерезидент", "", "Работаем", ""},
	}
	if diff := cmp.Diff(want, table(t, o.exported("admin", asked))); diff != "" {
		t.Error(diff)
	}
	asked["filter"] = "it.name == 'Бета'"
	if diff := cmp.Diff([][]string{want[0], want[3]}, table(t, o.exported("admin", asked))); diff != "" {
		t.Error(diff)
	}
	asked["format"] = "xlsx"
	book, err := excelize.OpenReader(bytes.NewReader([]byte(o.exported("admin", asked))))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Контрагенты")
	if err != nil || len(rows) != 2 || rows[1][1] != "0077124" {
		t.Error(err, rows)
	}
	delete(asked, "filter")
	asked["format"], asked["ids"] = "csv", []any{o.ids["supplier"], "nowhere"}
	if diff := cmp.Diff([][]string{want[0], want[2]}, table(t, o.exported("admin", asked))); diff != "" {
		t.Error(diff)
	}
	english := o.finished("admin", map[string]any{"type": "base_counterparty"})
	if name, _ := english.at("name").(string); name != "Контрагенты 2026-03-26.xlsx" {
		t.Error(name)
	}
	o.ask("admin", "POST", "/api/kontora/exports", map[string]any{"type": "base_counterparty", "filter": "nothing =="}).is(400, "filter_wrong")
	o.ask("admin", "POST", "/api/kontora/exports", map[string]any{"type": "base_counterparty", "format": "doc"}).is(400, "export_format")
}

// The right is asked for each record; cells that are hidden are nowhere; the file
// is for who asked, and not for ever; the history tells of it.
func TestAnExportIsTheAskersAlone(t *testing.T) {
	o := open(t)
	o.ask("asel", "POST", "/api/kontora/exports", map[string]any{"type": "base_counterparty"}).is(403, "may_not_export")
	o.ask("stepan", "POST", "/api/kontora/exports", map[string]any{"type": "base_counterparty"}).is(403, "may_not_export")
	r := o.finished("admin", map[string]any{"type": "base_counterparty", "format": "csv"})
	id, _ := r.at("id").(string)
	text := o.get("admin", "/api/kontora/exports/"+id+"/file").ok().text
	if rows := table(t, text); len(rows) != 2 || !strings.Contains(text, "7712345") {
		t.Error(text)
	}
	for _, who := range []string{"asel", "olga", "boss"} {
		o.get(who, "/api/kontora/exports/"+id).is(404, "no_export")
		o.get(who, "/api/kontora/exports/"+id+"/file").is(404, "no_export")
		o.ask(who, "DELETE", "/api/kontora/exports/"+id, nil).is(404, "no_export")
	}
	var noted []struct {
		Actor  string `db:"actor"`
		Reason string `db:"reason"`
	}
	if err := o.app.DB().NewQuery("SELECT actor, reason FROM k_events WHERE action = 'export'").All(&noted); err != nil {
		t.Fatal(err)
	}
	if len(noted) != 1 || noted[0].Actor != o.ids["admin"] || noted[0].Reason != `{"rows":1,"format":"csv"}` {
		t.Error(noted)
	}
	o.now = o.now.Add(61 * time.Minute)
	o.get("admin", "/api/kontora/exports/"+id+"/file").is(404, "no_export")
}

// Whoever sees a record and may not take it out is told how many there were.
func TestRecordsThatMayOnlyBeSeenStayBehind(t *testing.T) {
	o := open(t)
	r := o.finished("boss", map[string]any{"type": "backoffice_payment", "format": "csv"})
	if r.at("state") != "done" {
		t.Fatal(r.text)
	}
	listed := o.get("boss", "/api/kontora/lists/backoffice_payment").ok().size("rows")
	rows, _ := r.at("rows").(float64)
	withheld, _ := r.at("withheld").(float64)
	if int(rows+withheld) != listed {
		t.Errorf("%v taken, %v left of %d", rows, withheld, listed)
	}
	asel := o.finished("asel", map[string]any{"type": "backoffice_payment", "format": "csv"})
	if n, _ := asel.at("withheld").(float64); n == 0 || asel.at("rows") != float64(0) {
		t.Error(asel.text)
	}
}

func TestAnExportCanBeStopped(t *testing.T) {
	o := open(t)
	id, _ := o.finished("olga", map[string]any{"type": "backoffice_payment"}).at("id").(string)
	if r := o.ask("olga", "DELETE", "/api/kontora/exports/"+id, nil); r.status != 204 {
		t.Error(r.text)
	}
	o.get("olga", "/api/kontora/exports/"+id).is(404, "no_export")
}
