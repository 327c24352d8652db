package api_test

import (
	"fmt"
	"slices"
	"testing"
)

// found lists what a report names, by kind and key.
func found(r reply, only func(map[string]any) bool) []string {
	var out []string
	items, _ := r.at("items").([]any)
	for _, one := range items {
		u := one.(map[string]any)
		if only == nil || only(u) {
			out = append(out, fmt.Sprint(u["kind"], " ", u["type"], " ", u["key"]))
		}
	}
	return out
}

func TestWhatNobodyUsed(t *testing.T) {
	o := open(t)
	o.get("olga", "/api/kontora/config/unused").is(403, "may_not_design")
	fresh := o.get("admin", "/api/kontora/config/unused").ok()
	if old := found(fresh, func(u map[string]any) bool { return u["young"] != true }); len(old) > 0 {
		t.Errorf("everything is new here, but %v", old)
	}
	o.now = o.now.AddDate(0, 0, 100)
	o.ask("asel", "POST", "/api/kontora/backoffice_payment/{payment}/accept", `{"fields": {}}`).ok()
	u := o.get("admin", "/api/kontora/config/unused?days=90").ok()
	list := found(u, func(u map[string]any) bool { return u["young"] != true })
	for what, want := range map[string]bool{
		"type base_memo base/memo":                   true,  // nobody ever wrote one
		"transition base_memo send":                  false, // inside an unused type
		"type backoffice_payment backoffice/payment": false,
		"transition backoffice_payment accept":       false, // just now
		"transition backoffice_payment submit":       true,
		"state backoffice_payment new":               true, // entered, but a hundred days ago
		"field backoffice_payment over_reason":       true,
		"field backoffice_payment title":             false,
		"step backoffice_payment main.head":          true,
		"role <nil> backoffice/exec":                 false, // Asel acted
		"role <nil> backoffice/fin":                  true,
	} {
		if slices.Contains(list, what) != want {
			t.Errorf("%s is listed: %t", what, !want)
		}
	}
	items, _ := u.at("items").([]any)
	for _, one := range items {
		if u := one.(map[string]any); u["kind"] == "state" && u["type"] == "backoffice_payment" && u["key"] == "new" {
			if u["ever"] != float64(2) || u["recent"] != float64(0) || u["now"] != float64(1) || u["last"] == nil {
				t.Errorf("%v", u)
			}
		}
	}
	if u.at("whole") != true || u.size("uncounted") != 2 {
		t.Errorf("%v %v", u.at("whole"), u.at("uncounted"))
	}
	all := o.get("admin", "/api/kontora/config/unused?days=90&all=1").ok()
	if !slices.Contains(found(all, nil), "transition backoffice_payment accept") {
		t.Error("all is not all")
	}
	o.get("admin", "/api/kontora/config/unused?dayz=9").is(400, "unknown_parameter_near")
}
