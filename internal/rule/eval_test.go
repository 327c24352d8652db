package rule_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"kontora/internal/rule"
)

func TestValues(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		// numbers are exact
		"0.1 + 0.2 == 0.3":            "true",
		"0.1 + 0.2":                   "0.3",
		"qty * rate - 1":              "0.5",
		"7 / 2":                       "3.5",
		"1 / 3":                       "0.3333333333333333",
		"qty / 0":                     "nil",
		"-qty + +2":                   "-1",
		"1_000.50 * 2":                "2001",
		"12345678901234567.89 + 0.01": "12345678901234567.9",
		"1 < qty < 5":                 "true",
		"1 < qty < 3":                 "false",
		// money
		"amount - paid":                  "749.5 KZT",
		"amount * 2":                     "2000 KZT",
		"2 * amount":                     "2000 KZT",
		"amount / 3":                     "333.3333333333333333 KZT",
		"amount / paid > 3.99":           "true",
		"amount > 0":                     "true",
		"0 < amount":                     "true",
		"amount == money('1000', 'KZT')": "true",
		"amount == old.amount":           "false",
		"least(amount, paid)":            "250.5 KZT",
		"greatest(amount, 0)":            "1000 KZT",
		"atleast0(paid - amount)":        "0 KZT",
		"round(amount / 3)":              "333.33 KZT",
		"round(2.5)":                     "3",
		"round(-2.5)":                    "-3",
		"round(1.005, 2)":                "1.01",
		"round(amount, -2)":              "1000 KZT",
		"percent(paid, amount)":          "25.05",
		"percent(qty, 0)":                "nil",
		"money('12.50', 'USD')":          "12.5 USD",
		"money(qty, 'USD')":              "3 USD",
		"money('5', currency)":           "5 KZT",
		"money(qty + 1, currency)":       "4 KZT",
		"amount + money('5')":            "1005 KZT",
		"total + amount":                 "1700 KZT",
		"urgent ? amount : 0":            "1000 KZT",
		"settings.limit < amount":        "true",
		// text
		"title + '!'":                  "Desk lamp!",
		"upper(title)":                 "DESK LAMP",
		"lower(title)":                 "desk lamp",
		"trim('  a ')":                 "a",
		"title contains 'lamp'":        "true",
		"title startsWith 'Desk'":      "true",
		"title endsWith 'desk'":        "false",
		"title not contains 'x'":       "true",
		"title matches '^D.*p$'":       "true",
		"join(split('a,b', ','), '-')": "a-b",
		"join(tags, ', ')":             "new, gift",
		"len(title)":                   "9",
		"len(note)":                    "0",
		"upper(note)":                  "nil",
		"'gift' in tags":               "true",
		"'a' < 'b'":                    "true",
		// enums
		"status in ['sent', 'paid']":     "true",
		"status not in ['sent', 'paid']": "false",
		"rank(priority)":                 "1",
		"rank(priority) > 0":             "true",
		"urgent ? 'low' : priority":      "low",
		// dates
		"due - sent_on":                    "30",
		"due + '1d'":                       "2026-04-01",
		"due + '1mo'":                      "2026-04-30",
		"due - '1mo'":                      "2026-02-28",
		"due + days(settings.days)":        "2026-04-03",
		"due > '2026-03-30'":               "true",
		"'2026-03-31' == due":              "true",
		"due in ['2026-03-31']":            "true",
		"today":                            "2026-03-16",
		"now":                              "2026-03-15T19:30:00.000Z",
		"created + '2h30m'":                "2026-02-28T23:00:00.000Z",
		"created + '1mo'":                  "2026-03-31T20:30:00.000Z",
		"now - created":                    "14d23h",
		"now - created > '14d'":            "true",
		"now - '1h' < now":                 "true",
		"created > '2026-01-01T00:00:00Z'": "true",
		"date(created)":                    "2026-03-01",
		"month(due)":                       "2026-03-01",
		"week(due)":                        "2026-03-30",
		"year(due)":                        "2026",
		"add_months('2024-01-31', 1)":      "2024-02-29",
		"add_months(due, -1)":              "2026-02-28",
		"start_of_day(due)":                "2026-03-30T19:00:00.000Z",
		"end_of_day(due)":                  "2026-03-31T18:59:59.999Z",
		"at_time(due, '10:00')":            "2026-03-31T05:00:00.000Z",
		"after(due, '2h')":                 "2026-03-30T21:00:00.000Z",
		"before(created, '30m')":           "2026-02-28T20:00:00.000Z",
		"after(created, hours(1.5))":       "2026-02-28T22:00:00.000Z",
		// lists
		"sum(lines, .net)":                                   "300 KZT",
		"sum(lines, .qty)":                                   "3",
		"sum(lines, .net * 2)":                               "600 KZT",
		"sum(filter(lines, .qty > 1), .net)":                 "200 KZT",
		"sum(map(lines, .qty))":                              "3",
		"sum([1, 2, nil])":                                   "3",
		"count(lines)":                                       "3",
		"count(lines, .qty >= 1)":                            "2",
		"len(lines)":                                         "3",
		"any(lines, .name == 'bulb')":                        "true",
		"all(tasks, .state == 'done')":                       "false",
		"none(tasks, .hours > 5)":                            "true",
		"one(tasks, .state == 'done')":                       "true",
		"first(lines).name":                                  "lamp",
		"last(lines).name":                                   "box",
		"find(lines, .qty == 2).name":                        "bulb",
		"find(lines, .qty == 9).name":                        "nil",
		"map(tasks, .owner.name)":                            "[Ann Bob]",
		"map(filter(tasks, .state == 'open'), .owner)":       "[@bob]",
		"any(tasks, let o = #; any(lines, .qty == o.hours))": "true",
		"all([], true)":                                      "true",
		"first([]) == nil":                                   "true",
		"lines == nil":                                       "false",
		// records
		"customer.name":                    "Dawn",
		"customer.manager.name":            "Bob",
		"customer.manager.department.name": "nil",
		"customer == nil":                  "false",
		"customer.manager == author":       "false",
		"author == me":                     "true",
		"me in helpers":                    "false",
		"record.title":                     "Desk lamp",
		"record == record":                 "true",
		"old.status":                       "draft",
		"me.id":                            "ann",
		"me.name":                          "Ann",
		"me.department == unit":            "true",
		"me.org":                           "co",
		"len(me.roles)":                    "1",
		"parent(unit)":                     "@all",
		"parent(parent(unit))":             "nil",
		"present(file)":                    "true",
		"present(files)":                   "false",
		"file.size > 1000 and file.type == 'application/pdf'": "true",
		"in_role('seller')":                           "true",
		"in_role('boss')":                             "false",
		"in_role('seller', unit)":                     "true",
		"has_role(author, 'seller')":                  "true",
		"has_role(customer.manager, 'seller')":        "false",
		"lookup('tax', {country: 'KZ'}, due).percent": "16",
		"lookup('tax', {country: 'XX'}, due).percent": "nil",
		"value('tax', 'std').country":                 "KZ",
		"note ?? title":                               "Desk lamp",
		"(note ?? 'none') + '.'":                      "none.",
		"let x = qty + 1; x * x":                      "16",
		"urgent ? 'a' : 'b'":                          "a",
		"urgent ? due : '2026-01-01'":                 "2026-03-31",
		"extra == nil":                                "true",
		"comment == 'ok' and transition == 'send'":    "true",
	} {
		t.Run(src, func(t *testing.T) {
			t.Parallel()
			got, err := compile(t, src, anyType, env(rule.PlaceCheck)).Eval(order(nil))
			if err != nil || show(got) != want {
				t.Errorf("got %s, %v; want %s", show(got), err, want)
			}
		})
	}
}

func TestThreeValuedLogic(t *testing.T) {
	t.Parallel()
	// urgent is the first operand, customer.blocked the second
	truth := []any{true, false, nil}
	for _, c := range []struct {
		src  string
		want [3][3]string
	}{
		{"urgent and customer.blocked", [3][3]string{{"true", "false", "nil"}, {"false", "false", "false"}, {"nil", "false", "nil"}}},
		{"urgent or customer.blocked", [3][3]string{{"true", "true", "true"}, {"true", "false", "nil"}, {"true", "nil", "nil"}}},
		{"not urgent", [3][3]string{{"false", "false", "false"}, {"true", "true", "true"}, {"nil", "nil", "nil"}}},
		{"urgent == customer.blocked", [3][3]string{{"true", "false", "false"}, {"false", "true", "false"}, {"false", "false", "true"}}},
		{"urgent != customer.blocked", [3][3]string{{"false", "true", "true"}, {"true", "false", "true"}, {"true", "true", "false"}}},
		{"urgent ? customer.blocked : not customer.blocked", [3][3]string{{"true", "false", "nil"}, {"false", "true", "nil"}, {"nil", "nil", "nil"}}},
		{"urgent ?? customer.blocked", [3][3]string{{"true", "true", "true"}, {"false", "false", "false"}, {"true", "false", "nil"}}},
	} {
		r := compile(t, c.src, anyType, env(rule.PlaceCheck))
		for i, x := range truth {
			for j, y := range truth {
				s := order(values{"urgent": x})
				s.Source.(*source).add(rec("shop/customer", "c1", values{"blocked": y}))
				got, err := r.Eval(s)
				if err != nil || show(got) != c.want[i][j] {
					t.Errorf("%s with %v, %v: got %s, %v; want %s", c.src, x, y, show(got), err, c.want[i][j])
				}
			}
		}
	}
}

func TestNull(t *testing.T) {
	t.Parallel()
	empty := values{}
	for name := range fields["shop/order"] {
		empty[name] = nil
	}
	for src, want := range map[string]string{
		"qty == nil": "true", "nil == qty": "true", "qty != nil": "false", "qty == 3": "false", "qty != 3": "true",
		"qty < 3": "nil", "qty + 1": "nil", "1 - qty": "nil", "-qty": "nil", "amount * 2": "nil", "amount > 0": "nil",
		"title + 'x'": "nil", "title contains 'x'": "nil", "title matches 'x'": "nil", "upper(title)": "nil", "len(title)": "0",
		"customer.name": "nil", "customer.manager.name": "nil", "customer == nil": "true", "customer.blocked": "nil",
		"qty in [1, 2]": "false", "qty in [1, nil]": "true", "qty not in [1]": "true", "1 in [nil]": "false",
		"all(lines, .good)": "true", "any(lines, .good)": "false", "none(lines, .good)": "true", "one(lines, .good)": "false",
		"sum(lines, .net)": "0 KZT", "count(lines)": "0", "len(lines)": "0", "first(lines)": "nil", "lines == nil": "true",
		"map(lines, .name)": "[]", "due + '1d'": "nil", "due - sent_on": "nil", "date(created)": "nil", "month(due)": "nil",
		"least(qty, 1)": "nil", "atleast0(amount)": "nil", "round(qty)": "nil", "percent(qty, 5)": "nil", "rank(priority)": "nil",
		"present(file)": "false", "file.name": "nil", "parent(unit)": "nil", "in_role('seller', unit)": "false", "has_role(author, 'seller')": "false",
		"urgent ? 1 : 2": "nil", "title ?? 'none'": "none", "value('tax', title)": "nil", "lookup('tax', {country: title}, due)": "nil",
		"tax_id_valid(title, 'RU')": "nil", "qty >= 0 or urgent": "nil", "join(tags, ',')": "nil", "'x' in tags": "false",
		"old.status": "nil", "me == nil": "true", "me.department": "nil", "in_role('seller')": "false",
	} {
		t.Run(src, func(t *testing.T) {
			t.Parallel()
			s := order(empty)
			s.Old, s.Me = nil, nil
			got, err := compile(t, src, anyType, env(rule.PlaceCheck)).Eval(s)
			if err != nil || show(got) != want {
				t.Errorf("got %s, %v; want %s", show(got), err, want)
			}
		})
	}
}

func TestQuantifiersOverUnknown(t *testing.T) {
	t.Parallel()
	row := func(v any) any { return rec("shop/order.lines", "x", values{"good": v}) }
	for _, c := range []struct {
		rows []any
		want string // any none all one count
	}{
		{[]any{}, "false true true false 0"},
		{[]any{row(true)}, "true false true true 1"},
		{[]any{row(false)}, "false true false false 0"},
		{[]any{row(nil)}, "nil nil nil nil 0"},
		{[]any{row(nil), row(true)}, "true false nil nil 1"},
		{[]any{row(nil), row(false)}, "nil nil false nil 0"},
		{[]any{row(true), row(nil), row(true)}, "true false nil false 2"},
	} {
		var got []string
		for _, f := range []string{"any", "none", "all", "one", "count"} {
			v, err := compile(t, f+"(lines, .good)", anyType, env(rule.PlaceCheck)).Eval(order(values{"lines": c.rows}))
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, show(v))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%v: got %v, want %s", c.rows, got, c.want)
		}
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	for src, code := range map[string]string{
		"sum(lines, .cost)":                              "currency_mismatch",
		"total + first(lines).cost < total":              "",
		"total + last(filter(lines, .cost != nil)).cost": "currency_mismatch",
		"total > last(filter(lines, .cost != nil)).cost": "currency_mismatch",
		"due + '2h'":           "span_not_whole_days",
		"due + days(99999999)": "number_out_of_range",
		"due + '40000mo' + '40000mo' + '40000mo'":     "date_out_of_range",
		"created + '40000mo' + '40000mo' + '40000mo'": "date_out_of_range",
		"999999999999999999 * 999999999999999999":     "number_out_of_range",
		"round(qty, 99)":   "number_out_of_range",
		"days(30) > '1mo'": "spans_incomparable",
		"let a = title + title; let b = a + a + a + a + a + a; let c = b + b + b + b + b + b; let e = c + c + c + c + c; e + e + e + e == title": "text_too_long",
	} {
		t.Run(src, func(t *testing.T) {
			t.Parallel()
			_, err := compile(t, src, anyType, env(rule.PlaceCheck)).Eval(order(nil))
			var failure *rule.Error
			if got := errors.As(err, &failure); code == "" && err != nil || code != "" && (!got || failure.Code != code) {
				t.Errorf("got %v, want %s", err, code)
			}
		})
	}
}

// A Record that breaks its promise is an error with the field's name, and a
// panicking one does not take the caller down.
func TestBadRecords(t *testing.T) {
	t.Parallel()
	_, err := compile(t, "qty > 1", boolean, env(rule.PlaceCheck)).Eval(order(values{"qty": 3}))
	var failure *rule.Error
	if !errors.As(err, &failure) || failure.Code != "bad_value" || failure.Params["name"] != "qty" {
		t.Errorf("got %v", err)
	}
	s := order(nil)
	s.Self = brokenRecord{}
	if _, err = compile(t, "qty > 1", boolean, env(rule.PlaceCheck)).Eval(s); !errors.As(err, &failure) || failure.Code != "internal" {
		t.Errorf("got %v", err)
	}
}

type brokenRecord struct{}

func (brokenRecord) Reference() rule.Reference { return rule.Reference{} }
func (brokenRecord) Field(string) (any, error) { panic("broken") }

func TestRunawayRulesStop(t *testing.T) {
	t.Parallel()
	many := make([]any, 2_000)
	for i := range many {
		many[i] = rec("shop/order.lines", "l", values{"qty": d("1"), "name": strings.Repeat("x", 9_000)})
	}
	var doubling strings.Builder
	doubling.WriteString("let a0 = 'xxxxxxxxxx'; ")
	for i := range 40 {
		doubling.WriteString(strings.NewReplacer("N", itoa(i+1), "P", itoa(i)).Replace("let aN = aP + aP; "))
	}
	doubling.WriteString("a40 == 'x'")
	for name, src := range map[string]string{
		"nested counts":   "count(lines, count(lines, count(lines, .qty == 1) > 0) > 0) > 0",
		"nested concat":   "count(lines, let o = #; count(lines, (.name + o.name) == 'x') > 0) > 0",
		"let doubling":    doubling.String(),
		"heavy pattern":   "count(lines, .name matches '(x{1,30}){1,30}y') > 0",
		"nested contains": "count(lines, let o = #; count(lines, .name contains o.name) > 0) > 0",
	} {
		t.Run(name, func(t *testing.T) {
			r := compile(t, src, boolean, env(rule.PlaceCheck))
			_, err := r.Eval(order(values{"lines": many}))
			var failure *rule.Error
			if !errors.As(err, &failure) || failure.Code != "rule_too_expensive" && failure.Code != "text_too_long" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
