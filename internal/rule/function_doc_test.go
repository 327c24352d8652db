package rule_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kontora/internal/rule"
)

var update = flag.Bool("update", false, "write docs/reference/functions.md anew")

// calls uses every function once, so that where it may stand can be tried.
var calls = map[string]string{
	"all": "all([qty], # > 0)", "any": "any([qty], # > 0)", "none": "none([qty], # > 0)", "one": "one([qty], # > 0)",
	"count": "count([qty])", "filter": "filter([qty], true)", "find": "find([qty], true)", "map": "map([qty], 1)",
	"sum": "sum([qty])", "first": "first([qty])", "last": "last([qty])", "len": "len(title)",
	"money": "money(1, 'KZT')", "least": "least(1, 2)", "greatest": "greatest(1, 2)", "atleast0": "atleast0(1)", "round": "round(1)",
	"percent": "percent(1, 2)", "rank": "rank(priority)", "present": "present(file)",
	"upper": "upper(title)", "lower": "lower(title)", "trim": "trim(title)", "split": "split(title, ',')", "join": "join([title], ',')",
	"after": "after(created, '1h')", "before": "before(created, '1h')", "days": "days(1)", "hours": "hours(1)", "wh": "wh(1)", "wd": "wd(1)",
	"worktime": "worktime(created, created)", "workdays": "workdays(due, due)", "date": "date(created)", "month": "month(due)", "week": "week(due)",
	"year": "year(due)", "add_months": "add_months(due, 1)", "start_of_day": "start_of_day(due)", "end_of_day": "end_of_day(due)", "at_time": "at_time(due, '10:00')",
	"role": "role('boss')", "head": "head(unit)", "members": "members(unit)", "org": "org(unit)", "people": "people(author, author)", "readers": "readers(customer)",
	"except": "except(author, author)", "only": "only(author, author)", "in_role": "in_role('boss')", "has_role": "has_role(author, 'boss')", "parent": "parent(unit)",
	"lookup": "lookup('tax', {country: 'KZ'}, due)", "value": "value('tax', 'std')", "children": "children('pay')",
	"balance": "balance('budget', {order: record})", "exceeds": "exceeds('budget', 'paid')", "opened": "opened(customer)",
	"in_words": "in_words(2)", "long_date": "long_date(due)", "fixed": "fixed(2, 2)",
	"phone": "phone(title, 'KZ')", "normalize_serial": "normalize_serial(title)", "tax_id_valid": "tax_id_valid(title, 'KZ')",
	"account_valid": "account_valid(title, title)", "iban_valid": "iban_valid(title)", "snils_valid": "snils_valid(title)",
}

func TestEveryFunctionIsToldOfWhereItMayStand(t *testing.T) {
	t.Parallel()
	listed := rule.Functions()
	if len(listed) != len(calls) {
		t.Errorf("%d functions, %d of them tried", len(listed), len(calls))
	}
	for _, f := range listed {
		if f.Signature == "" || f.En == "" || f.Ru == "" {
			t.Errorf("%s is not described: write it in function_doc.go", f.Name)
		}
		for _, place := range rule.Places() {
			_, issues := rule.Compile(calls[f.Name], anyType, env(place))
			refused := slices.ContainsFunc(issues, func(i rule.Issue) bool { return i.Code == "not_here" && i.Params["name"] == f.Name })
			if told := slices.Contains(f.Places, place); told == refused {
				t.Errorf("%s in %s: told %v, but the compiler says %v", f.Name, place, told, issues)
			}
		}
	}
}

func TestThePageOfFunctionsIsCurrent(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "reference", "functions.md")
	want := rule.FunctionsPage()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Error("docs/reference/functions.md is not current: go test ./internal/rule -run PageOfFunctions -update")
	}
}
