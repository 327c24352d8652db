package api_test

import "testing"

// Which types the menu counts is said by the server alone: those whose records
// get done. Staff have a lifecycle too, and nobody ever finishes with them.
func TestTheMenuCountsWorkOnly(t *testing.T) {
	o := open(t)
	counts := o.get("admin", "/api/kontora/counts").ok()
	open, _ := counts.at("open").(map[string]any)
	if open["backoffice_payment"] != 2.0 {
		t.Errorf("open payments: %v", open)
	}
	meta := o.get("admin", "/api/kontora/meta").ok()
	inMenu := 0
	for g := range meta.size("menu") {
		group := "menu." + string(rune('0'+g)) + ".items"
		for i := range meta.size(group) {
			item := group + "." + string(rune('0'+i))
			slug, _ := meta.at(item + ".type").(string)
			n, isCounted := open[slug]
			if meta.at(item+".open") != n {
				t.Errorf("%s: %v in the menu, %v counted", slug, meta.at(item+".open"), n)
			}
			if isCounted {
				inMenu++
			}
		}
	}
	if _, isCounted := open["users"]; isCounted || inMenu < 3 {
		t.Errorf("counted: %v", open)
	}
}
