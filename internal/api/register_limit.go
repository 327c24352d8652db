package api

import (
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"
)

// limitOut is how a limit stands at the sums of a line: what is used of how much.
type limitOut struct {
	Key   string `json:"key"`
	Holds bool   `json:"holds"`
	Used  any    `json:"used,omitempty"` // the smaller side of its comparison
	Cap   any    `json:"cap,omitempty"`  // and the greater one
}

// given are the dimensions by whose own value a line is grouped.
func given(q store.Sums, values []any) map[string]any {
	by := map[string]any{}
	for i, axis := range q.By {
		if axis.Field == nil {
			by[axis.Dimension.Key] = values[i]
		}
	}
	return by
}

func limitsOf(m *flow.Measures, measures, by map[string]any) ([]limitOut, error) {
	stands, err := m.Limits(measures, by)
	if err != nil {
		return nil, err
	}
	var out []limitOut
	for _, l := range stands {
		out = append(out, limitOut{l.Limit.Key, l.Holds, model.JSONValue(l.Used), model.JSONValue(l.Cap)})
	}
	return out, nil
}

// registerLink names a register in the menu.
type registerLink struct {
	Slug  string `json:"slug"`
	Title string `json:"title"`
}

// registerLinks lists the registers whose records exist for the asker.
func (a *asker) registerLinks() []registerLink {
	out := []registerLink{}
	for _, r := range a.model.Registers {
		if a.opens(r) {
			out = append(out, registerLink{registerSlug(r), a.words().inRegister(r, r.Title, "title")})
		}
	}
	return out
}
