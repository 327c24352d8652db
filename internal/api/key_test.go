package api_test

import (
	"testing"
	"time"
)

func (o *office) key(name, who string, body map[string]any) string {
	o.t.Helper()
	r := o.ask(who, "POST", "/api/kontora/keys", body).ok()
	o.tokens[name] = "Bearer " + r.at("secret").(string)
	return r.at("id").(string)
}

func TestAKeyActsForItsOwnerWithinItsScope(t *testing.T) {
	o := open(t)
	o.key("reads", "olga", map[string]any{"title": "Отчёт", "scopes": []string{"backoffice_payment:read"}})
	o.key("writes", "asel", map[string]any{"title": "Сайт", "scopes": []string{"write"}})

	if n := o.get("reads", "/api/kontora/lists/backoffice_payment").ok().size("rows"); n != 2 {
		t.Errorf("the key lists %d payments", n)
	}
	card := o.get("reads", "/api/kontora/card/backoffice_payment/{payment}").ok()
	if card.size("actions") != 0 || card.at("can.edit") != false {
		t.Errorf("a reading key is offered actions: %s", card.text)
	}
	refs, _ := card.at("refs").(map[string]any)
	if seen, _ := refs["base_counterparty/"+o.ids["supplier"]].(map[string]any); seen["gone"] != true {
		t.Errorf("a narrow key is told the title of another type: %v", seen)
	}
	o.get("reads", "/api/kontora/lists/base_memo").is(404, "unknown_type")
	o.get("reads", "/api/collections/base_counterparty/records").is(404, "unknown_type")
	expanded := o.get("reads", "/api/collections/backoffice_payment/records/{payment}?expand=supplier").ok()
	if expanded.at("expand.supplier") != nil {
		t.Error("expand leads out of the scope")
	}
	o.ask("reads", "POST", "/api/kontora/backoffice_payment/{payment}/accept", map[string]any{}).is(403, "key_scope")
	o.ask("reads", "PATCH", "/api/collections/backoffice_payment/records/{payment}", map[string]any{"title": "x"}).is(403, "key_scope")
	o.ask("reads", "POST", "/api/kontora/comments/backoffice_payment/{payment}", map[string]any{"text": "x"}).is(403, "may_not_comment")

	made := o.ask("writes", "POST", "/api/kontora/base_memo", newMemo(o)).ok()
	if made.at("card.people.author") != "users/"+o.ids["asel"] {
		t.Errorf("the author is not the owner of the key: %s", made.text)
	}
}

func TestAKeyOpensNothingWiderThanItself(t *testing.T) {
	o := open(t)
	o.key("key", "asel", map[string]any{"title": "Сайт", "scopes": []string{"read"}})
	for _, path := range []string{"/api/kontora/keys", "/api/kontora/push", "/api/files/token", "/api/collections/users/auth-refresh", "/api/realtime", "/api/batch"} {
		o.ask("key", "POST", path, map[string]any{}).is(401, "key_not_here")
	}
	for _, path := range []string{"/api/kontora/views", "/api/kontora/notifications/read"} { // the owner's own, to read only
		o.ask("key", "POST", path, map[string]any{}).is(401, "key_not_here")
	}
}

func TestAKeyOpensTheConfigurationByAScopeOfItsOwn(t *testing.T) {
	o := open(t)
	keep := map[string]any{"files": map[string]any{}}
	note := map[string]any{"files": map[string]any{"schemas/base/types/note.json": `{"title": "Заметка", "data": {"properties": {"text": {"title": "Текст", "type": "string"}}}}`}}
	o.key("records", "admin", map[string]any{"title": "Записи", "scopes": []string{"read", "write"}})
	o.key("reads", "admin", map[string]any{"title": "Сверка", "scopes": []string{"configuration:read"}})
	o.key("publishes", "admin", map[string]any{"title": "Выкладка", "scopes": []string{"configuration:publish"}})

	for _, path := range []string{"/api/kontora/config", "/api/kontora/config/export"} {
		o.get("records", path).is(403, "key_scope")
		o.get("reads", path).ok()
		o.get("publishes", path).ok()
	}
	o.ask("records", "POST", "/api/kontora/config", note).is(403, "key_scope")
	o.ask("reads", "POST", "/api/kontora/config/check", note).ok()
	o.ask("reads", "POST", "/api/kontora/config", note).is(403, "key_scope")
	o.ask("reads", "POST", "/api/kontora/config/packs", map[string]any{"packs": []string{"base"}}).is(403, "key_scope")

	before := o.get("publishes", "/api/kontora/config").ok()
	made := o.ask("publishes", "POST", "/api/kontora/config", note).ok()
	if after := o.get("reads", "/api/kontora/config").ok(); made.at("revision") == before.at("revision") ||
		after.at("revision") != made.at("revision") || after.at("by") != o.ids["admin"] {
		t.Errorf("published %s\n%v by %v", made.text, after.at("revision"), after.at("by"))
	}

	for _, name := range []string{"reads", "publishes"} { // no record, no setting
		o.get(name, "/api/kontora/lists/backoffice_payment").is(404, "unknown_type")
		o.get(name, "/api/collections/backoffice_payment/records/{payment}").is(404, "unknown_type")
		if me := o.get(name, "/api/kontora/meta").ok(); me.at("me.design") != false || me.size("types") != 0 {
			t.Errorf("%s: %v %d types", name, me.at("me.design"), me.size("types"))
		}
	}

	refuse := func(who, scope string) reply {
		return o.ask(who, "POST", "/api/kontora/keys", map[string]any{"title": "x", "scopes": []string{scope}})
	}
	refuse("admin", "configuration").is(400, "scope_unknown")
	refuse("admin", "configuration:write").is(400, "scope_unknown")
	refuse("asel", "configuration:read").is(403, "may_not_design")

	o.set("users", "{admin}", map[string]any{"roles": []any{"base/employee"}})
	o.get("reads", "/api/kontora/config").is(403, "may_not_design")
	o.ask("publishes", "POST", "/api/kontora/config", keep).is(403, "may_not_design")
}

func TestAKeyEnds(t *testing.T) {
	o := open(t)
	id := o.key("key", "asel", map[string]any{"title": "Сайт", "scopes": []string{"read"}, "until": "2026-03-27"})
	o.get("key", "/api/kontora/views").ok()
	listed := o.get("asel", "/api/kontora/keys").ok()
	if listed.at("keys.0.secret") != nil || listed.at("keys.0.used") == nil || listed.at("keys.0.until") != "2026-03-27 19:00:00.000Z" {
		t.Error(listed.text)
	}
	o.now = o.now.Add(48 * time.Hour)
	o.get("key", "/api/kontora/views").is(401, "key_refused")
	o.now = o.now.Add(-48 * time.Hour)
	o.get("key", "/api/kontora/views").ok()
	o.ask("olga", "DELETE", "/api/kontora/keys/"+id, nil).is(404, "key_missing")
	o.ask("asel", "DELETE", "/api/kontora/keys/"+id, nil).ok()
	o.get("key", "/api/kontora/views").is(401, "key_refused")
	o.tokens["forged"] = "Bearer kntr_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	o.get("forged", "/api/kontora/views").is(401, "key_refused")
	o.ask("asel", "POST", "/api/kontora/keys", map[string]any{"title": "x", "scopes": []string{"all"}}).is(400, "scope_unknown")
	o.ask("asel", "POST", "/api/kontora/keys", map[string]any{"title": "x", "scopes": []string{"read"}, "until": "2020-01-01"}).is(400, "until_past")
}
