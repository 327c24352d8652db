package engine

import (
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// regrant works out the stored rights anew for the types that were noted because
// another process has published. It may be interrupted at any point: the note stays
// until it is done.
func (e *Engine) regrant() error {
	a := e.active.Load()
	noted, err := store.Regrants(e.app, a.Number)
	if err != nil || len(noted) == 0 {
		return err
	}
	var types []*model.Type
	for _, t := range a.Model.Types {
		if !t.Abstract && t.Owner == nil && noted[t.StableId] {
			types = append(types, t)
		}
	}
	if err := e.rebuild(e.app, a.Model, types); err != nil {
		return err
	}
	return store.Regranted(e.app, a.Number)
}

// rebuild works out what is stored for lists, search and rights of some types.
func (e *Engine) rebuild(app core.App, m *model.Model, types []*model.Type) error {
	open := e.snapshots(m)
	return store.Rebuild(app, types, e.grantsOf(m), titled(m, func() (*store.Snapshot, error) { return open(app) }))
}

// snapshots gives one snapshot for a thousand records that are read in one
// transaction: most of them point at the same few, and what a snapshot has read it
// keeps.
func (e *Engine) snapshots(m *model.Model) func(tx core.App) (*store.Snapshot, error) {
	var of core.App
	var snap *store.Snapshot
	asked := 0
	return func(tx core.App) (*store.Snapshot, error) {
		if asked++; of == tx && asked%1000 != 0 {
			return snap, nil
		}
		next, err := store.NewSnapshot(tx, m, e.zone)
		if err != nil {
			return nil, err
		}
		of, snap = tx, next.At(e.Now())
		return snap, nil
	}
}

// grantsOf judges the rights on stored records. One whose rules cannot be
// evaluated is shown to nobody but those who see all.
func (e *Engine) grantsOf(m *model.Model) func(core.App, *flow.Record) ([]flow.Grant, error) {
	open := e.snapshots(m)
	return func(tx core.App, r *flow.Record) ([]flow.Grant, error) {
		snap, err := open(tx)
		if err != nil {
			return nil, err
		}
		grants, err := flow.Grants(m, snap, r)
		if f, is := fault.As(err); is {
			e.app.Logger().Warn("rights on a record cannot be told", "type", r.Type.Key, "record", r.Id, "code", f.Code)
			return nil, nil
		}
		return grants, err
	}
}

// refiledTypes lists the types whose records are filed otherwise, and that existed
// before: new ones have no records yet.
func refiledTypes(old, m *model.Model) []*model.Type {
	var out []*model.Type
	for _, t := range m.Types {
		if t.Abstract || t.Owner != nil {
			continue
		}
		if was := byStableId(old, t.StableId); was != nil && (was.Digest != t.Digest || m.Leans(t)) && !model.SameFiling(old, m, was, t) {
			out = append(out, t)
		}
	}
	return out
}
