package script

import (
	"encoding/json"

	"kontora/internal/engine"
	"kontora/internal/flow"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/dop251/goja"
	"github.com/pocketbase/pocketbase/core"
)

// maxChain is how many hooks may lead to one another.
const maxChain = 8

// told is what a handler is told of a change, as it is kept until then.
type told struct {
	heading
	Kind   flow.Kind      `json:"kind"`
	User   *userTold      `json:"user"`
	Record map[string]any `json:"record"`
	Old    map[string]any `json:"old"`
}

// onEffect keeps what the handlers are to be told in the transaction of the
// change, and puts them in line after the commit. Nobody waits for a handler.
func (s *Scripts) onEffect(e *engine.Effect) error {
	g := s.current.Load()
	if len(g.effect) == 0 {
		return nil
	}
	kept, err := s.keep(g, e)
	if err != nil || len(kept) == 0 {
		return err
	}
	if err := store.KeepEffects(e.App, s.engine.Model(), kept); err != nil {
		return err
	}
	e.Then(func() {
		for _, k := range kept {
			if k.State == store.LetterQueued {
				s.line(k.Id, k.Record)
			}
		}
	})
	return nil
}

// keep lists what the handlers are to be told. The world is looked at only when
// there is one who wants to hear.
func (s *Scripts) keep(g *generation, e *engine.Effect) (kept []store.Effect, err error) {
	depth := 0
	if d, known := s.depths.Load(e.Request); known {
		depth = d.(int)
	}
	var snap *store.Snapshot
	for _, c := range e.Changes {
		t, text := c.After.Type, ""
		for _, h := range g.effect {
			if !h.wants(t.Key, t.Slug) {
				continue
			}
			if snap == nil {
				if snap, err = s.engine.Snapshot(e.App); err != nil {
					return nil, err
				}
			}
			if text == "" { // the same for every handler
				if text, err = s.tellOf(snap, c); err != nil {
					return nil, err
				}
			}
			one := store.Effect{Id: core.GenerateDefaultRandomId(), Handler: h.id, Place: h.at, Type: t.Key, Record: c.After.Id,
				Told: text, Depth: depth, At: s.engine.Now(), State: store.LetterQueued}
			if depth >= maxChain {
				s.app.Logger().Error("hooks lead to one another without end", "hook", h.at, "type", t.Key, "record", c.After.Id)
				one.State, one.Error = store.LetterDead, reasonChain
			}
			kept = append(kept, one)
		}
	}
	return kept, nil
}

// tellOf writes down a change as its handlers will see it.
func (s *Scripts) tellOf(snap flow.Snapshot, c *flow.Change) (text string, err error) {
	t := told{heading: headingOf(c), Kind: c.Kind, User: userOf(c.Actor)}
	if t.Record, err = s.values(snap, c.After); err != nil {
		return "", err
	}
	if c.Before != nil {
		if t.Old, err = s.values(snap, c.Before); err != nil {
			return "", err
		}
	}
	data, err := json.Marshal(t)
	return string(data), err
}

// effect tells a handler what was kept for it.
func (s *Scripts) effect(g *generation, h *handler, e *store.Effect) error {
	var t struct {
		told
		Record json.RawMessage `json:"record"`
		Old    json.RawMessage `json:"old"`
	}
	if err := json.Unmarshal([]byte(e.Told), &t); err != nil {
		return err
	}
	actor, err := s.onBehalf(t.User)
	if err != nil {
		return err
	}
	around := &surroundings{app: s.app, actor: actor, depth: e.Depth + 1}
	return g.outside.call(h, around, s.o.Outside, func(m *machine) goja.Value {
		o := m.about(t.heading, t.User, func() goja.Value { return m.read(t.Record) }, func() goja.Value { return m.read(t.Old) })
		m.fixed(o, "kind", string(t.Kind))
		m.fixed(o, "id", e.Id)
		m.fixed(o, "attempt", e.Attempt)
		return o
	})
}

// onBehalf is who gives the commands of a handler: the engine, for the person who
// made the change, as they are now.
func (s *Scripts) onBehalf(u *userTold) (flow.Actor, error) {
	if u == nil {
		return bySystem(nil), nil
	}
	dir, err := store.DirectoryOf(s.app, s.engine.Model())
	if err != nil {
		return flow.Actor{}, err
	}
	if p, known := dir.Person(u.Id); known {
		return bySystem(p), nil
	}
	return bySystem(&rule.Person{Id: u.Id, Name: u.Name, Roles: u.Roles}), nil
}
