package api

import (
	"kontora/internal/fault"
	"kontora/internal/store"
)

type outboxAnswer struct {
	Letters []letterOut        `json:"letters"`
	Refs    map[string]refInfo `json:"refs"`
	Next    *string            `json:"next"`
}

type letterOut struct {
	Id     string  `json:"id"`
	Kind   string  `json:"kind"`
	To     *string `json:"to"`
	At     string  `json:"at"`
	Next   string  `json:"next"`
	State  string  `json:"state"`
	Tries  int     `json:"tries"`
	Reason string  `json:"reason,omitempty"`
}

const outboxPage = 50

var errNotDesigner = fault.New(fault.Denied, "may_not_design", nil)

// getOutbox lists what was not delivered, or was: for administrators. What a
// letter says stays with its reader.
func getOutbox(a *asker) (answer, error) {
	if !a.mayDesign() {
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
	found, next, err := store.Letters(a.re.App, state, a.query("cursor"), outboxPage)
	if err != nil {
		return nil, err
	}
	refs := a.references()
	out := outboxAnswer{Letters: []letterOut{}, Next: orNull(next)}
	for _, l := range found {
		out.Letters = append(out.Letters, letterOut{
			Id: l.Id, Kind: l.Kind, To: refs.person(l.User), At: store.InstantText(l.At), Next: store.InstantText(l.Next),
			State: l.State, Tries: l.Tries, Reason: l.Error,
		})
	}
	out.Refs, err = refs.resolve()
	return out, err
}

// postResend lets a letter that was given up be tried again.
func postResend(a *asker) (answer, error) {
	if !a.mayDesign() {
		return nil, errNotDesigner
	}
	id := a.re.Request.PathValue("id")
	again, err := store.ResendLetter(a.re.App, id, a.now)
	if err == nil && !again {
		err = fault.New(fault.Missing, "not_found", fault.Params{"type": "outbox", "id": id})
	}
	return nil, err
}
