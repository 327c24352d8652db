package store_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
	"kontora/pb_migrations"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations"
	"github.com/shopspring/decimal"
)

var noon = time.Date(2026, 3, 26, 12, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	store.RegisterFields()
	pb_migrations.Register()
	os.Exit(m.Run())
}

// open starts a real application in an empty directory.
func open(t *testing.T) *core.BaseApp {
	t.Helper()
	return openFor(t)
}

func openFor(t testing.TB) *core.BaseApp {
	t.Helper()
	c := store.Config(t.TempDir())
	app := core.NewBaseApp(core.BaseAppConfig{
		DataDir: c.DefaultDataDir, DBConnect: c.DBConnect,
		DataMaxOpenConns: c.DataMaxOpenConns, DataMaxIdleConns: c.DataMaxIdleConns,
		AuxMaxOpenConns: c.AuxMaxOpenConns, AuxMaxIdleConns: c.AuxMaxIdleConns,
	})
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	if err := app.RunAllMigrations(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close(app) })
	return app
}

// within runs f in a transaction.
func within(t *testing.T, app core.App, f func(tx core.App) error) {
	t.Helper()
	if err := app.RunInTransaction(f); err != nil {
		t.Fatal(err)
	}
}

func sync(t *testing.T, app core.App, old, new *model.Model) {
	t.Helper()
	within(t, app, func(tx core.App) error {
		_, err := store.Sync(tx, old, new)
		return err
	})
}

func field(key string, kind model.FieldKind, set ...func(*model.Field)) *model.Field {
	f := &model.Field{Key: key, StableId: key, Kind: kind, Title: key}
	for _, s := range set {
		s(f)
	}
	return f
}

func to(target string, exact bool) func(*model.Field) {
	return func(f *model.Field) { f.Target, f.Exact = target, exact }
}
func many(f *model.Field) { f.Many = true }

// engineFields are what the compiler gives every type.
func engineFields(lifecycle bool) []*model.Field {
	engine := func(f *model.Field) { f.Engine = true }
	list := []*model.Field{
		field("author", model.Ref, engine, to("base/user", true)), field("created", model.Instant, engine), field("updated", model.Instant, engine),
		field("revision", model.Integer, engine), field("archived", model.Instant, engine),
	}
	if lifecycle {
		list = append(list, field("status", model.Enum, engine), field("previous", model.Text, engine),
			field("entered_at", model.Instant, engine), field("closed_at", model.Instant, engine))
	}
	return list
}

func typ(key, slug string, lifecycle bool, fields ...*model.Field) *model.Type {
	t := &model.Type{Key: key, StableId: key, Slug: slug, Name: slug, Fields: append(engineFields(lifecycle), fields...)}
	if lifecycle {
		draft := &model.State{Key: "draft", Phase: "new"}
		t.Lifecycle = &model.Lifecycle{Initial: draft, States: []*model.State{draft, {Key: "sent", Phase: "active"}, {Key: "done", Phase: "done"}}}
	}
	return t
}

// access gives a rule that shows the named cells ("*": all).
func access(t *model.Type, bit uint, cells ...string) {
	a := &model.Access{Key: fmt.Sprint("a", bit), Bit: bit, Read: map[*model.Field]bool{}}
	for _, f := range t.Fields {
		for _, c := range cells {
			if c == "*" || c == f.Key {
				a.Read[f] = true
			}
		}
	}
	t.Access = append(t.Access, a)
}

func deny(t *model.Type, bit uint, cells ...string) {
	d := &model.Deny{Key: fmt.Sprint("d", bit), Bit: bit, Fields: map[*model.Field]bool{}}
	for _, f := range t.Fields {
		for _, c := range cells {
			if c == f.Key {
				d.Fields[f] = true
			}
		}
	}
	t.Deny = append(t.Deny, d)
}

// office is a small configuration: people, units and payments with lines.
func office() *model.Model {
	person := typ("base/user", "users", false, field("email", model.Text), field("name", model.Text), field("roles", model.Texts),
		field("department", model.Ref, to("base/unit", true)))
	person.Directory = "person"
	access(person, 0, "*")
	unit := typ("base/unit", "base_unit", false, field("title", model.Text), field("parent", model.Ref, to("base/unit", true)),
		field("head", model.Ref, to("base/user", true)))
	unit.Directory = "unit"
	access(unit, 0, "*")

	currency := field("currency", model.Enum)
	payment := typ("money/payment", "money_payment", true,
		field("number", model.Number), field("title", model.Text), currency,
		field("amount", model.Money, func(f *model.Field) { f.CurrencyField = currency }),
		field("total", model.Money, func(f *model.Field) { f.Currency = "KZT" }),
		field("rate", model.Decimal), field("count", model.Integer), field("urgent", model.Bool),
		field("due", model.Date), field("called", model.Instant), field("kind", model.Enum, func(f *model.Field) {
			f.Enum = []model.EnumValue{{Key: "a"}, {Key: "b"}}
		}),
		field("tags", model.Enum, many), field("notes", model.Texts, many), field("unit", model.Ref, to("base/unit", true)),
		field("assignee", model.Ref, to("base/user", true)), field("watchers", model.Ref, to("base/user", true), many),
		field("source", model.Ref, to("*", false)), field("sources", model.Ref, to("*", false), many),
		field("place", model.Geo), field("extra", model.JSON), field("secret", model.Integer),
		field("file", model.File, func(f *model.Field) { f.Files = &model.FileLimits{Max: 1 << 20} }))
	line := &model.Type{Key: "money/payment.lines", StableId: "money/payment.lines", Slug: "money_payment_lines", Owner: payment,
		Fields: []*model.Field{field("parent", model.Ref, to("money/payment", true), func(f *model.Field) { f.Engine = true }), field("item", model.Text), field("qty", model.Decimal)}}
	lines := field("lines", model.Rows, func(f *model.Field) { f.RowType = line })
	payment.Fields = append(payment.Fields, lines)
	line.OwnerField = lines
	for _, f := range payment.Fields {
		switch f.Key {
		case "number":
			payment.Work.Number = f
		case "title":
			payment.Work.Title = f
		case "due":
			payment.Work.Deadline = f
		case "amount":
			payment.Work.Amount = f
		case "unit":
			payment.Work.Department = f
		case "assignee":
			payment.Work.Assignee = f
		case "count":
			f.Index = true
		}
	}
	access(payment, 0, "*")
	access(payment, 1, "title", "number", "count", "due", "kind", "amount", "currency")
	deny(payment, 2, "count")
	return model.Assemble(person, unit, payment, line)
}

// create builds the change that makes a record.
func create(t *model.Type, id string, values map[string]any, grants ...flow.Grant) *flow.Change {
	after := &flow.Record{Type: t, Id: id, Values: map[string]any{}, Rows: map[string][]*flow.Record{}}
	for k, v := range values {
		after.Values[k] = v
	}
	after.Values["created"], after.Values["updated"] = noon, noon
	after.Values["revision"] = decimal.NewFromInt(1)
	if t.Lifecycle != nil && after.Values["status"] == nil {
		after.Values["status"] = "draft"
	}
	return &flow.Change{Kind: flow.Create, After: after, Grants: grants, Actor: flow.Actor{System: true}}
}

func edit(before *flow.Record, values map[string]any, grants ...flow.Grant) *flow.Change {
	after := before.Clone()
	for k, v := range values {
		if v == nil {
			delete(after.Values, k)
		} else {
			after.Values[k] = v
		}
	}
	return &flow.Change{Kind: flow.Edit, Before: before, After: after, Grants: grants, Actor: flow.Actor{System: true}}
}

func grant(p string, mask uint64) flow.Grant {
	return flow.Grant{Principal: rule.Principal(p), Mask: mask}
}

func apply(t *testing.T, app core.App, m *model.Model, changes ...*flow.Change) {
	t.Helper()
	within(t, app, func(tx core.App) error {
		return store.Apply(tx, m, &flow.Plan{Changes: changes}, store.Applying{Config: 1, Request: "r", At: noon})
	})
}

func load(t *testing.T, app core.App, m *model.Model, key, id string) *flow.Record {
	t.Helper()
	s, err := store.NewSnapshot(app, m, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	rec, err := s.Load(m.TypeByKey(key), id)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

func sql(t *testing.T, app core.App, statement string) []dbx.NullStringMap {
	t.Helper()
	var rows []dbx.NullStringMap
	if err := app.DB().NewQuery(statement).All(&rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

// turn is a grant to somebody whose step is next.
func turn(p string, mask uint64) flow.Grant {
	g := grant(p, mask)
	g.Turn = true
	return g
}
