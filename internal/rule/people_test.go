package rule_test

import (
	"testing"

	"kontora/internal/rule"
)

func TestPeople(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"author":                                                  "user:ann",
		"helpers":                                                 "user:bob user:cat",
		"[author, customer.manager]":                              "user:ann user:bob",
		"[author, author]":                                        "user:ann",
		"role('seller')":                                          "role:shop/seller",
		"role('seller', unit)":                                    "role:shop/seller@east",
		"role('seller', unit.parent.parent)":                      "",
		"head(unit)":                                              "head:east",
		"members(customer.unit)":                                  "member:east",
		"org(customer)":                                           "member:c1",
		"parent(unit) == nil ? system : guest":                    "guest",
		"people(author, role('boss'))":                            "user:ann role:shop/boss",
		"except([role('boss'), helpers], author)":                 "role:shop/boss user:bob user:cat except(user:ann)",
		"except(except(helpers, author), system)":                 "user:bob user:cat except(user:ann system)",
		"only(role('boss'), members(unit))":                       "role:shop/boss only(member:east)",
		"only(only(helpers, author), head(unit))":                 "user:bob user:cat only(user:ann only(head:east))",
		"only(helpers, subject == nil ? [] : [])":                 "",
		"[except(helpers, author), role('boss')]":                 "user:bob user:cat except(user:ann) or(role:shop/boss)",
		"except([except(helpers, author), role('boss')], system)": "user:bob user:cat except(user:ann system) or(role:shop/boss except(system))",
		"map(filter(tasks, .state == 'open'), .owner)":            "user:bob",
		"note == 'x' ? author : system":                           "system",
		"qty > 5 ? author : helpers":                              "user:bob user:cat",
		"[]":                                                      "",
		"nil":                                                     "",
	} {
		t.Run(src, func(t *testing.T) {
			t.Parallel()
			got, err := compile(t, src, people, env(rule.PlacePeople)).People(order(nil))
			if err != nil || showPeople(got) != want {
				t.Errorf("got %q, %v; want %q", showPeople(got), err, want)
			}
		})
	}
}

// Union must mean the same as asking both sets, whatever their exceptions are.
func TestPeopleSetAlgebra(t *testing.T) {
	t.Parallel()
	base := []string{"role('seller')", "author", "except(role('seller'), author)", "only([role('seller'), author], head(unit))", "[]",
		"[except(role('boss'), author), only(author, role('boss'))]"}
	sets := map[string]rule.PeopleSet{}
	for _, src := range base {
		p, err := compile(t, src, people, env(rule.PlacePeople)).People(order(nil))
		if err != nil {
			t.Fatal(err)
		}
		sets[src] = p
	}
	all := []rule.Principal{"role:shop/seller", "role:shop/boss", "user:ann", "head:east"}
	for mask := range 1 << len(all) {
		tokens := map[rule.Principal]bool{}
		for i, p := range all {
			tokens[p] = mask&(1<<i) != 0
		}
		for a, x := range sets {
			for b, y := range sets {
				if got, want := x.Union(y).Has(tokens), x.Has(tokens) || y.Has(tokens); got != want {
					t.Errorf("%s with %s for %v: union has %v", a, b, tokens, got)
				}
				for name, want := range map[string]bool{"except": x.Has(tokens) && !y.Has(tokens), "only": x.Has(tokens) && y.Has(tokens)} {
					p, err := compile(t, name+"("+a+", "+b+")", people, env(rule.PlacePeople)).People(order(nil))
					if err != nil || p.Has(tokens) != want {
						t.Errorf("%s(%s, %s) for %v: %v, %v", name, a, b, tokens, p.Has(tokens), err)
					}
				}
			}
		}
	}
}
