package api

import (
	"database/sql"
	"reflect"
	"testing"
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/ganigeorgiev/fexpr"
	"github.com/shopspring/decimal"
)

// office is a small configuration with a field of every kind that a filter may
// be about.
func office() (*model.Model, *model.Type) {
	field := func(key string, kind model.FieldKind, set ...func(*model.Field)) *model.Field {
		f := &model.Field{Key: key, Kind: kind, StableId: key}
		for _, s := range set {
			s(f)
		}
		return f
	}
	several := func(f *model.Field) { f.Many = true }
	person := func(f *model.Field) { f.Target, f.Exact = "a/person", true }
	people := &model.Type{Key: "a/person", StableId: "a/person", Slug: "a_person", Fields: []*model.Field{field("name", model.Text)}}
	kind := field("kind", model.Enum, func(f *model.Field) { f.Enum = []model.EnumValue{{Key: "x"}, {Key: "y"}} })
	note := &model.Type{Key: "a/note", StableId: "a/note", Slug: "a_note", Fields: []*model.Field{
		field("title", model.Text), kind, field("sum", model.Money, func(f *model.Field) { f.Currency = "KZT" }), field("rate", model.Decimal), field("count", model.Integer),
		field("done", model.Bool), field("due", model.Date), field("made", model.Instant), field("owner", model.Ref, person), field("readers", model.Ref, person, several),
		field("about", model.Ref, func(f *model.Field) { f.Target = "*" }), field("words", model.Texts, several),
	}}
	people.Directory = "person"
	return model.Assemble(people, note), note
}

// cells lays the notes out in SQLite.
type cells struct{ m *model.Model }

func (c cells) Column(typ, alias, field string) (string, int, bool) {
	t := c.m.TypeByKey(typ)
	if field == "id" {
		return alias + ".id", 0, t != nil
	}
	if t == nil || t.Field(field) == nil || t.Field(field).Many {
		return "", 0, false
	}
	return alias + "." + field, map[model.FieldKind]int{model.Money: 2, model.Decimal: 6}[t.Field(field).Kind], true
}

func (c cells) List(typ, alias, field string) (string, bool, bool) {
	t := c.m.TypeByKey(typ)
	return alias + "." + field, false, t != nil && t.Field(field) != nil && t.Field(field).Many
}

func (c cells) Table(typ string) (string, bool) {
	t := c.m.TypeByKey(typ)
	if t == nil {
		return "", false
	}
	return t.Slug, true
}

func (cells) Inverse(_, _, _, _ string) (string, string, bool) { return "", "", false }

// written is a record in memory.
type written struct {
	ref    rule.Reference
	values map[string]any
}

func (w written) Reference() rule.Reference { return w.ref }

func (w written) Field(name string) (any, error) { return w.values[name], nil }

// archive is the records that conditions reach over references.
type archive map[rule.Reference]written

func (a archive) Record(ref rule.Reference) (rule.Record, error) {
	if r, ok := a[ref]; ok {
		return r, nil
	}
	return nil, nil
}

func (archive) Lookup(string, map[string]any, *rule.Date) (rule.Record, error) { return nil, nil }
func (archive) Coded(string, string) (rule.Record, error)                      { return nil, nil }
func (archive) Balance(string, map[string]any) (map[string]any, error)         { return nil, nil }
func (archive) Exceeds(rule.Record, string, string) (bool, error)              { return false, nil }
func (archive) Opened(rule.Reference, string) (bool, error)                    { return false, nil }
func (archive) Directory() rule.Directory                                      { return nil }

// fill lays three notes of two people out in memory and in SQLite.
func fill(t testing.TB, db *sql.DB) (notes []written, all archive) {
	t.Helper()
	ref := func(typ, id string) rule.Reference { return rule.Reference{Type: typ, Id: id} }
	all = archive{}
	for _, r := range []written{{ref("a/person", "p1"), map[string]any{"name": "Ёлкина"}}, {ref("a/person", "p2"), map[string]any{}}} {
		all[r.ref] = r
	}
	n := func(text string) decimal.Decimal { return decimal.RequireFromString(text) }
	kzt := func(text string) money.Amount { return money.Amount{Value: n(text), Currency: "KZT"} }
	p1, p2 := ref("a/person", "p1"), ref("a/person", "p2")
	notes = []written{
		{ref("a/note", "n1"), map[string]any{"title": "Ёлка", "kind": "x", "sum": kzt("500.5"), "rate": n("2.5"), "count": n("7"), "done": true, "due": rule.Date{Year: 2026, Month: 3, Day: 26},
			"made": time.Date(2026, 3, 26, 5, 0, 0, 0, time.UTC), "owner": p1, "readers": []any{p1, p2}, "about": ref("a/note", "n2"), "words": []any{"да", "Нет"}}},
		{ref("a/note", "n2"), map[string]any{}},
		{ref("a/note", "n3"), map[string]any{"title": "a%_b", "kind": "y", "sum": kzt("0"), "rate": n("-0.000001"), "count": n("-3"), "done": false, "due": rule.Date{Year: 2025, Month: 12, Day: 31},
			"made": time.Date(2025, 12, 31, 23, 59, 59, 999e6, time.UTC), "owner": p2, "about": p1, "words": []any{"да"}}},
	}
	for _, statement := range []string{
		`CREATE TABLE a_person (id, name)`, `INSERT INTO a_person VALUES ('p1', 'Ёлкина'), ('p2', NULL)`,
		`CREATE TABLE a_note (id, title, kind, sum, rate, count, done, due, made, owner, readers, about, words)`,
		`INSERT INTO a_note VALUES ('n1', 'Ёлка', 'x', 50050, 2500000, 7, 1, '2026-03-26', '2026-03-26 05:00:00.000Z', 'p1', '["p1","p2"]', 'a/note/n2', '["да","Нет"]'),
			('n2', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '[]', NULL, NULL),
			('n3', 'a%_b', 'y', 0, -1, -3, 0, '2025-12-31', '2025-12-31 23:59:59.999Z', 'p2', 'null', 'a/person/p1', '["да"]')`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	return notes, all
}

// Whatever is sent as a filter is refused with a place inside it, or runs in
// SQLite; and it is read as PocketBase's own parser reads it.
func FuzzFilter(f *testing.F) {
	for _, seed := range []string{
		`title ~ "ёл" && sum > 500`, `readers ?= "p1" || readers.name ?~ 'x'`, `(done = true || due >= @todayStart) && owner = @request.auth.id`, `made < "2026-03-26 09:00:00.000Z"`,
		`kind != 'x' // why`, `words ~ "да"`, `readers:length >= 2`, `title:lower !~ "%b"`, `about.id = "n2"`, `count != -3.5`, `rate <= 0.00000001`, `sum = null`, `@collection.x.y = 1`,
		`a=1||(b=2&&`, `"a" = "b"`, `1 = 1`, `title ~ owner`, `due = @monthEnd`, `"\"\\" = title`, `extra.a = 1`, `owner.name = title`, `readers != ""`, `id ?!= 'n1'`, `done != false`, `count = 99999999999999999999`,
	} {
		f.Add(seed)
	}
	m, note := office()
	db, err := store.Connect(":memory:")
	if err != nil {
		f.Fatal(err)
	}
	db.DB().SetMaxOpenConns(1)
	f.Cleanup(func() { db.Close() })
	notes, all := fill(f, db.DB())
	now := time.Date(2026, 3, 26, 6, 40, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, src string) {
		theirs, refusal := fexpr.Parse(src)
		nodes, err := parsePocket(src)
		if err == nil && refusal != nil {
			t.Fatalf("%q is taken, PocketBase says %v", src, refusal)
		}
		if err == nil && !reflect.DeepEqual(ourShape(nodes), theirShape(theirs)) {
			t.Fatalf("%q is read as %v, PocketBase reads %v", src, ourShape(nodes), theirShape(theirs))
		}
		w := &pocketWriter{m: m, t: note, src: src, reads: func(*model.Field) (bool, error) { return true, nil }, now: now, zone: time.UTC}
		r, err := w.compile()
		if err != nil {
			placed(t, src, err)
			return
		}
		scope := &rule.Scope{Now: now, Zone: time.UTC, Source: all, Me: &rule.Person{Id: "p1"}}
		where, args, err := condition{rule: r, scope: scope, asked: true, source: src}.SQL(cells{m}, "t", nil)
		if err != nil {
			placed(t, src, err)
			return
		}
		found := ask(t, db.DB(), src, where, args)
		for _, n := range notes {
			scope.It = n
			holds, known, err := r.True(scope)
			if err != nil {
				t.Fatalf("%q: %v", src, err)
			}
			if found[n.ref.Id] != (holds && known) {
				t.Fatalf("%q over %s: SQL %v, Go %v\n%s\n%s %v", src, n.ref.Id, found[n.ref.Id], holds, r.Source(), where, args)
			}
		}
	})
}

// placed fails unless a refusal names a place in the filter.
func placed(t *testing.T, src string, err error) {
	t.Helper()
	f, ok := fault.As(err)
	if !ok || f.Code != "filter_wrong" || f.Params["reason"] == "internal" {
		t.Fatalf("%q: %v", src, err)
	}
	if at, _ := f.Params["position"].(int); at < 1 || at > len([]rune(src))+1 {
		t.Fatalf("%q: position %d", src, at)
	}
}

func ask(t *testing.T, db *sql.DB, src, where string, args []any) map[string]bool {
	t.Helper()
	rows, err := db.Query("SELECT id FROM a_note AS t WHERE "+where, args...)
	if err != nil {
		t.Fatalf("%q: %v\n%s", src, err, where)
	}
	defer rows.Close()
	found := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		found[id] = true
	}
	return found
}

// The two shapes of a filter: joins, operands and signs in order.
func ourShape(nodes []pocketNode) []any {
	out := []any{}
	for _, n := range nodes {
		var item any = n.left.text + " " + n.sign + " " + n.right.text
		if n.group != nil {
			item = ourShape(n.group)
		}
		out = append(out, n.isOr, item)
	}
	return out
}

func theirShape(groups []fexpr.ExprGroup) []any {
	out := []any{}
	for _, g := range groups {
		var item any
		switch x := g.Item.(type) {
		case fexpr.Expr:
			item = x.Left.Literal + " " + string(x.Op) + " " + x.Right.Literal
		case []fexpr.ExprGroup:
			item = theirShape(x)
		}
		out = append(out, g.Join == fexpr.JoinOr, item)
	}
	return out
}
