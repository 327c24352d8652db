package store_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/shopspring/decimal"
)

func someone(t *testing.T, app core.App, m *model.Model, id string, values map[string]any) {
	t.Helper()
	if values == nil {
		values = map[string]any{}
	}
	values["email"] = id + "@example.com"
	apply(t, app, m, create(m.Person, id, values))
}

func plain(rec *flow.Record) string {
	out := map[string]any{}
	for _, f := range rec.Type.Fields {
		if v := rec.Values[f.Key]; v != nil {
			out[f.Key] = store.Plain(f, v)
		}
		if f.Kind == model.Rows {
			list := []any{}
			for _, r := range rec.Rows[f.Key] {
				list = append(list, store.Plain(f, r))
			}
			out[f.Key] = list
		}
	}
	data, _ := json.Marshal(out)
	return string(data)
}

func everything() map[string]any {
	return map[string]any{
		"number": "P-1", "title": "Счёт", "currency": "KZT", "amount": money.Amount{Value: decimal.RequireFromString("1234.50"), Currency: "KZT"},
		"total": money.Amount{Value: decimal.NewFromInt(7), Currency: "KZT"}, "rate": decimal.RequireFromString("0.125"),
		"count": decimal.NewFromInt(3), "urgent": false, "due": rule.Date{Year: 2026, Month: 4, Day: 1}, "called": noon.Add(5 * time.Millisecond),
		"kind": "a", "tags": []any{"x", "y"}, "notes": []any{"one"}, "unit": rule.Reference{Type: "base/unit", Id: "unit00000000001"},
		"assignee": rule.Reference{Type: "base/user", Id: "user00000000001"},
		"watchers": []any{rule.Reference{Type: "base/user", Id: "user00000000001"}},
		"source":   rule.Reference{Type: "money/payment", Id: "other0000000001"},
		"sources":  []any{rule.Reference{Type: "money/payment", Id: "other0000000001"}},
		"place":    map[string]any{"lon": 76.9, "lat": 43.2}, "extra": map[string]any{"a": []any{"b"}}, "secret": decimal.NewFromInt(9),
	}
}

func TestARecordComesBackAsItWasStored(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	someone(t, app, m, "user00000000001", nil)
	apply(t, app, m, create(m.TypeByKey("base/unit"), "unit00000000001", map[string]any{"title": "Отдел"}))
	payment := m.TypeByKey("money/payment")
	c := create(payment, "pay000000000001", everything(), grant("user:user00000000001", 1))
	row := &flow.Record{Type: m.TypeByKey("money/payment.lines"), Id: "row000000000001", Values: map[string]any{"item": "Бумага", "qty": decimal.RequireFromString("2.5")}}
	c.After.Rows["lines"] = []*flow.Record{row}
	apply(t, app, m, c)

	got := load(t, app, m, "money/payment", "pay000000000001")
	if plain(got) != plain(c.After) {
		t.Errorf("loaded\n%s\nwant\n%s", plain(got), plain(c.After))
	}
	rec, err := app.FindRecordById("money_payment", "pay000000000001")
	if err != nil {
		t.Fatal(err)
	}
	viaPB, err := store.FromPB(rec, payment)
	if err != nil {
		t.Fatal(err)
	}
	viaPB.Rows = got.Rows
	if plain(viaPB) != plain(c.After) {
		t.Errorf("through PocketBase\n%s\nwant\n%s", plain(viaPB), plain(c.After))
	}
	public, _ := json.Marshal(rec.PublicExport())
	for _, want := range []string{`"amount":"1234.50"`, `"rate":"0.125"`, `"count":3`, `"urgent":false`, `"due":"2026-04-01"`,
		`"called":"2026-03-26 12:00:00.005Z"`, `"source":"money/payment/other0000000001"`, `"archived":null`} {
		if !strings.Contains(string(public), want) {
			t.Errorf("%s is not in %s", want, public)
		}
	}

	emptied := map[string]any{}
	for k := range everything() {
		emptied[k] = nil
	}
	e := edit(got, emptied)
	e.After.Rows["lines"] = nil
	apply(t, app, m, e)
	again := load(t, app, m, "money/payment", "pay000000000001")
	for k := range everything() {
		if again.Values[k] != nil {
			t.Errorf("%s is %v after it was emptied", k, again.Values[k])
		}
	}
	if len(again.Rows["lines"]) != 0 {
		t.Error("the removed row is still there")
	}
}

func TestInputThatIsNoValueIsRefusedByName(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	c, err := app.FindCollectionByNameOrId("money_payment")
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]any{"amount": "12.345", "total": "ten", "rate": "0.1234567", "count": 1.5, "urgent": "yes", "due": "2026-02-30",
		"called": "2026-03-26 12:00", "source": "nothing"}
	for name, input := range cases {
		rec := core.NewRecord(c)
		rec.Set("currency", "KZT")
		rec.Set(name, input)
		err := app.Validate(rec)
		if err == nil || !strings.Contains(err.Error(), name+":") {
			t.Errorf("%s = %v: %v", name, input, err)
		}
		if err := app.SaveNoValidate(rec); err == nil {
			t.Errorf("%s = %v was written", name, input)
		}
	}
}

func TestMoneyKeepsItsPlacesWhenTheCurrencyStandsBeside(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	c, _ := app.FindCollectionByNameOrId("money_payment")
	rec := core.NewRecord(c)
	rec.Load(map[string]any{"amount": "500", "currency": "JPY", "n": 1})
	if err := app.Save(rec); err != nil {
		t.Fatal(err)
	}
	if got := sql(t, app, `SELECT amount FROM money_payment`)[0]["amount"].String; got != "500" {
		t.Errorf("500 yen are stored as %s", got)
	}
	rec, _ = app.FindRecordById(c, rec.Id)
	rec.Set("currency", "KWD")
	if err := app.Save(rec); err != nil {
		t.Fatal(err)
	}
	if got := sql(t, app, `SELECT amount FROM money_payment`)[0]["amount"].String; got != "500000" {
		t.Errorf("500 dinars are stored as %s", got)
	}
}

func TestRenamingKeepsDataAndNothingIsSavedTwice(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	payment := m.TypeByKey("money/payment")
	apply(t, app, m, create(payment, "pay000000000001", map[string]any{"title": "Счёт", "kind": "a", "tags": []any{"a", "z"},
		"source": rule.Reference{Type: "money/payment", Id: "pay000000000001"}}, grant("user:u", 1)))

	saves := 0
	app.OnCollectionUpdate().BindFunc(func(e *core.CollectionEvent) error { saves++; return e.Next() })
	sync(t, app, m, office())
	if saves != 0 {
		t.Errorf("%d collections were saved although nothing changed", saves)
	}

	renamed := office()
	p := renamed.TypeByKey("money/payment")
	p.Key, p.Slug = "money/invoice", "money_invoice"
	p.Field("title").Key = "subject"
	p.Field("kind").Enum = []model.EnumValue{{Key: "alpha"}, {Key: "b"}}
	p.Field("kind").WasEnum = map[string]string{"alpha": "a"}
	p.Field("tags").WasEnum = map[string]string{"alpha": "a"}
	p.Lifecycle.States[0].Key, p.Lifecycle.States[0].Was = "new", []string{"draft"}
	p.Field("lines").RowType.Key, p.Field("lines").RowType.Slug = "money/invoice.lines", "money_invoice_lines"
	p.Field("lines").RowType.Fields[0].Target = "money/invoice"
	renamed = model.Assemble(renamed.Types...)
	sync(t, app, m, renamed)

	got := plain(load(t, app, renamed, "money/invoice", "pay000000000001"))
	for _, want := range []string{`"subject":"Счёт"`, `"kind":"alpha"`, `"tags":["alpha","z"]`, `"status":"new"`, `"source":"money/invoice/pay000000000001"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
	if rows := sql(t, app, `SELECT i.n FROM k_items i JOIN k_tokens t ON t.id = i.st WHERE t.key = 's:money/payment:new'`); len(rows) != 1 {
		t.Error("the projection did not follow the renamed state")
	}
}

func TestAColumnNobodyDeclaresStaysAndAKindCannotChange(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	apply(t, app, m, create(m.TypeByKey("money/payment"), "pay000000000001", map[string]any{"kind": "a"}))

	less := office()
	p := less.TypeByKey("money/payment")
	var kept []*model.Field
	for _, f := range p.Fields {
		if f.Key != "kind" {
			kept = append(kept, f)
		}
	}
	p.Fields = kept
	less = model.Assemble(less.Types...)
	sync(t, app, m, less)
	if got := sql(t, app, `SELECT kind FROM money_payment`)[0]["kind"].String; got != "a" {
		t.Errorf("the dropped column holds %q", got)
	}
	if rows := sql(t, app, `SELECT name FROM k_dropped`); len(rows) != 1 || rows[0]["name"].String != "money_payment.kind" {
		t.Errorf("dropped: %v", rows)
	}

	for name, change := range map[string]func(p *model.Type){
		"field_kind_changed count": func(p *model.Type) { p.Field("count").Kind = model.Text },
		"field_kind_changed tags":  func(p *model.Type) { p.Field("watchers").Many = false },
		"field_kind_changed total": func(p *model.Type) { p.Field("total").Currency = "JPY" },
		"scale_too_fine":           func(p *model.Type) { p.Field("rate").Scale = 9 },
	} {
		other := office()
		change(other.TypeByKey("money/payment"))
		code, _, _ := strings.Cut(name, " ")
		err := app.RunInTransaction(func(tx core.App) error {
			_, err := store.Sync(tx, less, other)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHistoryCannotBeChangedUnnoticed(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	for i := range 5 {
		apply(t, app, m, create(m.TypeByKey("money/payment"), fmt.Sprintf("pay00000000000%d", i), nil))
	}
	if count, bad, err := store.VerifyAudit(app); count != 5 || bad != nil || err != nil {
		t.Fatalf("sound history: %d %v %v", count, bad, err)
	}
	for _, statement := range []string{`UPDATE k_events SET reason = 'x'`, `DELETE FROM k_events`} {
		if _, err := app.NonconcurrentDB().NewQuery(statement).Execute(); err == nil {
			t.Errorf("%s was allowed", statement)
		}
	}
	for _, statement := range []string{`DROP TRIGGER k_events_no_UPDATE`, `UPDATE k_events SET reason = 'x' WHERE seq = 3`} {
		if _, err := app.NonconcurrentDB().NewQuery(statement).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	if count, bad, _ := store.VerifyAudit(app); count != 2 || bad == nil || bad.Seq != 3 {
		t.Errorf("after tampering with 3: %d sound, bad %v", count, bad)
	}
}

func TestHistoryCannotBeReplacedOrCutOff(t *testing.T) {
	t.Parallel()
	run := func(t *testing.T, app core.App, statement string) error {
		t.Helper()
		_, err := app.NonconcurrentDB().NewQuery(statement).Execute()
		return err
	}
	begin := func(t *testing.T) (core.App, *model.Model) {
		app, m := open(t), office()
		sync(t, app, nil, m)
		for i := range 5 {
			apply(t, app, m, create(m.TypeByKey("money/payment"), fmt.Sprintf("pay00000000000%d", i), nil))
		}
		for _, note := range []string{"a", "b", "c"} {
			within(t, app, func(tx core.App) error {
				return store.AddRevision(tx, &store.Revision{Hash: note, Note: note, Files: map[string][]byte{"a.json": []byte(note)}}, noon)
			})
		}
		return app, m
	}
	t.Run("no line takes the place of another", func(t *testing.T) {
		t.Parallel()
		app, _ := begin(t)
		for _, statement := range []string{
			`INSERT OR REPLACE INTO k_events SELECT * FROM k_events WHERE seq = 2`,
			`INSERT OR REPLACE INTO k_events SELECT 99, id, at, type, record, action, actor, behalf, transition, "from", "to", 'x', diff, config, cause, request, prev_hash, hash FROM k_events WHERE seq = 2`,
			`UPDATE OR REPLACE k_events SET seq = 1 WHERE seq = 2`,
			`INSERT OR REPLACE INTO k_revisions SELECT number, 'x', at, actor, note, files FROM k_revisions WHERE number = 1`,
			`INSERT OR REPLACE INTO k_heads (chain, length, hash, since) VALUES ('events', 1, '', 0)`,
			`UPDATE k_heads SET length = 1`, `DELETE FROM k_heads`, `DELETE FROM k_revisions`, `UPDATE k_revisions SET note = 'x'`,
		} {
			if run(t, app, statement) == nil {
				t.Errorf("%s was allowed", statement)
			}
		}
		if count, flaw, err := store.VerifyAudit(app); count != 5 || flaw != nil || err != nil {
			t.Errorf("%d %v %v", count, flaw, err)
		}
	})
	for _, tt := range []struct {
		name, want string
		tamper     []string
		count      int
	}{
		{"the end is cut off", "events end before line 5, but 5 were written", []string{`DROP TRIGGER k_events_no_DELETE`, `DELETE FROM k_events WHERE seq = 5`}, 4},
		{"everything is cut off", "events end before line 1, but 5 were written", []string{`DROP TRIGGER k_events_no_DELETE`, `DELETE FROM k_events`}, 0},
		{"a configuration is cut off", "revisions end before line 3, but 3 were written", []string{`DROP TRIGGER k_revisions_no_DELETE`, `DELETE FROM k_revisions WHERE number = 3`}, 5},
		{"a configuration is gone from the middle", "the configurations are broken at number 2", []string{`DROP TRIGGER k_revisions_no_DELETE`, `DELETE FROM k_revisions WHERE number = 2`}, 5},
		{"the files of a configuration are others", "the configurations are broken at number 3", []string{`DROP TRIGGER k_revisions_no_UPDATE`, `UPDATE k_revisions SET files = x'00' WHERE number = 1`}, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app, m := begin(t)
			for _, statement := range tt.tamper {
				if err := run(t, app, statement); err != nil {
					t.Fatal(err)
				}
			}
			if count, flaw, err := store.VerifyAudit(app); err != nil || flaw == nil || flaw.String() != tt.want || count != tt.count {
				t.Errorf("%d sound, %v, %v", count, flaw, err)
			}
			// Work goes on, and what is missing stays missing.
			apply(t, app, m, create(m.TypeByKey("money/payment"), "pay000000000009", nil))
			if _, flaw, err := store.VerifyAudit(app); err != nil || flaw == nil {
				t.Errorf("afterwards: %v, %v", flaw, err)
			}
		})
	}
}

func TestAUniqueKeyIsHeldOnce(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	payment := m.TypeByKey("money/payment")
	payment.Uniques = []*model.Unique{{Key: "money/payment.no"}}
	first := create(payment, "pay000000000001", nil)
	first.Keys = []flow.Key{{Unique: "money/payment.no", Value: "7"}}
	apply(t, app, m, first)
	second := create(payment, "pay000000000002", nil)
	second.Keys = first.Keys
	err := app.RunInTransaction(func(tx core.App) error {
		return store.Apply(tx, m, &flow.Plan{Changes: []*flow.Change{second}}, store.Applying{At: noon})
	})
	if err == nil || !strings.Contains(err.Error(), "key_taken") {
		t.Errorf("second holder: %v", err)
	}
	if load(t, app, m, "money/payment", "pay000000000002") != nil {
		t.Error("the refused record is there")
	}
	apply(t, app, m, edit(load(t, app, m, "money/payment", "pay000000000001"), nil))
	apply(t, app, m, second)
	s, _ := store.NewSnapshot(app, m, time.UTC)
	if ref, ok, err := s.Holder("money/payment.no", "7"); !ok || err != nil || ref.Id != "pay000000000002" {
		t.Errorf("holder: %v %v %v", ref, ok, err)
	}
}

func TestPeopleCarryTheirUnitsAndRoles(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	unit := m.TypeByKey("base/unit")
	ref := func(typ, id string) rule.Reference { return rule.Reference{Type: typ, Id: id} }
	apply(t, app, m, create(unit, "unit00000000top", map[string]any{"title": "Завод"}))
	apply(t, app, m, create(unit, "unit00000000mid", map[string]any{"title": "Цех", "parent": ref("base/unit", "unit00000000top")}))
	apply(t, app, m, create(unit, "unit0000000leaf", map[string]any{"title": "Участок", "parent": ref("base/unit", "unit00000000mid")}))
	someone(t, app, m, "user000000chief", map[string]any{"name": "Б", "roles": []any{"base/boss"}, "department": ref("base/unit", "unit00000000mid")})
	someone(t, app, m, "user00000worker", map[string]any{"name": "А", "department": ref("base/unit", "unit0000000leaf")})

	before, _ := store.DirectoryOf(app, m)
	s := load(t, app, m, "base/unit", "unit00000000mid")
	err := app.RunInTransaction(func(tx core.App) error {
		c := edit(s, map[string]any{"head": ref("base/user", "user000000chief")})
		if err := store.Apply(tx, m, &flow.Plan{Changes: []*flow.Change{c}}, store.Applying{At: noon}); err != nil {
			return err
		}
		inside, err := store.DirectoryOf(tx, m)
		if err == nil && !inside.Tokens("user000000chief")["head:unit0000000leaf"] {
			t.Error("the transaction does not see its own change")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d, _ := store.DirectoryOf(app, m)
	if before.Tokens("user000000chief")["head:unit0000000leaf"] || !d.Tokens("user000000chief")["head:unit0000000leaf"] {
		t.Error("the head of the unit above is not the head of a unit without one")
	}
	if !d.Tokens("user000000chief")["role:base/boss@unit0000000leaf"] || d.Tokens("user000000chief")["role:base/boss@unit00000000top"] {
		t.Error("a role reaches down, not up")
	}
	if p, _ := d.Person("user00000worker"); p.Org != "unit00000000top" {
		t.Errorf("organisation %q", p.Org)
	}
	var names []string
	for _, p := range d.Resolve("member:unit00000000mid") {
		names = append(names, p.Name)
	}
	if strings.Join(names, "") != "АБ" {
		t.Errorf("members %v", names)
	}
}

func TestSeriesCountsWithoutGaps(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	take := func(fail bool) (got int64) {
		_ = app.RunInTransaction(func(tx core.App) error {
			s, err := store.NewSnapshot(tx, m, time.UTC)
			if err != nil {
				return err
			}
			if got, err = s.Next("money/payment", "2026"); err == nil && fail {
				err = fmt.Errorf("refused")
			}
			return err
		})
		return got
	}
	if a, b, c := take(false), take(true), take(false); a != 1 || b != 2 || c != 2 {
		t.Errorf("1, a refused 2 and 2 again; got %d %d %d", a, b, c)
	}
}
