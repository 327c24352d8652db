package script

import (
	"kontora/internal/engine"

	"github.com/dop251/goja"
)

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
