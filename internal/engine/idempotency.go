package engine

import (
	"encoding/json"
	"fmt"
	"net/http"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// maxKey bounds an Idempotency-Key; a longer one is a mistake.
const maxKey = 200

type answer struct {
	Id       string `json:"id"`
	Revision int64  `json:"revision"`
}

// Answered finds what the same key was answered before; the same key with
// another request is refused.
func (e *Engine) Answered(tx core.App, in Input) (*Outcome, error) {
	if in.Key == "" {
		return nil, nil
	}
	if len(in.Key) > maxKey {
		return nil, fault.New(fault.Invalid, "key_too_long", fault.Params{"max": maxKey})
	}
	known, err := store.Answered(tx, in.Key, ActorId(in.Actor))
	if err != nil || known == nil {
		return nil, err
	}
	if known.Digest != in.Digest {
		return nil, fault.New(fault.Conflict, "key_reused", nil)
	}
	var a answer
	if err := json.Unmarshal([]byte(known.Body), &a); err != nil {
		return nil, fmt.Errorf("answer of key: %w", err)
	}
	return &Outcome{Id: a.Id, Revision: a.Revision, Replayed: true}, nil
}

// Remember keeps the answer to a key in the transaction that did the work.
func (e *Engine) Remember(tx core.App, in Input, out *Outcome) error {
	if in.Key == "" {
		return nil
	}
	body, err := json.Marshal(answer{out.Id, out.Revision})
	if err != nil {
		return err
	}
	return store.Remember(tx, in.Key, ActorId(in.Actor), store.Answer{Digest: in.Digest, Body: string(body)}, e.Now())
}

// Mark tells in the head of an answer that nothing was done now, and why.
func (o *Outcome) Mark(head http.Header) {
	if o.Replayed {
		head.Set("Idempotency-Replayed", "true")
	}
	if o.Existing {
		head.Set("Kontora-Existing", "true")
	}
}

// ActorId is how history and other tables name an actor.
func ActorId(a flow.Actor) string {
	switch {
	case a.Person != nil:
		return a.Person.Id
	case a.Super:
		return "super"
	}
	return "system"
}
