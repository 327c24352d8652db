package flow_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

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
	facts    map[rule.Reference][]*flow.Fact
	born     map[rule.Reference]map[string]any // values at creation
	counters map[string]int64
	settings map[string]any
	ids      int
	loads    int
	last     *flow.Plan
	pinned   map[rule.Reference]*model.Type
	absences []rule.Absence
}

func newWorld(t testing.TB, source string) *world {
	t.Helper()
	w := &world{t: t, m: compile(t, source), now: noon, records: map[rule.Reference]*flow.Record{}, keys: map[flow.Key]rule.Reference{}, facts: map[rule.Reference][]*flow.Fact{}, born: map[rule.Reference]map[string]any{},
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
	for _, c := range p.Facts {
		w.facts[c.Record] = slices.DeleteFunc(w.facts[c.Record], func(f *flow.Fact) bool { return f.FactId == c.FactId })
		if c.After != nil {
			w.facts[c.Record] = append(w.facts[c.Record], &flow.Fact{FactId: c.FactId, Doc: c.After})
		}
	}
	for _, c := range p.Changes {
		w.keep(c.After)
		if c.Kind == flow.Create {
			w.born[c.After.Reference()] = maps.Clone(c.After.Values)
		}
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

// Facts implements flow.Snapshot.
func (w *world) Facts(ref rule.Reference) ([]*flow.Fact, error) { return w.facts[ref], nil }

// Balance implements flow.Snapshot: it adds up what is kept beside records.
func (w *world) Balance(r *model.Register, by map[string]string) (map[string]int64, error) {
	sums := map[string]int64{}
	for _, facts := range w.facts {
		for _, f := range facts {
			p, ok := f.Doc.(*flow.Posted)
			if !ok || p.Register != r.StableId {
				continue
			}
			fits := true
			for dim, v := range by {
				fits = fits && p.Key[dim] == v
			}
			if fits {
				for res, units := range p.Units {
					sums[res] += units
				}
			}
		}
	}
	return sums, nil
}

// Together implements flow.Snapshot: it adds up what is kept beside records, by what
// the records that its dimensions name say.
func (w *world) Together(r *model.Register, where []flow.AxisValue, by []model.Axis) ([]flow.Together, error) {
	found := map[string]*flow.Together{}
	for _, facts := range w.facts {
		for _, f := range facts {
			p, ok := f.Doc.(*flow.Posted)
			if !ok || p.Register != r.StableId || slices.ContainsFunc(where, func(a flow.AxisValue) bool { return w.axis(p, a.Axis) != a.Value }) {
				continue
			}
			values := make([]any, len(by))
			for i, a := range by {
				values[i] = w.axis(p, a)
			}
			at := fmt.Sprint(values)
			if found[at] == nil {
				found[at] = &flow.Together{By: values, Units: map[string]int64{}}
			}
			for res, units := range p.Units {
				found[at].Units[res] += units
			}
		}
	}
	var out []flow.Together
	for _, at := range slices.Sorted(maps.Keys(found)) {
		out = append(out, *found[at])
	}
	return out, nil
}

func (w *world) axis(p *flow.Posted, a model.Axis) any {
	v := flow.DimensionValue(w.m, a.Dimension, p.Key[a.Dimension.StableId])
	if ref, is := v.(rule.Reference); is && a.Field != nil {
		return w.records[ref].Values[a.Field.Key]
	}
	return v
}

// Opened implements flow.Snapshot: nobody has opened anything.
func (w *world) Opened(rule.Reference, string) (map[string]int64, error) { return nil, nil }

// Latest implements flow.Snapshot.
func (w *world) Latest(*model.Register, *model.Resource, map[string]string, int) ([]flow.Held, error) {
	return nil, nil
}

// Rivals implements flow.Snapshot: the widest answer, for flow to sift.
func (w *world) Rivals(t *model.Type, _ map[string]any) ([]*flow.Record, error) { return w.all(t), nil }

// Holder implements flow.Snapshot.
func (w *world) Holder(unique, value string) (rule.Reference, bool, error) {
	ref, ok := w.keys[flow.Key{Unique: unique, Value: value}]
	return ref, ok, nil
}

// Unlike implements flow.Snapshot.
func (w *world) Unlike(ref rule.Reference, values []flow.Diff) ([]*model.Field, error) {
	var unlike []*model.Field
	for _, v := range values {
		if !flow.SameValue(w.born[ref][v.Field.Key], v.New) {
			unlike = append(unlike, v.Field)
		}
	}
	return unlike, nil
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
func (w *world) Given(key string) []flow.Given {
	v, ok := w.settings[key]
	if !ok {
		return nil
	}
	return []flow.Given{{Value: v}}
}

// NewId implements flow.Snapshot.
func (w *world) NewId() string { w.ids++; return fmt.Sprintf("new%012d", w.ids) }

// Zone implements flow.Snapshot.
func (w *world) Zone() *time.Location { return almaty }

// Absences implements flow.Snapshot.
func (w *world) Absences() []rule.Absence {
	var out []rule.Absence
	for _, a := range w.absences {
		if a.On(rule.DateOf(w.now.In(almaty))) {
			out = append(out, a)
		}
	}
	return out
}

// Directory implements flow.Snapshot.
func (w *world) Directory() rule.Directory { return directory{w} }

var (
	_ flow.Snapshot = (*world)(nil)
	_ flow.Returner = (*world)(nil)
)
