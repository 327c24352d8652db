package api

import (
	"slices"

	"kontora/internal/flow"
)

// waiting is a step that the record takes by itself as soon as nothing stands in
// the way any more.
type waiting struct {
	Key    string   `json:"key"`
	To     target   `json:"to"`
	Failed []clause `json:"failed"`
}

// waiting lists what a record waits for, for those who see its state.
func (a *asker) waiting(rec *flow.Record, rights flow.Rights, refs *references) ([]waiting, error) {
	out := []waiting{}
	if f := rec.Type.Field("status"); f == nil || !rights.Reads(f) {
		return out, nil
	}
	found, err := flow.WaitingOf(a.model, a.snap, rec, a.actor, a.now)
	if err != nil || len(found) == 0 {
		return out, err
	}
	for _, w := range found {
		noteWhy(&flow.Why{Failed: w.Failed}, refs)
	}
	if _, err := refs.resolve(); err != nil {
		return nil, err
	}
	for _, w := range found {
		one := waiting{Key: w.Transition.Key, Failed: []clause{}}
		if w.To != nil {
			one.To = target{w.To.Key, a.words().state(w.Transition.Type, w.To), w.To.Phase}
		}
		for _, r := range w.Failed {
			c := a.clause(r, rights)
			if !slices.ContainsFunc(one.Failed, func(x clause) bool { return x.Text == c.Text && x.Field == c.Field }) {
				one.Failed = append(one.Failed, c)
			}
		}
		out = append(out, one)
	}
	return out, nil
}
