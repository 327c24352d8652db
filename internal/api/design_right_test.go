package api_test

import (
	"reflect"
	"strings"
	"testing"
)

const (
	officePack = "schemas/backoffice/pack.json"
	payment    = "schemas/backoffice/types/payment.json"
)

// divided gives Olga the right to design one pack.
func divided(t *testing.T) *office {
	o := open(t)
	text := o.file(officePack)
	at := strings.Index(text, `"fin":`)
	end := at + strings.Index(text[at:], "}")
	if at < 0 {
		t.Fatal("no such role")
	}
	text = text[:end] + `, "design": ["backoffice"]` + text[end:]
	if r := o.ask("admin", "POST", "/api/kontora/config", map[string]any{"files": map[string]any{officePack: text}, "note": "право"}).ok(); r.at("revision") == 0.0 {
		t.Fatal(r.text)
	}
	return o
}

func TestWhoDesignsOnePackPublishesNothingElse(t *testing.T) {
	o := divided(t)
	publish := func(files map[string]any) reply {
		return o.ask("olga", "POST", "/api/kontora/config", map[string]any{"files": files, "note": "x"})
	}
	if me := o.get("olga", "/api/kontora/meta").ok(); me.at("me.design") != true || me.size("me.design_packs") != 1 || me.at("me.design_packs.0") != "backoffice" {
		t.Error(me.at("me"))
	}
	if me := o.get("admin", "/api/kontora/meta").ok(); me.at("me.design") != true || me.at("me.design_packs") != nil {
		t.Error(me.at("me"))
	}
	o.get("olga", "/api/kontora/config").ok()
	office := o.file(officePack)

	// Of other packs, and what reaches into them.
	publish(map[string]any{packFile: replaced(t, o.file(packFile), `"Делопроизводитель"`, `"Секретарь"`)}).is(403, "may_not_design_pack")
	publish(map[string]any{memo: nil}).is(403, "may_not_design_pack")
	publish(map[string]any{"rules/base/any.expr": "true"}).is(403, "may_not_design_pack")
	publish(map[string]any{"schemas/new/pack.json": `{"title": "Новый"}`}).is(403, "may_not_design_pack")
	publish(map[string]any{"schemas/stray.json": `{}`}).is(403, "may_not_design_pack")
	publish(map[string]any{"schemas/backoffice/types/more_user.json": `{"augments": "base/user", "access": {"x": {"who": "role('fin')", "level": "edit"}}}`}).is(403, "may_not_design_pack")
	o.ask("olga", "POST", "/api/kontora/config", map[string]any{"files": map[string]any{}, "moves": map[string]any{"base/memo": map[string]any{"open": "migrate"}}}).is(403, "may_not_design_pack")
	// Who may design, and which packs there are.
	publish(map[string]any{officePack: replaced(t, office, `"design": ["backoffice"]`, `"design": true`)}).is(403, "may_not_give_design")
	publish(map[string]any{officePack: replaced(t, office, `, "design": ["backoffice"]`, ``)}).is(403, "may_not_give_design")
	publish(map[string]any{officePack: nil}).is(403, "may_not_install")
	o.ask("olga", "POST", "/api/kontora/config/packs", map[string]any{"packs": []string{"backoffice"}}).is(403, "may_not_install")
	// What was before is not theirs either.
	o.ask("olga", "POST", "/api/kontora/config/restore", map[string]any{"revision": 1}).is(403, "may_not_give_design")
	o.get("olga", "/api/kontora/outbox").is(403, "may_not_design")

	// Their own pack is theirs.
	text := o.file(payment)
	if r := publish(map[string]any{payment: strings.Replace(text, `"title": "`, `"title": "Новая `, 1)}).ok(); r.at("revision") == 0.0 {
		t.Error(r.text)
	}
	if r := publish(map[string]any{officePack: strings.Replace(o.file(officePack), `"title": "`, `"title": "Новый `, 1)}).ok(); r.at("revision") == 0.0 {
		t.Error(r.text)
	}
}

func TestWhoDesignsOnePackPreparesDraftsOfAll(t *testing.T) {
	o := divided(t)
	made := o.ask("olga", "POST", drafts, map[string]any{"title": "Ольгин"}).ok()
	draft := drafts + "/" + made.at("id").(string)
	o.ask("olga", "PATCH", draft, map[string]any{"revision": 1, "files": map[string]any{packFile: replaced(t, o.file(packFile), `"Делопроизводитель"`, `"Секретарь"`)}}).ok()
	refused := o.ask("olga", "POST", draft+"/publish", map[string]any{}).is(403, "may_not_design_pack")
	if refused.at("fault.params.pack") != "base" {
		t.Error(refused.text)
	}
	if r := o.ask("admin", "POST", draft+"/publish", map[string]any{}).ok(); r.at("revision") == 0.0 {
		t.Error(r.text)
	}
}

// Whoever could sign in as an administrator would be one.
func TestWhoDesignsOnePackDoesNotSignInAsWhoDesignsAll(t *testing.T) {
	o := divided(t)
	password := map[string]any{"password": "correct horse battery"}
	if r := o.ask("olga", "PUT", "/api/kontora/password/{admin}", password); r.status != 403 {
		t.Error(r.text)
	}
	o.ask("admin", "PUT", "/api/kontora/password/{olga}", password).ok()
}

func TestAPackThatIsNotThereCannotBeDesigned(t *testing.T) {
	o := divided(t)
	text := replaced(t, o.file(officePack), `"design": ["backoffice"]`, `"design": ["backofice"]`)
	found := o.ask("admin", "POST", "/api/kontora/config/check", map[string]any{"files": map[string]any{officePack: text}}).ok()
	if found.size("diagnostics") != 1 || found.at("diagnostics.0.code") != "unknown_pack" || found.at("diagnostics.0.hint") != `did you mean "backoffice"?` {
		t.Error(found.text)
	}
}

func TestWhoDesignsOnePackCountsItsRecordsAlone(t *testing.T) {
	o := divided(t)
	of := func(who, typ string) any {
		t.Helper()
		return o.get(who, "/api/kontora/config/counts?type="+typ).ok().at("states")
	}
	own, all := of("olga", "backoffice/payment"), of("admin", "backoffice/payment")
	if own == nil || !reflect.DeepEqual(own, all) {
		t.Errorf("Olga counts %v of her own pack, there are %v", own, all)
	}
	if other := of("olga", "base/memo"); other != nil {
		t.Errorf("Olga counts %v of another pack", other)
	}
	if of("admin", "base/memo") == nil {
		t.Error("there is nothing to count, so nothing is proved")
	}
}

// The plan says beforehand what publishing would refuse, and who could do it.
func TestThePlanSaysWhoMayPublish(t *testing.T) {
	o := divided(t)
	other := map[string]any{"files": map[string]any{packFile: replaced(t, o.file(packFile), `"Делопроизводитель"`, `"Секретарь"`)}}
	denied := o.ask("olga", "POST", "/api/kontora/config/plan", other).ok()
	if denied.at("denied.code") != "may_not_design_pack" || denied.size("who") == 0 || denied.at("who.0.key") != "users/"+o.ids["admin"] {
		t.Errorf("%s", denied.text)
	}
	if may := o.ask("admin", "POST", "/api/kontora/config/plan", other).ok(); may.at("denied") != nil || may.size("who") != 0 {
		t.Error(may.at("denied"), may.at("who"))
	}
	own := map[string]any{"files": map[string]any{payment: replaced(t, o.file(payment), `"plural"`, `"note": "x", "plural"`)}}
	if may := o.ask("olga", "POST", "/api/kontora/config/plan", own).ok(); may.at("denied") != nil {
		t.Error(may.text)
	}
}
