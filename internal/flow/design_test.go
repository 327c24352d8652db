package flow_test

import (
	"slices"
	"testing"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
)

func TestWhoMayDesignWhat(t *testing.T) {
	t.Parallel()
	m := &model.Model{Roles: map[string]*model.Role{
		"base/admin": {Design: true}, "desk/head": {DesignPacks: []string{"desk"}}, "shop/head": {DesignPacks: []string{"shop", "desk"}}, "desk/clerk": {},
	}}
	of := func(roles ...string) flow.Design { return flow.DesignOf(m, &rule.Person{Roles: roles}) }
	all, desk, shop, none := of("desk/head", "base/admin"), of("desk/head", "gone/role"), of("shop/head"), of("desk/clerk")
	if !all.Any() || !all.May("any") || !desk.Any() || !desk.May("desk") || desk.May("shop") || none.Any() || none.May("desk") || flow.DesignOf(m, nil).Any() {
		t.Error(all, desk, shop, none)
	}
	if got := of("shop/head", "desk/head").Packs(); !slices.Equal(got, []string{"desk", "shop"}) {
		t.Error(got)
	}
	for _, c := range []struct {
		a, b flow.Design
		want bool
	}{{all, all, true}, {all, desk, true}, {desk, all, false}, {shop, desk, true}, {desk, shop, false}, {none, none, true}, {none, desk, false}, {desk, none, true}} {
		if c.a.Covers(c.b) != c.want {
			t.Errorf("%v covers %v: want %t", c.a, c.b, c.want)
		}
	}
}
