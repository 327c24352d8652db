package engine

import (
	"context"
	"time"

	"kontora/internal/store"
)

// followEvery is how soon a configuration published by another process, such as
// the command line, is noticed.
const followEvery = 2 * time.Second

// Follow puts configurations in force that others publish into the same data
// folder, until the context ends.
func (e *Engine) Follow(ctx context.Context) {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := e.catchUp(); err != nil {
				e.app.Logger().Error("configuration published elsewhere not taken over", "error", err)
			}
		}
	}
}

func (e *Engine) catchUp() error {
	last, err := store.Revisions(e.app, 1)
	if err != nil || len(last) == 0 {
		return err
	}
	if a := e.active.Load(); a != nil && a.Number >= last[0].Number {
		return e.goOnGranting(a)
	}
	e.pen.Lock()
	defer e.pen.Unlock()
	e.gate.Lock()
	defer e.gate.Unlock()
	if err := e.app.ReloadCachedCollections(); err != nil {
		return err
	}
	if err := e.Boot(); err != nil {
		return err
	}
	e.announceConfig(e.Model().Hash)
	return nil
}

// goOnGranting finishes what another process was stopped at, or this one failed
// at.
func (e *Engine) goOnGranting(a *Active) error {
	noted, err := store.Regrants(e.app, a.Number)
	if err != nil || len(noted) == 0 {
		return err
	}
	e.pen.Lock()
	defer e.pen.Unlock()
	e.gate.Lock()
	defer e.gate.Unlock()
	return e.regrant()
}
