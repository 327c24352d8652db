package flow

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
)

// keys works out every live unique key of a record. A part that is null means
// that there is no key. In the archive a record keeps the keys by which other
// systems know it: what they send again has been here.
func (s *session) keys(rec *Record) ([]Key, error) {
	var out []Key
	for _, u := range rec.Type.Uniques {
		if rec.IsArchived() && !u.Reuses() {
			continue
		}
		found, err := s.keysOf(u, rec)
		if err != nil {
			return nil, fmt.Errorf("unique %s: %w", u.Key, err)
		}
		out = append(out, found...)
	}
	return out, nil
}

func (s *session) keysOf(u *model.Unique, rec *Record) ([]Key, error) {
	if ok, err := s.applies(u.While, rec, nil, nil); err != nil || !ok {
		return nil, err
	}
	parts := make([]any, 0, len(u.Parts))
	for _, p := range u.Parts {
		v, err := p.Eval(s.scope(p, rec, nil, nil))
		if err != nil {
			return nil, err
		}
		if v == nil {
			return nil, nil
		}
		parts = append(parts, model.JSONValue(plainValue(v)))
	}
	if !u.Each {
		return []Key{{u.Key, keyText(parts)}}, nil
	}
	values, _ := parts[0].([]any)
	var out []Key
	for _, v := range values {
		out = append(out, Key{u.Key, keyText([]any{v})})
	}
	return out, nil
}

func keyText(parts []any) string {
	text, err := json.Marshal(parts)
	if err != nil {
		return fmt.Sprint(parts)
	}
	return string(text)
}

// fresh lists the keys that a change gives a record and that it did not hold.
func (s *session) freshKeys(old, rec *Record) ([]Key, error) {
	keys, err := s.keys(rec)
	if err != nil || old == nil || len(keys) == 0 {
		return keys, err
	}
	before, err := s.keys(old)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(keys, func(k Key) bool { return slices.Contains(before, k) }), nil
}

// duplicates reports keys that others hold, as far as holding them refuses.
func (a *attempt) duplicates() error {
	keys, err := a.s.freshKeys(a.old, a.rec)
	if err != nil {
		return err
	}
	for _, k := range keys {
		u := uniqueOf(a.rec.Type, k.Unique)
		if u.Policy == "fire" || u.Policy == "warn" && a.cmd.Force && a.cmd.Comment != "" {
			continue
		}
		holder, err := a.s.holder(k, a.rec)
		if err != nil {
			return err
		}
		if holder != nil {
			a.problem(&Problem{Sort: SortRule, Fields: u.Fields, Fault: a.taken(u, holder)})
		}
	}
	return nil
}

// taken tells that a key is held by another record, and by which, if the one
// who asks may know.
func (a *attempt) taken(u *model.Unique, holder *Record) *fault.Fault {
	params := a.naming(holder, fault.Params{"fields": titles(u.Fields)})
	code := "not_unique"
	if u.Policy == "warn" {
		code = "duplicate_warning"
	}
	fl := fault.New(fault.Conflict, code, params)
	if u.Message != nil {
		fl = fl.WithText(a.render(u.Message, a.rec, a.old))
	}
	if len(u.Fields) > 0 {
		fl = fl.At(u.Fields[0].Key)
	}
	return fl
}

// naming adds to what a fault tells the record it is about, if the one who asks
// may know of that.
func (a *attempt) naming(holder *Record, params fault.Params) fault.Params {
	if a.s.mayKnow(holder) {
		params["record"], params["type"], params["id"] = a.s.titleFor(holder, a.s.asksEyes()), holder.Type.Slug, holder.Id
	}
	return params
}

// release fires the transitions that make other records give up keys which this
// one takes. Whoever still holds one then keeps it, and the command is refused.
func (a *attempt) release(c *Change) error {
	keys, err := a.s.freshKeys(c.Before, c.After)
	if err != nil {
		return err
	}
	for _, k := range keys {
		u := uniqueOf(c.After.Type, k.Unique)
		if u.Policy == "warn" {
			continue // accepted, or nobody holds it
		}
		holder, err := a.s.holder(k, c.After)
		if err != nil {
			return err
		}
		if holder != nil && u.Policy == "fire" {
			if err := a.s.fireOn(holder, u.Fire, c); err != nil {
				return err
			}
			if holder, err = a.s.holder(k, c.After); err != nil {
				return err
			}
		}
		if holder != nil {
			return fault.Join([]*fault.Fault{a.taken(u, holder)})
		}
	}
	return nil
}

// Duplicate is what the history calls a record that was kept although another
// holds its key. Each is a line of its own, so that they can be counted.
const Duplicate Kind = "duplicate"

// twins marks keys that others hold and that somebody insisted on.
func (a *attempt) twins(c *Change) error {
	if !a.cmd.Force {
		return nil
	}
	keys, err := a.s.freshKeys(c.Before, c.After)
	if err != nil {
		return err
	}
	for _, k := range keys {
		u := uniqueOf(c.After.Type, k.Unique)
		if u.Policy != "warn" {
			continue
		}
		holder, err := a.s.holder(k, c.After)
		if err != nil {
			return err
		}
		if holder != nil {
			_, name, _ := strings.Cut(u.Key, ".")
			a.s.happen(c.After, Duplicate, &Happening{
				Fact: FactId{Kind: "unique", Key: name},
				Data: map[string]any{"type": holder.Type.StableId, "id": holder.Id},
			}, "", c)
		}
	}
	return nil
}

func uniqueOf(t *model.Type, key string) *model.Unique {
	for _, u := range t.Uniques {
		if u.Key == key {
			return u
		}
	}
	return nil
}

// holder finds another record that holds a key as things stand in the session.
func (s *session) holder(k Key, mine *Record) (*Record, error) {
	for _, other := range s.work {
		if other.Reference() == mine.Reference() || len(other.Type.Uniques) == 0 {
			continue
		}
		keys, err := s.keys(other)
		if err != nil {
			return nil, err
		}
		for _, x := range keys {
			if x == k {
				return other, nil
			}
		}
	}
	ref, found, err := s.snap.Holder(k.Unique, k.Value)
	if err != nil || !found || ref == mine.Reference() || s.work[ref] != nil {
		return nil, err // a changed record was looked at above
	}
	t := s.m.TypeByKey(ref.Type)
	if t == nil {
		return nil, nil
	}
	return s.load(t, ref.Id)
}

// mayKnow reports whether the one who gave the command may know of a record.
func (s *session) mayKnow(r *Record) bool { return s.asksEyes().knows(r) }

func titles(fields []*model.Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Title
	}
	return out
}
