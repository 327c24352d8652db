package flow_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/spec"

	"github.com/shopspring/decimal"
)

// noon is the instant of all tests that do not say otherwise.
var noon = time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)

var almaty = time.FixedZone("Asia/Almaty", 5*3600)

// The staff of every world. hq is above sales and shop; shop has no head of its
// own, so bob heads both.
const base = `
-- schemas/base/pack.json --
{"title": "Основа", "roles": {"clerk": "Сотрудник", "boss": "Начальник", "fin": "Финансы", "outsider": "Подрядчик"}}
-- schemas/base/types/user.json --
{"title": "Сотрудник", "directory": "person", "display": "{name}",
 "data": {"properties": {
   "name": {"title": "Имя", "type": "string"},
   "roles": {"title": "Роли", "type": "array", "items": {"type": "string"}},
   "department": {"title": "Подразделение", "x-ref": "unit"}}},
 "access": {"all": {"who": ["role('clerk')", "role('boss')", "role('fin')", "record"], "can": ["create", "edit"]}}}
-- schemas/base/types/unit.json --
{"title": "Подразделение", "directory": "unit", "display": "{name}",
 "data": {"properties": {
   "name": {"title": "Имя", "type": "string"},
   "parent": {"title": "Входит в", "x-ref": "unit"},
   "head": {"title": "Руководитель", "x-ref": "user"}}},
 "access": {"all": {"who": ["role('clerk')", "role('boss')", "role('fin')"], "can": ["create", "edit"]}}}
`

var staff = []struct{ id, unit, roles string }{
	{"ann", "sales", "base/clerk"},
	{"bob", "sales", "base/boss"},
	{"eve", "shop", "base/clerk"},
	{"fay", "hq", "base/fin"},
	{"leo", "hq", "base/boss"},
	{"out", "", "base/outsider"},
}

var units = []struct{ id, parent, head string }{
	{"hq", "", "leo"}, {"sales", "hq", "bob"}, {"shop", "sales", ""},
}

// id makes the id of a short name.
func id(name string) string { return (name + "000000000000000")[:15] }

// compile loads a configuration written as files behind "-- path --" lines; a
// path without schemas/ lies in the pack app.
func compile(t testing.TB, source string) *model.Model {
	t.Helper()
	files := map[string][]byte{"schemas/app/pack.json": []byte(`{"title": "Опыт", "requires": ["base"]}`)}
	for _, part := range []string{base, source} {
		for path, text := range archive(part) {
			if !strings.HasPrefix(path, "schemas/") && !strings.HasPrefix(path, "rules/") {
				path = "schemas/app/" + path
			}
			files[path] = []byte(text)
		}
	}
	bundle, found := spec.LoadFiles(files)
	m := (*model.Model)(nil)
	if !spec.HasErrors(found) {
		var more []spec.Diagnostic
		m, more = model.Compile(bundle)
		found = append(found, more...)
	}
	if m == nil {
		var out strings.Builder
		if err := spec.Print(&out, found); err != nil {
			t.Fatal(err)
		}
		t.Fatalf("the configuration of the test:\n%s", out.String())
	}
	return m
}

func archive(text string) map[string]string {
	files, path := map[string]string{}, ""
	for _, line := range strings.SplitAfter(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(trimmed, "-- "); ok && strings.HasSuffix(name, " --") {
			path = strings.TrimSuffix(name, " --")
			continue
		}
		if path != "" {
			files[path] += line
		}
	}
	return files
}

// world is a stored world in memory: a Snapshot, and what applies plans to it.
type world struct {
	t        testing.TB
	m        *model.Model
	now      time.Time
	records  map[rule.Reference]*flow.Record
	order    []rule.Reference
	keys     map[flow.Key]rule.Reference
	counters map[string]int64
	settings map[string]any
	ids      int
	loads    int
	last     *flow.Plan
	pinned   map[rule.Reference]*model.Type
}

func newWorld(t testing.TB, source string) *world {
	t.Helper()
	w := &world{t: t, m: compile(t, source), now: noon, records: map[rule.Reference]*flow.Record{}, keys: map[flow.Key]rule.Reference{},
		counters: map[string]int64{}, settings: map[string]any{}, pinned: map[rule.Reference]*model.Type{}}
	for _, u := range units {
		w.put("base/unit", u.id, map[string]any{"name": u.id, "parent": refOrNil("base/unit", u.parent), "head": refOrNil("base/user", u.head)})
	}
	for _, p := range staff {
		w.put("base/user", p.id, map[string]any{"name": strings.ToUpper(p.id[:1]) + p.id[1:], "roles": []any{p.roles}, "department": refOrNil("base/unit", p.unit)})
	}
	return w
}

func refOrNil(typ, name string) any {
	if name == "" {
		return nil
	}
	return rule.Reference{Type: typ, Id: id(name)}
}

// put stores a record without asking anybody.
func (w *world) put(typ, name string, values map[string]any) *flow.Record {
	t := w.typ(typ)
	r := &flow.Record{Type: t, Id: id(name), Values: maps.Clone(values), Rows: map[string][]*flow.Record{}}
	w.ids++
	r.Values["created"] = noon.Add(time.Duration(w.ids-1000) * time.Minute)
	r.Values["revision"] = decimal.NewFromInt(1)
	if l := t.Lifecycle; l != nil && r.Values["status"] == nil {
		r.Values["status"] = l.Initial.Key
	}
	w.keep(r)
	return r
}

func (w *world) typ(key string) *model.Type {
	w.t.Helper()
	if !strings.Contains(key, "/") {
		key = "app/" + key
	}
	t := w.m.TypeByKey(key)
	if t == nil {
		w.t.Fatalf("no type %s", key)
	}
	return t
}

func (w *world) keep(r *flow.Record) {
	ref := r.Reference()
	if w.records[ref] == nil {
		w.order = append(w.order, ref)
	}
	w.records[ref] = r
}

// apply does what a plan says.
func (w *world) apply(p *flow.Plan) {
	w.last = p
	for _, c := range p.Changes {
		w.keep(c.After)
		maps.DeleteFunc(w.keys, func(_ flow.Key, ref rule.Reference) bool { return ref == c.After.Reference() })
	}
	for _, c := range p.Changes {
		if c.After != w.records[c.After.Reference()] {
			continue
		}
		for _, k := range c.Keys {
			if holder, taken := w.keys[k]; taken && holder != c.After.Reference() {
				w.t.Fatalf("the key %v is held twice", k)
			}
			w.keys[k] = c.After.Reference()
		}
	}
}

// Load implements flow.Snapshot.
func (w *world) Load(t *model.Type, id string) (*flow.Record, error) {
	w.loads++
	if t.Owner == nil {
		return w.pin(w.records[rule.Reference{Type: t.Key, Id: id}]), nil
	}
	for _, r := range w.all(t) {
		if r.Id == id {
			return r, nil
		}
	}
	return nil, nil
}

func (w *world) pin(r *flow.Record) *flow.Record {
	if r == nil || w.pinned[r.Reference()] == nil {
		return r
	}
	return r.As(w.pinned[r.Reference()])
}

// all lists the records or rows of a type by creation.
func (w *world) all(t *model.Type) []*flow.Record {
	var out []*flow.Record
	for _, ref := range w.order {
		switch {
		case ref.Type == t.Key:
			out = append(out, w.pin(w.records[ref]))
		case t.Owner != nil && ref.Type == t.Owner.Key:
			out = append(out, w.records[ref].Rows[t.OwnerField.Key]...)
		}
	}
	return out
}

// Pointing implements flow.Snapshot.
func (w *world) Pointing(from *model.Type, via *model.Field, id string) ([]*flow.Record, error) {
	w.loads++
	var out []*flow.Record
	for _, r := range w.all(from) {
		items, many := r.Values[via.Key].([]any)
		if !many {
			items = []any{r.Values[via.Key]}
		}
		if !r.IsArchived() && slices.ContainsFunc(items, func(v any) bool { ref, _ := v.(rule.Reference); return ref.Id == id }) {
			out = append(out, r)
		}
	}
	return out, nil
}

// Candidates implements flow.Snapshot.
func (w *world) Candidates(t *model.Type, keys map[string]any) ([]*flow.Record, error) {
	var out []*flow.Record
	for _, r := range w.all(t) {
		fits := !r.IsArchived()
		for key, v := range keys {
			fits = fits && (r.Values[key] == nil || rule.Equal(r.Values[key], v))
		}
		if fits {
			out = append(out, r)
		}
	}
	return out, nil
}

// Holder implements flow.Snapshot.
func (w *world) Holder(unique, value string) (rule.Reference, bool, error) {
	ref, ok := w.keys[flow.Key{Unique: unique, Value: value}]
	return ref, ok, nil
}

// Next implements flow.Snapshot.
func (w *world) Next(series, scope string) (int64, error) {
	w.counters[series+" "+scope]++
	return w.counters[series+" "+scope], nil
}

// GiveBack implements flow.Returner.
func (w *world) GiveBack(series, scope string, n int64) error {
	if w.counters[series+" "+scope] != n {
		return fmt.Errorf("%d is not the last number of %s %s", n, series, scope)
	}
	w.counters[series+" "+scope]--
	return nil
}

// Setting implements flow.Snapshot.
func (w *world) Setting(key string) (any, bool) { v, ok := w.settings[key]; return v, ok }

// NewId implements flow.Snapshot.
func (w *world) NewId() string { w.ids++; return fmt.Sprintf("new%012d", w.ids) }

// Zone implements flow.Snapshot.
func (w *world) Zone() *time.Location { return almaty }

// Directory implements flow.Snapshot.
func (w *world) Directory() rule.Directory { return directory{w} }

var (
	_ flow.Snapshot = (*world)(nil)
	_ flow.Returner = (*world)(nil)
)

// directory reads people and units from the records of the world.
type directory struct{ w *world }

func (d directory) Person(id string) (*rule.Person, bool) {
	r := d.w.records[rule.Reference{Type: "base/user", Id: id}]
	if r == nil {
		return nil, false
	}
	p := &rule.Person{Id: id, Name: r.Values["name"].(string), Active: !r.IsArchived(), Fields: plainRecord{r}}
	unit, _ := r.Values["department"].(rule.Reference)
	p.Unit = unit.Id
	roles, _ := r.Values["roles"].([]any)
	for _, role := range roles {
		p.Roles = append(p.Roles, role.(string))
	}
	return p, true
}

type plainRecord struct{ r *flow.Record }

func (p plainRecord) Reference() rule.Reference      { return p.r.Reference() }
func (p plainRecord) Field(name string) (any, error) { return p.r.Values[name], nil }

func (d directory) unit(id, field string) string {
	if r := d.w.records[rule.Reference{Type: "base/unit", Id: id}]; r != nil {
		ref, _ := r.Values[field].(rule.Reference)
		return ref.Id
	}
	return ""
}

func (d directory) Ancestors(unit string) []string {
	var line []string
	for ; unit != ""; unit = d.unit(unit, "parent") {
		line = append(line, unit)
	}
	return line
}

func (d directory) Subtree(unit string) []string {
	var below []string
	for _, u := range units {
		if slices.Contains(d.Ancestors(id(u.id)), unit) {
			below = append(below, id(u.id))
		}
	}
	return below
}

// head is the unit's own head, or that of the nearest unit above.
func (d directory) head(unit string) string {
	for _, u := range d.Ancestors(unit) {
		if h := d.unit(u, "head"); h != "" {
			return h
		}
	}
	return ""
}

func (d directory) Tokens(person string) map[rule.Principal]bool {
	tokens := map[rule.Principal]bool{rule.UserPrincipal(person): true}
	p, ok := d.Person(person)
	if !ok || !p.Active {
		return tokens
	}
	for _, role := range p.Roles {
		tokens[rule.RolePrincipal(role, "")] = true
		for _, u := range d.Subtree(p.Unit) {
			tokens[rule.RolePrincipal(role, u)] = true
		}
	}
	for _, u := range units {
		if d.head(id(u.id)) == person {
			tokens[rule.HeadPrincipal(id(u.id))] = true
		}
	}
	for _, u := range d.Ancestors(p.Unit) {
		tokens[rule.MemberPrincipal(u)] = true
	}
	return tokens
}

func (d directory) Resolve(p rule.Principal) []*rule.Person {
	var out []*rule.Person
	for _, ref := range d.w.order {
		if ref.Type != "base/user" || !d.Tokens(ref.Id)[p] {
			continue
		}
		if person, _ := d.Person(ref.Id); person.Active {
			out = append(out, person)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// actor is a member of staff, "system" or "super".
func (w *world) actor(name string) flow.Actor {
	switch name {
	case "system":
		return flow.Actor{System: true}
	case "super":
		return flow.Actor{Super: true}
	case "guest":
		return flow.Actor{}
	}
	p, ok := directory{w}.Person(id(name))
	if !ok {
		w.t.Fatalf("nobody is called %s", name)
	}
	return flow.Actor{Person: p}
}

// fields reads JSON as a client sends it; an id written as @name is made whole.
func (w *world) fields(t *model.Type, text string) map[string]any {
	w.t.Helper()
	if text == "" {
		return nil
	}
	parts := strings.Split(text, `"@`)
	for i := 1; i < len(parts); i++ {
		name, rest, _ := strings.Cut(parts[i], `"`)
		parts[i] = id(name) + `"` + rest
	}
	dec := json.NewDecoder(strings.NewReader(strings.Join(parts, `"`)))
	dec.UseNumber()
	var raw map[string]any
	if err := dec.Decode(&raw); err != nil {
		w.t.Fatal(err)
	}
	values, wrong := flow.ReadFields(t, raw)
	if len(wrong) > 0 {
		w.t.Fatalf("%s: %v", text, fault.Join(wrong))
	}
	return values
}

func (w *world) command(who, what, fields string) flow.Command {
	w.t.Helper()
	verb, rest, _ := strings.Cut(what, " ")
	object, via, _ := strings.Cut(rest, " ")
	typ, name, _ := strings.Cut(object, ":")
	cmd := flow.Command{Kind: flow.Kind(verb), Type: w.typ(typ), Actor: w.actor(who), Transition: via}
	if name != "" {
		cmd.Id = id(name)
	}
	switch verb {
	case "create", "edit", "archive", "restore":
	default:
		cmd.Kind, cmd.Transition = flow.Move, verb
	}
	cmd.Fields = w.fields(cmd.Type, fields)
	return cmd
}

// try decides a command and applies its plan: "create order:a send", "edit
// order:a", "send order:a".
func (w *world) try(who, what, fields string) error {
	w.t.Helper()
	return w.run(w.command(who, what, fields))
}

func (w *world) run(cmd flow.Command) error {
	w.t.Helper()
	before := maps.Clone(w.counters)
	plan, err := flow.Decide(w.m, w, cmd, w.now)
	if err != nil {
		w.counters = before // the transaction is rolled back
		return err
	}
	w.apply(plan)
	return nil
}

// do is try where nothing may go wrong.
func (w *world) do(who, what, fields string) {
	w.t.Helper()
	if err := w.try(who, what, fields); err != nil {
		w.t.Fatalf("%s: %s %s: %v", who, what, fields, err)
	}
}

// refused expects a refusal with exactly these faults, written "code" or
// "code@path", in any order.
func (w *world) refused(who, what, fields string, want ...string) {
	w.t.Helper()
	w.refusedRun(w.command(who, what, fields), want...)
}

func (w *world) refusedRun(cmd flow.Command, want ...string) {
	w.t.Helper()
	err := w.run(cmd)
	if got := codes(err); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
		w.t.Errorf("refused with %v, want %v", got, want)
	}
}

// codes lists the faults of a refusal.
func codes(err error) []string {
	if err == nil {
		return nil
	}
	f, ok := fault.As(err)
	if !ok {
		return []string{"error: " + err.Error()}
	}
	if f.Code != "refused" {
		return []string{at(f)}
	}
	var out []string
	for _, part := range f.Fields {
		out = append(out, at(part))
	}
	slices.Sort(out)
	return out
}

func at(f *fault.Fault) string {
	if f.Field == "" {
		return f.Code
	}
	return f.Code + "@" + f.Field
}

// get reads a stored value: "order:a status", "order:a lines.0.qty".
func (w *world) get(what string) any {
	w.t.Helper()
	object, path, _ := strings.Cut(what, " ")
	typ, name, _ := strings.Cut(object, ":")
	r := w.records[rule.Reference{Type: w.typ(typ).Key, Id: id(name)}]
	if r == nil {
		w.t.Fatalf("no record %s", object)
	}
	if parts := strings.Split(path, "."); len(parts) == 3 {
		i := int(parts[1][0] - '0')
		if rows := r.Rows[parts[0]]; i < len(rows) {
			return model.JSONValue(rows[i].Values[parts[2]])
		}
		return "no such row"
	}
	return model.JSONValue(r.Values[path])
}

// has checks stored values.
func (w *world) has(what string, want any) {
	w.t.Helper()
	got := w.get(what)
	if s, ok := want.(string); ok && strings.HasPrefix(s, "@") {
		want = id(s[1:])
	}
	if n, ok := want.(int); ok {
		want = int64(n)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func ref(typ, name string) rule.Reference { return rule.Reference{Type: typ, Id: id(name)} }

func join(faults []*fault.Fault) error {
	if f := fault.Join(faults); f != nil {
		return f
	}
	return nil
}

func faultOf(t testing.TB, err error) *fault.Fault {
	t.Helper()
	f, ok := fault.As(err)
	if !ok {
		t.Fatalf("%v is no refusal", err)
	}
	return f
}
