package api

import (
	"kontora/internal/flow"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// twins names the records beside which others were kept although they seem to be
// the same, by event, where the asker may see them.
func (a *asker) twins(events []*store.Event) (map[string]*causeOf, error) {
	refs := a.references()
	keys := map[string]string{}
	for _, e := range events {
		if e.Action != string(flow.Duplicate) {
			continue
		}
		h, err := store.HappenedOf(e)
		if err != nil || h == nil {
			return nil, err
		}
		for _, t := range a.model.Types {
			if id, _ := h.Data["id"].(string); t.StableId == h.Data["type"] {
				refs.add(rule.Reference{Type: t.Key, Id: id})
				keys[e.Id] = t.Slug + "/" + id
			}
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	infos, err := refs.resolve()
	out := map[string]*causeOf{}
	for event, key := range keys {
		if info := infos[key]; !info.Gone && info.Title != "" {
			out[event] = &causeOf{info.Type, info.Id, info.Title}
		}
	}
	return out, err
}
