package store

import (
	"kontora/internal/model"
	"kontora/internal/rule"
)

// Narrowing is a filter that can tell for which stand-ins for the candidate it
// can hold, see rule.Rule.Narrow.
type Narrowing interface {
	Filter
	Narrow(fields []string, stands []rule.Record) (kept []bool, whole bool, err error)
}

// stateFields are what a record's state alone decides.
var stateFields = []string{"status", "phase", "open"}

// inState stands for every record that is in a state.
type inState struct {
	t     *model.Type
	state *model.State
}

// Reference is of no record.
func (s inState) Reference() rule.Reference { return rule.Reference{Type: s.t.Key} }

// Field gives one of stateFields.
func (s inState) Field(name string) (any, error) {
	switch name {
	case "phase":
		return string(s.state.Phase), nil
	case "open":
		return s.state.Phase.Open(), nil
	}
	return s.state.Key, nil
}

// narrow takes out of the query's states those that its filters exclude, and
// drops filters that ask nothing else: rights, feeds and counters know states,
// so such a list is found, not searched. A reader from whom some states are
// hidden has them judged row by row.
func (l *list) narrow() {
	t := l.q.Type
	if t.Lifecycle == nil || l.q.Archived || l.cells.readable(t, "t", t.Field("status")) != "" {
		return
	}
	keys := statesOf(l.q)
	stands := make([]rule.Record, 0, len(keys))
	for _, key := range keys {
		state := t.Lifecycle.State(key)
		if state == nil {
			return // unknown to the type: leave it to the query
		}
		stands = append(stands, inState{t, state})
	}
	var filters []Filter
	for _, f := range l.q.Filters {
		n, can := f.(Narrowing)
		if !can {
			filters = append(filters, f)
			continue
		}
		kept, whole, err := n.Narrow(stateFields, stands)
		if err != nil || !whole { // an error comes again, from the query
			filters = append(filters, f)
		}
		if err != nil {
			continue
		}
		keys, stands = chosen(keys, kept), chosen(stands, kept)
	}
	l.q.Filters, l.q.States, l.none = filters, keys, len(keys) == 0
}

func chosen[T any](list []T, kept []bool) []T {
	var out []T
	for i, v := range list {
		if kept[i] {
			out = append(out, v)
		}
	}
	return out
}

var _ rule.Record = inState{}
