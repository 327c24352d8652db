package api

import (
	"kontora/internal/flow"
	"kontora/internal/model"
)

// fieldState is what the asker may do with a cell now.
type fieldState struct {
	Visible  bool     `json:"visible"`
	Required bool     `json:"required"`
	ReadOnly bool     `json:"readOnly"`
	Reason   string   `json:"reason,omitempty"`
	Because  []string `json:"because,omitempty"`
}

// fieldStates leaves out cells that the asker may not see, also as reasons.
func (a *asker) fieldStates(states map[*model.Field]flow.FieldState, rights flow.Rights) map[string]fieldState {
	out := map[string]fieldState{}
	for f, st := range states {
		if !rights.Reads(f) {
			continue
		}
		drawn := fieldState{Visible: st.Visible, Required: st.Required, ReadOnly: st.ReadOnly}
		if st.Reason != nil {
			drawn.Reason = a.textOf(st.Reason)
		}
		seen := map[string]bool{}
		for _, cause := range st.Because {
			if rights.Reads(cause) && !seen[cause.Key] {
				seen[cause.Key] = true
				drawn.Because = append(drawn.Because, cause.Key)
			}
		}
		out[f.Key] = drawn
	}
	return out
}
