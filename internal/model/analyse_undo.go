package model

import "kontora/internal/spec"

// undoes wants a transition that takes another one back to do just that: to begin
// where the other ends, to end where it began, and to be pressed without a word.
func (c *compiler) undoes(t *Type) {
	for _, tr := range t.Lifecycle.Transitions {
		if tr.Undo == "" {
			continue
		}
		at := c.undoAt(t, tr)
		c.noteTransition(t, spec.Name{Pos: at, Key: tr.Undo})
		back := t.Lifecycle.Transition(tr.Undo)
		switch {
		case back == nil:
			c.unknown(spec.Name{Pos: at, Key: tr.Undo}, "transition", transitionKeys(c.sources[t]))
		case tr.To == nil:
			c.fail(at, "undo_of_nothing", "%q enters no state of its own, so there is nothing to take back", tr.Key)
		case !back.From[tr.To.Key]:
			c.fail(at, "undo_elsewhere", "%q leads to %q, and %q does not leave that", tr.Key, tr.To.Key, back.Key)
		case !back.returns(tr):
			c.fail(at, "undo_elsewhere", "%q does not lead back to where %q came from; @previous does, from wherever it was", back.Key, tr.Key)
		case back.Who == nil:
			c.fail(at, "undo_by_nobody", "nobody may run %q: it fires by itself", back.Key)
		case back.Reason != nil && back.Reason.Ask:
			c.fail(at, "undo_asks", "%q asks for a reason, and one press gives none", back.Key)
		}
	}
}

// returns reports whether a transition leads to every state that another one may
// have left.
func (tr *Transition) returns(from *Transition) bool {
	if tr.Previous {
		return true
	}
	return tr.To != nil && len(from.From) == 1 && from.From[tr.To.Key]
}

func (c *compiler) undoAt(t *Type, tr *Transition) spec.Pos {
	if d, _ := c.sources[t].Lifecycle.Transitions.Get(tr.Key); d != nil {
		return d.Undo.Pos
	}
	return tr.At
}
