package demo

import (
	"fmt"
	"time"

	"kontora/internal/flow"

	"github.com/pocketbase/pocketbase/core"
)

// pause is what passes between one vote and the next of those who are asked in turn.
const pause = 23 * time.Minute

// maxVotes is more than any route of the company has steps.
const maxVotes = 10

// vote decides the step whose turn it is, by the person named if they are asked,
// else by the first who is. With Rest the others follow until the round is over.
func (l *loader) vote(tx core.App, p place, d deed) error {
	at := d.at
	for n := 0; n < maxVotes; n++ {
		step, who, err := l.asked(tx, p, d.step.By, at)
		if err != nil {
			return err
		}
		if step == nil {
			if n == 0 {
				return fmt.Errorf("nobody is asked")
			}
			return nil
		}
		actor, err := l.person(tx, who)
		if err != nil {
			return err
		}
		cmd := flow.Command{Kind: flow.CastVote, Type: p.typ, Id: p.id, Comment: d.step.Comment, Actor: actor,
			Ballot: flow.Ballot{Route: step.route, Step: step.key, Verdict: d.step.Vote}}
		pin := ""
		if step.signs && d.step.Vote == flow.Approve {
			cmd.Revision, pin = &step.revision, l.pins[who]
		}
		if _, err := l.runSigned(tx, cmd, l.wanted(step, d.step.Set), at, pin); err != nil {
			return fmt.Errorf("%s: %w", step.key, err)
		}
		if !d.step.Rest {
			return nil
		}
		at = at.Add(pause)
		if at.After(l.start) {
			return nil
		}
	}
	return fmt.Errorf("the round does not end")
}

// turn is a step that waits for somebody.
type turn struct {
	route, key string
	fields     map[string]bool // that may be filled with the vote
	signs      bool
	revision   int64 // of the record
}

// wanted leaves out values for which this step does not ask.
func (l *loader) wanted(step *turn, set map[string]any) map[string]any {
	out := map[string]any{}
	for key, v := range set {
		if step.fields[key] {
			out[key] = v
		}
	}
	return out
}

func (l *loader) asked(tx core.App, p place, by string, at time.Time) (*turn, string, error) {
	snap, err := l.e.Snapshot(tx)
	if err != nil {
		return nil, "", err
	}
	rec, err := snap.Load(p.typ, p.id)
	if err != nil {
		return nil, "", err
	}
	rounds, err := flow.Sheet(l.e.Model(), snap.At(at), rec, flow.Actor{System: true}, at)
	if err != nil || len(rounds) == 0 || rounds[0].Round.Ended != nil {
		return nil, "", err
	}
	for _, step := range rounds[0].Steps {
		if step.State != flow.StandOpen || len(step.Asked) == 0 {
			continue
		}
		who := step.Asked[0].Id
		for _, one := range step.Asked {
			if one.Id == l.ids[by].id {
				who = one.Id
			}
		}
		t := &turn{route: rounds[0].Approval.Key, key: step.Step.Key, fields: map[string]bool{}, signs: step.Step.Sign != "", revision: rec.Revision()}
		for _, r := range step.Step.Require {
			t.fields[r.Field.Key] = true
		}
		for _, f := range step.Step.Input {
			t.fields[f.Key] = true
		}
		return t, who, nil
	}
	return nil, "", nil
}
