package model_test

import (
	"slices"
	"testing"
)

// route is a type with one approval, declared so.
func route(decl string) string {
	return with(`"lifecycle": {"states": {"s": "С", "w": {"title": "Ж", "phase": "decision"}, "e": "К"},
		"transitions": {"go": {"title": "Г", "from": "s", "to": "w", "who": "of"}, "ok": {"from": "w", "to": "e", "who": "system"},
			"round": {"from": "w", "to": "w", "who": "system"}, "hand": {"title": "Р", "from": "w", "to": "e", "who": "of"}}},
		"approvals": {"r": ` + decl + `}`)
}

func TestAnalysisOfRoutes(t *testing.T) {
	t.Parallel()
	const steps = `"steps": {"a": {"title": "А", "who": "role('a')"}}`
	const superior = "step_may_be_empty? approvals.r.steps.a" // this pack knows no superiors
	tests := []struct {
		name, decl string
		want       []string
	}{
		{"a sound route", `{"in": "w", "on": {"approved": "ok"}, "empty": "wait", ` + steps + `}`, nil},
		{"nobody stands above anybody", `{"in": "w", "on": {"approved": "ok"}, ` + steps + `}`, []string{superior}},
		{"an outcome that is no transition", `{"in": "w", "on": {"approved": "oka"}, "empty": "wait", ` + steps + `}`,
			[]string{`unknown_transition approvals.r.on.approved | did you mean "ok"?`}},
		{"an outcome that never fires", `{"in": "w", "on": {"approved": "ok", "returned": "go"}, "empty": "wait", ` + steps + `}`,
			[]string{"never_fired approvals.r.on.returned", "route_bypass? approvals.r.on.returned", "route_cannot_end approvals.r.on.returned"}},
		{"a round that would begin again", `{"in": "w", "on": {"approved": "round"}, "empty": "wait", ` + steps + `}`,
			[]string{"route_cannot_end approvals.r.on.approved"}},
		{"an outcome that people run past the route", `{"in": "w", "on": {"approved": "hand"}, "empty": "wait", ` + steps + `}`,
			[]string{"route_bypass? approvals.r.on.approved"}},
		{"a field that is not there is covered", `{"in": "w", "covers": ["m"], "on": {"approved": "ok"}, "empty": "wait", ` + steps + `}`,
			[]string{`unknown_field approvals.r.covers[0]`}},
		{"no steps", `{"in": "w", "on": {"approved": "ok"}, "steps": {}}`, []string{"no_steps approvals.r"}},
		{"beside nothing", `{"in": "w", "on": {"approved": "ok"}, "empty": "wait", "steps": {"a": {"title": "А", "who": "role('a')", "parallel": true}}}`,
			[]string{"parallel_first approvals.r.steps.a"}},
		{"a condition that never holds, and no other step", `{"in": "w", "on": {"approved": "ok"}, "empty": "wait", "steps": {"a": {"title": "А", "who": "role('a')", "when": "status == 's' and status == 'w'"}}}`,
			[]string{"route_may_be_empty? approvals.r", "step_never? approvals.r.steps.a"}},
		{"people who may not be found, and nobody instead", `{"in": "w", "on": {"approved": "ok"}, "empty": "wait", "steps": {"a": {"title": "А", "who": "of"}}}`,
			[]string{superior}},
		{"nobody who votes", `{"in": "w", "on": {"approved": "ok"}, "empty": "wait", "steps": {"a": {"title": "А", "who": "system"}}}`,
			[]string{"step_nobody approvals.r.steps.a"}},
		{"a share of more than all", `{"in": "w", "on": {"approved": "ok"}, "empty": "wait", "steps": {"a": {"title": "А", "who": "role('a')", "mode": {"share": "3/2"}}}}`,
			[]string{"mode approvals.r.steps.a.mode"}},
		{"two modes at once", `{"in": "w", "on": {"approved": "ok"}, "empty": "wait", "steps": {"a": {"title": "А", "who": "role('a')", "mode": {"share": "1/2", "quorum": 2}}}}`,
			[]string{"mode approvals.r.steps.a.mode"}},
		{"locked, and open to change", `{"in": "w", "on": {"approved": "ok"}, "empty": "wait", "steps": {"a": {"title": "А", "who": "role('a')", "locked": true, "allow": ["delegate"]}}}`,
			[]string{"locked_step approvals.r.steps.a"}},
		{"reminders of nothing", `{"in": "w", "on": {"approved": "ok"}, "empty": "wait", "steps": {"a": {"title": "А", "who": "role('a')", "remind": ["4h"]}}}`,
			[]string{"remind_nothing approvals.r.steps.a"}},
		{"a span that is none", `{"in": "w", "on": {"approved": "ok"}, "empty": "wait", "steps": {"a": {"title": "А", "who": "role('a')", "target": "soon"}}}`,
			[]string{"not_span approvals.r.steps.a.target"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := check(t, route(tt.decl)); !slices.Equal(got, tt.want) {
				t.Errorf("found %q, expected %q", got, tt.want)
			}
		})
	}
}

func TestAbsencesNeedTheirFields(t *testing.T) {
	t.Parallel()
	typ := `{"title": "О", "directory": "absence", "data": {"properties": {
		"person": {"title": "К", "x-ref": "user"}, "substitute": {"title": "З", "x-ref": "user"}, "from": {"title": "С", "type": "string", "format": "date"},
		"scope": {"title": "Ч", "enum": ["tasks", "all"]}}}, "access": {"a": {"who": "role('a')"}}}`
	want := []string{"directory_field ", "directory_field data.properties.scope"}
	if got := check(t, typ); !slices.Equal(got, want) {
		t.Errorf("found %q, expected %q", got, want)
	}
}
