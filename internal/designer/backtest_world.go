package designer

import (
	"slices"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// pastWorld shows a model the world of another one at an instant gone by: the
// record in question as it was, registers as they stood, everything else as it is
// now. Types and fields are known by their stable ids.
type pastWorld struct {
	base  *store.Snapshot // of the model in force
	live  *model.Model
	m     *model.Model // who looks
	about *flow.Record // of live, as it was
	facts []*flow.Fact // beside it
	books *books
	kinds map[*model.Type]*likeness // by type of live
}

var _ flow.Snapshot = (*pastWorld)(nil)

// likeness is how records of one type are read as those of another model.
type likeness struct {
	to     *model.Type
	fields []fieldPair
	rows   map[string]*likeness // by key of the field in live
}

type fieldPair struct{ from, to *model.Field }

// liveType finds what a type of the looking model is in the model in force.
func (w *pastWorld) liveType(t *model.Type) *model.Type {
	if w.m == w.live {
		return t
	}
	return byStableId(w.live, t.StableId)
}

func (w *pastWorld) liveField(t *model.Type, f *model.Field) *model.Field {
	for _, old := range t.Fields {
		if f != nil && old.StableId == f.StableId {
			return old
		}
	}
	return nil
}

func (w *pastWorld) liveReference(ref rule.Reference) rule.Reference {
	if t := w.m.TypeByKey(ref.Type); t != nil {
		if old := w.liveType(t); old != nil {
			return rule.Reference{Type: old.Key, Id: ref.Id}
		}
	}
	return ref
}

// like works out how a type of the model in force is read; nil when the looking
// model does not have it.
func (w *pastWorld) like(t *model.Type) *likeness {
	if known, ok := w.kinds[t]; ok {
		return known
	}
	to := byStableId(w.m, t.StableId)
	if to == nil {
		w.kinds[t] = nil
		return nil
	}
	l := &likeness{to: to, rows: map[string]*likeness{}}
	w.kinds[t] = l
	for _, f := range t.Fields {
		i := slices.IndexFunc(to.Fields, func(n *model.Field) bool { return n.StableId == f.StableId })
		if i < 0 || to.Fields[i].Kind != f.Kind || to.Fields[i].Many != f.Many {
			continue
		}
		l.fields = append(l.fields, fieldPair{f, to.Fields[i]})
		if f.Kind == model.Rows {
			l.rows[f.Key] = w.like(f.RowType)
		}
	}
	return l
}

// seen is a record of the model in force as the looking model reads it; nil when
// it has no such type.
func (w *pastWorld) seen(rec *flow.Record) *flow.Record {
	if rec == nil || w.m == w.live {
		return rec
	}
	l := w.like(rec.Type)
	if l == nil {
		return nil
	}
	out := &flow.Record{Type: l.to, Id: rec.Id, Config: rec.Config, Values: make(map[string]any, len(rec.Values)), Rows: map[string][]*flow.Record{}}
	if parent, isRow := rec.Values["parent"].(rule.Reference); isRow && rec.Type.Owner != nil {
		out.Values["parent"] = w.reference(parent)
	}
	for _, p := range l.fields {
		if p.from.Kind == model.Rows {
			for _, row := range rec.Rows[p.from.Key] {
				if r := w.seen(row); r != nil {
					out.Rows[p.to.Key] = append(out.Rows[p.to.Key], r)
				}
			}
			continue
		}
		if v := w.value(p, rec.Values[p.from.Key]); v != nil {
			out.Values[p.to.Key] = v
		}
	}
	if l.to.Lifecycle != nil && rec.Type.Lifecycle != nil {
		for _, key := range []string{"status", "previous"} {
			if state, ok := rec.Values[key].(string); ok {
				out.Values[key] = stateNow(l.to.Lifecycle, state)
			}
		}
	}
	return out
}

func stateNow(l *model.Lifecycle, key string) string {
	for _, s := range l.States {
		if s.Key != key && slices.Contains(s.Was, key) && l.State(key) == nil {
			return s.Key
		}
	}
	return key
}

func (w *pastWorld) reference(ref rule.Reference) rule.Reference {
	if t := w.live.TypeByKey(ref.Type); t != nil {
		if l := w.like(t); l != nil {
			return rule.Reference{Type: l.to.Key, Id: ref.Id}
		}
	}
	return ref
}

func (w *pastWorld) value(p fieldPair, v any) any {
	switch x := v.(type) {
	case rule.Reference:
		return w.reference(x)
	case []any:
		out := make([]any, len(x))
		for i, one := range x {
			out[i] = w.value(p, one)
		}
		return out
	case string:
		if p.to.Kind == model.Enum {
			for now, was := range p.to.WasEnum {
				if was == x {
					return now
				}
			}
		}
	}
	return v
}

func (w *pastWorld) all(found []*flow.Record, err error) ([]*flow.Record, error) {
	if err != nil {
		return nil, err
	}
	out := make([]*flow.Record, 0, len(found))
	for _, rec := range found {
		if w.about != nil && rec.Reference() == w.about.Reference() {
			rec = w.about
		}
		if r := w.seen(rec); r != nil {
			out = append(out, r)
		}
	}
	return out, nil
}

// Load gives the record in question as it was, others as they are.
func (w *pastWorld) Load(t *model.Type, id string) (*flow.Record, error) {
	old := w.liveType(t)
	if old == nil {
		return nil, nil
	}
	if w.about != nil && w.about.Type.Key == old.Key && w.about.Id == id {
		return w.seen(w.about), nil
	}
	rec, err := w.base.Load(old, id)
	if err != nil {
		return nil, err
	}
	return w.seen(rec), nil
}

// Pointing lists the records that point at one now.
func (w *pastWorld) Pointing(from *model.Type, via *model.Field, id string) ([]*flow.Record, error) {
	old := w.liveType(from)
	if old == nil {
		return nil, nil
	}
	field := w.liveField(old, via)
	if field == nil {
		return nil, nil
	}
	return w.all(w.base.Pointing(old, field, id))
}

func (w *pastWorld) keys(t, old *model.Type, keys map[string]any) map[string]any {
	out := map[string]any{}
	for key, v := range keys {
		if f := w.liveField(old, t.Field(key)); f != nil {
			if ref, is := v.(rule.Reference); is {
				v = w.liveReference(ref)
			}
			out[f.Key] = v
		}
	}
	return out
}

// Candidates lists rows of a catalog by the keys that it has in the model in force.
func (w *pastWorld) Candidates(t *model.Type, keys map[string]any) ([]*flow.Record, error) {
	old := w.liveType(t)
	if old == nil {
		return nil, nil
	}
	return w.all(w.base.Candidates(old, w.keys(t, old, keys)))
}

// Rivals does the same for rows that could stand in each other's way.
func (w *pastWorld) Rivals(t *model.Type, keys map[string]any) ([]*flow.Record, error) {
	old := w.liveType(t)
	if old == nil || old.Lookup == nil {
		return nil, nil
	}
	return w.all(w.base.Rivals(old, w.keys(t, old, keys)))
}

// Holder is nobody: keys are those of today, and were free then.
func (w *pastWorld) Holder(string, string) (rule.Reference, bool, error) {
	return rule.Reference{}, false, nil
}

// Unlike is nothing: only transitions are played.
func (w *pastWorld) Unlike(rule.Reference, []flow.Diff) ([]*model.Field, error) { return nil, nil }

// Facts are the contributions of the record in question as they stood; of others,
// what is kept beside them now.
func (w *pastWorld) Facts(ref rule.Reference) ([]*flow.Fact, error) {
	old := w.liveReference(ref)
	if w.about != nil && old == w.about.Reference() {
		return w.facts, nil
	}
	return w.base.Facts(old)
}

// Balance is what a register held.
func (w *pastWorld) Balance(r *model.Register, by map[string]string) (map[string]int64, error) {
	return w.books.balance(r, by), nil
}

// Together adds up what a register held where axes have given values.
func (w *pastWorld) Together(r *model.Register, where []flow.AxisValue, by []model.Axis) ([]flow.Together, error) {
	var out []flow.Together
	at := map[string]int{}
	for _, sum := range w.books.sums[r.StableId] {
		fits := true
		for _, a := range where {
			v, err := w.axis(a.Axis, sum.key)
			if err != nil {
				return nil, err
			}
			fits = fits && flow.SameValue(v, a.Value)
		}
		if !fits {
			continue
		}
		values := make([]any, len(by))
		word := ""
		for i, a := range by {
			v, err := w.axis(a, sum.key)
			if err != nil {
				return nil, err
			}
			values[i] = v
			word += flow.Plain(v, time.UTC) + "\x00"
		}
		i, known := at[word]
		if !known {
			i = len(out)
			at[word] = i
			out = append(out, flow.Together{By: values, Units: map[string]int64{}})
		}
		for res, units := range sum.units {
			out[i].Units[res] += units
		}
	}
	return out, nil
}

// axis reads the value of an axis for a combination of dimensions.
func (w *pastWorld) axis(a model.Axis, key map[string]string) (any, error) {
	v := flow.DimensionValue(w.m, a.Dimension, key[a.Dimension.StableId])
	ref, isRef := v.(rule.Reference)
	if a.Field == nil || !isRef {
		return v, nil
	}
	t := w.m.TypeByKey(ref.Type)
	if t == nil {
		return nil, nil
	}
	rec, err := w.Load(t, ref.Id)
	if err != nil || rec == nil {
		return nil, err
	}
	return rec.Values[a.Field.Key], nil
}

// Latest lists the values that count now: those of then are not kept apart.
func (w *pastWorld) Latest(r *model.Register, res *model.Resource, by map[string]string, limit int) ([]flow.Held, error) {
	return w.base.Latest(r, res, by, limit)
}

// Next gives no number: nothing is made.
func (w *pastWorld) Next(string, string) (int64, error) { return 1, nil }

// Given lists the values of a setting.
func (w *pastWorld) Given(key string) []flow.Given { return w.base.Given(key) }

// NewId makes an id that nothing will have.
func (w *pastWorld) NewId() string { return w.base.NewId() }

// Directory is people and units as they are.
func (w *pastWorld) Directory() rule.Directory { return w.base.Directory() }

// Opened lists what a person has opened.
func (w *pastWorld) Opened(ref rule.Reference, person string) (map[string]int64, error) {
	return w.base.Opened(w.liveReference(ref), person)
}

// Absences are none: who stood in for whom is in the event.
func (w *pastWorld) Absences() []rule.Absence { return nil }

// Zone is that of the installation.
func (w *pastWorld) Zone() *time.Location { return w.base.Zone() }

// books are registers as they stood at a place of history.
type books struct {
	sums map[string]map[string]*bookSum // register → key
	last map[string]bool                // "register resource" of which the latest counts
	seq  int64                          // of the last entry that is in
	wait []store.Booked                 // read, and not in yet
	done bool
}

type bookSum struct {
	key   map[string]string
	units map[string]int64
}

func newBooks(m *model.Model) *books {
	b := &books{sums: map[string]map[string]*bookSum{}, last: map[string]bool{}}
	for _, r := range m.Registers {
		for _, res := range r.Resources {
			b.last[r.StableId+" "+res.StableId] = res.Last
		}
	}
	return b
}

func (b *books) enter(e store.Booked, key map[string]string) {
	reg := b.sums[e.Register]
	if reg == nil {
		reg = map[string]*bookSum{}
		b.sums[e.Register] = reg
	}
	sum := reg[e.Key]
	if sum == nil {
		sum = &bookSum{key: key, units: map[string]int64{}}
		reg[e.Key] = sum
	}
	switch {
	case !b.last[e.Register+" "+e.Resource]:
		sum.units[e.Resource] += e.Units
	case e.Gone:
		delete(sum.units, e.Resource)
	default:
		sum.units[e.Resource] = e.Units
	}
	b.seq = e.Seq
}

func (b *books) balance(r *model.Register, by map[string]string) map[string]int64 {
	out := map[string]int64{}
	if len(by) == len(r.Dimensions) {
		key := map[string]string{}
		for dim, v := range by {
			if v != "" {
				key[dim] = v
			}
		}
		if sum := b.sums[r.StableId][flow.KeyText(key)]; sum != nil {
			for res, units := range sum.units {
				out[res] += units
			}
		}
		return out
	}
	for _, sum := range b.sums[r.StableId] {
		fits := true
		for dim, v := range by {
			fits = fits && sum.key[dim] == v
		}
		for res, units := range sum.units {
			if fits {
				out[res] += units
			}
		}
	}
	return out
}
