package api_test

import (
	"testing"
)

// budgets are how many SQL statements a warm request may need, whatever the
// number of rows: a query per row would break them at once.
var budgets = map[string]int64{
	"card": 14, "list page": 12, "create": 30, "transition": 32, "inbox": 14, "history": 13, "auto list": 10, "auto list with expand": 16,
}

func TestStatementsDoNotGrowWithRows(t *testing.T) {
	o := open(t)
	for range 40 {
		o.make("backoffice_payment", paymentFields40(o))
	}
	o.ids["memo"] = o.ask("asel", "POST", "/api/kontora/base_memo", newMemo(o)).ok().at("id").(string)
	requests := map[string]func() reply{
		"card":      func() reply { return o.get("asel", "/api/kontora/card/backoffice_payment/{payment}") },
		"list page": func() reply { return o.get("asel", "/api/kontora/lists/backoffice_payment?limit=50") },
		"create": func() reply {
			return o.ask("asel", "POST", "/api/kontora/base_memo", newMemo(o), "Idempotency-Key", "k")
		},
		"transition": func() reply { return o.ask("asel", "POST", "/api/kontora/base_memo/{memo}/send", map[string]any{}) },
		"inbox":      func() reply { return o.get("asel", "/api/kontora/inbox") },
		"history":    func() reply { return o.get("asel", "/api/kontora/history/backoffice_payment/{payment}") },
		"auto list":  func() reply { return o.get("asel", "/api/collections/backoffice_payment/records?perPage=50") },
		"auto list with expand": func() reply {
			return o.get("asel", "/api/collections/backoffice_payment/records?perPage=50&expand=supplier,assignee.department")
		},
	}
	o.get("asel", "/api/kontora/meta").ok()
	for name, request := range requests {
		if name != "create" && name != "transition" {
			request().ok()
		}
		spent := o.statements(func() { request().ok() })
		t.Logf("%s: %d statements", name, spent)
		if spent > budgets[name] {
			t.Errorf("%s: %d statements, budget %d", name, spent, budgets[name])
		}
	}
}

func paymentFields40(o *office) map[string]any {
	fields := paymentFields(o)
	delete(fields, "supplier_no") // no two are the same invoice
	return fields
}
