package store_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// What the browser's builder of filters writes, kept beside the builder: its own
// test holds it against what is written, this one against what is found.
const builderFixture = "../../ui/src/list/expressions.fixture.json"

func TestTheFilterBuildersExpressionsFindWhatTheySay(t *testing.T) {
	t.Parallel()
	var fixture struct {
		Cases []struct {
			Condition  json.RawMessage
			Expression string
			Finds      []string
		}
	}
	data, err := os.ReadFile(builderFixture)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &fixture); err != nil || len(fixture.Cases) < 60 {
		t.Fatal(len(fixture.Cases), err)
	}
	app, m := open(t), office()
	sync(t, app, nil, m)
	payment, person, unit := m.TypeByKey("money/payment"), m.TypeByKey("base/user"), m.TypeByKey("base/unit")
	ref := func(of *model.Type, id string) rule.Reference { return rule.Reference{Type: of.Key, Id: id} }
	ann, bob, shop := ref(person, "ann000000000001"), ref(person, "bob000000000001"), ref(unit, "unt000000000001")
	kzt := func(text string) money.Amount {
		return money.Amount{Value: decimal.RequireFromString(text), Currency: "KZT"}
	}
	apply(t, app, m, create(person, ann.Id, map[string]any{"email": "ann@example.kz"}), create(person, bob.Id, map[string]any{"email": "bob@example.kz"}), create(unit, shop.Id, nil))
	apply(t, app, m,
		create(payment, "full00000000001", map[string]any{"title": "Ёлка для КЛИМАТА", "number": "RQ-7", "amount": kzt("500000.50"), "currency": "KZT", "total": kzt("100"),
			"count": decimal.NewFromInt(7), "rate": decimal.RequireFromString("2.5"), "urgent": true, "due": rule.Date{Year: 2026, Month: 4, Day: 3}, "called": time.Date(2026, 3, 26, 5, 0, 0, 0, time.UTC),
			"kind": "a", "tags": []any{"a", "b"}, "assignee": ann, "watchers": []any{ann, bob}, "source": ann}, grant("user:a", 1)),
		create(payment, "other0000000001", map[string]any{"title": "Стол", "number": "RQ-8", "amount": money.Amount{Value: decimal.NewFromInt(1000), Currency: "JPY"}, "currency": "JPY", "total": kzt("99.99"),
			"count": decimal.NewFromInt(-1), "rate": decimal.RequireFromString("0.25"), "urgent": false, "due": rule.Date{Year: 2026, Month: 3, Day: 30}, "called": time.Date(2026, 3, 25, 18, 59, 59, 0, time.UTC),
			"kind": "b", "tags": []any{"b"}, "assignee": bob, "watchers": []any{bob}, "source": shop}, grant("user:a", 1)),
		create(payment, "bare00000000001", nil, grant("user:a", 1)))
	reader, err := store.NewReader(app, map[rule.Principal]bool{"user:a": true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range fixture.Cases {
		t.Run(c.Expression, func(t *testing.T) {
			r, issues := m.CompileQuery(payment, c.Expression)
			if len(issues) > 0 {
				t.Fatal(issues)
			}
			page, err := store.ReadPage(app, m, reader, store.Query{Type: payment, Filters: []store.Filter{r}, Scope: &rule.Scope{Now: noon, Zone: time.UTC}, Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			found := []string{}
			for _, row := range page.Rows {
				found = append(found, strings.TrimRight(row.Record.Id, "01"))
			}
			slices.Sort(found)
			slices.Sort(c.Finds)
			if diff := cmp.Diff(c.Finds, found); diff != "" {
				t.Errorf("%s %s", c.Condition, diff)
			}
		})
	}
}
