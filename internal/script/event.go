package script

import (
	"kontora/internal/flow"

	"github.com/dop251/goja"
)

// about makes the part of an event that transitions and effects share.
func (s *Scripts) about(m *machine, c *flow.Change, snap func() (flow.Snapshot, error)) *goja.Object {
	o := m.vm.NewObject()
	m.fixed(o, "type", c.After.Type.Slug)
	m.fixed(o, "transition", transitionOf(c))
	m.fixed(o, "from", statusOf(c.Before))
	m.fixed(o, "to", statusOf(c.After))
	m.fixed(o, "comment", c.Reason)
	m.lazy(o, "user", func() goja.Value { return m.frozen(user(c.Actor)) })
	m.lazy(o, "record", func() goja.Value { return s.view(m, c.After, snap) })
	m.lazy(o, "old", func() goja.Value { return s.view(m, c.Before, snap) })
	return o
}

func transitionOf(c *flow.Change) any {
	if c.Transition == nil {
		return nil
	}
	return c.Transition.Key
}

func statusOf(rec *flow.Record) any {
	if rec == nil || rec.Status() == "" {
		return nil
	}
	return rec.Status()
}

// view shows a record as the REST interface would to somebody who sees it all.
func (s *Scripts) view(m *machine, rec *flow.Record, open func() (flow.Snapshot, error)) goja.Value {
	if rec == nil {
		return goja.Null()
	}
	snap, err := open()
	if err == nil {
		var values map[string]any
		if values, err = s.engine.RecordJSON(snap, rec, flow.Rights{Type: rec.Type, All: true}, flow.Actor{System: true}); err == nil {
			return m.frozen(values)
		}
	}
	panic(m.vm.NewGoError(err))
}

// user is who gave the command; nil for the engine itself.
func user(a flow.Actor) any {
	if a.Person == nil {
		return nil
	}
	roles := a.Person.Roles
	if roles == nil {
		roles = []string{}
	}
	return map[string]any{"id": a.Person.Id, "name": a.Person.Name, "roles": roles}
}
