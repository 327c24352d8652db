package flow

import (
	"encoding/json"
	"fmt"

	"kontora/internal/fault"
	"kontora/internal/model"
)

// keys works out every live unique key of a record. A part that is null means
// that there is no key.
func (s *session) keys(rec *Record) ([]Key, error) {
	var out []Key
	if rec.IsArchived() {
		return nil, nil
	}
	for _, u := range rec.Type.Uniques {
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

// unique applies the policies of keys that other records already hold.
func (s *session) unique(c *Change, cmd Command) error {
	keys, err := s.keys(c.After)
	if err != nil {
		return err
	}
	for _, k := range keys {
		holder, err := s.holder(k, c.After)
		if err != nil || holder == nil {
			if err != nil {
				return err
			}
			continue
		}
		if err := s.conflict(uniqueOf(c.After.Type, k.Unique), holder, c, cmd); err != nil {
			return err
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

func (s *session) conflict(u *model.Unique, holder *Record, c *Change, cmd Command) error {
	if u.Policy == "fire" {
		return s.fireOn(holder, u.Fire, c)
	}
	if u.Policy == "warn" && cmd.Force && cmd.Comment != "" {
		return nil
	}
	params := fault.Params{"fields": titles(u.Fields)}
	if s.mayKnow(holder) {
		params["record"], params["type"], params["id"] = s.titleOf(holder), holder.Type.Slug, holder.Id
	}
	code := "not_unique"
	if u.Policy == "warn" {
		code = "duplicate_warning"
	}
	fl := fault.New(fault.Conflict, code, params)
	if u.Message != nil {
		fl = fl.WithText(s.render(u.Message, c.After, c.Before))
	}
	if len(u.Fields) > 0 {
		fl = fl.At(u.Fields[0].Key)
	}
	return fault.Join([]*fault.Fault{fl})
}

func (s *session) mayKnow(r *Record) bool {
	rights, err := s.rights(r)
	return err == nil && rights.Row()
}

func titles(fields []*model.Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Title
	}
	return out
}
