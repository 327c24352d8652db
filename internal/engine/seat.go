package engine

import (
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// seat is what the door knows about a PocketBase record while it is being
// saved: who sent it and what was written in the request, or that the change
// was decided already.
type seat struct {
	actor    flow.Actor
	body     map[string]any // as sent over REST; nil for code and hooks
	request  string
	once     Input        // whose Idempotency-Key came with the request
	answered *Outcome     // what answers the request when nothing is done now
	decided  *flow.Record // set once the change has passed flow
	saved    *flow.Record // how the record was left, for the answer to the request
}

func (e *Engine) seat(rec *core.Record) *seat {
	if s, ok := e.seats.Load(rec); ok {
		return s.(*seat)
	}
	return nil
}

// sitting runs fn while the door knows rec as decided.
func (e *Engine) sitting(rec *core.Record, after *flow.Record, fn func() error) error {
	before, had := e.seats.Swap(rec, &seat{decided: after})
	defer func() {
		if had {
			e.seats.Store(rec, before)
		} else {
			e.seats.Delete(rec)
		}
	}()
	return fn()
}

// managed finds the type whose records a collection holds. Rows are managed
// too: they are written with their record only.
func (e *Engine) managed(c *core.Collection) *model.Type {
	m := e.Model()
	if m == nil || c == nil {
		return nil
	}
	return m.TypeBySlug(c.Name)
}

// fieldsOf reads what a PocketBase record would change into the fields of a
// command: every value that differs from what is stored, everything that the
// request named, and rows from its body. wrong are the values that could not be
// read.
func (e *Engine) fieldsOf(rec *core.Record, t *model.Type, body map[string]any) (fields map[string]any, wrong []*fault.Fault, err error) {
	now, err := store.FromPB(rec, t)
	if bad, ok := fault.As(err); ok {
		wrong = bad.Fields
	} else if err != nil {
		return nil, nil, err
	}
	old := &flow.Record{Type: t, Values: map[string]any{}}
	if !rec.IsNew() {
		if old, err = store.FromPB(rec.Original(), t); err != nil {
			return nil, nil, err
		}
	}
	fields = map[string]any{}
	for _, f := range t.Fields {
		if f.Kind == model.Rows || f.Kind == model.Inverse || f.Live {
			continue
		}
		v := now.Values[f.Key]
		_, named := body[f.Key]
		if !flow.SameValue(v, old.Values[f.Key]) {
			typed, bad := asTyped(f, v)
			if bad != nil {
				wrong = append(wrong, bad)
			}
			fields[f.Key] = typed
		} else if named {
			fields[f.Key] = v
		}
	}
	return fields, append(wrong, addFromBody(fields, t, body)...), nil
}

// asTyped reads a value as if it had been sent to a command: what PocketBase
// takes is wider (any sign in a text, any spelling of a number).
func asTyped(f *model.Field, v any) (any, *fault.Fault) {
	switch f.Kind {
	case model.File, model.Geo, model.JSON:
		return v, nil
	}
	if v == nil || f.Engine {
		return v, nil // what the engine keeps is refused as such
	}
	return f.Parse(f.JSON(v))
}

// addFromBody takes rows out of a request body and refuses names that mean
// nothing: PocketBase itself would drop them without a word.
func addFromBody(fields map[string]any, t *model.Type, body map[string]any) []*fault.Fault {
	rest := map[string]any{}
	for key, v := range body {
		f := t.Field(key)
		switch {
		case f == nil && !ofPocketBase[key], f != nil && (f.Kind == model.Rows || f.Kind == model.Inverse || f.Live):
			rest[key] = v
		}
	}
	more, wrong := flow.ReadFields(t, rest)
	for key, v := range more {
		fields[key] = v
	}
	return wrong
}

// ofPocketBase are body keys that belong to PocketBase itself.
var ofPocketBase = map[string]bool{
	"id": true, "collectionId": true, "collectionName": true, "expand": true,
	"password": true, "passwordConfirm": true, "oldPassword": true, "email": true,
	"emailVisibility": true, "verified": true, "tokenKey": true, "requestKey": true,
}
