package engine

import (
	"bytes"
	"encoding/json"
	"fmt"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/spec"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// sow loads the first records of packs that were not installed before. A record
// whose key is already there is left alone.
func (e *Engine) sow(tx core.App, old, m *model.Model, revision int64) error {
	had := map[string]bool{}
	if old != nil {
		for _, p := range old.Packs {
			had[p.Key] = true
		}
	}
	s := &sower{e: e, tx: tx, m: m, revision: revision, byKey: map[string]string{}}
	for _, p := range m.Packs {
		if had[p.Key] {
			continue
		}
		for _, seed := range byReference(p.Seeds) {
			if err := s.sow(seed); err != nil {
				return fmt.Errorf("seed %s/%s: %w", p.Key, seed.Name, err)
			}
		}
	}
	return nil
}

// byReference orders first records so that those which others point at come
// before them, and otherwise leaves them as they are.
func byReference(seeds []*model.Seed) []*model.Seed {
	var out []*model.Seed
	placed := map[*model.Seed]bool{}
	var place func(*model.Seed)
	place = func(s *model.Seed) {
		if placed[s] {
			return
		}
		placed[s] = true
		for _, f := range s.Type.Fields {
			for _, other := range seeds {
				if f.Kind == model.Ref && f.Target == other.Type.Key {
					place(other)
				}
			}
		}
		out = append(out, s)
	}
	for _, s := range seeds {
		place(s)
	}
	return out
}

type sower struct {
	e        *Engine
	tx       core.App
	m        *model.Model
	revision int64
	byKey    map[string]string // "type/key value" → id
}

func (s *sower) sow(seed *model.Seed) error {
	for i, raw := range seed.Records {
		if err := s.one(seed, raw); err != nil {
			return fmt.Errorf("record %d (line %d): %w", i+1, raw.Line, err)
		}
	}
	return nil
}

func (s *sower) one(seed *model.Seed, raw spec.Raw) error {
	var values map[string]any
	dec := json.NewDecoder(bytes.NewReader(raw.JSON))
	dec.UseNumber()
	if err := dec.Decode(&values); err != nil {
		return err
	}
	key, _ := values[seed.Key.Key].(string)
	id, err := store.FindByField(s.tx, seed.Type, seed.Key, key)
	if err != nil {
		return err
	}
	if id == "" {
		if id, err = s.create(seed.Type, values); err != nil {
			return err
		}
	}
	s.byKey[seed.Type.Key+"/"+key] = id
	return nil
}

func (s *sower) create(t *model.Type, values map[string]any) (string, error) {
	for name, v := range values {
		f := t.Field(name)
		if word, ok := v.(string); ok && f != nil && f.Kind == model.Ref {
			id, known := s.byKey[f.Target+"/"+word]
			if !known {
				return "", fault.New(fault.Invalid, "seed_reference", fault.Params{"key": word}).At(name)
			}
			values[name] = id
		}
	}
	fields, wrong := flow.ReadFields(t, values)
	if f := fault.Join(wrong); f != nil {
		return "", f
	}
	snap, err := store.NewSnapshot(s.tx, s.m, s.e.zone)
	if err != nil {
		return "", err
	}
	cmd := flow.Command{Kind: flow.Create, Type: t, Fields: fields, Actor: flow.Actor{System: true}}
	plan, err := flow.Decide(s.m, snap.At(s.e.Now()), cmd, s.e.Now())
	if err != nil {
		return "", err
	}
	err = store.Apply(s.tx, s.m, plan, store.Applying{Config: s.revision, At: s.e.Now(), Save: s.e.saveDecided, Title: s.e.titlesOf(s.tx, s.m)})
	if err != nil {
		return "", err
	}
	return store.Final(plan).Id, nil
}
