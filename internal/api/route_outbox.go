package api

import (
	"kontora/internal/fault"
	"kontora/internal/store"
)

type outboxAnswer struct {
	Items []outgoingOut      `json:"items"`
	Refs  map[string]refInfo `json:"refs"`
	Next  *string            `json:"next"`
}

// outgoingOut is a letter to somebody, or an effect of a hook with the record
// of which it tells and the place in the hooks.
type outgoingOut struct {
	Id     string  `json:"id"`
	Kind   string  `json:"kind"`
	To     *string `json:"to"`
	Record *string `json:"record"`
	Place  string  `json:"place,omitempty"`
	At     string  `json:"at"`
	Next   string  `json:"next"`
	State  string  `json:"state"`
	Tries  int     `json:"tries"`
	Reason string  `json:"reason,omitempty"`
}

const outboxPage = 50

var errNotDesigner = fault.New(fault.Denied, "may_not_design", nil)

// getOutbox lists what has not left the program, or has: for administrators. What
// a letter says stays with its reader, and what an effect tells with its record.
func getOutbox(a *asker) (answer, error) {
	if !a.mayDesignAll() {
		return nil, errNotDesigner
	}
	state := a.query("state")
	if state == "" {
		state = store.LetterDead
	}
	switch state {
	case store.LetterDead, store.LetterDropped, store.LetterQueued, store.LetterSent:
	default:
		return nil, fault.New(fault.Invalid, "unknown_state", fault.Params{"state": state}).At("state")
	}
	found, next, err := store.Outbox(a.re.App, a.model, state, a.query("cursor"), outboxPage)
	if err != nil {
		return nil, err
	}
	refs := a.references()
	out := outboxAnswer{Items: []outgoingOut{}, Next: orNull(next)}
	for _, o := range found {
		out.Items = append(out.Items, outgoingOut{
			Id: o.Id, Kind: o.Kind, To: refs.person(o.User), Record: refs.key(a.model.TypeByKey(o.Type), o.Record), Place: o.Place,
			At: store.InstantText(o.At), Next: store.InstantText(o.Next), State: o.State, Tries: o.Tries, Reason: o.Error,
		})
	}
	out.Refs, err = refs.resolve()
	return out, err
}

// postResend lets what was given up be tried again.
func postResend(a *asker) (answer, error) {
	if !a.mayDesignAll() {
		return nil, errNotDesigner
	}
	found, err := store.Resend(a.re.App, a.re.Request.PathValue("id"), a.now)
	return nil, a.outgoing(found, err)
}

// reasonDiscarded is why something was dropped that an administrator gave up.
const reasonDiscarded = "discarded"

// postDiscard takes what was given up off the list of what is to be looked after.
func postDiscard(a *asker) (answer, error) {
	if !a.mayDesignAll() {
		return nil, errNotDesigner
	}
	found, err := store.Discard(a.re.App, a.re.Request.PathValue("id"), reasonDiscarded, a.now)
	return nil, a.outgoing(found, err)
}

func (a *asker) outgoing(found bool, err error) error {
	if err == nil && !found {
		return fault.New(fault.Missing, "not_found", fault.Params{"type": "outbox", "id": a.re.Request.PathValue("id")})
	}
	return err
}
