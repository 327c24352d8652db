package api_test

import (
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
)

// documented are the filters of the guide, by syntax: "" or "pocketbase".
func documented(t *testing.T, syntax string) []string {
	t.Helper()
	guide, err := os.ReadFile("../../docs/api-filters.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)\n```" + syntax + "\n(.*?)\n```\n").FindSubmatch(guide)
	if block == nil {
		t.Fatal("the guide has no examples")
	}
	return strings.Split(string(block[1]), "\n")
}

// Every example of the guide is answered, and those whose answer is plain find
// what they say.
func TestTheGuidesFiltersWork(t *testing.T) {
	o := open(t)
	found := map[string]int{}
	for _, filter := range documented(t, "") {
		found[filter] = o.get("olga", "/api/kontora/lists/backoffice_payment?filter="+url.QueryEscape(o.named(filter))).ok().size("rows")
	}
	for _, filter := range documented(t, "pocketbase") {
		found[filter] = o.get("olga", "/api/collections/backoffice_payment/records?filter="+url.QueryEscape(o.named(filter))).ok().size("items")
	}
	for filter, want := range map[string]int{
		`it.amount > 500000`: 1, `lower(it.title) contains lower("БУМАГА")`: 1, `it.assignee == me or me in it.watchers`: 0, `any(it.watchers, .id in ["{stepan}"])`: 1,
		`it.pay_deadline >= week(today) and it.pay_deadline < week(today) + "7d"`: 0, `it.created >= start_of_day(today) and it.created <= now`: 2, `it.clarify != true`: 2,
		`amount > 500000 && currency = "KZT"`: 1, `title ~ "БУМАГА"`: 1, `watchers ?= "{stepan}"`: 1, `created >= @todayStart && created <= @now`: 2,
		`description = "" && supplier_no != null`: 1, `watchers:length = 0 || watchers ~ "{stepan}"`: 2,
	} {
		if got, shown := found[filter]; !shown || got != want {
			t.Errorf("%s finds %d (in the guide: %v), want %d", filter, got, shown, want)
		}
	}
}
