package store

import (
	"kontora/internal/fault"
	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Reinterpreted lists the fields whose columns a configuration would read as
// something else than what was stored in them: Sync would refuse it.
func Reinterpreted(app core.App, m *model.Model) ([]*fault.Fault, error) {
	s := &syncer{tx: app, new: m, ids: map[string]string{}}
	for _, t := range m.Types {
		if !t.Abstract {
			s.types = append(s.types, t)
			s.ids[t.Key] = collectionId(t)
		}
	}
	var faults []*fault.Fault
	for _, t := range s.types {
		c, err := app.FindCachedCollectionByNameOrId(collectionId(t))
		if err != nil {
			continue // a new type
		}
		for _, want := range s.columns(t) {
			have := c.Fields.GetById(want.GetId())
			if have == nil || sameField(have, want) {
				continue
			}
			err := refuseKindChange(t, have, want)
			f, refused := fault.As(err)
			if err != nil && !refused {
				return nil, err
			}
			if refused {
				faults = append(faults, f)
			}
		}
	}
	return faults, nil
}
