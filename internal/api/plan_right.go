package api

import (
	"maps"
	"slices"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// mostPublishers is how many of those who could publish are named.
const mostPublishers = 5

// planRight tells whether the asker may publish what is planned, and if not, why and
// who could.
type planRight struct {
	Denied *fault.Fault `json:"denied"` // nil when they may
	Who    []whoMay     `json:"who"`
	More   int          `json:"whoMore"`
}

func (a *asker) planRight(p engine.Publishing) (planRight, error) {
	out := planRight{Who: []whoMay{}}
	err := a.mayPublish(&p)
	f, denied := fault.As(err)
	if !denied {
		return out, err
	}
	out.Denied = a.translated(a.lang, f)
	live, err := store.LastRevision(a.re.App)
	if err != nil || live == nil || a.model.Person == nil {
		return out, err
	}
	refs, able := a.references(), a.publishers(live.Files, p)
	for _, who := range able[:min(len(able), mostPublishers)] {
		refs.person(who.Id)
	}
	infos, err := refs.resolve()
	if err != nil {
		return out, err
	}
	named, unknown := a.whoMay(able[:min(len(able), mostPublishers)], infos)
	out.Who, out.More = append(out.Who, named...), unknown+max(0, len(able)-mostPublishers)
	return out, nil
}

// publishers are the people whose roles let them publish it.
func (a *asker) publishers(live map[string][]byte, p engine.Publishing) []*rule.Person {
	var able []*rule.Person
	seen := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(a.model.Roles)) {
		if r := a.model.Roles[key]; !r.Design && len(r.DesignPacks) == 0 {
			continue
		}
		for _, who := range a.snap.Directory().Resolve(rule.Principal("role:" + key)) {
			if !seen[who.Id] && mayAll(flow.DesignOf(a.model, who), live, p) == nil {
				able = append(able, who)
			}
			seen[who.Id] = true
		}
	}
	return able
}
