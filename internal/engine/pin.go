package engine

import (
	"errors"
	"fmt"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// pinKey is a type as of a configuration.
type pinKey struct {
	typ    string // stable id
	config int64
}

// pin finds the rules a record lives by: those of the configuration it was made
// under as long as work is owed on it, else the latest. Most configurations
// leave most types alone; then both are the same.
func (e *Engine) pin(app core.App, rec *flow.Record) (*model.Type, error) {
	a, latest := e.active.Load(), rec.Type
	if rec.Config == 0 || rec.Config >= a.Number || latest.Owner != nil || latest.Lifecycle == nil || !stillOpen(rec) {
		return latest, nil
	}
	key := pinKey{latest.StableId, rec.Config}
	if t, known := a.pinned.Load(key); known {
		return t.(*model.Type), nil
	}
	t, err := e.pinned(app, latest, rec.Config)
	if err != nil {
		return nil, fmt.Errorf("rules of %s as of configuration %d: %w", latest.Key, rec.Config, err)
	}
	a.pinned.Store(key, t)
	return t, nil
}

// stillOpen reports whether work is owed on a record. A state that the latest
// version does not know any more is an open one: it was not left.
func stillOpen(rec *flow.Record) bool {
	s := rec.State()
	return !rec.IsArchived() && (s == nil || s.Phase.Open())
}

func (e *Engine) pinned(app core.App, latest *model.Type, config int64) (*model.Type, error) {
	digest, err := store.DigestAt(app, latest, config)
	if err != nil || digest == latest.Digest {
		return latest, err
	}
	m, err := e.modelAt(app, config)
	if errors.Is(err, errLapsed) {
		return e.unpinned(latest, config, err)
	}
	if err != nil {
		return nil, err
	}
	old := byStableId(m, latest.StableId)
	if old == nil || old.Digest == latest.Digest || old.Lifecycle == nil {
		return latest, nil
	}
	t, err := model.Pin(latest, old)
	if err != nil {
		return e.unpinned(latest, config, err)
	}
	if lost := e.Model().Needs(t, m); len(lost) > 0 {
		return e.unpinned(latest, config, &model.LostError{Lost: lost})
	}
	return t, nil
}

// unpinned lets records live by the latest rules where those they were made
// under cannot be followed any more. Publishing refuses to bring open records
// there; one that was put away then and is taken back comes to it.
func (e *Engine) unpinned(latest *model.Type, config int64, why error) (*model.Type, error) {
	e.app.Logger().Warn("rules of an earlier configuration cannot be followed", "type", latest.Key, "configuration", config, "why", why)
	return latest, nil
}

// errLapsed: an earlier configuration cannot be followed, and never will be.
var errLapsed = errors.New("configuration lapsed")

// ModelAt compiles a configuration of the past; the one in force is there.
func (e *Engine) ModelAt(config int64) (*model.Model, error) {
	if a := e.active.Load(); a != nil && a.Number == config {
		return a.Model, nil
	}
	return e.modelAt(e.app, config)
}

// modelAt compiles an earlier configuration.
func (e *Engine) modelAt(app core.App, config int64) (*model.Model, error) {
	if m, known := e.past.Load(config); known {
		return m.(*model.Model), nil
	}
	rev, err := store.RevisionAt(app, config)
	if err != nil {
		return nil, fmt.Errorf("read configuration %d: %w", config, err)
	}
	if rev == nil {
		return nil, fmt.Errorf("configuration %d is not stored: %w", config, errLapsed)
	}
	m, found := recheck(rev.Files)
	if m == nil {
		return nil, fmt.Errorf("configuration %d does not compile any more: %w: %v", config, errLapsed, found)
	}
	e.past.Store(config, m)
	return m, nil
}
