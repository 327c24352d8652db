package api

import "kontora/internal/store"

// configCounts tells how many records of a type, or of those that extend it,
// are in which state; those put away are left out, and types of packs that the
// asker does not design. Where that leaves none, states is null.
func configCounts(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	key := a.query("type")
	if a.model.TypeByKey(key) == nil {
		return nil, unknownType(key)
	}
	var states map[string]int64
	for _, t := range a.model.Descendants(key) {
		if t.Lifecycle == nil || !a.design().May(t.Pack) {
			continue
		}
		if states == nil {
			states = map[string]int64{}
		}
		tally, err := store.LiveStates(a.re.App, t)
		if err != nil {
			return nil, err
		}
		for state, n := range tally {
			states[state] += n
		}
	}
	return map[string]any{"states": states}, nil
}
