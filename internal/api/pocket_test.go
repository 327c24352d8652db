package api_test

import (
	"net/url"
	"testing"
)

func TestPocketBaseFilters(t *testing.T) {
	o := open(t)
	found := func(filter string) reply {
		return o.get("olga", "/api/collections/backoffice_payment/records?filter="+url.QueryEscape(o.named(filter)))
	}
	for filter, want := range map[string]float64{
		`amount = 777333`:                 1,
		`amount >= 5 && currency = "KZT"`: 2,
		`amount < 5`:                      0,
		`title ~ "Бумага"`:                1,
		`title ~ "Бум%"`:                  1,
		`title ~ "%печати"`:               1,
		`title !~ "Бумага"`:               1,
		`assignee = "{asel}"`:             1,
		`assignee = ""`:                   1,
		`assignee != ""`:                  1,
		`assignee.full_name = "asel"`:     1,
		`supplier.name = "Альфа" && (amount = 5 || amount = 777333)`: 2,
		`description = ""`:            2,
		`status = "new"`:              2,
		`clarify = true`:              0,
		`pay_deadline > "2026-04-05"`: 1,
		`created <= @now`:             2,
		`id = "{payment}"`:            1,
		`author = @request.auth.id`:   0,
	} {
		if got := found(filter).ok().at("totalItems"); got != want {
			t.Errorf("%s: %v, want %v", filter, got, want)
		}
	}
	for filter, position := range map[string]float64{
		`titel = "x"`:                     1,
		`amount = 1 && nothing = 2`:       15,
		`@collection.users.email ~ "a"`:   1,
		`watchers ?= "{asel}"`:            1,
		`title:lower = "x"`:               1,
		`geoDistance(1,2,3,4) < 5`:        1,
		`backoffice_memo_via_to.id = "1"`: 1,
		`amount = `:                       1,
	} {
		if got := found(filter).is(400, "filter_wrong").at("fault.params.position"); got != position {
			t.Errorf("%s: position %v, want %v", filter, got, position)
		}
	}
}

func TestPocketBasePages(t *testing.T) {
	o := open(t)
	o.make("backoffice_payment", map[string]any{"title": "Третья", "department": o.ids["org"], "supplier": o.ids["supplier"], "amount": "7",
		"currency": "KZT", "pay_deadline": "2026-04-01", "basis": "act"})
	base := "/api/collections/backoffice_payment/records?sort=-amount_kzt&perPage=2"
	first, second := o.get("olga", base).ok(), o.get("olga", base+"&page=2").ok()
	if first.size("items") != 2 || second.size("items") != 1 || first.at("totalPages") != 2.0 {
		t.Errorf("%s\n%s", first.text, second.text)
	}
	if first.at("items.0.amount") != "777333.00" || second.at("items.0.amount") != "5.00" {
		t.Errorf("not in order: %v, %v", first.at("items.0.amount"), second.at("items.0.amount"))
	}
	bare := o.get("olga", base+"&skipTotal=1&fields=id").ok()
	if bare.at("totalItems") != -1.0 || bare.at("items.0.amount") != nil || bare.at("items.0.id") == nil {
		t.Error(bare.text)
	}
	o.get("olga", "/api/collections/backoffice_payment/records?sort=title,amount").is(400, "cannot_sort")
	o.get("olga", "/api/collections/backoffice_payment/records?page=1000&perPage=1000").is(429, "page_too_far")
	rows := o.get("olga", "/api/collections/base_counterparty_bank_accounts/records")
	if rows.status != 404 {
		t.Errorf("rows are read without their record: %s", rows.text)
	}
	nested := o.get("olga", "/api/collections/backoffice_payment/records/{payment}?expand=assignee.department,supplier").ok()
	if nested.at("expand.assignee.expand.department.name") != "Контора" || nested.at("expand.supplier.name") != "Альфа" {
		t.Error(nested.text)
	}
}
