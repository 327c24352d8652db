package api_test

import "testing"

func TestAParameterIsChangedByWhomItsDeclarationNames(t *testing.T) {
	o := open(t)
	for who, want := range map[string]bool{"admin": true, "olga": true, "asel": false, "stepan": false} {
		if got := o.get(who, "/api/kontora/meta").ok().at("me.settings"); got != want {
			t.Errorf("%s is told %v about settings", who, got)
		}
	}
	if mine := o.get("asel", "/api/kontora/settings").ok(); mine.size("settings") != 0 {
		t.Error(mine.text)
	}
	mine := o.get("olga", "/api/kontora/settings").ok()
	if mine.size("settings") != 2 || mine.at("settings.0.key") != "backoffice/quotes_from" || mine.at("settings.1.key") != "backoffice/quotes_least" {
		t.Fatalf("the accountant's: %s", mine.text)
	}
	all := o.get("admin", "/api/kontora/settings").ok()
	if all.size("settings") != 23 || all.at("settings.0.key") != "backoffice/findir_from" || all.at("settings.19.key") != "base/usual_term" {
		t.Fatalf("the packs stand otherwise: %s", all.text)
	}
	for path, want := range map[string]any{
		"settings.0.pack.title": "Бэк-офис", "settings.0.field.kind": "money", "settings.0.field.currency": "KZT", "settings.0.own": false, "settings.0.changed": nil,
		"settings.2.field.kind": "integer", "settings.19.kind": "span", "settings.19.value": "7d",
	} {
		if got := all.at(path); got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	if english := o.ask("olga", "GET", "/api/kontora/settings", nil, "Accept-Language", "en").ok(); english.at("settings.0.title") != "Quotes are needed from" {
		t.Error(english.text)
	}

	set := func(who, key string, body map[string]any) reply {
		t.Helper()
		return o.ask(who, "PUT", "/api/kontora/settings/"+key, body)
	}
	set("olga", "backoffice/findir_from", map[string]any{"value": "1"}).is(403, "may_not_set")
	set("asel", "backoffice/quotes_from", map[string]any{"value": "1"}).is(403, "may_not_set")
	set("olga", "backoffice/nothing", map[string]any{"value": "1"}).is(404, "not_found")
	for _, value := range []any{"many", "1.234", true} {
		if r := set("olga", "backoffice/quotes_from", map[string]any{"value": value}).is(400, "not_amount"); r.at("fault.field") != "value" {
			t.Errorf("%v: %s", value, r.text)
		}
	}
	set("olga", "backoffice/quotes_least", map[string]any{"value": 2.5}).is(400, "not_whole")
	set("admin", "base/usual_term", map[string]any{"value": "soon"}).is(400, "not_span")

	changed := set("olga", "backoffice/quotes_from", map[string]any{"value": "750000", "comment": " Приказ № 21 "}).ok()
	for path, want := range map[string]any{
		"settings.0.value": "750000.00", "settings.0.default": "500000.00", "settings.0.own": true, "settings.0.changed.by": "users/" + o.ids["olga"],
		"settings.0.changed.old": "500000.00", "settings.0.changed.reason": "Приказ № 21", "settings.0.changed.at": "2026-03-26 06:40:00.000Z",
		"refs.users/" + o.ids["olga"] + ".title": "olga",
	} {
		if got := changed.at(path); got != want {
			t.Errorf("changed: %s is %v, want %v", path, got, want)
		}
	}
	set("admin", "backoffice/quotes_from", map[string]any{"value": nil}).ok()
	back := o.get("admin", "/api/kontora/settings").ok()
	if back.at("settings.1.value") != "500000.00" || back.at("settings.1.own") != false || back.at("settings.1.changed.old") != "750000.00" || back.at("settings.1.changed.by") != "users/"+o.ids["admin"] {
		t.Errorf("not as in the file again: %s", back.text)
	}
	key := o.ask("admin", "POST", "/api/kontora/keys", map[string]any{"title": "k", "scopes": []string{"write"}}).ok()
	o.tokens["robot"] = key.at("secret").(string)
	set("robot", "backoffice/quotes_from", map[string]any{"value": "1"}).is(403, "may_not_set")
}
