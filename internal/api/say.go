package api

import (
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Say writes a comment of a person under a record at a given instant, with the
// same right as over HTTP. It serves data that tells of the past.
func Say(e *engine.Engine) func(core.App, flow.Actor, *model.Type, string, string, time.Time) error {
	return func(tx core.App, actor flow.Actor, t *model.Type, id, text string, at time.Time) error {
		snap, err := e.Snapshot(tx)
		if err != nil {
			return err
		}
		rec, err := snap.Load(t, id)
		if err != nil || rec == nil {
			return fault.New(fault.Missing, "not_found", fault.Params{"type": t.Slug, "id": id})
		}
		rights, err := flow.RightsOf(e.Model(), snap, rec, actor)
		if err != nil {
			return err
		}
		if actor.Person == nil || !rights.Can("comment") {
			return fault.New(fault.Denied, "may_not_comment", nil)
		}
		return store.AddComment(tx, t, id, &store.Comment{By: actor.Person.Id, Text: text}, nil, at)
	}
}
