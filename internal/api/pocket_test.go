package api_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pocketbase/dbx"
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

func TestListsAreSortedBySeveralFields(t *testing.T) {
	o := open(t)
	for _, p := range [][3]string{{"А", "2026-04-01", "300"}, {"Б", "2026-04-10", "5"}, {"В", "2026-04-01", "20"}} {
		o.make("backoffice_payment", map[string]any{"title": p[0], "department": o.ids["org"], "supplier": o.ids["supplier"], "amount": p[2],
			"currency": "KZT", "pay_deadline": p[1], "basis": "act"})
	}
	const paper, other = "Бумага для печати", "Чужая"
	for sort, want := range map[string][]any{
		"pay_deadline,-amount_kzt":             {paper, "А", "В", "Б", other},
		"-pay_deadline,amount_kzt,title":       {"Б", other, "В", "А", paper},
		"currency,-pay_deadline,-title":        {other, "Б", "В", paper, "А"},
		"pay_deadline,amount_kzt,-created":     {"В", "А", paper, "Б", other},
		" pay_deadline , +title , -amount_kzt": {"А", paper, "В", "Б", other},
	} {
		var got, paged []any
		for _, size := range []string{"500", "2"} {
			got = nil
			for cursor := ""; ; {
				page := o.get("olga", "/api/kontora/lists/backoffice_payment?columns=title&limit="+size+"&cursor="+cursor+"&sort="+url.QueryEscape(sort)).ok()
				for i := range page.size("rows") {
					got = append(got, page.at(fmt.Sprintf("rows.%d.values.title", i)))
				}
				if next, more := page.at("next").(string); more {
					cursor = next
					continue
				}
				break
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s by %s:\n%s", sort, size, diff)
			}
		}
		for n := 1; n <= 3; n++ {
			page := o.get("olga", fmt.Sprintf("/api/collections/backoffice_payment/records?perPage=2&page=%d&sort=%s", n, url.QueryEscape(sort))).ok()
			for i := range page.size("items") {
				paged = append(paged, page.at(fmt.Sprintf("items.%d.title", i)))
			}
		}
		if diff := cmp.Diff(want, paged); diff != "" {
			t.Errorf("%s over PocketBase's route:\n%s", sort, diff)
		}
	}
	// Stepan never sees amounts: neither as the first key nor as the second.
	for _, sort := range []string{"amount,title", "title,amount"} {
		o.get("stepan", "/api/kontora/lists/backoffice_payment?sort="+url.QueryEscape(sort)).is(400, "cannot_sort")
		o.get("stepan", "/api/collections/backoffice_payment/records?sort="+url.QueryEscape(sort)).is(400, "cannot_sort")
	}
	o.get("olga", "/api/kontora/lists/backoffice_payment?sort=title,currency,status,priority,basis").is(400, "too_many_sorts")
	o.get("olga", "/api/kontora/lists/backoffice_payment?sort=title&cursor=eyJzIjpbMV0sIm4iOjF9").is(400, "bad_cursor")
}

// What is too much to be sorted is not passed off as the whole list.
func TestMoreThanCanBeSortedIsSaid(t *testing.T) {
	o := open(t)
	o.multiply("backoffice_payment", 5100)
	sort := "sort=" + url.QueryEscape("currency,-title")
	list := o.get("admin", "/api/kontora/lists/backoffice_payment?limit=1&"+sort).ok()
	if list.at("searched.scanned") != 5000.0 {
		t.Errorf("not said: %s", list.text)
	}
	o.get("admin", "/api/collections/backoffice_payment/records?"+sort).is(429, "too_many_to_sort")
	o.get("admin", "/api/collections/backoffice_payment/records?sort=title").is(429, "too_many_to_sort")
	o.get("admin", "/api/collections/backoffice_payment/records?sort=-number").ok()
	o.get("admin", "/api/collections/backoffice_payment/records?sort=-created").ok()
}

// multiply copies the oldest record of a type, with its rights, past the engine.
func (o *office) multiply(slug string, times int) {
	o.t.Helper()
	columns := []string{}
	if err := o.app.DB().NewQuery("SELECT name FROM pragma_table_info('" + slug + "') WHERE name NOT IN ('id', 'n')").Column(&columns); err != nil {
		o.t.Fatal(err)
	}
	same := "`" + strings.Join(columns, "`, `") + "`"
	const copies = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < {:times}) "
	for _, statement := range []string{
		"INSERT INTO " + slug + " (id, n, " + same + ") " + copies + "SELECT printf('copy%011d', x), 1000000 + x, " + same +
			" FROM c, (SELECT * FROM " + slug + " ORDER BY n LIMIT 1)",
		"INSERT INTO k_acl " + copies + "SELECT p, ty, 1000000 + x, st, g FROM c, (SELECT * FROM k_acl WHERE n = (SELECT min(n) FROM " + slug + "))",
		copies + "INSERT INTO k_counters SELECT p, ty, st, {:times} FROM k_acl WHERE n = 1000001 ON CONFLICT DO UPDATE SET c = c + {:times}",
	} {
		if _, err := o.app.NonconcurrentDB().NewQuery(statement).Bind(dbx.Params{"times": times}).Execute(); err != nil {
			o.t.Fatalf("%s: %v", statement, err)
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
	for _, sort := range []string{"@random", "supplier", "nothing", "currency,nothing", "currency,title,"} {
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
