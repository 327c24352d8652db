package script

import (
	"errors"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"

	"github.com/dop251/goja"
)

// onTransition asks the handlers of a transition in name order of their files.
// What one amends the next one sees.
func (s *Scripts) onTransition(t *engine.Transition) error {
	g := s.current.Load()
	for _, h := range g.transition {
		typ := t.Change.After.Type
		if !h.wants(typ.Key, typ.Slug) {
			continue
		}
		if err := s.ask(g, h, t); err != nil {
			return err
		}
	}
	return nil
}

func (s *Scripts) ask(g *generation, h *handler, t *engine.Transition) error {
	v := &verdict{raw: map[string]any{}}
	around := &surroundings{app: t.App, actor: bySystem(t.Change.Actor.Person), later: s.later(t)}
	err := g.inside.call(h, around, s.o.Limit, func(m *machine) goja.Value {
		c := t.Change
		o := m.about(headingOf(c), userOf(c.Actor),
			func() goja.Value { return s.view(m, t.Snapshot, c.After) }, func() goja.Value { return s.view(m, t.Snapshot, c.Before) })
		m.fixed(o, "reject", func(call goja.FunctionCall) goja.Value { return v.reject(m, call) })
		m.fixed(o, "set", func(call goja.FunctionCall) goja.Value { return v.set(m, call) })
		return o
	})
	if v.refused != nil && !errors.Is(err, errOverdue) {
		return v.refused
	}
	if err != nil {
		s.app.Logger().Error("hook failed", "hook", h.at, "type", t.Change.After.Type.Key, "record", t.Change.After.Id, "error", traced(err))
		return refusal(h, err)
	}
	return v.amend(t)
}

// verdict is what a handler says about a transition.
type verdict struct {
	refused *fault.Fault
	raw     map[string]any // amended fields as JSON has them
}

// reject refuses and ends the handler. A handler that goes on all the same has
// refused nevertheless.
func (v *verdict) reject(m *machine, call goja.FunctionCall) goja.Value {
	v.refused = fault.New(fault.Invalid, "hook_refused", nil)
	switch reason := call.Argument(0).Export().(type) {
	case map[string]any:
		var parts []*fault.Fault
		for field, text := range reason {
			parts = append(parts, fault.New(fault.Invalid, "hook_refused", nil).At(field).WithText(m.vm.ToValue(text).String()))
		}
		if joined := fault.Join(sorted(parts)); joined != nil {
			v.refused = joined
		}
	case nil:
	default:
		v.refused = v.refused.WithText(call.Argument(0).String())
	}
	panic(m.vm.NewGoError(v.refused))
}

// set notes an amendment; it is judged when the handler is through, so that
// several fields may change together.
func (v *verdict) set(m *machine, call goja.FunctionCall) goja.Value {
	value, err := plain(call.Argument(1))
	if err != nil {
		panic(m.vm.NewGoError(err))
	}
	v.raw[call.Argument(0).String()] = value
	return goja.Undefined()
}

func (v *verdict) amend(t *engine.Transition) error {
	if len(v.raw) == 0 {
		return nil
	}
	fields, wrong := flow.ReadFields(t.Change.After.Type, v.raw)
	if f := fault.Join(sorted(wrong)); f != nil {
		return f
	}
	return t.Amend(fields)
}
