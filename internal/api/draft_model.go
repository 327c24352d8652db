package api

import (
	"strings"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// drafted is the world under changes that are not in force.
type drafted struct {
	model *model.Model
	snap  flow.Snapshot
	found []spec.Diagnostic
	live  bool // the changes do not compile, or there are none: it is the one in force
}

// under compiles changes; the configuration in force stands in for one that does
// not compile.
func (a *asker) under(files map[string][]byte, changed bool) drafted {
	if !changed {
		return drafted{a.model, a.snap, nil, true}
	}
	m, found := engine.Check(files)
	if m == nil || m.Hash == a.model.Hash {
		return drafted{a.model, a.snap, found, true}
	}
	return drafted{m, flow.Under(a.snap, a.model, m), found, false}
}

// inForce finds the version in force of a type; nil for one that is new.
func (a *asker) inForce(t *model.Type) *model.Type {
	for _, live := range a.model.Types {
		if live.StableId == t.StableId {
			return live
		}
	}
	return nil
}

// typeIn finds a type of a configuration by key or slug.
func typeIn(m *model.Model, name string) *model.Type {
	if strings.Contains(name, "/") {
		return m.TypeByKey(name)
	}
	return m.TypeBySlug(name)
}

// seen loads a record as a draft sees it, if the asker may know of it.
func (a *asker) seen(d drafted, t *model.Type, id string) (*flow.Record, error) {
	live := a.inForce(t)
	if live == nil || live.Abstract || live.Owner != nil || !a.inScope(live) {
		return nil, fault.New(fault.Missing, "not_found", fault.Params{"type": t.Slug, "id": id})
	}
	rec, _, err := a.load(live, id)
	if err != nil || d.live {
		return rec, err
	}
	return d.snap.Load(t, id)
}

// somebody is a person as who things are looked at; the asker where none is named.
func (a *asker) somebody(id string) (flow.Actor, error) {
	if id == "" {
		return a.actor, nil
	}
	if t := a.model.Person; t != nil {
		if _, _, err := a.load(t, id); err != nil {
			return flow.Actor{}, err
		}
		if !a.inScope(t) {
			return flow.Actor{}, fault.New(fault.Missing, "not_found", fault.Params{"type": t.Slug, "id": id}).At("as")
		}
	}
	p, ok := a.snap.Directory().Person(id)
	if !ok {
		return flow.Actor{}, fault.New(fault.Missing, "not_found", nil).At("as")
	}
	return flow.Actor{Person: p, Lang: a.lang}, nil
}

// moment reads an instant that was named; now where none is.
func (a *asker) moment(text, key string) (time.Time, error) {
	if text == "" {
		return a.now, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05Z07:00"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), nil
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"} {
		if at, err := time.ParseInLocation(layout, text, a.e.Zone()); err == nil {
			return at.UTC(), nil
		}
	}
	return time.Time{}, fault.New(fault.Invalid, "bad_instant", fault.Params{"text": text}).At(key)
}

// valueJSON is a value of an expression for clients.
func valueJSON(m *model.Model, v any) any {
	switch x := v.(type) {
	case rule.Record:
		return valueJSON(m, x.Reference())
	case rule.Reference:
		if t := m.TypeByKey(x.Type); t != nil {
			return t.Slug + "/" + x.Id
		}
		return x.Id
	case rule.Span:
		return x.String()
	case rule.PeopleSet:
		return principals(x)
	case []any:
		out := make([]any, len(x))
		for i, item := range x {
			out[i] = valueJSON(m, item)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for k, item := range x {
			out[k] = valueJSON(m, item)
		}
		return out
	}
	return model.JSONValue(v)
}

// principals lists who is named by a set, exceptions left out.
func principals(set rule.PeopleSet) []string {
	out := []string{}
	for _, p := range set.Any {
		out = append(out, string(p))
	}
	for _, o := range set.Or {
		out = append(out, principals(o)...)
	}
	return out
}
