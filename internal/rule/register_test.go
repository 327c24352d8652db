package rule_test

import (
	"testing"

	"kontora/internal/rule"

	"github.com/google/go-cmp/cmp"
)

// A balance is read by its dimensions, and what it hangs on is known.
func TestBalance(t *testing.T) {
	t.Parallel()
	r, issues := rule.Compile("balance('budget', {order: record}).left >= amount and not exceeds('budget', 'sent')", boolean, rule.Env{Place: rule.PlaceCheck, Pack: "shop", Self: "shop/order", World: world{}})
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	order := rec("shop/order", "o1", values{"amount": kzt("30.00")})
	holds, known, err := r.True(&rule.Scope{Self: order, Source: &source{}})
	if err != nil || !known || !holds {
		t.Errorf("holds %t, known %t, %v", holds, known, err)
	}
	want := []rule.BalanceRead{{Register: "shop/budget", By: map[string][]rule.Path{"order": {{Root: "self"}}}}}
	if diff := cmp.Diff(want, r.Balances()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A limit tells how much room there is: below zero, by how much it is broken.
func TestRooms(t *testing.T) {
	t.Parallel()
	r, issues := rule.Compile("qty <= rate and amount > paid and note != nil", boolean, rule.Env{Place: rule.PlaceCheck, Pack: "shop", Self: "shop/order", World: world{}})
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	rooms, err := r.Rooms(&rule.Scope{Self: rec("shop/order", "o1", values{"qty": d("7"), "rate": d("5"), "amount": kzt("10"), "paid": kzt("4")})})
	if err != nil {
		t.Fatal(err)
	}
	left := func(s string) *string { return &s }
	want := []struct {
		holds bool
		left  *string
	}{{false, left("-2")}, {true, left("6")}, {false, nil}}
	for i, w := range want {
		got := rooms[i]
		if got.Holds != w.holds || (got.Left == nil) != (w.left == nil) || w.left != nil && got.Left.String() != *w.left {
			t.Errorf("conjunct %d: %+v, want %+v", i, got, w)
		}
	}
}
