package rule_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"modernc.org/sqlite"
)

// columns stores the shop the way the engine does: amounts in minor units,
// numbers as scaled integers, empty text as ”.
type columns struct{}

var tables = map[string]string{"shop/order": "orders", "shop/customer": "customers", "shop/task": "tasks", "shop/step": "steps", "shop/order.lines": "lines", "shop/unit": "units", "shop/person": "persons"}

const qtyScale = 3

func TestMain(m *testing.M) {
	for name, run := range rule.SQLFunctions() {
		sqlite.MustRegisterDeterministicScalarFunction(name, 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			if text, ok := args[0].(string); ok {
				return run(text), nil
			}
			return args[0], nil
		})
	}
	os.Exit(m.Run())
}

func (columns) Column(typ, alias, field string) (string, int, bool) {
	t, ok := fields[typ][field]
	if !ok || tables[typ] == "" || t.Kind == rule.KindList {
		return "", 0, false
	}
	expr := alias + "." + field
	if field == "limit" || field == "order" {
		expr = alias + `."` + field + `"`
	}
	switch t.Kind {
	case rule.KindNumber:
		return expr, qtyScale, true
	case rule.KindMoney:
		return expr, 2, true
	case rule.KindText, rule.KindRef, rule.KindDate, rule.KindInstant, rule.KindFile:
		return "NULLIF(" + expr + ", '')", 0, true
	}
	return expr, 0, true
}

var stores = map[string]bool{"tags": true, "helpers": true, "files": true}

func (columns) List(typ, alias, field string) (string, bool, bool) {
	return alias + "." + field, false, typ == "shop/order" && stores[field]
}

func (columns) Table(typ string) (string, bool) {
	table, ok := tables[typ]
	return table, ok
}

func (columns) Inverse(typ, field, parent, child string) (string, string, bool) {
	target, by := map[string]string{
		"shop/order.tasks": "shop/task", "shop/order.lines": "shop/order.lines", "shop/task.steps": "shop/step", "shop/customer.orders": "shop/order",
	}[typ+"."+field], map[string]string{"tasks": "\"order\"", "lines": "parent", "steps": "task", "orders": "customer"}[field]
	return target, child + "." + by + " = " + parent + ".id", target != ""
}

func TestSQL(t *testing.T) {
	t.Parallel()
	it := rule.RefTo("shop/order")
	e := env(rule.PlaceQuery)
	e.It = &it
	for _, c := range []struct {
		src, where string
		args       []any
	}{
		{"it.title == 'x'", "(NULLIF(o.title, '') IS ?)", []any{"x"}},
		{"it.title != nil", "(NULLIF(o.title, '') IS NOT ?)", []any{nil}},
		{"it.amount > 1000 * paid", "(o.amount > ?)", []any{int64(25050000)}},
		{"it.amount >= 0 and not it.urgent", "((o.amount >= ?) AND (NOT o.urgent))", []any{int64(0)}},
		{"it.amount > 500000", "(o.amount > ?)", []any{int64(50000000)}},
		{"it.amount <= 0.005", "(o.amount <= ?)", []any{int64(0)}},
		{"qty < it.total", "(o.total > ?)", []any{int64(300)}},
		{"it.amount in [10, 0.005]", "(o.amount IS NOT NULL AND o.amount IN (?))", []any{int64(1000)}},
		{"lower(it.title) contains lower('ЛАМПА')", "(instr(k_lower(NULLIF(o.title, '')), ?) > 0)", []any{"лампа"}},
		{"it.subject.id == 'o1'", "(substr(substr(NULLIF(o.subject, ''), instr(NULLIF(o.subject, ''), '/') + 1), instr(substr(NULLIF(o.subject, ''), instr(NULLIF(o.subject, ''), '/') + 1), '/') + 1) IS ?)", []any{"o1"}},
		{"any(it.helpers, .id in ['bob'])", "(SELECT CASE WHEN total(x) > 0 THEN 1 WHEN count(*) > count(x) THEN NULL ELSE 0 END FROM (SELECT (o_1.value IS NOT NULL AND o_1.value IN (?)) AS x FROM json_each(o.helpers) AS o_1 WHERE o_1.value IS NOT NULL))", []any{"bob"}},
		{"me in it.helpers", "EXISTS (SELECT 1 FROM json_each(o.helpers) AS o_1 WHERE o_1.value IS NOT NULL AND o_1.value = ?)", []any{"ann"}},
		{"it.created < '2026-03-26 09:00:00.0009Z'", "(NULLIF(o.created, '') < ?)", []any{"2026-03-26 09:00:00.000Z"}},
		{"it.qty > 0.12345", "(o.qty > ?)", []any{int64(123)}},
		{"it.qty >= 0.12345", "(o.qty >= ?)", []any{int64(124)}},
		{"0.12345 < it.qty", "(o.qty > ?)", []any{int64(123)}},
		{"it.qty == 0.12345", "0", nil},
		{"it.qty * 0.25 + 1 < it.qty", "(((o.qty * ?) + ?) < (o.qty * 100))", []any{int64(25), int64(100000)}},
		{"it.customer == customer", "(NULLIF(o.customer, '') IS ?)", []any{"c1"}},
		{"it.subject == record", "(NULLIF(o.subject, '') IS ?)", []any{"shop/order/o1"}},
		{"it.subject == it", "(NULLIF(o.subject, '') IS ('shop/order/' || NULLIF(o.id, '')))", nil},
		{"it == record", "(NULLIF(o.id, '') IS ?)", []any{"o1"}},
		{"it.id != record.id", "(NULLIF(o.id, '') IS NOT ?)", []any{"o1"}},
		{"it.status in ['draft', 'sent']", "(NULLIF(o.status, '') IS NOT NULL AND NULLIF(o.status, '') IN (?, ?))", []any{"draft", "sent"}},
		{"it.qty in [1, nil, 0.12345]", "(o.qty IS NULL OR o.qty IN (?))", []any{int64(1000)}},
		{"it.author in helpers", "(NULLIF(o.author, '') IS NOT NULL AND NULLIF(o.author, '') IN (?, ?))", []any{"bob", "cat"}},
		{"it.due < today + '3d'", "(NULLIF(o.due, '') < ?)", []any{"2026-03-19"}},
		{"it.created <= now", "(NULLIF(o.created, '') <= ?)", []any{"2026-03-15 19:30:00.000Z"}},
		{"it.title contains '%_'", "(instr(NULLIF(o.title, ''), ?) > 0)", []any{"%_"}},
		{"it.customer.limit > it.amount", "((SELECT o_1.\"limit\" FROM customers AS o_1 WHERE NULLIF(o_1.id, '') = NULLIF(o.customer, '')) > o.amount)", nil},
		{"any(it.tasks, .state == 'open')", "(SELECT CASE WHEN total(x) > 0 THEN 1 WHEN count(*) > count(x) THEN NULL ELSE 0 END FROM (SELECT (NULLIF(o_1.state, '') IS ?) AS x FROM tasks AS o_1 WHERE (o_1.\"order\" = o.id)))", []any{"open"}},
		{"count(it.tasks, .hours > 1) > 2", "((SELECT count(*) FROM tasks AS o_1 WHERE (o_1.\"order\" = o.id) AND (o_1.hours > ?)) > ?)", []any{int64(1000), int64(2)}},
		{"in_role('seller') and it.author == me", "(? AND (NULLIF(o.author, '') IS ?))", []any{1, "ann"}},
		{"urgent", "?", []any{1}},
	} {
		t.Run(c.src, func(t *testing.T) {
			t.Parallel()
			where, args, err := compile(t, c.src, boolean, e).SQL(columns{}, "o", order(nil))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.where, where); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.args, args); diff != "" {
				t.Error(diff)
			}
		})
	}
	var failure *rule.Error
	if _, _, err := compile(t, "it.qty + 0.1234567890123 > 1", boolean, e).SQL(columns{}, "o", order(nil)); !errors.As(err, &failure) || failure.Code != "number_out_of_range" {
		t.Errorf("a number of too many places: %v", err)
	}
}

// shop is random data held twice: as records and in SQLite.
type shop struct {
	db     *sql.DB
	orders []record
	source *source
	random *rand.Rand
}

// some gives the value, or null now and then.
func some[T any](r *rand.Rand, v T) any {
	if r.IntN(4) == 0 {
		return nil
	}
	return v
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

func newShop(t testing.TB, seed uint64) *shop {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	s := &shop{db: db, source: &source{records: map[rule.Reference]record{}}, random: rand.New(rand.NewPCG(seed, 7))}
	for typ, table := range tables {
		var names []string
		for name, f := range fields[typ] {
			if f.Kind != rule.KindList {
				names = append(names, `"`+name+`"`)
			}
		}
		if typ == "shop/order" {
			names = append(names, "tags", "helpers")
		}
		if typ == "shop/order.lines" {
			names = append(names, "parent")
		}
		s.exec(t, "CREATE TABLE "+table+" ("+strings.Join(names, ", ")+")")
	}
	r := s.random
	for _, p := range []string{"ann", "bob"} {
		s.insert(t, "shop/person", p, values{"name": p, "department": some(r, ref("shop/unit", "u1"))}, nil)
	}
	for i := range 4 {
		s.insert(t, "shop/customer", fmt.Sprint("c", i), values{"name": some(r, s.word()), "blocked": some(r, r.IntN(2) == 0), "limit": some(r, s.cash()), "since": some(r, s.day())}, nil)
	}
	for i := range 30 {
		id := fmt.Sprint("o", i)
		v := values{"title": some(r, s.word()), "status": some(r, pick(r, "draft", "sent", "paid")), "priority": some(r, pick(r, "low", "normal", "high")),
			"qty": some(r, s.number()), "rate": some(r, s.number()), "amount": some(r, s.cash()), "paid": some(r, s.cash()), "urgent": some(r, r.IntN(2) == 0),
			"due": some(r, s.day()), "sent_on": some(r, s.day()), "customer": some(r, ref("shop/customer", fmt.Sprint("c", r.IntN(5))))}
		for _, list := range []string{"tasks", "lines"} {
			v[list] = []any{}
		}
		for j := range r.IntN(4) {
			tid := fmt.Sprint(id, "t", j)
			steps := []any{}
			for k := range r.IntN(3) {
				sid := fmt.Sprint(tid, "s", k)
				steps = append(steps, s.insert(t, "shop/step", sid, values{"done": some(r, r.IntN(2) == 0), "weight": some(r, s.number()), "task": ref("shop/task", tid)}, nil))
			}
			v["tasks"] = append(v["tasks"].([]any), s.insert(t, "shop/task", tid, values{"state": some(r, pick(r, "open", "done")), "hours": some(r, s.number()), "due": some(r, s.day()), "order": ref("shop/order", id), "steps": steps}, nil))
			v["lines"] = append(v["lines"].([]any), s.insert(t, "shop/order.lines", tid, values{"qty": some(r, s.number()), "net": some(r, s.cash()), "good": some(r, r.IntN(2) == 0), "name": some(r, s.word())}, map[string]any{"parent": id}))
		}
		tags, helpers := s.lists(v)
		s.orders = append(s.orders, s.insert(t, "shop/order", id, v, map[string]any{"tags": tags, "helpers": helpers}))
	}
	return s
}

// lists gives an order tags and helpers, and both as they are stored.
func (s *shop) lists(v values) (tags, helpers any) {
	if s.random.IntN(3) == 0 {
		return nil, pick[any](s.random, "[]", "null", nil)
	}
	var words, ids []string
	var asTags, asHelpers []any
	for range 1 + s.random.IntN(3) {
		words = append(words, s.word())
		asTags = append(asTags, words[len(words)-1])
		ids = append(ids, pick(s.random, "ann", "bob", "cat"))
		asHelpers = append(asHelpers, ref("shop/person", ids[len(ids)-1]))
	}
	v["tags"], v["helpers"] = asTags, asHelpers
	text := func(list []string) string { b, _ := json.Marshal(list); return string(b) }
	return text(words), text(ids)
}

func (s *shop) word() string {
	return pick(s.random, "lamp", "Lamp", "desk lamp", "ЛАМПА", "лампа", " Ёлка\t", "İstanbul", "100%", "a_b", "p")
}
func (s *shop) number() decimal.Decimal {
	return decimal.New(int64(s.random.IntN(4000)-1000), -pick[int32](s.random, 0, 1, 3))
}
func (s *shop) cash() money.Amount {
	return money.Amount{Value: decimal.New(int64(s.random.IntN(9))*50, -1), Currency: "KZT"}
}
func (s *shop) day() rule.Date { return day("2026-02-27").Add(s.random.IntN(6)) }

func (s *shop) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := s.db.Exec(query, args...); err != nil {
		t.Fatal(query, err)
	}
}

func (s *shop) insert(t testing.TB, typ, id string, v values, extra map[string]any) record {
	t.Helper()
	v["id"] = id
	row := rec(typ, id, v)
	s.source.add(row)
	names, marks, args := []string{}, []string{}, []any{}
	add := func(name string, x any) {
		names, marks, args = append(names, `"`+name+`"`), append(marks, "?"), append(args, x)
	}
	for name, f := range fields[typ] {
		if f.Kind != rule.KindList {
			add(name, stored(v[name], f.Kind))
		}
	}
	for name, x := range extra {
		add(name, x)
	}
	s.exec(t, "INSERT INTO "+tables[typ]+" ("+strings.Join(names, ",")+") VALUES ("+strings.Join(marks, ",")+")", args...)
	return row
}

// stored is how a value lies in its column.
func stored(v any, k rule.Kind) any {
	switch x := v.(type) {
	case nil:
		if k == rule.KindText || k == rule.KindRef || k == rule.KindDate || k == rule.KindInstant {
			return ""
		}
		return nil
	case decimal.Decimal:
		return x.Shift(qtyScale).IntPart()
	case money.Amount:
		return x.Minor()
	case bool:
		if x {
			return 1
		}
		return 0
	case rule.Date:
		return x.String()
	case rule.Reference:
		return x.Id
	}
	return v
}

// conditions writes random expressions of the SQL subset. The base is what
// fields are read from: "it", or "" within a predicate.
type conditions struct{ *rand.Rand }

func (g conditions) boolean(base string, depth int) string {
	if depth == 0 {
		return g.atom(base)
	}
	a := func() string { return g.boolean(base, depth-1) }
	switch g.IntN(9) {
	case 0, 1:
		return "(" + a() + " and " + a() + ")"
	case 2, 3:
		return "(" + a() + " or " + a() + ")"
	case 4:
		return "not (" + a() + ")"
	case 5:
		return "(" + a() + " ? " + a() + " : " + a() + ")"
	case 6:
		return "((" + a() + ") ?? (" + a() + "))"
	case 7:
		return "(" + a() + ") " + pick(g.Rand, "==", "!=") + " (" + a() + ")"
	}
	return g.atom(base)
}

func (g conditions) atom(base string) string {
	order := pick(g.Rand, "==", "!=", "<", "<=", ">", ">=")
	switch g.IntN(14) {
	case 12:
		plain := pick(g.Rand, "1", "0", "0.5", "2.125", "-3", "qty", "10")
		return pick(g.Rand, g.amount(base, 1)+" "+order+" "+plain, plain+" "+order+" "+g.amount(base, 0), g.amount(base, 0)+" in [0.5, 1, "+plain+", nil]")
	case 13:
		return pick(g.Rand, "any(it.tags, "+g.tag("#")+")", "all(it.tags, "+g.tag("#")+")", "it.tags == nil", "nil != it.helpers", "me in it.helpers",
			"it.title in it.tags", "'p' not in it.tags", "any(it.helpers, .id in ['bob', 'eve'])", "none(it.helpers, # == me)", "len(it.tags) > 1",
			"any(it.helpers, .name contains 'o')", "one(it.helpers, .department.id == 'u1')")
	case 0, 1:
		return g.number(base, 2) + " " + order + " " + g.number(base, 1)
	case 2:
		return g.amount(base, 1) + " " + order + " " + g.amount(base, 1)
	case 3:
		return g.text(base) + " " + pick(g.Rand, "contains", "startsWith", "endsWith", "not contains", "==", "!=", "<", ">=") + " " + g.text(base)
	case 4:
		return g.date(base) + " " + order + " " + g.date(base)
	case 5:
		return g.flag(base) + pick(g.Rand, "", " == nil", " == true", " != nil")
	case 6:
		return g.number(base, 0) + " " + pick(g.Rand, "in", "not in") + " [1, 0.5, " + pick(g.Rand, "nil", "2", g.number(base, 0)) + "]"
	case 7:
		return g.key(base) + " " + pick(g.Rand, "in", "not in") + " " + pick(g.Rand, "['open', 'draft', nil]", "['sent']", "[]", "tags") + " "
	case 8:
		return pick(g.Rand, g.number(base, 0), g.amount(base, 0), g.text(base), g.date(base)) + pick(g.Rand, " == nil", " != nil")
	}
	if base != "it" {
		return g.flag(base)
	}
	switch g.IntN(4) {
	case 0:
		return pick(g.Rand, "any", "all", "none", "one") + "(it.tasks, " + pick(g.Rand, g.boolean("", 1), pick(g.Rand, "any", "all")+"(.steps, .done)") + ")"
	case 1:
		return pick(g.Rand, "any", "all", "none", "one") + "(it.lines, " + g.line() + ")"
	case 2:
		return "count(it.tasks, " + g.boolean("", 1) + ") " + order + " " + g.number("it", 0)
	}
	return "it.customer " + pick(g.Rand, "== nil", "== customer", "!= customer", "in [customer, nil]")
}

func (g conditions) tag(element string) string {
	return pick(g.Rand, element+" == 'lamp'", "lower("+element+") contains 'ламп'", "len("+element+") > 4", element+" in ['p', 'Lamp']", element+" < it.title")
}

func (g conditions) line() string {
	return pick(g.Rand, ".good", ".qty > it.qty", ".net <= it.amount", ".name == it.title", ".good == it.urgent", ".net * 2 > it.paid")
}

func (g conditions) number(base string, depth int) string {
	if depth > 0 && g.IntN(2) == 0 {
		a, b := g.number(base, depth-1), g.number(base, depth-1)
		switch g.IntN(6) {
		case 0:
			return pick(g.Rand, "least", "greatest") + "(" + a + ", " + b + ")"
		case 1:
			return "(" + a + " ?? " + b + ")"
		case 2:
			return "-" + a
		}
		return "(" + a + " " + pick(g.Rand, "+", "-", "*") + " " + b + ")"
	}
	field := pick(g.Rand, "it.qty", "it.rate", "len(it.title)", "rank(it.priority)", "sum(it.tasks, .hours)", "sum(it.lines, .qty)", "len(it.tasks)")
	if base != "it" {
		field = ".hours"
	}
	return pick(g.Rand, field, field, "1", "0.5", "2.125", "-3", "qty", "0.0004")
}

func (g conditions) amount(base string, depth int) string {
	if depth > 0 && g.IntN(3) == 0 {
		return "(" + g.amount(base, 0) + pick(g.Rand, " + ", " - ") + g.amount(base, 0) + ")"
	}
	if base != "it" {
		return pick(g.Rand, "it.amount", "amount", "money('5', 'KZT')")
	}
	return pick(g.Rand, "it.amount", "it.paid", "it.customer.limit", "sum(it.lines, .net)", "amount", "money('10.50', 'KZT')", "it.paid * 2", "it.amount * 0.5")
}

func (g conditions) text(base string) string {
	if base != "it" {
		return pick(g.Rand, "it.title", "'lamp'", "title")
	}
	return pick(g.Rand, "it.title", "it.title", "lower(it.title)", "upper(it.customer.name)", "trim(lower(it.title))", "lower(title)", "it.customer.name", "'lamp'", "'p'", "'лам'", "'%'", "title", "note")
}

func (g conditions) date(base string) string {
	if base != "it" {
		return pick(g.Rand, ".due", "it.due", "due")
	}
	return pick(g.Rand, "it.due", "it.sent_on", "it.customer.since", "due", "month(it.due)", "week(it.due)", "week(today) + '7d'", "(it.due ?? it.sent_on)")
}

func (g conditions) flag(base string) string {
	if base != "it" {
		return pick(g.Rand, ".state == 'open'", "it.urgent", "urgent")
	}
	return pick(g.Rand, "it.urgent", "it.customer.blocked", "urgent")
}

func (g conditions) key(base string) string {
	if base != "it" {
		return "title"
	}
	return "it.title"
}

// asking is what the shop's queries are compiled and evaluated in.
func (s *shop) asking() (rule.Env, *rule.Scope) {
	it := rule.RefTo("shop/order")
	e := env(rule.PlaceQuery)
	e.It = &it
	scope := order(values{"due": day("2026-03-01"), "title": "Lamp", "qty": d("1.5"), "amount": kzt("25"), "tags": []any{"lamp", nil, "p"}, "customer": ref("shop/customer", "c2")})
	scope.Source = s.source
	return e, scope
}

// The same condition over the same rows must say the same in Go and in SQL:
// true, false and unknown alike.
func TestSQLAgreesWithGo(t *testing.T) {
	compared, unknown := 0, 0
	for seed := range uint64(12) {
		s := newShop(t, seed)
		g := conditions{rand.New(rand.NewPCG(seed, 99))}
		e, scope := s.asking()
		for range 150 {
			src := g.boolean("it", 1+g.IntN(2))
			r := compile(t, src, boolean, e)
			n, open := s.agree(t, r, scope)
			compared, unknown = compared+n, unknown+open
		}
	}
	t.Logf("%d answers compared, %d of them unknown", compared, unknown)
	if compared < 30_000 || unknown < compared/50 {
		t.Errorf("the expressions say too little: %d answers, %d unknown", compared, unknown)
	}
}

// agree asks Go and SQL about every order. What Go cannot tell, because a
// number or a text outgrows its bounds, is not compared.
func (s *shop) agree(t testing.TB, r *rule.Rule, scope *rule.Scope) (compared, unknown int) {
	t.Helper()
	where, args, err := r.SQL(columns{}, "o", scope)
	if err != nil {
		refused(t, r, err)
		return 0, 0
	}
	inSQL := s.ask(t, r.Source(), where, args)
	for _, row := range s.orders {
		scope.It = row
		inGo, err := r.Eval(scope)
		if err != nil {
			refused(t, r, err)
			continue
		}
		if compared++; inGo == nil {
			unknown++
		}
		if show(inGo) != inSQL[row.ref.Id] {
			t.Fatalf("row %v\n%s\n%s %v\nGo says %s, SQL %s", row.values, r.Source(), where, args, show(inGo), inSQL[row.ref.Id])
		}
	}
	return compared, unknown
}

// refused fails unless the error is one that an author may be told.
func refused(t testing.TB, r *rule.Rule, err error) {
	t.Helper()
	var told *rule.Error
	if !errors.As(err, &told) || told.Code == "internal" || told.Code == "bad_value" {
		t.Fatalf("%s\n%v", r.Source(), err)
	}
}

func (s *shop) ask(t testing.TB, src, where string, args []any) map[string]string {
	t.Helper()
	rows, err := s.db.Query("SELECT o.id, "+where+" FROM orders AS o", args...)
	if err != nil {
		t.Fatalf("%s\n%s\n%v", src, where, err)
	}
	defer rows.Close()
	answers := map[string]string{}
	for rows.Next() {
		var id string
		var holds sql.NullBool
		if err := rows.Scan(&id, &holds); err != nil {
			t.Fatal(err)
		}
		answers[id] = "nil"
		if holds.Valid {
			answers[id] = fmt.Sprint(holds.Bool)
		}
	}
	return answers
}
