package api_test

import (
	"fmt"
	"testing"
)

func TestRelatedTellsWhatPointsAtARecord(t *testing.T) {
	o := open(t)
	for i := range 25 {
		fields := paymentFields(o)
		fields["title"], fields["supplier_no"] = fmt.Sprintf("Счёт %d", i), fmt.Sprintf("N-%d", i)
		o.make("backoffice_payment", fields)
	}
	const path = "/api/kontora/related/base_counterparty/{supplier}"
	all := o.get("olga", path).ok()
	if all.size("groups") != 1 || all.at("groups.0.type") != "backoffice_payment" || all.at("groups.0.field") != "supplier" {
		t.Fatal(all.text)
	}
	if all.size("groups.0.rows") != 5 || all.at("groups.0.count") != 27.0 || all.at("groups.0.exact") != true || all.at("groups.0.rows.0.values.title") != "Счёт 24" {
		t.Error(all.at("groups.0"))
	}
	if _, told := all.at("groups.0.rows.0.values").(map[string]any)["supplier_no"]; told {
		t.Error("more is told than one line shows")
	}

	seen := map[any]bool{}
	cursor, pages := "", 0
	for pages < 5 {
		page := o.get("olga", path+"?type=backoffice_payment&field=supplier&cursor="+cursor).ok()
		pages++
		for _, row := range page.at("groups.0.rows").([]any) {
			seen[row.(map[string]any)["id"]] = true
		}
		next, more := page.at("groups.0.next").(string)
		if !more {
			break
		}
		cursor = next
	}
	if len(seen) != 27 || pages != 2 {
		t.Errorf("%d records in %d pages", len(seen), pages)
	}

	t.Run("only to whoever sees the records, and the cell that points", func(t *testing.T) {
		o.t = t
		if n := o.get("asel", path).ok().at("groups.0.count"); n != 26.0 { // all but the one that is not hers
			t.Error(n)
		}
		o.get("stepan", path).is(404, "not_found") // sees payments, but no suppliers
		o.get("olga", path+"?type=backoffice_payment&field=author").is(400, "unknown_field")
		o.get("olga", path+"?type=no_such&field=supplier").is(404, "unknown_type")
	})
	t.Run("what the type itself declares is not told twice", func(t *testing.T) {
		o.t = t
		for _, g := range o.get("olga", "/api/kontora/related/base_org_unit/{org}").ok().at("groups").([]any) {
			if g := g.(map[string]any); g["type"] == "users" || g["type"] == "base_org_unit" {
				t.Error(g["type"], g["field"])
			}
		}
	})
}
