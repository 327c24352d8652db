package api

import (
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"
)

// limitOut is how a limit stands at the sums of a line: what is used of how much.
type limitOut struct {
	Key   string `json:"key"`
	Title string `json:"title,omitempty"`
	Holds bool   `json:"holds"`
	Used  any    `json:"used,omitempty"` // the smaller side of its comparison
	Cap   any    `json:"cap,omitempty"`  // and the greater one
}

// lineOf are the axes of a line with its values.
func lineOf(q store.Sums, values []any) []flow.AxisValue {
	var by []flow.AxisValue
	for i, axis := range q.By {
		by = append(by, flow.AxisValue{Axis: axis, Value: values[i]})
	}
	return by
}

func (a *asker) limitsOf(m *flow.Measures, r *model.Register, measures map[string]any, by []flow.AxisValue) ([]limitOut, error) {
	stands, err := m.Limits(measures, by)
	if err != nil {
		return nil, err
	}
	var out []limitOut
	for _, l := range stands {
		title := a.words().inRegister(r, l.Limit.Title, "limits."+l.Limit.Key+".title")
		out = append(out, limitOut{l.Limit.Key, title, l.Holds, model.JSONValue(l.Used), model.JSONValue(l.Cap)})
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
