package api_test

import (
	"net/url"
	"strings"
	"testing"
)

func TestOptionsOfAHiddenReferenceAreNotOffered(t *testing.T) {
	o := open(t)
	path := "/api/kontora/options/backoffice_payment?id={payment}&field="
	if o.get("olga", path+"supplier").ok().size("options") == 0 {
		t.Fatal("nothing is offered to who sees the cell")
	}
	// The admin sees the row by a rule that names few cells.
	o.get("admin", path+"supplier").is(400, "unknown_field")
	if r := o.get("admin", path+"supplier_account"); strings.Contains(r.text, "Банк") {
		t.Errorf("accounts of a hidden supplier: %s", r.text)
	}
	o.get("outside", path+"supplier").is(404, "not_found")
}

func TestCellsOfRowsAreFoundByWhoSeesThem(t *testing.T) {
	o := open(t)
	account := o.get("olga", "/api/kontora/card/base_counterparty/{supplier}").ok().at("row.values.bank_accounts.0.id").(string)
	path := "/api/collections/base_counterparty/records?filter=" + url.QueryEscape(`bank_accounts.id ?= "`+account+`"`)
	if n := o.get("olga", path).ok().size("items"); n != 1 {
		t.Fatalf("who sees the rows finds %d", n)
	}
	for _, who := range []string{"outside", "stepan", "admin", "asel"} {
		card := o.get(who, "/api/kontora/card/base_counterparty/{supplier}")
		sees := card.status == 200 && card.at("row.values.bank_accounts") != nil
		r := o.get(who, path)
		found := r.status == 200 && r.size("items") > 0
		if found && !sees {
			t.Errorf("%s finds by a row that they do not see: %s", who, r.text)
		}
	}
}

func TestRefusalsDoNotTellHiddenCells(t *testing.T) {
	o := open(t)
	for _, who := range []string{"stepan", "admin"} {
		for _, transition := range strings.Split("send accept approve return cancel pay close complete", " ") {
			r := o.ask(who, "POST", "/api/kontora/backoffice_payment/{payment}/"+transition, map[string]any{})
			saysNothing(t, who, transition, r)
			for _, secret := range []string{o.ids["supplier"], "SECRET-9", "Альфа", `"field":"amount"`, `"field":"supplier"`} {
				if strings.Contains(r.text, secret) {
					t.Errorf("%s, %s: %s", who, transition, r.text)
				}
			}
		}
	}
}

func TestADraftReadsNothingThroughAnUnseenReference(t *testing.T) {
	o := open(t)
	draft := func(id string) string {
		r := o.ask("stepan", "POST", "/api/kontora/forms/backoffice_payment", map[string]any{"values": map[string]any{"supplier": id}})
		return strings.ReplaceAll(r.text, id, "ID")
	}
	unseen, absent := draft(o.ids["supplier"]), draft("aaaaaaaaaaaaaaa")
	if unseen != absent || strings.Contains(unseen, "7712345") {
		t.Errorf("an unseen reference is told from none:\n%s\n%s", unseen, absent)
	}
}
