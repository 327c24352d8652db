package rule_test

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

// The world of these tests: a shop with orders, their lines, customers, tasks
// that point at orders, people and units.

func kind(k rule.Kind) rule.Type { return rule.Type{Kind: k} }

func enum(keys ...string) rule.Type { return rule.Type{Kind: rule.KindText, Enum: keys} }

func cash(currency string) rule.Type { return rule.Type{Kind: rule.KindMoney, Currency: currency} }

func derived(typ string) rule.Type {
	t := rule.ListOf(rule.RefTo(typ))
	t.Derived = true
	return t
}

var (
	text    = kind(rule.KindText)
	boolean = kind(rule.KindBool)
	num     = kind(rule.KindNumber)
	date    = kind(rule.KindDate)
	instant = kind(rule.KindInstant)
	people  = kind(rule.KindPeople)
	anyType = rule.Type{}
)

var fields = map[string]map[string]rule.Type{
	"shop/order": {
		"id": text, "title": text, "note": text, "status": enum("draft", "sent", "paid", "lost"),
		"priority": enum("low", "normal", "high"), "qty": num, "rate": num, "amount": cash("KZT"), "paid": cash("KZT"),
		"price_usd": cash("USD"), "total": kind(rule.KindMoney), "currency": enum("KZT", "USD"), "urgent": boolean,
		"due": date, "sent_on": date, "created": instant, "closed_at": instant, "file": kind(rule.KindFile),
		"files": rule.ListOf(kind(rule.KindFile)), "extra": kind(rule.KindJSON), "customer": rule.RefTo("shop/customer"),
		"author": rule.RefTo("shop/person"), "helpers": rule.ListOf(rule.RefTo("shop/person")), "unit": rule.RefTo("shop/unit"),
		"lines": rule.ListOf(rule.RefTo("shop/order.lines")), "tasks": derived("shop/task"), "tags": rule.ListOf(text),
		"subject": rule.RefTo("*"),
	},
	"shop/order.lines": {"id": text, "qty": num, "net": cash("KZT"), "cost": kind(rule.KindMoney), "name": text, "good": boolean},
	"shop/customer": {
		"id": text, "name": text, "blocked": boolean, "limit": cash("KZT"), "manager": rule.RefTo("shop/person"),
		"unit": rule.RefTo("shop/unit"), "orders": derived("shop/order"), "since": date,
	},
	"shop/task":   {"id": text, "order": rule.RefTo("shop/order"), "state": enum("open", "done"), "hours": num, "owner": rule.RefTo("shop/person"), "due": date, "steps": derived("shop/step")},
	"shop/step":   {"id": text, "task": rule.RefTo("shop/task"), "done": boolean, "weight": num},
	"shop/person": {"id": text, "name": text, "department": rule.RefTo("shop/unit"), "boss": rule.RefTo("shop/person"), "roles": rule.ListOf(text)},
	"shop/unit":   {"id": text, "name": text, "parent": rule.RefTo("shop/unit"), "head": rule.RefTo("shop/person")},
	"*":           {"id": text},
	"shop/tax":    {"id": text, "country": text, "kind": enum("goods", "work"), "percent": num, "code": text},
}

type world struct{ rules map[string]*rule.Function }

func (world) Field(typ, field string) (rule.Type, bool) {
	if field == rule.ReadersField {
		return rule.Type{Kind: rule.KindPeople}, fields[typ] != nil
	}
	t, ok := fields[typ][field]
	return t, ok
}

func (world) Fields(typ string) []string {
	var names []string
	for n := range fields[typ] {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

func (world) Person() string { return "shop/person" }

func (world) TypeKey(pack, name string) (string, bool) {
	if !strings.Contains(name, "/") {
		name = pack + "/" + name
	}
	_, ok := fields[name]
	return name, ok
}

func (world) RoleKey(pack, name string) (string, bool) {
	return pack + "/" + name, slices.Contains([]string{"seller", "boss"}, name)
}

func (world) Fits(typ, want string) bool { return typ == want || want == "*" && typ == "shop/order" }

func (world) Catalog(typ string) ([]string, bool, bool) {
	return []string{"country", "kind"}, true, typ == "shop/tax"
}

func (world) Register(_, name string) (*rule.Register, bool) {
	if name != "budget" {
		return nil, false
	}
	return &rule.Register{Key: "shop/budget", Dimensions: []rule.Arg{{Name: "order", Type: rule.RefTo("shop/order")}, {Name: "who", Type: rule.RefTo("shop/person")}},
		Measures: map[string]rule.Type{"plan": cash("KZT"), "left": cash("KZT"), "share": num}}, true
}

func (w world) Rule(_, name string) (*rule.Function, bool) {
	f, ok := w.rules[name]
	return f, ok
}

// values of a record by field name
type values map[string]any

type record struct {
	ref rule.Reference
	values
}

func (r record) Reference() rule.Reference { return r.ref }

func (r record) Field(name string) (any, error) {
	if _, ok := fields[r.ref.Type][name]; !ok {
		return nil, fmt.Errorf("no field %s", name)
	}
	return r.values[name], nil
}

func rec(typ, id string, v values) record { return record{rule.Reference{Type: typ, Id: id}, v} }

func ref(typ, id string) rule.Reference { return rule.Reference{Type: typ, Id: id} }

type source struct {
	records map[rule.Reference]record
	loads   int
}

func (s *source) add(records ...record) *source {
	for _, r := range records {
		s.records[r.ref] = r
	}
	return s
}

func (s *source) Record(ref rule.Reference) (rule.Record, error) {
	s.loads++
	if r, ok := s.records[ref]; ok {
		return r, nil
	}
	return nil, nil
}

func (s *source) Lookup(typ string, keys map[string]any, on *rule.Date) (rule.Record, error) {
	for _, r := range s.records {
		if r.ref.Type == typ && r.values["country"] == keys["country"] && on != nil && on.Year >= 2026 {
			return r, nil
		}
	}
	return nil, nil
}

func (s *source) Coded(typ, code string) (rule.Record, error) {
	for _, r := range s.records {
		if r.ref.Type == typ && r.values["code"] == code {
			return r, nil
		}
	}
	return nil, nil
}

func (s *source) Balance(_ string, by map[string]any) (map[string]any, error) {
	if by["order"] == nil {
		return map[string]any{"plan": kzt("0")}, nil
	}
	return map[string]any{"plan": kzt("100"), "left": kzt("30"), "share": d("0.3")}, nil
}

func (s *source) Exceeds(rec rule.Record, _, state string) (bool, error) {
	return rec.Reference().Id == "o1" && state == "done", nil
}

func (s *source) Opened(ref rule.Reference, person string) (bool, error) {
	return ref.Id == "c1" && person == "olga", nil
}

func (s *source) Directory() rule.Directory { return directory{} }

type directory struct{}

func (directory) Person(id string) (*rule.Person, bool) { return nil, false }
func (directory) Tokens(id string) map[rule.Principal]bool {
	return map[rule.Principal]bool{"user:" + rule.Principal(id): true, "role:shop/seller": id == "ann", "role:shop/seller@east": id == "ann", "head:east": id == "ann"}
}
func (directory) Ancestors(unit string) []string {
	if unit == "east" {
		return []string{"east", "all"}
	}
	return []string{unit}
}
func (directory) Subtree(unit string) []string            { return []string{unit} }
func (directory) Resolve(p rule.Principal) []*rule.Person { return nil }

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func kzt(s string) money.Amount { return money.Amount{Value: d(s), Currency: "KZT"} }

func day(s string) rule.Date {
	date, err := rule.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return date
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

var almaty = time.FixedZone("UTC+5", 5*3600)

// order is a scope around one order with everything filled in, and what it
// points at. Fields of more replace those of the order; nil empties one.
func order(more values) *rule.Scope {
	v := values{
		"title": "Desk lamp", "status": "sent", "priority": "normal", "qty": d("3"), "rate": d("0.5"),
		"amount": kzt("1000"), "paid": kzt("250.50"), "price_usd": money.Amount{Value: d("20"), Currency: "USD"},
		"total": kzt("700"), "currency": "KZT", "urgent": true, "due": day("2026-03-31"), "sent_on": day("2026-03-01"),
		"created": at("2026-02-28T20:30:00Z"), "file": rule.Attachment{Name: "a.pdf", Size: 2048, Type: "application/pdf"},
		"customer": ref("shop/customer", "c1"), "author": ref("shop/person", "ann"), "unit": ref("shop/unit", "east"),
		"helpers": []any{ref("shop/person", "bob"), ref("shop/person", "cat")}, "tags": []any{"new", "gift"},
		"lines": []any{
			rec("shop/order.lines", "l1", values{"qty": d("1"), "net": kzt("100"), "cost": kzt("60"), "name": "lamp", "good": true}),
			rec("shop/order.lines", "l2", values{"qty": d("2"), "net": kzt("200"), "cost": money.Amount{Value: d("5"), Currency: "USD"}, "name": "bulb", "good": false}),
			rec("shop/order.lines", "l3", values{"qty": nil, "net": nil, "name": "box", "good": nil}),
		},
		"tasks": []any{ref("shop/task", "t1"), ref("shop/task", "t2")},
	}
	for name, x := range more {
		v[name] = x
	}
	src := (&source{records: map[rule.Reference]record{}}).add(
		rec("shop/customer", "c1", values{"name": "Dawn", "blocked": false, "limit": kzt("5000"), "manager": ref("shop/person", "bob"), "unit": ref("shop/unit", "east")}),
		rec("shop/task", "t1", values{"state": "done", "hours": d("1.5"), "owner": ref("shop/person", "ann")}),
		rec("shop/task", "t2", values{"state": "open", "hours": d("2"), "owner": ref("shop/person", "bob")}),
		rec("shop/person", "ann", values{"name": "Ann", "department": ref("shop/unit", "east"), "boss": ref("shop/person", "bob")}),
		rec("shop/person", "bob", values{"name": "Bob"}),
		rec("shop/unit", "east", values{"name": "East", "parent": ref("shop/unit", "all"), "head": ref("shop/person", "bob")}),
		rec("shop/tax", "x1", values{"country": "KZ", "percent": d("16"), "code": "std"}),
	)
	return &rule.Scope{
		Self: rec("shop/order", "o1", v), Old: rec("shop/order", "o1", values{"status": "draft", "amount": kzt("900")}),
		Me:  &rule.Person{Id: "ann", Name: "Ann", Roles: []string{"shop/seller"}, Unit: "east", Org: "co", Active: true, Fields: rec("shop/person", "ann", values{"name": "Ann"})},
		Now: at("2026-03-15T19:30:00Z"), Zone: almaty, Source: src,
		Vars: map[string]any{"settings": map[string]any{"limit": kzt("500"), "days": d("3")}, "comment": "ok", "transition": "send"},
	}
}

var vars = map[string]rule.Type{
	"settings":   {Kind: rule.KindObject, Fields: map[string]rule.Type{"limit": cash("KZT"), "days": num}},
	"comment":    text,
	"transition": enum("send", "pay"),
}

func env(place rule.Place) rule.Env {
	return rule.Env{Place: place, Pack: "shop", Self: "shop/order", Vars: vars, World: world{}}
}

func compile(t testing.TB, src string, want rule.Type, e rule.Env) *rule.Rule {
	t.Helper()
	r, issues := rule.Compile(src, want, e)
	for _, i := range issues {
		t.Errorf("%s\n%d+%d %s: %s (%s)", src, i.Offset, i.Length, i.Code, i.Message, i.Hint)
	}
	if r == nil {
		t.FailNow()
	}
	return r
}

// show writes a value so that a table can name it.
func show(v any) string {
	switch x := v.(type) {
	case nil:
		return "nil"
	case decimal.Decimal:
		return x.String()
	case money.Amount:
		return x.Value.String() + " " + x.Currency
	case time.Time:
		return x.Format("2006-01-02T15:04:05.000Z07:00")
	case rule.PeopleSet:
		return showPeople(x)
	case rule.Reference:
		return "@" + x.Id
	case rule.Record:
		return "@" + x.Reference().Id
	case []any:
		parts := make([]string, len(x))
		for i, e := range x {
			parts[i] = show(e)
		}
		return "[" + strings.Join(parts, " ") + "]"
	}
	return fmt.Sprint(v)
}

func showPeople(p rule.PeopleSet) string {
	var parts []string
	for _, x := range p.Any {
		parts = append(parts, string(x))
	}
	s := strings.Join(parts, " ")
	if p.Except != nil {
		s += " except(" + showPeople(*p.Except) + ")"
	}
	if p.Only != nil {
		s += " only(" + showPeople(*p.Only) + ")"
	}
	for _, o := range p.Or {
		s += " or(" + showPeople(o) + ")"
	}
	return s
}
