package script

import (
	"kontora/internal/engine"
	"kontora/internal/flow"

	"github.com/dop251/goja"
)

// maxChain is how many hooks may lead to one another.
const maxChain = 8

// onEffect puts the handlers of a committed change in line. Changes of one
// record are told in order; nobody waits for a handler.
func (s *Scripts) onEffect(e *engine.Effect) error {
	g := s.current.Load()
	c := e.Change
	depth := 0
	if d, known := s.depths.Load(e.Request); known {
		depth = d.(int)
	}
	for _, h := range g.effect {
		if !h.wants(c.After.Type.Key, c.After.Type.Slug) {
			continue
		}
		if depth >= maxChain {
			s.app.Logger().Error("hooks lead to one another without end", "hook", h.at, "type", c.After.Type.Key, "record", c.After.Id)
			return nil
		}
		s.outside.push(c.After.Id, func() { s.effect(g, h, c, depth) })
	}
	return nil
}

func (s *Scripts) effect(g *generation, h *handler, c *flow.Change, depth int) {
	around := &surroundings{app: s.app, actor: bySystem(c.Actor.Person), depth: depth + 1}
	err := g.outside.call(h, around, s.o.Outside, func(m *machine) goja.Value {
		o := s.about(m, c, func() (flow.Snapshot, error) { return s.engine.Snapshot(s.app) })
		m.fixed(o, "kind", string(c.Kind))
		return o
	})
	if err != nil {
		s.app.Logger().Error("hook failed", "hook", h.at, "type", c.After.Type.Key, "record", c.After.Id, "error", traced(err))
	}
}

// onPublish tells the handlers about a configuration that has come into force.
func (s *Scripts) onPublish(p engine.Published) {
	g := s.current.Load()
	for _, h := range g.publish {
		s.outside.push("", func() { s.publish(g, h, p) })
	}
}

func (s *Scripts) publish(g *generation, h *handler, p engine.Published) {
	around := &surroundings{app: s.app, actor: bySystem(nil), depth: 1}
	err := g.outside.call(h, around, s.o.Outside, func(m *machine) goja.Value {
		o := m.vm.NewObject()
		m.fixed(o, "revision", p.Number)
		m.fixed(o, "hash", p.Hash)
		m.fixed(o, "by", p.By)
		m.fixed(o, "note", p.Note)
		return o
	})
	if err != nil {
		s.app.Logger().Error("hook failed", "hook", h.at, "revision", p.Number, "error", traced(err))
	}
}
