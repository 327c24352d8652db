package api_test

import (
	"strings"
	"testing"
)

func TestAnAdministratorLetsAPersonIn(t *testing.T) {
	o := open(t)
	o.ids["new"] = o.make("users", map[string]any{"full_name": "Новая", "email": "new@example.kz", "department": o.ids["org"], "roles": []any{"base/employee"}})
	signIn := func(password string) reply {
		return o.ask("", "POST", "/api/collections/users/auth-with-password", map[string]any{"identity": "new@example.kz", "password": password})
	}
	card := func(who string) reply { t.Helper(); return o.get(who, "/api/kontora/card/users/{new}").ok() }
	give := func(who, password string) reply {
		return o.ask(who, "PUT", "/api/kontora/password/{new}", map[string]any{"password": password})
	}

	before := card("admin")
	for path, want := range map[string]any{"account.has": false, "account.open": false, "account.login": "new@example.kz", "account.least": 10.0, "account.given": nil} {
		if got := before.at(path); got != want {
			t.Errorf("before: %s is %v, want %v", path, got, want)
		}
	}
	if told := card("asel").at("account"); told != nil {
		t.Errorf("a colleague is told how she signs in: %v", told)
	}
	if told := o.get("admin", "/api/kontora/card/backoffice_payment/{payment}").ok().at("account"); told != nil {
		t.Errorf("a payment signs in: %v", told)
	}
	give("asel", "correct horse").is(403, "may_not_administer")
	give("stepan", "correct horse").is(404, "not_found")
	give("admin", "too short").is(400, "password_short")
	if card("admin").at("account.has") != false {
		t.Fatal("a refused password was kept")
	}

	give("admin", "correct horse").ok()
	given := card("admin")
	if given.at("account.has") != true || given.at("account.open") != false || given.at("account.given.by") != "users/"+o.ids["admin"] || given.at("account.given.at") != "2026-03-26 06:40:00.000Z" {
		t.Errorf("given: %v", given.at("account"))
	}
	if r := signIn("correct horse"); r.status < 400 {
		t.Error("somebody who is not active signs in")
	}
	o.ask("admin", "POST", "/api/kontora/users/{new}/activate", map[string]any{}).ok()
	o.tokens["new"], _ = signIn("correct horse").ok().at("token").(string)
	if card("admin").at("account.open") != true || o.get("new", "/api/kontora/meta").ok().at("me.name") != "Новая" {
		t.Error("the door is open to nobody")
	}

	// A new password ends what was begun with the old one.
	give("admin", "another horse").ok()
	if r := o.get("new", "/api/kontora/meta"); r.status != 401 {
		t.Errorf("still signed in: %d", r.status)
	}
	if r := signIn("correct horse"); r.status != 400 {
		t.Errorf("the old password works: %d", r.status)
	}
	signIn("another horse").ok()
	if history := o.get("admin", "/api/kontora/history/users/{new}").ok(); strings.Contains(history.text, "horse") {
		t.Error("history has the password")
	}
	key := o.ask("admin", "POST", "/api/kontora/keys", map[string]any{"title": "k", "scopes": []string{"write"}}).ok()
	o.tokens["robot"] = key.at("secret").(string)
	give("robot", "by a program").is(403, "may_not_administer")
	if told := card("robot").at("account"); told != nil {
		t.Errorf("a program is told: %v", told)
	}
}
