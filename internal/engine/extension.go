package engine

import (
	"fmt"
	"sync"

	"kontora/internal/fault"
	"kontora/internal/flow"

	"github.com/pocketbase/pocketbase/core"
)

// Transition is one transition about to be written, inside its transaction. A
// handler may refuse it by returning an error; a *fault.Fault reaches the
// person as it is.
type Transition struct {
	App    core.App // of the transaction: read and write with this one only
	Change *flow.Change
}

// Effect is one change that has been committed.
type Effect struct {
	App    core.App
	Change *flow.Change
}

type extensions struct {
	mu         sync.RWMutex
	transition []extension[*Transition]
	effect     []extension[*Effect]
}

type extension[E any] struct {
	types map[string]bool
	fn    func(E) error
}

func (x extension[E]) wants(typ string) bool { return len(x.types) == 0 || x.types[typ] }

// OnTransition registers a handler of transitions of the given types (keys like
// "backoffice/payment"; none means all). It runs after every rule has agreed.
func (e *Engine) OnTransition(fn func(*Transition) error, types ...string) {
	e.extend.mu.Lock()
	defer e.extend.mu.Unlock()
	e.extend.transition = append(e.extend.transition, extension[*Transition]{set(types), fn})
}

// OnEffect registers a handler of committed changes: the place to talk to the
// outside world. Its error is logged; the change stays.
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

// transitions asks the handlers before a plan is written.
func (e *Engine) transitions(tx core.App, plan *flow.Plan) error {
	e.extend.mu.RLock()
	defer e.extend.mu.RUnlock()
	for _, c := range plan.Changes {
		if c.Transition == nil {
			continue
		}
		for _, x := range e.extend.transition {
			if !x.wants(c.After.Type.Key) {
				continue
			}
			if err := x.fn(&Transition{App: tx, Change: c}); err != nil {
				if _, known := fault.As(err); known {
					return err
				}
				return fmt.Errorf("transition handler of %s: %w", c.After.Type.Key, err)
			}
		}
	}
	return nil
}

// effects tells the handlers about committed changes.
func (e *Engine) effects(app core.App, plan *flow.Plan) {
	e.extend.mu.RLock()
	handlers := e.extend.effect
	e.extend.mu.RUnlock()
	for _, c := range plan.Changes {
		for _, x := range handlers {
			if !x.wants(c.After.Type.Key) {
				continue
			}
			if err := x.fn(&Effect{App: app, Change: c}); err != nil {
				app.Logger().Error("effect handler failed", "type", c.After.Type.Key, "record", c.After.Id, "error", err)
			}
		}
	}
}
