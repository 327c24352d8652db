package script

import (
	"kontora/internal/flow"

	"github.com/dop251/goja"
)

// heading is what transitions and effects tell of a change beside its records.
type heading struct {
	Type       string `json:"type"`
	Transition any    `json:"transition"` // a text; null for none, and so on
	From       any    `json:"from"`
	To         any    `json:"to"`
	Comment    string `json:"comment"`
}

func headingOf(c *flow.Change) heading {
	h := heading{Type: c.After.Type.Slug, From: statusOf(c.Before), To: statusOf(c.After), Comment: c.Reason}
	if c.Transition != nil {
		h.Transition = c.Transition.Key
	}
	return h
}

func statusOf(rec *flow.Record) any {
	if rec == nil || rec.Status() == "" {
		return nil
	}
	return rec.Status()
}

// userTold is who gave a command.
type userTold struct {
	Id    string   `json:"id"`
	Name  string   `json:"name"`
	Roles []string `json:"roles"`
}

// userOf is nil for the engine itself.
func userOf(a flow.Actor) *userTold {
	if a.Person == nil {
		return nil
	}
	return &userTold{a.Person.Id, a.Person.Name, append([]string{}, a.Person.Roles...)}
}

// about makes the part of an event that transitions and effects share.
func (m *machine) about(h heading, user *userTold, record, old func() goja.Value) *goja.Object {
	o := m.vm.NewObject()
	m.fixed(o, "type", h.Type)
	m.fixed(o, "transition", h.Transition)
	m.fixed(o, "from", h.From)
	m.fixed(o, "to", h.To)
	m.fixed(o, "comment", h.Comment)
	m.lazy(o, "user", func() goja.Value { return m.frozen(user) })
	m.lazy(o, "record", record)
	m.lazy(o, "old", old)
	return o
}

// values shows a record as the REST interface would to somebody who sees it all.
func (s *Scripts) values(snap flow.Snapshot, rec *flow.Record) (map[string]any, error) {
	return s.engine.RecordJSON(snap, rec, flow.Rights{Type: rec.Type, All: true}, flow.Actor{System: true})
}

// view is such a record in a VM; null for none.
func (s *Scripts) view(m *machine, snap flow.Snapshot, rec *flow.Record) goja.Value {
	if rec == nil {
		return goja.Null()
	}
	values, err := s.values(snap, rec)
	if err != nil {
		panic(m.vm.NewGoError(err))
	}
	return m.frozen(values)
}
