package api_test

import (
	"net/url"
	"strings"
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

		// any letters, both syntaxes of nothing, brackets and comments
		`title ~ 'БУМАГА'`: 1, `title:lower = 'чужая'`: 1, `title ~ "а" && title !~ "ЧУЖ"`: 1, `description = null || id = ""`: 2,
		"(title = 'Чужая' || amount > 5) // both\n && currency ~ 'kz'": 2,
		`amount = 5 || amount = 1 && title = "никто"`:                  1, // && binds closer
		`"Чужая" = title`: 1, `5 < amount`: 1, `amount != "5.00"`: 1, `amount > 4.999 && amount < 5.001`: 1,

		// several values
		`watchers ?= "{stepan}"`: 1, `watchers ~ "{stepan}"`: 1, `watchers.id ?= "{stepan}"`: 1, `watchers = "{stepan}"`: 1, `watchers != "{stepan}"`: 1,
		`watchers = ""`: 1, `watchers != null`: 1, `watchers:length > 0`: 1, `watchers.full_name ?~ "STEP"`: 1, `"{stepan}" ?= watchers`: 1,
		`assignee ?= "{asel}"`: 1, `clarify = false`: 2, `clarify != true`: 2,

		// the clock of the office: 26 March 2026, 11:40 in Almaty
		`created >= @todayStart && created <= @todayEnd`: 2, `created > @tomorrow`: 0, `created > @yesterday`: 2, `pay_deadline > @monthEnd`: 2,
		`pay_deadline <= @yearEnd && pay_deadline >= @yearStart`: 2, `pay_deadline = @now`: 0, `created >= "2026-03-26"`: 2, `created < "2026-03-26 06:40:00.001Z"`: 2,
		`@day = 26 && @hour = 11 && @month = 3 && @year = 2026 && @weekday = 4`: 2,
		`@request.auth.id != ""`: 2, `open = true && phase = "new"`: 2,
	} {
		if got := found(filter).ok().at("totalItems"); got != want {
			t.Errorf("%s: %v, want %v", filter, got, want)
		}
	}
	// What PocketBase takes is taken: it knows no "in", so clients write long chains.
	long := strings.TrimSuffix(strings.Repeat(`id="{payment}"||`, 155), "||")
	if got := found(long).ok().at("totalItems"); got != 1.0 {
		t.Errorf("a long chain finds %v", got)
	}
	wide := strings.TrimSuffix(strings.Repeat(`title!~"яя"&&`, 199), "&&")
	if got := found(wide).ok().at("totalItems"); got != 2.0 {
		t.Errorf("a wide filter finds %v", got)
	}
	for filter, position := range map[string]float64{
		`titel = "x"`:                              1,
		`amount = 1 && nothing = 2`:                15,
		`@collection.users.email ~ "a"`:            1,
		`title = "amount" && amount ~ 5`:           21,
		`title:each = "x"`:                         1,
		`@request.auth.role = "x"`:                 1,
		`assignee.department.name = "x"`:           1,
		`extra.x.y = 1`:                            1,
		`title = "x" || (id = "1" && )`:            29,
		`amount > "много"`:                         10,
		`status = "nowhere"`:                       1,
		`amount == 5`:                              8,
		`title = "x`:                               9,
		`id = "` + strings.Repeat("1", 3500):       3501,
		strings.Repeat("id='1'||", 200) + "id='1'": 1601,
		`geoDistance(1,2,3,4) < 5`:                 1,
		`backoffice_memo_via_to.id = "1"`:          1,
		`amount = `:                                10,
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
	list := "/api/collections/backoffice_payment/records?sort="
	for sort, title := range map[string]string{"-created,title": "Третья", "created": "Бумага для печати", "currency,created": "Бумага для печати", "-currency,-created,title": "Третья", "+amount_kzt": "Чужая"} {
		if got := o.get("olga", list+url.QueryEscape(sort)).ok().at("items.0.title"); got != title {
			t.Errorf("%s begins with %v, want %s", sort, got, title)
		}
	}
	for _, sort := range []string{"title,amount_kzt", "currency,-created", "@random", "supplier", "nothing"} {
		o.get("olga", list+url.QueryEscape(sort)).is(400, "cannot_sort")
	}
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
