package rule_test

import (
	"testing"

	"kontora/internal/rule"
)

// Whether somebody has opened a record is asked of the one who acts; nobody in
// particular has opened nothing.
func TestOpened(t *testing.T) {
	r, issues := rule.Compile("opened(customer)", boolean, rule.Env{Place: rule.PlaceCheck, Pack: "shop", Self: "shop/order", World: world{}})
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	if got := r.Opens(); len(got) != 1 || !r.Uses("me") {
		t.Error(got, r.Uses("me"))
	}
	for _, place := range []rule.Place{rule.PlaceReactive, rule.PlaceQuery, rule.PlaceAccess, rule.PlaceStep} {
		if _, issues := rule.Compile("opened(customer)", boolean, rule.Env{Place: place, Pack: "shop", Self: "shop/order", World: world{}}); len(issues) == 0 {
			t.Errorf("asked in place %s", place)
		}
	}
	if _, issues := rule.Compile("opened(amount)", boolean, rule.Env{Place: rule.PlaceCheck, Pack: "shop", Self: "shop/order", World: world{}}); len(issues) == 0 {
		t.Error("asked of an amount")
	}
}
