package api_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"kontora/internal/spec"

	"golang.org/x/tools/txtar"
)

// spending is an installation with the desk that the engine's own tests spend with.
func spending(t *testing.T) (*office, map[string]string) {
	t.Helper()
	archive, err := txtar.ParseFile("../engine/testdata/desk.txtar")
	if err != nil {
		t.Fatal(err)
	}
	texts, files := map[string]string{}, map[string][]byte{}
	for _, f := range archive.Files {
		texts[f.Name], files[f.Name] = string(f.Data), f.Data
	}
	sources, found := spec.LoadFiles(files)
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	o := bare(t)
	if _, found, err := o.e.Install(sources, []string{"desk"}, "system"); err != nil {
		t.Fatal(err, found)
	}
	for name, role := range map[string]string{"ann": "desk/clerk", "eve": "desk/clerk", "dan": "desk/boss", "fay": "desk/fin"} {
		id := o.make("users", map[string]any{"name": name, "email": name + "@example.kz", "roles": []any{role}})
		if err := o.e.Activate(o.app, id); err != nil {
			t.Fatal(err)
		}
		rec, err := o.app.FindRecordById("users", id)
		if err != nil {
			t.Fatal(err)
		}
		if o.tokens[name], err = rec.NewAuthToken(); err != nil {
			t.Fatal(err)
		}
		o.ids[name] = id
	}
	return o, texts
}

// spend has a request decided after some hours, and paid if it is to be.
func (o *office) spend(name string, amount, hours int, pay bool) {
	o.t.Helper()
	made := o.ask("ann", "POST", "/api/kontora/desk_request", fmt.Sprintf(`{"fields": {"line": %q, "amount": "%d", "why": "Надо"}}`, o.ids["line"], amount)).ok()
	o.ids[name] = made.at("id").(string)
	at := "/api/kontora/desk_request/{" + name + "}"
	o.ask("ann", "POST", at+"/submit", `{}`).ok()
	o.now = o.now.Add(time.Duration(hours) * time.Hour)
	o.ask("dan", "POST", at+"/approvals/main", `{"verdict": "approve"}`).ok()
	if amount > 300 {
		o.ask("fay", "POST", at+"/approvals/main", `{"verdict": "approve"}`).ok()
	}
	if pay {
		o.ask("fay", "POST", at+"/pay", `{"fields": {"invoice_no": "7"}}`).ok()
	}
	o.now = o.now.Add(time.Hour)
}

// A past of known sizes is replayed under drafts that each change one thing.
func TestThePastUnderADraft(t *testing.T) {
	o, texts := spending(t)
	o.ids["line"] = o.make("desk_line", map[string]any{"name": "Статья", "plan": "1000"})
	o.spend("old", 20, 1, false)
	o.now = o.now.AddDate(0, 2, 0)
	o.spend("first", 350, 5, true)  // 370 in all
	o.spend("second", 200, 7, true) // 570
	o.spend("third", 100, 2, false) // 670
	o.spend("fourth", 280, 12, false)
	o.now = o.now.Add(24 * time.Hour)

	request, budget := texts["schemas/desk/types/request.json"], texts["schemas/desk/registers/budget.json"]
	change := func(text, old, new string) string {
		t.Helper()
		if strings.Count(text, old) != 1 {
			t.Fatalf("%q stands %d times", old, strings.Count(text, old))
		}
		return strings.Replace(text, old, new, 1)
	}
	const moved = 4 + 4 + 2 // submitted, approved, paid
	for _, tt := range []struct {
		name, path, text string
		want             map[string]int
		late, would      int
	}{
		{"nothing changes", "schemas/desk/types/request.json", request, map[string]int{}, 1, 1},
		{"a limit is lowered", "schemas/desk/registers/budget.json", change(budget, `"check": "committed + fact <= plan"`, `"check": "committed + fact <= money('600', 'KZT')"`),
			map[string]int{"refused approve": 2}, 1, 1},
		{"a limit is lowered to what the first one took", "schemas/desk/registers/budget.json", change(budget, `"check": "committed + fact <= plan"`, `"check": "committed + fact <= money('370', 'KZT')"`),
			map[string]int{"refused approve": 3}, 1, 1},
		{"a target is shortened", "schemas/desk/types/request.json", change(request, `"target": "=amount > money('300', 'KZT') ? hours(16) : hours(8)"`, `"target": "6h"`),
			map[string]int{"breach_added answer": 1}, 1, 2},
		{"a target is lengthened", "schemas/desk/types/request.json", change(request, `"target": "=amount > money('300', 'KZT') ? hours(16) : hours(8)"`, `"target": "13h"`),
			map[string]int{"breach_removed answer": 1}, 1, 0},
		{"a step is added, and another one asked more often", "schemas/desk/types/request.json",
			change(change(request, `"when": "amount > money('300', 'KZT')"`, `"when": "amount > money('250', 'KZT')"`), `"steps": {"boss"`,
				`"steps": {"early": {"title": "Сначала", "who": "role('clerk')", "when": "amount < money('300', 'KZT')"}, "boss"`),
			map[string]int{"approval_added main.early": 3, "approval_added main.fin": 1}, 1, 1},
		{"a step is dropped", "schemas/desk/types/request.json", change(request, `"when": "amount > money('300', 'KZT')"`, `"when": "amount > money('900', 'KZT')"`),
			map[string]int{"approval_dropped main.fin": 1}, 1, 1},
		{"a transition goes", "schemas/desk/types/request.json", change(request, `"pay": {"title": "В оплату", "from": "approved"`, `"pay2": {"title": "В оплату", "from": "approved"`),
			map[string]int{"transition_gone pay": 2}, 1, 1},
		{"a guard comes", "schemas/desk/types/request.json", change(request, `"to": "approval", "who": "author", "require": ["why"]`,
			`"to": "approval", "who": "author", "require": ["why"], "guards": [{"check": "amount <= money('200', 'KZT')", "message": "Не больше двухсот"}]`),
			map[string]int{"refused submit": 2}, 1, 1},
		{"a field is renamed", "schemas/desk/types/request.json", strings.ReplaceAll(change(request, `"why": {"title": "Зачем",`, `"reason": {"title": "Зачем", "was": "why",`), `"why"]`, `"reason"]`),
			map[string]int{}, 1, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o.t = t
			b := o.ask("ann", "POST", "/api/kontora/config/backtest", map[string]any{"files": map[string]any{tt.path: tt.text}, "months": 1}).ok()
			got := map[string]int{}
			list, _ := b.at("differences").([]any)
			for _, one := range list {
				d := one.(map[string]any)
				got[fmt.Sprint(d["kind"], " ", d["key"])] = int(d["count"].(float64))
				if sample := d["sample"].([]any); len(sample) != int(d["count"].(float64)) {
					t.Errorf("sample of %d", len(sample))
				}
			}
			if !maps.Equal(got, tt.want) {
				t.Errorf("got %v, want %v: %.900s", got, tt.want, b.text)
			}
			if b.at("checked") != float64(moved) || b.at("total") != float64(moved) || b.at("unsure") != float64(0) || b.at("whole") != true {
				t.Errorf("%v of %v checked, %v unsure, whole %v", b.at("checked"), b.at("total"), b.at("unsure"), b.at("whole"))
			}
			// Four answers, and two payments that were asked for at once.
			if b.at("clocks.late") != float64(tt.late) || b.at("clocks.would") != float64(tt.would) {
				t.Errorf("clocks %v", b.at("clocks"))
			}
			if tt.name == "a guard comes" && b.at("differences.0.sample.0.text") != "Не больше двухсот" {
				t.Errorf("it says %v", b.at("differences.0.sample.0.text"))
			}
		})
	}
	o.t = t
	all := o.ask("ann", "POST", "/api/kontora/config/backtest", `{"files": {}, "months": 3, "type": "desk_request"}`).ok()
	if all.at("total") != float64(moved+2) || all.size("assumptions") != 7 || !slices.Contains(all.at("assumptions").([]any), any("Уникальность и номера не проверяются.")) {
		t.Errorf("%.600s", all.text)
	}
	// Nor does a key to the configuration alone, whoever made it.
	o.key("robot", "ann", map[string]any{"title": "Сверка", "scopes": []string{"configuration:read"}})
	byKey := o.ask("robot", "POST", "/api/kontora/config/backtest", map[string]any{"months": 1, "files": map[string]any{
		"schemas/desk/types/request.json": change(request, `"pay": {"title": "В оплату", "from": "approved"`, `"pay2": {"title": "В оплату", "from": "approved"`)}}).ok()
	if byKey.at("differences.0.count") != float64(2) || byKey.at("differences.0.sample.0.hidden") != true {
		t.Errorf("%.600s", byKey.text)
	}
	// Who may design but sees no request learns how many, not which.
	blind := strings.ReplaceAll(request, `"access": {"all": {"who": "role('clerk')"`, `"access": {"all": {"who": "author"`)
	o.ask("ann", "POST", "/api/kontora/config", map[string]any{"files": map[string]any{"schemas/desk/types/request.json": blind}, "note": "x"}).ok()
	unseen := o.ask("eve", "POST", "/api/kontora/config/backtest", map[string]any{"months": 1, "files": map[string]any{
		"schemas/desk/types/request.json": change(blind, `"pay": {"title": "В оплату", "from": "approved"`, `"pay2": {"title": "В оплату", "from": "approved"`)}}).ok()
	if unseen.at("differences.0.count") != float64(2) || unseen.at("differences.0.sample.0.hidden") != true || unseen.at("differences.0.sample.0.title") != "" {
		t.Errorf("%.600s", unseen.text)
	}
	o.ask("ann", "POST", "/api/kontora/config/backtest", `{"files": {}, "months": 0}`).is(400, "bad_parameter")
	o.ask("dan", "POST", "/api/kontora/config/backtest", `{"files": {}, "months": 1}`).is(403, "may_not_design")
}
