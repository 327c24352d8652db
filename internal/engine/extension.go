package engine

import (
	"fmt"
	"sync"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Transition is one transition about to be taken over, inside its transaction.
// A handler may refuse it by returning an error; a *fault.Fault reaches the
// person as it is. The world that App and Snapshot show is that before the
// command.
type Transition struct {
	App      core.App // of the transaction: read with this one only
	Snapshot flow.Snapshot
	Change   *flow.Change

	draft *flow.Draft
	later []func(tx core.App) error
}

// Amend gives fields of the record other values and judges it again; the error
// is the refusal of what came out.
func (t *Transition) Amend(fields map[string]any) error { return t.draft.Amend(fields) }

// Put gives a field a value that no rule judges; see flow.Draft.
func (t *Transition) Put(f *model.Field, v any) { t.draft.Put(f, v) }

// Then runs fn in the same transaction once the whole command is written: the
// place for further commands. Its error takes everything back.
func (t *Transition) Then(fn func(tx core.App) error) { t.later = append(t.later, fn) }

// Effect is what a command changes: written, but not committed yet.
type Effect struct {
	App     core.App // of the transaction
	Changes []*flow.Change
	Request string // id of the request that gave the command, if it came in one

	then []func()
}

// Then runs fn when the changes have been committed, and never if they are not.
func (x *Effect) Then(fn func()) { x.then = append(x.then, fn) }

// Published is a configuration that has come into force.
type Published struct {
	Number   int64 // of the revision
	Hash     string
	By, Note string
}

type extensions struct {
	mu         sync.RWMutex
	transition []extension[*Transition]
	effect     []extension[*Effect]
	publish    []func(Published)
	busy       sync.Map // application of a transaction → a command is being decided or written in it
}

type extension[E any] struct {
	types map[string]bool
	fn    func(E) error
}

func (x extension[E]) wants(typ string) bool { return len(x.types) == 0 || x.types[typ] }

// OnTransition registers a handler of transitions of the given types (keys like
// "office/payment"; none means all). It runs after every rule has agreed.
func (e *Engine) OnTransition(fn func(*Transition) error, types ...string) {
	e.extend.mu.Lock()
	defer e.extend.mu.Unlock()
	e.extend.transition = append(e.extend.transition, extension[*Transition]{set(types), fn})
}

// OnEffect registers a handler of changes that are written. What the outside
// world is to hear of them is kept in the same transaction, so that it cannot be
// lost, and said after the commit. An error takes everything back.
func (e *Engine) OnEffect(fn func(*Effect) error, types ...string) {
	e.extend.mu.Lock()
	defer e.extend.mu.Unlock()
	e.extend.effect = append(e.extend.effect, extension[*Effect]{set(types), fn})
}

func set(list []string) map[string]bool {
	out := map[string]bool{}
	for _, s := range list {
		out[s] = true
	}
	return out
}

// OnPublish registers a handler of new configurations. It runs while commands
// wait, so it hands longer work to somebody else.
func (e *Engine) OnPublish(fn func(Published)) {
	e.extend.mu.Lock()
	defer e.extend.mu.Unlock()
	e.extend.publish = append(e.extend.publish, fn)
}

func (e *Engine) published(rev *store.Revision) {
	e.extend.mu.RLock()
	defer e.extend.mu.RUnlock()
	for _, fn := range e.extend.publish {
		fn(Published{Number: rev.Number, Hash: rev.Hash, By: rev.Actor, Note: rev.Note})
	}
}

// asking shows the transitions of a command to the handlers; nil when there are
// no handlers.
func (e *Engine) asking(tx core.App, snap flow.Snapshot) flow.Interceptor {
	e.extend.mu.RLock()
	handlers := e.extend.transition
	e.extend.mu.RUnlock()
	if len(handlers) == 0 {
		return nil
	}
	return func(d *flow.Draft) error {
		t := &Transition{App: tx, Snapshot: snap, Change: d.Change, draft: d}
		for _, x := range handlers {
			if !x.wants(d.Change.After.Type.Key) {
				continue
			}
			if err := x.fn(t); err != nil {
				if _, known := fault.As(err); known {
					return err
				}
				return fmt.Errorf("transition handler of %s: %w", d.Change.After.Type.Key, err)
			}
		}
		if len(t.later) > 0 {
			d.Change.Kept = t.later
		}
		return nil
	}
}

// occupied runs fn while no other command may be decided in the transaction: it
// would see a world that is about to change, and be overwritten.
func (e *Engine) occupied(tx core.App, fn func() error) error {
	if _, busy := e.extend.busy.LoadOrStore(tx, true); busy {
		return fault.New(fault.Conflict, "command_within_command", nil)
	}
	defer e.extend.busy.Delete(tx)
	return fn()
}

// further runs what handlers have put off until their command was written.
func further(tx core.App, plan *flow.Plan) error {
	for _, c := range plan.Changes {
		later, _ := c.Kept.([]func(tx core.App) error)
		for _, fn := range later {
			if err := fn(tx); err != nil {
				return err
			}
		}
	}
	return nil
}

// effects tells the handlers about the changes of a plan, and answers what they
// do after the commit.
func (e *Engine) effects(tx core.App, plan *flow.Plan, request string) ([]func(), error) {
	e.extend.mu.RLock()
	handlers := e.extend.effect
	e.extend.mu.RUnlock()
	var then []func()
	for _, x := range handlers {
		told := &Effect{App: tx, Request: request}
		for _, c := range plan.Changes {
			if x.wants(c.After.Type.Key) {
				told.Changes = append(told.Changes, c)
			}
		}
		if len(told.Changes) == 0 {
			continue
		}
		if err := x.fn(told); err != nil {
			return nil, fmt.Errorf("effect handler: %w", err)
		}
		then = append(then, told.then...)
	}
	return then, nil
}
