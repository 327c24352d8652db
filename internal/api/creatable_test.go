package api_test

import "testing"

// A rule that asks only who the author is refuses before anything is typed, so
// the type is not offered at all.
func TestTypesThatARuleAboutTheAuthorRefusesAreNotOffered(t *testing.T) {
	o := open(t)
	offered := func(who string) map[string]bool {
		out := map[string]bool{}
		for _, typ := range o.get(who, "/api/kontora/meta").ok().at("types").([]any) {
			typ := typ.(map[string]any)
			out[typ["slug"].(string)] = typ["creatable"] == true
		}
		return out
	}
	if !offered("asel")["backoffice_payment"] {
		t.Error("staff are not offered a payment")
	}
	contractor := offered("stepan")
	if can, visible := contractor["backoffice_payment"]; !visible || can {
		t.Errorf("the contractor: visible %v, creatable %v", visible, can)
	}
	o.ask("stepan", "POST", "/api/kontora/backoffice_payment", map[string]any{"fields": map[string]any{"title": "Моя"}}).is(400, "refused")
}
