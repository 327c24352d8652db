package api_test

import (
	"net/url"
	"strings"
	"testing"
)

func TestRelatedRecordsAreProjectedCellByCell(t *testing.T) {
	o := open(t)
	card := o.get("asel", "/api/kontora/card/base_org_unit/{org}").ok()
	related, _ := card.at("related").([]any)
	rolesOf := map[any]any{}
	for _, part := range related {
		if part := part.(map[string]any); part["field"] == "staff" {
			if part["count"] != float64(len(staff)) {
				t.Errorf("%v people, want %d", part["count"], len(staff))
			}
			for _, item := range part["rows"].([]any) {
				row := item.(map[string]any)
				rolesOf[row["id"]] = row["values"].(map[string]any)["roles"]
			}
		}
	}
	if rolesOf[o.ids["asel"]] == nil {
		t.Error("she does not see her own roles")
	}
	if rolesOf[o.ids["olga"]] != nil {
		t.Errorf("she sees the roles of a colleague: %v", rolesOf[o.ids["olga"]])
	}
}

func TestConditionsReadOnlyWhatTheAskerSees(t *testing.T) {
	o := open(t)
	rows := func(who, filter string) int {
		t.Helper()
		r := o.get(who, "/api/kontora/lists/backoffice_payment?filter="+url.QueryEscape(filter))
		if r.status != 200 {
			t.Errorf("%s, %s: %s", who, filter, r.text)
			return -1
		}
		return r.size("rows")
	}
	for _, c := range []struct {
		who, filter string
		want        int
	}{
		{"olga", `it.supplier.name == "Альфа"`, 2},
		{"stepan", `it.supplier.name == "Альфа"`, 0},     // the supplier is not visible
		{"stepan", `it.assignee.full_name == "asel"`, 0}, // nor are colleagues
		{"stepan", `it.amount > 0 or it.amount <= 0`, 0}, // nor the amount, whatever it is
		{"admin", `it.amount_kzt * 2 > 0`, 0},            // nor what is made of it
		{"olga", `it.assignee == me or it.amount > 500000`, 1},
		{"asel", `it.assignee == me`, 1},
	} {
		if got := rows(c.who, c.filter); got != c.want {
			t.Errorf("%s, %s: %d rows, want %d", c.who, c.filter, got, c.want)
		}
	}
	for _, filter := range []string{`lookup("base/vat_rate", {country: "KZ", kind: "standard"}, today).rate > 0`, `settings.findir_from > 0`, `it.amount`, `nothing`} {
		o.get("olga", "/api/kontora/lists/backoffice_payment?filter="+url.QueryEscape(filter)).is(400, "filter_wrong")
	}
}

func TestOperatorsGetPocketBaseItself(t *testing.T) {
	o := open(t)
	o.operator()
	r := o.get("operator", "/api/collections/backoffice_payment/records?filter="+url.QueryEscape(`watchers.id ?= "`+o.ids["stepan"]+`"`)).ok()
	if r.at("totalItems") != 1.0 {
		t.Error(r.text)
	}
	card := o.get("operator", "/api/kontora/card/backoffice_payment/{payment}").ok()
	if card.at("row.values.amount") != "777333.00" {
		t.Error(card.text)
	}
	o.get("operator", "/api/kontora/inbox").is(403, "people_only")
}

func TestTitlesComeInTheReadersLanguage(t *testing.T) {
	o := open(t)
	texts := `{"pack.title": "Basics", "pack.menu.office.title": "Paperwork", "types.memo.title": "Memo", "types.memo.plural": "Memos",
		"types.memo.data.properties.subject.title": "Subject", "types.memo.lifecycle.states.draft": "Draft", "types.memo.lifecycle.transitions.send.title": "Send",
		"types.request_flow.lifecycle.states.in_work.title": "In work"}`
	o.ask("admin", "POST", "/api/kontora/config", map[string]any{"files": map[string]any{"schemas/base/i18n/en.json": texts}}).ok()
	o.ids["memo"] = o.ask("asel", "POST", "/api/kontora/base_memo", newMemo(o)).ok().at("id").(string)
	card := o.ask("asel", "GET", "/api/kontora/card/base_memo/{memo}", nil, "Accept-Language", "en").ok()
	if card.at("actions.0.title") != "Send" || card.at("path.0.title") != "Draft" {
		t.Error(card.text)
	}
	missing := o.ask("asel", "POST", "/api/kontora/base_memo", map[string]any{"fields": map[string]any{"to": o.ids["boss"]}}, "Accept-Language", "en").is(400, "refused")
	if missing.at("message") != "Fill in “Subject”" {
		t.Error(missing.at("message"))
	}
	meta := o.ask("asel", "GET", "/api/kontora/meta", nil, "Accept-Language", "en").ok()
	if meta.at("packs.0.title") != "Basics" || !strings.Contains(meta.text, `"title":"Paperwork"`) || !strings.Contains(meta.text, `"plural":"Memos"`) {
		t.Error(meta.at("packs"), meta.at("menu"))
	}
	if ru := o.get("asel", "/api/kontora/card/base_memo/{memo}").ok(); ru.at("actions.0.title") != "Отправить" {
		t.Error(ru.at("actions.0.title"))
	}
}
