package flow

import (
	"testing"

	"kontora/internal/model"
)

func TestMarkLikely(t *testing.T) {
	t.Parallel()
	move := func(phase model.Phase) *Action {
		return &Action{Allowed: true, Transition: &model.Transition{}, To: &model.State{Phase: phase}}
	}
	stay := func() *Action { return &Action{Allowed: true, Transition: &model.Transition{Same: true}} }
	assign := func() *Action {
		a := stay()
		a.Transition.OnEdit = map[*model.Field]bool{}
		return a
	}
	correct := func() *Action {
		a := move("decision")
		a.Transition.OnEdit = map[*model.Field]bool{}
		return a
	}
	ask := func() *Action { a := stay(); a.AskReason = true; return a }
	closed := func() *Action { a := move("done"); a.Allowed = false; return a }
	danger := func() *Action { a := move("done"); a.Transition.Danger = true; return a }
	for _, c := range []struct {
		name    string
		actions []*Action
		want    int // place of the filled button; -1: none
	}{
		{"the first that moves the record on", []*Action{move("rework"), move("active"), move("done")}, 1},
		{"a move before a signature", []*Action{stay(), move("done")}, 1},
		{"a signature before another assignee", []*Action{move("rework"), assign(), ask(), stay()}, 3},
		{"a signature before a correction that begins anew", []*Action{correct(), stay()}, 1},
		{"what may not be pressed, or is dangerous, is passed over", []*Action{closed(), danger(), move("done")}, 2},
		{"an answer, when there is nothing else", []*Action{closed(), ask()}, 1},
		{"nothing, among housekeeping only", []*Action{assign(), ask()}, -1},
		{"nothing, when the record can only go back", []*Action{move("rework")}, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			markLikely(c.actions)
			for i, a := range c.actions {
				if a.Likely != (i == c.want) {
					t.Errorf("action %d: likely %v", i, a.Likely)
				}
			}
		})
	}
}
