package rule_test

import (
	"fmt"
	"strings"
	"testing"

	"kontora/internal/rule"

	"github.com/google/go-cmp/cmp"
)

func paths(list []rule.Path) string {
	var out []string
	for _, p := range list {
		out = append(out, p.String())
	}
	return strings.Join(out, " ")
}

func TestReads(t *testing.T) {
	t.Parallel()
	e := env(rule.PlaceCheck)
	e.World = world{rules: ownRules(t)}
	for src, want := range map[string]string{
		"amount > paid": "amount paid",
		"customer != nil and customer.manager.name == 'x'":            "customer.manager.name",
		"any(tasks, .state == 'open' and .owner == author)":           "tasks.state tasks.owner author",
		"sum(filter(lines, .good), .net) > paid":                      "lines.good lines.net paid",
		"first(tasks).owner.name == title":                            "tasks.owner.name title",
		"let c = customer; c.name == old.customer.name":               "customer.name old.customer.name",
		"(urgent ? author : customer.manager).name == 'x'":            "urgent author.name customer.manager.name",
		"me.department == unit and settings.limit > amount":           "me.department unit settings.limit amount",
		"large(customer, amount)":                                     "amount customer.limit customer.manager.name",
		"large(find(tasks, .state == 'open').order.customer, amount)": "tasks.state amount tasks.order.customer.limit tasks.order.customer.manager.name",
		"present(file) and extra == nil":                              "file extra",
		"count(tasks) > 0":                                            "tasks",
		"record == subject":                                           "subject",
	} {
		t.Run(src, func(t *testing.T) {
			t.Parallel()
			if got := paths(compile(t, src, boolean, e).Reads()); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestReadsNameTheTypesOnTheWay(t *testing.T) {
	t.Parallel()
	got := compile(t, "any(tasks, .owner.name == 'x')", boolean, env(rule.PlaceCheck)).Reads()
	want := []rule.Path{{Root: "self", Fields: []string{"tasks", "owner", "name"}, Types: []string{"shop/order", "shop/task", "shop/person"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func ownRules(t testing.TB) map[string]*rule.Function {
	rules := map[string]*rule.Function{}
	add := func(name, src string, returns rule.Type, args ...rule.Arg) {
		e := rule.Env{Place: rule.PlaceRule, Pack: "shop", World: world{rules: rules}, Vars: map[string]rule.Type{"settings": vars["settings"]}}
		for _, a := range args {
			e.Vars[a.Name] = a.Type
		}
		rules[name] = &rule.Function{Name: "shop/" + name, Args: args, Returns: returns, Body: compile(t, src, returns, e)}
	}
	customer, amount := rule.Arg{Name: "c", Type: rule.RefTo("shop/customer")}, rule.Arg{Name: "sum", Type: cash("KZT")}
	add("large", "sum > c.limit and (c.manager.name == 'Bob' or sum > 0)", boolean, customer, amount)
	add("twice", "sum * 2", cash("KZT"), amount)
	add("four_times", "twice(twice(sum))", cash("KZT"), amount)
	add("is_late", "today > '2026-01-01'", boolean)
	add("same", "sum", cash("KZT"), amount)
	prev := "same"
	for i := range 20 {
		name := fmt.Sprintf("chain%d", i)
		add(name, prev+"("+prev+"(sum))", cash("KZT"), amount)
		prev = name
	}
	return rules
}

func TestOwnRules(t *testing.T) {
	t.Parallel()
	e := env(rule.PlaceCheck)
	e.World = world{rules: ownRules(t)}
	for src, want := range map[string]string{
		"four_times(amount)":        "4000 KZT",
		"twice(0)":                  "0 KZT",
		"twice(nil)":                "nil",
		"large(customer, amount)":   "false",
		"large(customer, amount*9)": "true",
		"large(nil, amount)":        "nil",
	} {
		got, err := compile(t, src, anyType, e).Eval(order(nil))
		if err != nil || show(got) != want {
			t.Errorf("%s: got %s, %v; want %s", src, show(got), err, want)
		}
	}
	if _, err := compile(t, "chain19(amount)", anyType, e).Eval(order(nil)); err == nil || !strings.Contains(err.Error(), "rule_too_expensive") {
		t.Errorf("a million calls: %v", err)
	}
	e.Place = rule.PlaceReactive
	_, issues := rule.Compile("is_late()", boolean, e)
	if diff := cmp.Diff([]finding{{0, 9, "not_here", "what happens by time is a timer; what a person does is a transition"}}, findings(issues), cmp.AllowUnexported(finding{})); diff != "" {
		t.Error(diff)
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	e := env(rule.PlaceCheck)
	e.World = world{rules: ownRules(t)}
	for src, want := range map[string][]string{
		"amount > paid": {"amount > paid | true | amount=1000 KZT paid=250.5 KZT"},
		"(urgent) and ( (qty > 5 and note == 'x and y') ) && note contains 'x'": {
			"urgent | true | urgent=true", "qty > 5 | false | qty=3", "note == 'x and y' | false | note=nil", "note contains 'x' | ? | note=nil"},
		"1 < qty < 3 and not urgent":    {"1 < qty < 3 | false | qty=3", "not urgent | false | urgent=true"},
		"urgent or qty > 1 and qty > 2": {"urgent or qty > 1 and qty > 2 | true | urgent=true qty=3"},
		"customer.manager.name == 'X' and all(tasks, .state == 'done')": {
			"customer.manager.name == 'X' | false | customer.manager.name=Bob", "all(tasks, .state == 'done') | false | tasks.state=[done open]"},
		"large(customer, amount) and urgent": {
			"sum > c.limit | false | amount=1000 KZT customer.limit=5000 KZT",
			"c.manager.name == 'Bob' or sum > 0 | true | customer.manager.name=Bob amount=1000 KZT", "urgent | true | urgent=true"},
		"let q = qty; q > 5 and urgent": {"let q = qty; q > 5 and urgent | false | qty=3 urgent=true"},
		"amount >= settings.limit and author == me": {
			"amount >= settings.limit | true | amount=1000 KZT settings.limit=500 KZT", "author == me | true | author=@ann"},
	} {
		t.Run(src, func(t *testing.T) {
			t.Parallel()
			clauses, err := compile(t, src, boolean, e).Explain(order(nil))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range clauses {
				holds := "?"
				if c.Holds != nil {
					holds = fmt.Sprint(*c.Holds)
				}
				var readings []string
				for _, r := range c.Readings {
					readings = append(readings, r.Path.String()+"="+show(r.Value))
				}
				got = append(got, c.Src+" | "+holds+" | "+strings.Join(readings, " "))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"Order {title}: {amount} of {customer.name}":      "Order Desk lamp: 1000.00 KZT of Dawn",
		"{{literal}} {qty}":                               "{literal} 3",
		"due {due}, note {note}.":                         "due 2026-03-31, note .",
		"{qty > 1 ? 'a } b' : \"{\"}":                     "a } b",
		"{map(tasks, .owner.name)}":                       "Ann, Bob",
		"{lookup('tax', {country: 'KZ'}, due).percent} %": "16 %",
		"":        "",
		"plain }": "plain }",
	} {
		tpl, issues := rule.CompileText(src, env(rule.PlaceText))
		if len(issues) > 0 {
			t.Errorf("%s: %v", src, issues)
			continue
		}
		if got, err := tpl.Render(order(nil), nil); err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", src, got, err, want)
		}
	}
	tpl, _ := rule.CompileText("{title} {customer.name}", env(rule.PlaceText))
	if got := paths(tpl.Reads()); got != "title customer.name" {
		t.Errorf("reads %s", got)
	}
	for src, want := range map[string]finding{
		"Hello {nmae}":   {7, 4, "unknown_field", `did you mean "me"?`},
		"Ωmega {titl}":   {7, 4, "unknown_field", `did you mean "title"?`},
		"open {title":    {5, 1, "syntax", "write {{ for a brace"},
		"{}":             {1, 0, "empty", ""},
		"{role('boss')}": {1, 12, "wrong_type", ""},
	} {
		_, issues := rule.CompileText(src, env(rule.PlaceText))
		if diff := cmp.Diff([]finding{want}, findings(issues), cmp.AllowUnexported(finding{})); diff != "" {
			t.Errorf("%s: %s", src, diff)
		}
	}
}
