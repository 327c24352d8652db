package store_test

import (
	"fmt"
	"testing"
	"time"

	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/google/go-cmp/cmp"
)

// narrowing is a condition that lists may ask about states.
type narrowing struct {
	*rule.Rule
	scope *rule.Scope
	asked *int // for SQL: zero means that states alone decided
}

func (n narrowing) SQL(c rule.Columns, alias string, _ *rule.Scope) (string, []any, error) {
	*n.asked++
	return n.Rule.SQL(c, alias, n.scope)
}

func (n narrowing) Narrow(fields []string, stands []rule.Record) ([]bool, bool, error) {
	return n.Rule.Narrow(n.scope, fields, stands)
}

// Conditions on the state are answered from the rights; they must give what the
// table gives.
func TestStatesDecideAsTheTableDoes(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	payment := m.TypeByKey("money/payment")
	for i := range 12 {
		values := map[string]any{"title": fmt.Sprint("Счёт ", i%2), "status": []string{"draft", "sent", "paid"}[i%3], "due": rule.Date{Year: 2026, Month: 1 + time.Month(i), Day: 1}}
		apply(t, app, m, create(payment, fmt.Sprintf("pay%012d", i), values, grant([]string{"user:a", "user:b"}[i%2], 1)))
	}
	scope := &rule.Scope{Now: noon, Zone: time.UTC}
	reader, err := store.NewReader(app, map[rule.Principal]bool{"user:a": true, "user:b": true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]bool{ // does the table have to be asked
		`it.status == "draft"`:                                 false,
		`it.status in ["sent", "paid"]`:                        false,
		`it.status != "draft" and it.status != "sent"`:         false,
		`it.status == "draft" or it.status == "paid"`:          false,
		`it.status == "draft" and it.status == "sent"`:         false,
		`it.status == nil`:                                     false,
		`it.status == "sent" and it.title == "Счёт 1"`:         true,
		`it.title == "Счёт 1"`:                                 true,
		`it.status == "sent" or it.title == "Счёт 1"`:          true,
		`not (it.status == "sent") and it.due > '2026-05-01'`:  true,
		`it.status == "draft" and (it.title == nil or 1 == 1)`: true,
	}
	for src, asks := range cases {
		compiled, asked := filter(t, m, "money/payment", src), 0
		read := func(f store.Filter) (ids []string, count int64) {
			q := store.Query{Type: payment, Filters: []store.Filter{f}, Scope: scope, Sort: payment.Field("due"), Limit: 20}
			page, err := store.ReadPage(app, m, reader, q)
			if err != nil {
				t.Fatal(src, err)
			}
			for _, row := range page.Rows {
				ids = append(ids, row.Record.Id)
			}
			if count, _, err = store.Count(app, m, reader, q); err != nil {
				t.Fatal(src, err)
			}
			return ids, count
		}
		want, wantCount := read(compiled)
		got, gotCount := read(narrowing{compiled, scope, &asked})
		if diff := cmp.Diff(want, got); diff != "" || wantCount != gotCount {
			t.Errorf("%s: %d, want %d\n%s", src, gotCount, wantCount, diff)
		}
		if (asked > 0) != asks {
			t.Errorf("%s: the table was asked %d times", src, asked)
		}
	}
}
