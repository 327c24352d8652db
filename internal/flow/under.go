package flow

import (
	"kontora/internal/model"
	"kontora/internal/rule"
)

// Under is a stored world as another configuration would see it, for questions
// that change nothing: what would its rules say of the records there are? Types,
// fields, states and choices are followed by their stable ids; a field that is
// new is empty, one of another kind too. What other configurations store of their
// own (facts of a new route, sums of a new register) is not there yet.
func Under(snap Snapshot, live, other *model.Model) Snapshot {
	if live == other {
		return snap
	}
	return &under{Snapshot: snap, live: live, other: other, loaded: map[rule.Reference]*Record{}}
}

type under struct {
	Snapshot
	live, other *model.Model
	loaded      map[rule.Reference]*Record
}

var _ Snapshot = (*under)(nil)

// Load returns a record with its rows; nil without error when there is none.
func (u *under) Load(t *model.Type, id string) (*Record, error) {
	ref := rule.Reference{Type: t.Key, Id: id}
	if r, known := u.loaded[ref]; known {
		return r, nil
	}
	there := typeKept(u.live, t.StableId)
	if there == nil {
		return nil, nil
	}
	r, err := u.Snapshot.Load(there, id)
	if err != nil || r == nil {
		return nil, err
	}
	return u.moved(r, t), nil
}

// Pointing lists the records of a type whose field points at a record.
func (u *under) Pointing(from *model.Type, via *model.Field, id string) ([]*Record, error) {
	there := typeKept(u.live, from.StableId)
	if there == nil {
		return nil, nil
	}
	field := fieldKept(there, via.StableId)
	if field == nil || field.Kind != model.Ref {
		return nil, nil
	}
	found, err := u.Snapshot.Pointing(there, field, id)
	return u.all(found, from), err
}

// Candidates lists the rows of a catalog whose key fields fit.
func (u *under) Candidates(t *model.Type, keys map[string]any) ([]*Record, error) {
	there := typeKept(u.live, t.StableId)
	if there == nil {
		return nil, nil
	}
	found, err := u.Snapshot.Candidates(there, u.keys(t, there, keys))
	return u.all(found, t), err
}

// Rivals lists the rows of a catalog with as many keys filled as these.
func (u *under) Rivals(t *model.Type, keys map[string]any) ([]*Record, error) {
	there := typeKept(u.live, t.StableId)
	if there == nil || there.Lookup == nil {
		return nil, nil
	}
	found, err := u.Snapshot.Rivals(there, u.keys(t, there, keys))
	return u.all(found, t), err
}

// keys are the keys of a catalog as they are stored.
func (u *under) keys(t, there *model.Type, keys map[string]any) map[string]any {
	out := map[string]any{}
	for key, v := range keys {
		f := t.Field(key)
		if f == nil {
			continue
		}
		if old := fieldKept(there, f.StableId); old != nil {
			out[old.Key] = pointedBack(v, u.other, u.live)
		}
	}
	return out
}

// Facts lists what is kept beside a record.
func (u *under) Facts(ref rule.Reference) ([]*Fact, error) {
	back, ok := u.back(ref)
	if !ok {
		return nil, nil
	}
	return u.Snapshot.Facts(back)
}

// Unlike lists those of the given values with which a record was not created.
func (u *under) Unlike(ref rule.Reference, values []Diff) ([]*model.Field, error) {
	back, ok := u.back(ref)
	if !ok {
		return nil, nil
	}
	return u.Snapshot.Unlike(back, values)
}

// Holder finds the record that holds a unique key now.
func (u *under) Holder(unique, value string) (rule.Reference, bool, error) {
	ref, found, err := u.Snapshot.Holder(unique, value)
	if t := u.live.TypeByKey(ref.Type); t != nil {
		if now := typeKept(u.other, t.StableId); now != nil {
			ref.Type = now.Key
		}
	}
	return ref, found, err
}

// Balance is what a register holds.
func (u *under) Balance(r *model.Register, by map[string]string) (map[string]int64, error) {
	there := u.live.RegisterKept(r.StableId)
	if there == nil {
		return map[string]int64{}, nil
	}
	return u.Snapshot.Balance(there, by)
}

// Together adds up what a register holds, apart for combinations of values.
func (u *under) Together(r *model.Register, where []AxisValue, by []model.Axis) ([]Together, error) {
	there := u.live.RegisterKept(r.StableId)
	if there == nil {
		return nil, nil
	}
	return u.Snapshot.Together(there, where, by)
}

// Latest lists the values that records keep now in a resource.
func (u *under) Latest(r *model.Register, res *model.Resource, by map[string]string, limit int) ([]Held, error) {
	there := u.live.RegisterKept(r.StableId)
	if there == nil {
		return nil, nil
	}
	return u.Snapshot.Latest(there, res, by, limit)
}

// Opened lists what a person has opened of a record.
func (u *under) Opened(ref rule.Reference, person string) (map[string]int64, error) {
	back, ok := u.back(ref)
	if !ok {
		return nil, nil
	}
	return u.Snapshot.Opened(back, person)
}

// back names a record as it is stored.
func (u *under) back(ref rule.Reference) (rule.Reference, bool) {
	t := u.other.TypeByKey(ref.Type)
	if t == nil {
		return ref, false
	}
	there := typeKept(u.live, t.StableId)
	if there == nil {
		return ref, false
	}
	return rule.Reference{Type: there.Key, Id: ref.Id}, true
}

func (u *under) all(found []*Record, t *model.Type) []*Record {
	out := make([]*Record, 0, len(found))
	for _, r := range found {
		ref := rule.Reference{Type: t.Key, Id: r.Id}
		if u.loaded[ref] == nil {
			u.moved(r, t)
		}
		out = append(out, u.loaded[ref])
	}
	return out
}

// moved is a record as one of another version of its type.
func (u *under) moved(r *Record, t *model.Type) *Record {
	out := u.fields(r, t)
	if t.Lifecycle != nil && t.Lifecycle.State(out.Status()) == nil {
		for _, s := range t.Lifecycle.States {
			for _, was := range s.Was {
				if was == out.Status() {
					out.Values["status"] = s.Key
				}
			}
		}
	}
	u.loaded[out.Reference()] = out
	return out
}

func (u *under) fields(r *Record, t *model.Type) *Record {
	out := &Record{Type: t, Id: r.Id, Config: r.Config, Values: map[string]any{}, Rows: map[string][]*Record{}}
	for _, f := range t.Fields {
		there := fieldKept(r.Type, f.StableId)
		switch {
		case there == nil:
		case f.Kind == model.Rows && there.Kind == model.Rows:
			for _, row := range r.Rows[there.Key] {
				out.Rows[f.Key] = append(out.Rows[f.Key], u.fields(row, t.RowType(f)))
			}
		default:
			if v := moveValue(there, f, u.other, u.live, r.Values[there.Key]); v != nil {
				out.Values[f.Key] = v
			}
		}
	}
	return out
}

// moveValue is a stored value as another version of its field would hold it; nil
// where the kinds differ.
func moveValue(from, to *model.Field, other, live *model.Model, v any) any {
	if v == nil || from.Kind != to.Kind || from.Many != to.Many {
		return nil
	}
	if to.Kind == model.Enum && len(to.WasEnum) > 0 {
		return eachOf(v, func(one any) any {
			for now, was := range to.WasEnum {
				if was == one {
					return now
				}
			}
			return one
		})
	}
	return pointedBack(v, live, other)
}

// pointedBack names the types of references as another configuration does.
func pointedBack(v any, from, to *model.Model) any {
	return eachOf(v, func(one any) any {
		ref, is := one.(rule.Reference)
		if !is {
			return one
		}
		if t := from.TypeByKey(ref.Type); t != nil {
			if now := typeKept(to, t.StableId); now != nil {
				ref.Type = now.Key
			}
		}
		return ref
	})
}

func eachOf(v any, change func(any) any) any {
	list, many := v.([]any)
	if !many {
		return change(v)
	}
	out := make([]any, len(list))
	for i, one := range list {
		out[i] = change(one)
	}
	return out
}

// typeKept finds a type by its stable id.
func typeKept(m *model.Model, id string) *model.Type {
	for _, t := range m.Types {
		if t.StableId == id {
			return t
		}
	}
	return nil
}

// fieldKept finds a field by its stable id.
func fieldKept(t *model.Type, id string) *model.Field {
	for _, f := range t.Fields {
		if f.StableId == id {
			return f
		}
	}
	return nil
}
