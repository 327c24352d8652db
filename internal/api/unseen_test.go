package api_test

import (
	"fmt"
	"strings"
	"testing"
)

// Whether a record is there must not be told to whoever may not see it: whatever
// they try, the answer is the one about an id that nobody has.
func TestWhatIsNotVisibleCannotBeTried(t *testing.T) {
	o := open(t)
	o.ids["unseen"], o.ids["absent"] = o.ids["payment"], "aaaaaaaaaaaaaaa"
	account := o.get("olga", "/api/kontora/card/base_counterparty/{supplier}").ok().at("row.values.bank_accounts.0.id").(string)
	for _, c := range []struct {
		name, method, path string
		body               any
		status             int
	}{
		{"change", "PATCH", "/api/collections/backoffice_payment/records/{id}", map[string]any{"title": "x"}, 404},
		{"change, with what cannot be read", "PATCH", "/api/collections/backoffice_payment/records/{id}", map[string]any{"amount": "many", "nothing": 1}, 404},
		{"change nothing", "PATCH", "/api/collections/backoffice_payment/records/{id}", map[string]any{}, 404},
		{"delete", "DELETE", "/api/collections/backoffice_payment/records/{id}", nil, 404},
		{"edit", "PATCH", "/api/kontora/backoffice_payment/{id}", map[string]any{"fields": map[string]any{"title": "x"}}, 404},
		{"edit a revision", "PATCH", "/api/kontora/backoffice_payment/{id}", map[string]any{"fields": map[string]any{}, "revision": 99}, 404},
		{"transition", "POST", "/api/kontora/backoffice_payment/{id}/accept", map[string]any{}, 404},
		{"archive", "POST", "/api/kontora/backoffice_payment/{id}/archive", map[string]any{}, 404},
		{"restore", "POST", "/api/kontora/backoffice_payment/{id}/restore", map[string]any{}, 404},
		{"comment", "POST", "/api/kontora/comments/backoffice_payment/{id}", map[string]any{"text": "x"}, 404},
		{"draft", "POST", "/api/kontora/forms/backoffice_payment", map[string]any{"id": "{id}", "values": map[string]any{}}, 404},
		{"create under the id", "POST", "/api/collections/backoffice_payment/records", map[string]any{"id": "{id}", "title": "x"}, 400},
		{"create under the id of another type", "POST", "/api/collections/base_memo/records", map[string]any{"id": "{id}"}, 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			answers := map[string]string{}
			for _, which := range []string{"unseen", "absent"} {
				body := c.body
				if fields, ok := c.body.(map[string]any); ok && fields["id"] != nil {
					body = map[string]any{}
					for k, v := range fields {
						body.(map[string]any)[k] = v
					}
					body.(map[string]any)["id"] = o.ids[which]
				}
				r := o.ask("outside", c.method, strings.ReplaceAll(c.path, "{id}", o.ids[which]), body)
				if r.status != c.status {
					t.Errorf("%s: %d %s", which, r.status, r.text)
				}
				answers[which] = strings.ReplaceAll(r.text, o.ids[which], "ID")
			}
			if answers["unseen"] != answers["absent"] {
				t.Errorf("unseen and absent differ:\n%s%s", answers["unseen"], answers["absent"])
			}
		})
	}
	row := "/api/collections/base_counterparty_bank_accounts/records/"
	for _, method := range []string{"PATCH", "DELETE"} {
		there, not := o.ask("outside", method, row+account, map[string]any{"bik": "9"}), o.ask("outside", method, row+"aaaaaaaaaaaaaaa", map[string]any{"bik": "9"})
		if there.text != not.text || there.status != 404 {
			t.Errorf("%s of a row: %s%s", method, there.text, not.text)
		}
	}
	if title := o.get("olga", "/api/kontora/card/backoffice_payment/{payment}").ok().at("row.values.title"); title != "Бумага для печати" {
		t.Errorf("something was changed: %v", title)
	}
}

func TestIdsAreGivenNotChosen(t *testing.T) {
	o := open(t)
	memo := newMemo(o)["fields"].(map[string]any)
	create := func(who string, id any) reply {
		body := map[string]any{"id": id}
		for k, v := range memo {
			body[k] = v
		}
		return o.ask(who, "POST", "/api/collections/base_memo/records", body)
	}
	for _, id := range []any{"abcdefghij12345", o.ids["payment"], "short", 7} {
		if r := create("asel", id).is(400, "id_given"); r.at("data.id.code") != "id_given" {
			t.Error(r.text)
		}
	}
	for _, none := range []any{"", nil} { // as clients send it that know of none
		if id, _ := create("asel", none).ok().at("id").(string); len(id) != 15 {
			t.Errorf("id %q", id)
		}
	}
}

// A batch turns a PUT into a change when the id is there, else into a creation.
func TestABatchDoesNotTellWhatIsThere(t *testing.T) {
	o := open(t)
	o.takesBatches()
	for _, method := range []string{"PUT", "POST", "PATCH", "DELETE"} {
		answers := map[string]string{}
		for _, id := range []string{o.ids["payment"], "aaaaaaaaaaaaaaa"} {
			url := "/api/collections/backoffice_payment/records"
			if method == "PATCH" || method == "DELETE" {
				url += "/" + id
			}
			r := o.ask("outside", "POST", "/api/batch", map[string]any{"requests": []any{
				map[string]any{"method": method, "url": url, "body": map[string]any{"id": id, "title": "x"}}}})
			if r.status != 400 || r.at("data.requests.0.response.status") != 404.0 {
				t.Errorf("%s: %d %s", method, r.status, r.text)
			}
			answers[id] = strings.ReplaceAll(r.text, id, "ID")
		}
		if answers[o.ids["payment"]] != answers["aaaaaaaaaaaaaaa"] {
			t.Errorf("%s: unseen and absent differ:\n%v", method, answers)
		}
	}
}

// A field that somebody sees in no record is not named to them: neither in the
// description of the type nor when they try it.
func TestAFieldNeverSeenCannotBeTried(t *testing.T) {
	o := open(t)
	if strings.Contains(o.get("stepan", "/api/kontora/meta").ok().text, `"key":"amount"`) {
		t.Fatal("the contractor is told of amounts")
	}
	const pocket, ours = "/api/collections/backoffice_payment/records/{payment}", "/api/kontora/backoffice_payment/{payment}"
	answer := func(path, field string, value any) string {
		t.Helper()
		fields := map[string]any{field: value}
		body := fields
		if path == ours {
			body = map[string]any{"fields": fields}
		}
		r := o.ask("stepan", "PATCH", path, body)
		if r.status != 400 || r.at("fault.fields.0.code") != "unknown_field" {
			t.Errorf("%s %s: %d %s", path, field, r.status, r.text)
		}
		return strings.ReplaceAll(r.text, field, "NAME")
	}
	for _, path := range []string{pocket, ours} {
		for _, value := range []any{"777333.00", "1", nil, "many", map[string]any{"a": 1}, -5} {
			unknown := answer(path, "zzzzzz", value)
			for _, field := range []string{"amount", "amount_kzt", "vat_amount"} {
				if got := answer(path, field, value); got != unknown {
					t.Errorf("%s %s=%v:\n%s%s", path, field, value, got, unknown)
				}
			}
		}
	}
	plus := func(field string) string {
		r := o.ask("stepan", "PATCH", pocket, map[string]any{field + "+": 1})
		return strings.ReplaceAll(r.text, field, "NAME")
	}
	if hidden, unknown := plus("amount"), plus("zzzzzz"); hidden != unknown {
		t.Errorf("%s%s", hidden, unknown)
	}
	form := func(field string) string {
		r := o.ask("stepan", "POST", "/api/kontora/forms/backoffice_payment", map[string]any{"id": o.ids["payment"], "values": map[string]any{field: "many"}}).ok()
		return strings.ReplaceAll(r.text, field, "NAME")
	}
	if hidden, unknown := form("amount"), form("zzzzzz"); hidden != unknown {
		t.Errorf("%s%s", hidden, unknown)
	}
	if r := o.ask("stepan", "PATCH", ours, map[string]any{"fields": map[string]any{"amoun": 1}}); strings.Contains(r.text, `"near"`) {
		t.Errorf("the name is offered: %s", r.text)
	}
	// Whoever sees the field somewhere is told the truth.
	o.ask("boss", "PATCH", ours, map[string]any{"fields": map[string]any{"amount": "1"}}).is(404, "not_found")
	if code := o.ask("olga", "PATCH", ours, map[string]any{"fields": map[string]any{"amount": "1"}}).at("fault.fields.0.code"); code != "field_closed" {
		t.Error(code)
	}
}

// A body with more mistakes than anybody reads is answered with a part of them.
func TestMistakesAreNamedUpToABound(t *testing.T) {
	o := open(t)
	fields := map[string]any{}
	for i := range 50_000 {
		fields[fmt.Sprintf("nothing%d", i)] = i
	}
	rows := make([]any, 5_000)
	for i := range rows {
		rows[i] = map[string]any{"text": map[string]any{}, "nothing": 1}
	}
	pocket := map[string]any{"checklist": rows}
	for _, c := range []struct {
		method, path string
		body         any
	}{
		{"POST", "/api/kontora/backoffice_payment", map[string]any{"fields": fields}},
		{"PATCH", "/api/kontora/backoffice_payment/{payment}", map[string]any{"fields": fields}},
		{"PATCH", "/api/kontora/backoffice_payment/{payment}", map[string]any{"fields": map[string]any{"checklist": rows}}},
		{"POST", "/api/collections/backoffice_payment/records", fields},
		{"PATCH", "/api/collections/backoffice_payment/records/{payment}", pocket},
	} {
		r := o.ask("olga", c.method, c.path, c.body)
		// the bound of each list, and what is missing or closed besides
		if n := r.size("fault.fields"); r.status < 400 || r.status >= 500 || n < 200 || n > 250 {
			t.Errorf("%s %s: %d, %d mistakes", c.method, c.path, r.status, n)
		}
	}
	form := o.ask("olga", "POST", "/api/kontora/forms/backoffice_payment", map[string]any{"values": fields}).ok()
	if n := form.size("errors"); n < 200 || n > 250 {
		t.Errorf("the form names %d mistakes", n)
	}
}
