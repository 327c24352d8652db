package api_test

import (
	"testing"
)

func TestTheFirstRunMakesTheOwner(t *testing.T) {
	o := bare(t)
	before := o.get("", "/api/kontora/setup").ok()
	if before.at("needed") != true || before.size("packs") < 2 {
		t.Fatal(before.text)
	}
	request := map[string]any{"name": "Айдар Омаров", "email": "aidar@example.kz", "password": "correct horse", "company": "ТОО Ромашка",
		"packs": []string{"backoffice"}, "token": "guess"}
	o.ask("", "POST", "/api/kontora/setup", request).is(401, "setup_token")
	request["token"] = setupToken
	request["password"] = "short"
	o.ask("", "POST", "/api/kontora/setup", request).is(400, "refused")
	request["password"] = "correct horse"
	o.ask("", "POST", "/api/kontora/setup", request).ok()

	signedIn := o.ask("", "POST", "/api/collections/users/auth-with-password", map[string]any{"identity": "aidar@example.kz", "password": "correct horse"}).ok()
	o.tokens["owner"] = signedIn.at("token").(string)
	meta := o.get("owner", "/api/kontora/meta").ok()
	if meta.at("me.design") != true || meta.at("me.name") != "Айдар Омаров" || meta.at("product.company") != "ТОО Ромашка" || meta.at("me.unit") != "ТОО Ромашка" {
		t.Error(meta.text[:min(len(meta.text), 600)])
	}
	// Whoever has just installed the back office can work: a request from creation to being approved.
	me, _ := meta.at("me.id").(string)
	o.ask("owner", "POST", "/api/kontora/backoffice_it", map[string]any{"fields": map[string]any{"title": "Почта"}}).is(400, "refused")
	system := o.ask("owner", "POST", "/api/kontora/backoffice_it_system", map[string]any{"fields": map[string]any{"code": "MAIL", "title": "Почта"}}).ok()
	made := o.ask("owner", "POST", "/api/kontora/backoffice_it", map[string]any{"fields": map[string]any{
		"title": "Настроить почту", "it_kind": "setup", "it_system": system.at("card.row.id")}}).ok()
	path := "/api/kontora/backoffice_it/" + made.at("card.row.id").(string)
	o.ask("owner", "POST", path+"/assign", map[string]any{"fields": map[string]any{"assignee": me}}).ok()
	accepted := o.ask("owner", "POST", path+"/accept", map[string]any{}).ok()
	if accepted.at("card.row.values.status") != "in_work" {
		t.Error(accepted.text)
	}
	o.ask("", "POST", "/api/kontora/setup", request).is(409, "setup_done")
	if o.get("", "/api/kontora/setup").ok().at("needed") != false {
		t.Error("the first run can be had twice")
	}
}

func TestTheConfigurationIsChangedByThoseWhoMay(t *testing.T) {
	o := open(t)
	o.get("asel", "/api/kontora/config").is(403, "may_not_design")
	o.ask("asel", "POST", "/api/kontora/config", map[string]any{"files": map[string]any{}}).is(403, "may_not_design")
	now := o.get("admin", "/api/kontora/config").ok()
	path := "schemas/base/types/memo.json"
	files, _ := now.at("files").(map[string]any)
	text, _ := files[path].(string)
	if text == "" {
		t.Fatal("no memo in the configuration")
	}
	broken := o.ask("admin", "POST", "/api/kontora/config/check", map[string]any{"files": map[string]any{path: "{"}}).ok()
	if broken.size("diagnostics") == 0 || broken.at("diagnostics.0.file") != path {
		t.Error(broken.text)
	}
	refused := o.ask("admin", "POST", "/api/kontora/config", map[string]any{"files": map[string]any{path: "{"}, "note": "x"}).ok()
	if refused.at("revision") != 0.0 || refused.at("hash") != now.at("hash") {
		t.Error(refused.text)
	}
	same := o.ask("admin", "POST", "/api/kontora/config", map[string]any{"files": map[string]any{}, "base": "0000"}).is(409, "configuration_moved_on")
	_ = same
	published := o.ask("admin", "POST", "/api/kontora/config", map[string]any{"files": map[string]any{path: text + "\n "}, "note": "пробел", "base": now.at("hash")}).ok()
	if published.at("revision") == nil {
		t.Error(published.text)
	}
	archive := o.get("admin", "/api/kontora/config/export").ok()
	if archive.header.Get("Content-Type") != "application/zip" || archive.text[:2] != "PK" {
		t.Error(archive.header)
	}
	o.ask("admin", "POST", "/api/kontora/config/packs", map[string]any{"packs": []string{"nothing"}}).is(404, "unknown_pack")
}

func TestDesignersSeeHowManyRecordsAreInWhichState(t *testing.T) {
	o := open(t)
	of := func(typ string) map[string]any {
		t.Helper()
		states, _ := o.get("admin", "/api/kontora/config/counts?type="+typ).ok().at("states").(map[string]any)
		return states
	}
	before, all := of("backoffice/payment"), of("base/request")
	made := func(number string) string {
		fields := paymentFields(o)
		fields["supplier_no"] = number
		return o.make("backoffice_payment", fields)
	}
	made("A-1")
	id := made("A-2")
	if _, err := o.app.NonconcurrentDB().NewQuery("UPDATE backoffice_payment SET archived = created WHERE id = '" + id + "'").Execute(); err != nil {
		t.Fatal(err)
	}
	number := func(of map[string]any) float64 { n, _ := of["new"].(float64); return n }
	if now := number(of("backoffice/payment")); now != number(before)+1 {
		t.Errorf("%v new payments, before there were %v: one was made, one made and put away", now, number(before))
	}
	if now := number(of("base/request")); now != number(all)+1 {
		t.Errorf("%v new requests of all kinds, before there were %v", now, number(all))
	}
	o.get("admin", "/api/kontora/config/counts?type=base/nothing").is(404, "unknown_type")
	o.get("asel", "/api/kontora/config/counts?type=backoffice/payment").is(403, "may_not_design")
}
