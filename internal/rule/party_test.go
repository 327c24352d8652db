package rule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontora/internal/rule"
)

func TestAPeopleExpressionNamesItsParties(t *testing.T) {
	t.Parallel()
	body := compile(t, "[role('boss', u), p]", people, rule.Env{Place: rule.PlaceRule, Pack: "shop",
		Vars: map[string]rule.Type{"u": rule.RefTo("shop/unit"), "p": rule.RefTo("shop/person")}, World: world{}})
	e := env(rule.PlacePeople)
	e.World = world{map[string]*rule.Function{"bosses": {Name: "shop/bosses",
		Args: []rule.Arg{{Name: "u", Type: rule.RefTo("shop/unit")}, {Name: "p", Type: rule.RefTo("shop/person")}}, Returns: people, Body: body}}}
	for src, want := range map[string]string{
		"author":                                  "person:author",
		"helpers":                                 "person:helpers",
		"customer.manager":                        "person:customer.manager",
		"[author, helpers]":                       "person:author person:helpers",
		"role('boss')":                            "role:shop/boss",
		"role('boss', unit)":                      "role:shop/boss@unit",
		"head(unit)":                              "head:unit",
		"members(customer.unit)":                  "members:customer.unit",
		"people(author, role('seller'))":          "person:author role:shop/seller",
		"except(role('boss'), author)":            "role:shop/boss-",
		"urgent ? author : role('boss')":          "person:author? role:shop/boss?",
		"author ?? customer.manager":              "person:author? person:customer.manager?",
		"let who = author; [who, head(unit)]":     "person:author head:unit",
		"map(tasks, .owner)":                      "person:tasks.owner",
		"system":                                  "system:system",
		"bosses(customer.unit, author)":           "role:shop/boss@customer.unit person:author",
		"[except(author, helpers), role('boss')]": "person:author- role:shop/boss",
	} {
		var got []string
		for _, p := range compile(t, src, people, e).Parties() {
			s := p.Key()
			if p.Within {
				var of []string
				for _, path := range p.Of {
					of = append(of, path.String())
				}
				s += "@" + strings.Join(of, ",")
			}
			got = append(got, s+map[bool]string{true: "?"}[p.Sometimes]+map[bool]string{true: "-"}[p.Narrowed])
		}
		if !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s: %v, want %s", src, fmt.Sprint(got), want)
		}
	}
}
