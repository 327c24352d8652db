package engine

import (
	"maps"
	"slices"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// Trial is the world as a configuration would find it that is not in force:
// every record that exists, as one of its types. It writes nothing, so that
// decisions over it tell what would be, for as long as it takes to ask.
type Trial struct {
	*store.Snapshot              // of the configuration in force
	old, m          *model.Model // in force, and on trial
	seen            map[rule.Reference]*flow.Record
}

// Try opens the records that exist to a configuration that is not in force.
func (e *Engine) Try(m *model.Model) (*Trial, error) {
	snap, err := e.Snapshot(e.app)
	if err != nil {
		return nil, err
	}
	return &Trial{Snapshot: snap.WithPins(nil), old: e.Model(), m: m, seen: map[rule.Reference]*flow.Record{}}, nil
}

// Load gives a record as one of a type of the configuration on trial.
func (t *Trial) Load(typ *model.Type, id string) (*flow.Record, error) {
	ref := rule.Reference{Type: typ.Key, Id: id}
	if rec, known := t.seen[ref]; known {
		return rec, nil
	}
	was := t.before(typ)
	if was == nil {
		return nil, nil
	}
	rec, err := t.Snapshot.Load(was, id)
	if err != nil || rec == nil {
		return nil, err
	}
	return t.see(rec, typ), nil
}

// Put takes a record as it would have become.
func (t *Trial) Put(rec *flow.Record) { t.seen[rec.Reference()] = rec }

// before is a type as it is in force; nil for a new one.
func (t *Trial) before(typ *model.Type) *model.Type { return byStableId(t.old, typ.StableId) }

func (t *Trial) see(rec *flow.Record, typ *model.Type) *flow.Record {
	ref := rule.Reference{Type: typ.Key, Id: rec.Id}
	if known := t.seen[ref]; known != nil {
		return known
	}
	t.seen[ref] = t.renewed(rec, typ)
	return t.seen[ref]
}

// renewed is a record with its values under the present names of its fields.
func (t *Trial) renewed(rec *flow.Record, typ *model.Type) *flow.Record {
	out := &flow.Record{Type: typ, Id: rec.Id, Config: rec.Config, Values: map[string]any{}, Rows: map[string][]*flow.Record{}}
	for _, f := range typ.Fields {
		was := rec.Type.Current(f)
		if was == nil || was.Kind != f.Kind || was.Many != f.Many {
			continue
		}
		for _, row := range rec.Rows[was.Key] {
			if f.RowType != nil {
				out.Rows[f.Key] = append(out.Rows[f.Key], t.renewed(row, f.RowType))
			}
		}
		if v, has := rec.Values[was.Key]; has {
			out.Values[f.Key] = t.value(f, v)
		}
	}
	if parent, isRow := rec.Values["parent"]; isRow && typ.Owner != nil {
		out.Values["parent"] = t.value(typ.Field("parent"), parent)
	}
	if status := rec.Status(); typ.Lifecycle != nil && status != "" {
		if s := typ.Lifecycle.StateNow(status); s != nil {
			out.Values["status"] = s.Key
		}
	}
	return out
}

// value follows renamed types and choices.
func (t *Trial) value(f *model.Field, v any) any {
	switch x := v.(type) {
	case rule.Reference:
		if was := t.old.TypeByKey(x.Type); was != nil {
			if now := byStableId(t.m, was.StableId); now != nil {
				x.Type = now.Key
			}
		}
		return x
	case string:
		for now, was := range f.WasEnum {
			if was == x {
				return now
			}
		}
	case []any:
		out := make([]any, len(x))
		for i, one := range x {
			out[i] = t.value(f, one)
		}
		return out
	}
	return v
}

// Pointing lists records whose field points at one.
func (t *Trial) Pointing(from *model.Type, via *model.Field, id string) ([]*flow.Record, error) {
	was := t.before(from)
	if was == nil {
		return nil, nil
	}
	field := was.Current(via)
	if field == nil {
		return nil, nil
	}
	return t.all(from)(t.Snapshot.Pointing(was, field, id))
}

func (t *Trial) all(typ *model.Type) func([]*flow.Record, error) ([]*flow.Record, error) {
	return func(found []*flow.Record, err error) ([]*flow.Record, error) {
		out := make([]*flow.Record, len(found))
		for i, rec := range found {
			out[i] = t.see(rec, typ)
		}
		return out, err
	}
}

// Candidates lists the rows of a catalog that may match.
func (t *Trial) Candidates(typ *model.Type, keys map[string]any) ([]*flow.Record, error) {
	was := t.before(typ)
	if was == nil {
		return nil, nil
	}
	return t.all(typ)(t.Snapshot.Candidates(was, t.keysBefore(typ, was, keys)))
}

// Rivals lists the rows of a catalog as specific as given keys.
func (t *Trial) Rivals(typ *model.Type, keys map[string]any) ([]*flow.Record, error) {
	was := t.before(typ)
	if was == nil || was.Lookup == nil {
		return nil, nil
	}
	return t.all(typ)(t.Snapshot.Rivals(was, t.keysBefore(typ, was, keys)))
}

func (t *Trial) keysBefore(typ, was *model.Type, keys map[string]any) map[string]any {
	out := map[string]any{}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if f := typ.Field(key); f != nil {
			if before := was.Current(f); before != nil {
				out[before.Key] = keys[key]
			}
		}
	}
	return out
}

// Holder finds the record that holds a unique key.
func (t *Trial) Holder(unique, value string) (rule.Reference, bool, error) {
	ref, held, err := t.Snapshot.Holder(unique, value)
	return t.value(nil, ref).(rule.Reference), held, err
}

// Facts lists what is kept beside a record.
func (t *Trial) Facts(ref rule.Reference) ([]*flow.Fact, error) {
	if now := t.m.TypeByKey(ref.Type); now != nil {
		if was := t.before(now); was != nil {
			ref.Type = was.Key
		}
	}
	return t.Snapshot.Facts(ref)
}

// Next gives a number that nobody has taken: none is, here.
func (*Trial) Next(string, string) (int64, error) { return 0, nil }

// GiveBack has nothing to give back.
func (*Trial) GiveBack(string, string, int64) error { return nil }

var _ flow.Snapshot = (*Trial)(nil)
