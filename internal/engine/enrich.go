package engine

import (
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Scope narrows what an API key may do with a type; write asks for changing.
type Scope = func(t *model.Type, write bool) bool

func (e *Engine) bindEnrich() {
	e.app.OnRecordEnrich().BindFunc(func(ev *core.RecordEnrichEvent) error {
		if err := ev.Next(); err != nil {
			return err
		}
		t := e.managed(ev.Record.Collection())
		if t == nil {
			return nil
		}
		return e.project(ev, t)
	})
}

// project leaves in an outgoing PocketBase record what its reader may see, and
// adds rows and live formulas, which are no columns.
func (e *Engine) project(ev *core.RecordEnrichEvent, t *model.Type) error {
	for _, name := range store.InnerColumns() {
		ev.Record.Hide(name)
	}
	if t.Owner != nil {
		return hideAll(ev.Record, t)
	}
	var auth *core.Record
	if ev.RequestInfo != nil {
		auth = ev.RequestInfo.Auth
	}
	actor, err := e.Actor(ev.App, auth)
	if err != nil {
		return hideAll(ev.Record, t)
	}
	snap, err := e.Snapshot(ev.App)
	if err != nil {
		return err
	}
	rec, err := e.asSaved(snap, ev.Record, t)
	if err != nil || rec == nil {
		return hideAll(ev.Record, t)
	}
	rights, err := flow.RightsOf(e.Model(), snap, rec, actor)
	if err != nil {
		return err
	}
	ev.Record.WithCustomData(true)
	values, err := e.Values(snap, rec, rights, actor)
	if err != nil {
		return err
	}
	for _, f := range t.Fields {
		if !rights.Reads(f) {
			ev.Record.Hide(f.Key)
			continue
		}
		if f.Kind == model.Rows || f.Live {
			ev.Record.Set(f.Key, values[f.Key])
		}
	}
	return nil
}

// asSaved is the stored record, or the one that this very request has just left.
func (e *Engine) asSaved(snap flow.Snapshot, rec *core.Record, t *model.Type) (*flow.Record, error) {
	if s := e.seat(rec); s != nil && s.saved != nil && s.saved.Id == rec.Id {
		return s.saved, nil
	}
	return snap.Load(t, rec.Id)
}

func hideAll(rec *core.Record, t *model.Type) error {
	for _, f := range t.Fields {
		rec.Hide(f.Key)
	}
	return nil
}

// Values writes the cells of a record that a reader may see as JSON values, by
// field key: stored ones, rows and live formulas. Derived relations are not
// values. A cell that may not be seen is absent.
func (e *Engine) Values(snap flow.Snapshot, rec *flow.Record, rights flow.Rights, reader flow.Actor) (map[string]any, error) {
	values, _, err := e.ValuesWithFaults(snap, rec, rights, reader)
	return values, err
}

// ValuesWithFaults also tells why formulas could not be worked out; their values
// are null.
func (e *Engine) ValuesWithFaults(snap flow.Snapshot, rec *flow.Record, rights flow.Rights, reader flow.Actor) (map[string]any, map[string]*fault.Fault, error) {
	return valuesWithFaults(e.Model(), snap, rec, rights, reader, e.Now())
}

// ValuesUnder is Values for a configuration that need not be in force.
func (e *Engine) ValuesUnder(m *model.Model, snap flow.Snapshot, rec *flow.Record, rights flow.Rights, reader flow.Actor) (map[string]any, error) {
	values, _, err := valuesWithFaults(m, snap, rec, rights, reader, e.Now())
	return values, err
}

func valuesWithFaults(m *model.Model, snap flow.Snapshot, rec *flow.Record, rights flow.Rights, reader flow.Actor, now time.Time) (map[string]any, map[string]*fault.Fault, error) {
	out := make(map[string]any, len(rec.Type.Fields))
	var live []*model.Field
	for _, f := range rec.Type.Fields {
		if f.Kind == model.Inverse || !rights.Reads(f) {
			continue
		}
		switch {
		case f.Live:
			live = append(live, f)
		case f.Kind == model.Rows:
			out[f.Key] = rowsJSON(rec.Rows[f.Key])
		default:
			out[f.Key] = f.JSON(rec.Values[f.Key])
		}
	}
	if len(live) == 0 {
		return out, nil, nil
	}
	values, faults, err := flow.LiveValues(m, snap, rec, reader, now, live)
	for _, f := range live {
		out[f.Key] = f.JSON(values[f.Key])
	}
	return out, faults, err
}

func rowsJSON(rows []*flow.Record) []any {
	out := make([]any, 0, len(rows))
	for _, r := range rows {
		row := map[string]any{"id": r.Id}
		for _, f := range r.Type.Fields {
			if f.Key != "parent" && f.Stored() {
				row[f.Key] = f.JSON(r.Values[f.Key])
			}
		}
		out = append(out, row)
	}
	return out
}
