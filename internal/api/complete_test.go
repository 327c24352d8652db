package api_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

const paymentFile = "schemas/backoffice/types/payment.json"

// completion asks what may be written where | stands.
func (o *office) completion(path, text string, files map[string]any, headers ...string) reply {
	o.t.Helper()
	before, after, _ := strings.Cut(text, "|")
	if files == nil {
		files = map[string]any{}
	}
	return o.ask("admin", "POST", "/api/kontora/config/complete", map[string]any{
		"files": files, "file": paymentFile, "path": path, "text": before + after, "offset": len(utf16.Encode([]rune(before)))}, headers...).ok()
}

// labels maps what is offered to its titles.
func labels(r reply) map[string]string {
	out := map[string]string{}
	items, _ := r.at("items").([]any)
	for _, i := range items {
		item := i.(map[string]any)
		out[item["label"].(string)] = item["title"].(string)
	}
	return out
}

const guard = "lifecycle.transitions.submit.guards[0].check"

func TestCompletionKnowsThePlace(t *testing.T) {
	o := open(t)
	file := func(name string) string {
		data, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	tests := []struct {
		name, path, text string
		files            map[string]any
		want, title      string
		never            string
	}{
		{"fields of a reference", guard, "supplier.|", nil, "vat_mode tax_id status", "", "amount"},
		{"a title in Russian", guard, "suppl|", nil, "supplier", "Поставщик", ""},
		{"states with their titles", guard, "status == '|", nil, "new in_work", "", ""},
		{"a guard that is not there yet", "lifecycle.transitions.submit.guards[1].check", "amount|", nil, "amount amount_kzt", "", ""},
		{"a place that is not there yet", "data.properties.purpose.x-required", "am|", nil, "amount", "", ""},
		{"people", "lifecycle.transitions.correct.who", "role('|", nil, "fin findir coord", "", "admin/x"},
		{"roles by their titles", "lifecycle.transitions.correct.who", "role('fin|", nil, "fin", "Финансист", ""},
		{"settings", "approvals.main.steps.findir.when", "amount_kzt > settings.|", nil, "findir_from", "", ""},
		{"registers", "approvals.main.steps.findir.when", "exceeds('|", nil, "budget", "", ""},
		{"no person where conditions react", "lifecycle.transitions.settle.auto", "|", nil, "amount invoices", "", "me now exceeds"},
		{"elements", "lifecycle.transitions.settle.auto", "any(invoices, .stat|", nil, "status", "", ""},
		{"states of elements", "lifecycle.transitions.settle.auto", "any(invoices, .status in ['|", nil, "paid closed", "", "in_work"},
		{"values behind =", `lifecycle.transitions.settle.then[0].set.resolution`, "=purp|", nil, "purpose", "", ""},
		{"texts", "lifecycle.transitions.submit.guards[0].message", "{supplier.na|} в стоп-листе", nil, "name", "", ""},
		{"a broken file beside it", guard, "supplier.tax|", map[string]any{"schemas/backoffice/types/invoice.json": "{ broken"}, "tax_id", "", ""},
		{"a rule beside it that does not compile", guard, "supplier.tax|", map[string]any{"rules/backoffice/in_tenge.expr": "nonsense("}, "tax_id", "", ""},
		{"its own file broken", guard, "supplier.tax|", map[string]any{paymentFile: file(paymentFile)[:900]}, "tax_id", "", ""},
		{"its own file with an unknown word", guard, "supplier.tax|", map[string]any{paymentFile: strings.Replace(file(paymentFile), `"title"`, `"titel": "x", "title"`, 1)}, "tax_id", "", ""},
		{"a field of the draft", guard, "brand|", map[string]any{paymentFile: strings.Replace(file(paymentFile), `"properties": {`, `"properties": {"brand_new": {"type": "string", "title": "Совсем новое"},`, 1)}, "brand_new", "Совсем новое", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := labels(o.completion(tt.path, tt.text, tt.files))
			for _, w := range strings.Fields(tt.want) {
				title, offered := got[w]
				if !offered {
					t.Errorf("%q is not offered: %v", w, got)
				}
				if tt.title != "" && title != tt.title {
					t.Errorf("%s is called %q, want %q", w, title, tt.title)
				}
			}
			for l := range got {
				if slices.Contains(strings.Fields(tt.never), l) {
					t.Errorf("%q is offered", l)
				}
			}
		})
	}
}

func TestCompletionCountsAsBrowsersDo(t *testing.T) {
	o := open(t)
	r := o.completion(guard, "title == '😀' and suppl|", nil)
	if from, to := r.at("from"), r.at("to"); from != 18.0 || to != 23.0 {
		t.Errorf("from %v to %v", from, to)
	}
	r = o.completion(`lifecycle.transitions.settle.then[0].set.resolution`, "=purp|", nil)
	if from, to := r.at("from"), r.at("to"); from != 1.0 || to != 5.0 {
		t.Errorf("behind =: from %v to %v", from, to)
	}
}

func TestCompletionSpeaksTheReadersLanguage(t *testing.T) {
	o := open(t)
	if got := labels(o.completion(guard, "supplier.st|", nil, "Accept-Language", "en"))["status"]; got != "State" {
		t.Errorf("status is called %q", got)
	}
	if got := o.completion(guard, "le|", nil).at("items.1.doc"); got == "" || got == nil {
		t.Errorf("a function tells nothing: %v", got)
	}
}

func TestOnlyDesignersAreHelpedToWrite(t *testing.T) {
	o := open(t)
	body := map[string]any{"files": map[string]any{}, "file": paymentFile, "path": guard, "text": "", "offset": 0}
	o.ask("olga", "POST", "/api/kontora/config/complete", body).is(403, "may_not_design")
	o.get("olga", "/api/kontora/config/functions").is(403, "may_not_design")
	body["path"] = "title.nothing"
	o.ask("admin", "POST", "/api/kontora/config/complete", body).is(404, "no_expression_here")
}

func TestFunctionsAreListed(t *testing.T) {
	o := open(t)
	r := o.get("admin", "/api/kontora/config/functions").ok()
	if n := r.size("items"); n < 50 {
		t.Fatalf("%d functions", n)
	}
	first := r.at("items.0").(map[string]any)
	if first["name"] != "account_valid" || !strings.Contains(first["doc"].(string), "БИК") || len(first["places"].([]any)) < 5 {
		t.Errorf("%v", first)
	}
}

// While somebody types, the place is remembered; what changes around it is seen.
func TestCompletionRemembersThePlace(t *testing.T) {
	o := open(t)
	data, err := os.ReadFile("../../" + paymentFile)
	if err != nil {
		t.Fatal(err)
	}
	typing := func(src, more string) map[string]any {
		text := strings.Replace(string(data), `supplier.status == 'active'`, src, 1)
		return map[string]any{paymentFile: strings.Replace(text, `"properties": {`, `"properties": {`+more, 1)}
	}
	field := `"brand_new": {"type": "string", "title": "Новое"},`
	for _, step := range []struct {
		src, more string
		offered   bool
	}{{"br", "", false}, {"bra", "", false}, {"bra", field, true}, {"bran", field, true}, {"bran", "", false}} {
		_, offered := labels(o.completion(guard, step.src+"|", typing(step.src, step.more)))["brand_new"]
		if offered != step.offered {
			t.Errorf("%s with %q: offered %v", step.src, step.more, offered)
		}
	}
}

func TestANamedRuleIsCompletedFromItsArguments(t *testing.T) {
	o := open(t)
	r := o.ask("admin", "POST", "/api/kontora/config/complete", map[string]any{
		"files": map[string]any{}, "file": "rules/base/tax_id_ok.expr", "path": "", "text": "co", "offset": 2}).ok()
	got := labels(r)
	if _, offered := got["country"]; !offered || len(got) != 2 {
		t.Errorf("country and count are to be offered: %v", got)
	}
}
