package api_test

import (
	"net/url"
	"strings"
	"testing"
)

// The amount of the payment and its supplier's invoice number. The admin sees
// the row by a rule that names few cells; the contractor sees the row and is
// denied the cells; an outsider does not see the row.
const (
	secretAmount = "777333"
	secretText   = "SECRET-9"
)

// saysNothing fails when an answer tells the secret amount in any form.
func saysNothing(t *testing.T, who, path string, r reply) {
	t.Helper()
	plain := strings.NewReplacer("\u00a0", "", " ", "", "\\u00a0", "").Replace(r.text)
	if strings.Contains(plain, secretAmount) {
		t.Errorf("%s reads the amount from %s: %s", who, path, r.text)
	}
}

func TestAHiddenCellLeaksNowhere(t *testing.T) {
	o := open(t)
	o.ask("olga", "PATCH", "/api/kontora/backoffice_payment/{payment}", map[string]any{"fields": map[string]any{"description": "правка"}})
	filter := url.QueryEscape("it.amount == 777333")
	paths := []string{
		"/api/kontora/card/backoffice_payment/{payment}",
		"/api/kontora/actions/backoffice_payment/{payment}",
		"/api/kontora/lists/backoffice_payment",
		"/api/kontora/lists/backoffice_payment?sort=-amount_kzt",
		"/api/kontora/history/backoffice_payment/{payment}",
		"/api/kontora/search?q=777333",
		"/api/kontora/search?q=" + url.QueryEscape("Бумага"),
		"/api/kontora/card/users/{asel}",
		"/api/kontora/inbox?tab=watch", "/api/kontora/home",
		"/api/kontora/options/base_memo?field=to",
		"/api/collections/backoffice_payment/records",
		"/api/collections/backoffice_payment/records?expand=supplier,department,assignee",
		"/api/collections/backoffice_payment/records/{payment}",
		"/api/collections/base_counterparty/records?expand=payments",
	}
	for _, who := range []string{"admin", "stepan"} {
		for _, path := range paths {
			saysNothing(t, who, path, o.get(who, path))
		}
		if got := o.get(who, "/api/kontora/card/backoffice_payment/{payment}").ok().at("row.values.title"); got != "Бумага для печати" {
			t.Fatalf("%s does not see the row: %v", who, got)
		}
		if n := o.get(who, "/api/kontora/lists/backoffice_payment?filter="+filter).ok().size("rows"); n != 0 {
			t.Errorf("%s finds the payment by its amount", who)
		}
		if n := o.get(who, "/api/kontora/counts/backoffice_payment?filter="+filter).ok().at("count"); n != 0.0 {
			t.Errorf("%s counts the payment by its amount: %v", who, n)
		}
		// A field that they never see is unknown there; one that they see in other records is empty in this one.
		if r := o.get(who, "/api/collections/backoffice_payment/records?filter="+url.QueryEscape("amount = 777333")); r.status != 400 && r.ok().at("totalItems") != 0.0 {
			t.Errorf("%s finds the payment by its amount over the auto API: %s", who, r.text)
		}
	}
	if n := o.get("olga", "/api/kontora/lists/backoffice_payment?filter="+filter).ok().size("rows"); n != 1 {
		t.Errorf("who sees the amount does not find by it: %d", n)
	}
}

func TestCellsNeverSeenAreNotDescribed(t *testing.T) {
	o := open(t)
	describes := func(who, path, key string) bool { return strings.Contains(o.get(who, path).ok().text, key) }
	for _, path := range []string{"/api/kontora/meta", "/api/kontora/openapi.json"} {
		if !describes("olga", path, `"amount_tenge"`) {
			t.Errorf("%s does not describe the cell to those who see it", path)
		}
		if describes("stepan", path, `"amount_tenge"`) {
			t.Errorf("%s describes to the contractor a cell denied to all contractors", path)
		}
	}
	o.get("stepan", "/api/kontora/lists/backoffice_payment?sort=amount").is(400, "cannot_sort")
	hidden := o.get("admin", "/api/kontora/card/backoffice_payment/{payment}").ok()
	if hidden.at("row.values.amount") != nil || hidden.size("row.hidden") == 0 {
		t.Errorf("the card does not tell that cells are hidden: %v", hidden.at("row.hidden"))
	}
}

func TestSortingByAHiddenCellTellsNothing(t *testing.T) {
	o := open(t)
	o.make("backoffice_payment", map[string]any{"title": "Малая", "department": o.ids["org"], "supplier": o.ids["supplier"], "amount": "1",
		"currency": "KZT", "pay_deadline": "2026-04-01", "basis": "act"})
	up := o.get("admin", "/api/kontora/lists/backoffice_payment?sort=amount_kzt").ok()
	down := o.get("admin", "/api/kontora/lists/backoffice_payment?sort=-amount_kzt").ok()
	var forward, backward []any
	for i := range up.size("rows") {
		at := "rows." + string(rune('0'+i)) + ".id"
		forward, backward = append(forward, up.at(at)), append([]any{down.at(at)}, backward...)
	}
	for i := range forward {
		if forward[i] != backward[i] {
			t.Errorf("hidden amounts order the list: %v, %v", forward, backward)
		}
	}
}

func TestWhatIsNotVisibleIsMissing(t *testing.T) {
	o := open(t)
	for _, path := range []string{
		"/api/kontora/card/backoffice_payment/{payment}", "/api/kontora/actions/backoffice_payment/{payment}",
		"/api/kontora/history/backoffice_payment/{payment}", "/api/kontora/comments/backoffice_payment/{payment}",
		"/api/collections/backoffice_payment/records/{payment}",
	} {
		unseen := o.get("outside", path).is(404, "not_found")
		absent := o.get("outside", strings.Replace(path, "{payment}", "aaaaaaaaaaaaaaa", 1)).is(404, "not_found")
		if strings.Replace(unseen.text, o.ids["payment"], "aaaaaaaaaaaaaaa", -1) != absent.text {
			t.Errorf("unseen and absent differ at %s:\n%s%s", path, unseen.text, absent.text)
		}
	}
	o.ask("outside", "POST", "/api/kontora/backoffice_payment/{payment}/accept", map[string]any{}).is(404, "not_found")
	o.ask("outside", "POST", "/api/kontora/comments/backoffice_payment/{payment}", map[string]any{"text": "?"}).is(404, "not_found")
	if n := o.get("outside", "/api/kontora/counts/backoffice_payment").ok().at("count"); n != 0.0 {
		t.Errorf("counted %v unseen records", n)
	}
	if n := o.get("outside", "/api/kontora/search?q="+url.QueryEscape("Бумага")).ok().size("hits"); n != 0 {
		t.Errorf("found %d unseen records", n)
	}
	o.get("", "/api/kontora/meta").is(401, "sign_in")
	o.get("", "/api/collections/backoffice_payment/records").is(401, "sign_in")
}

func TestTheTitleOfAnUnseenRecordIsNotTold(t *testing.T) {
	o := open(t)
	r := o.get("stepan", "/api/kontora/card/backoffice_payment/{payment}").ok()
	ref, _ := r.at("refs").(map[string]any)
	seen, _ := ref["base_counterparty/"+o.ids["supplier"]].(map[string]any)
	if seen == nil || seen["gone"] != true || seen["title"] != "" {
		t.Errorf("the contractor is told about the supplier: %v", seen)
	}
	expanded := o.get("stepan", "/api/collections/backoffice_payment/records/{payment}?expand=supplier").ok()
	if expanded.at("expand.supplier") != nil {
		t.Errorf("expand shows an unseen record: %s", expanded.text)
	}
}

func TestCountsEqualWhatIsListed(t *testing.T) {
	o := open(t)
	for i := range 3 {
		o.make("backoffice_payment", map[string]any{"title": "Заявка " + string(rune('A'+i)), "department": o.ids["org"], "supplier": o.ids["supplier"],
			"amount": "10", "currency": "KZT", "pay_deadline": "2026-04-01", "basis": "act", "assignee": o.ids["asel"]})
	}
	for who, want := range map[string]int{"asel": 4, "olga": 5, "admin": 5, "stepan": 1, "outside": 0} {
		listed := o.get(who, "/api/kontora/lists/backoffice_payment").ok().size("rows")
		counted := o.get(who, "/api/kontora/counts/backoffice_payment").ok().at("count")
		auto := o.get(who, "/api/collections/backoffice_payment/records").ok()
		open, _ := o.get(who, "/api/kontora/counts").ok().at("open").(map[string]any)
		if listed != want || counted != float64(want) || auto.at("totalItems") != float64(want) || auto.size("items") != want || open["backoffice_payment"] != float64(want) {
			t.Errorf("%s: want %d, listed %d, counted %v, auto %v, open %v", who, want, listed, counted, auto.at("totalItems"), open["backoffice_payment"])
		}
	}
}
