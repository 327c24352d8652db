package flow

import (
	"slices"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// VoteOn is what a button of a step does: the route, the step, and what the
// ballot says. Its verdict is the key of the outcome, if it is one.
type VoteOn struct {
	Approval *model.Approval
	Step     *model.Step
	Outcome  *model.Outcome
	Ballot   Ballot
}

// CountsAs is the verdict that the button gives.
func (v *VoteOn) CountsAs() string {
	if v.Outcome != nil {
		return v.Outcome.As
	}
	return v.Ballot.Verdict
}

// IsPlain reports whether the button approves, returns or rejects, and nothing more.
func (v *VoteOn) IsPlain() bool {
	return v.Outcome == nil && slices.Contains(decisions, v.Ballot.Verdict) && v.Signs() == ""
}

// Signs is how the button signs: "", simple or nep.
func (v *VoteOn) Signs() string {
	if v.CountsAs() != Approve || v.Step == nil {
		return ""
	}
	return v.Step.Sign
}

// voteActions lists the votes on the open steps of a record. Who is not asked
// sees the approval alone, with who is.
func (s *session) voteActions(rec *Record) (out []*Action, err error) {
	err = s.eachOpenRound(rec, func(d *model.Approval, n int, all []*stand) error {
		for _, one := range all {
			if !one.hasTurn() {
				continue
			}
			found, err := s.votesOn(d, n, one, rec)
			if err != nil {
				return err
			}
			out = append(out, found...)
		}
		return nil
	})
	return out, err
}

func (s *session) votesOn(d *model.Approval, n int, one *stand, rec *Record) ([]*Action, error) {
	verdicts := []string{Approve}
	if _, _, asked := s.place(one, rec, fresh(one)); asked {
		if d.Returned != "" {
			verdicts = append(verdicts, Return)
		}
		for _, o := range one.step.Outcomes {
			verdicts = append(verdicts, o.Key)
		}
		if d.Rejected != "" {
			verdicts = append(verdicts, Reject)
		}
	}
	if o, _ := s.asksMe(one, rec); o != nil {
		verdicts = append(verdicts, Reply)
	}
	var out []*Action
	for _, verdict := range verdicts {
		ballot := Ballot{Route: d.Key, Step: one.kept.Key, Verdict: verdict, Round: n, Hash: one.hash}
		act, err := s.voteAction(rec, &VoteOn{d, one.step, one.step.Outcome(verdict), ballot})
		if err != nil {
			return nil, err
		}
		out = append(out, act)
	}
	return out, nil
}

// voteAction prepares one vote exactly as Decide would.
func (s *session) voteAction(rec *Record, on *VoteOn) (*Action, error) {
	a, err := s.prepare(Command{Kind: CastVote, Type: rec.Type, Id: rec.Id, Ballot: on.Ballot, Actor: s.actor}, nil)
	if err != nil {
		return nil, err
	}
	defer s.draft(a.rec)()
	act := &Action{Vote: on, To: rec.State()}
	switch {
	case on.Outcome != nil && on.Outcome.As == Approve:
		act.AskReason = on.Outcome.Reason
	case on.Ballot.Verdict == Reply:
		act.AskReason = true
	case on.Ballot.Verdict != Approve && on.Ballot.Verdict != Withdraw:
		act.AskReason, act.Templates = true, on.Step.Reasons
	}
	if a.follow != nil {
		act.To = a.follow.target
	} else if tr := rec.Type.Lifecycle.Transition(a.v.ending()); tr != nil && tr.To != nil {
		act.To = tr.To
	}
	asked, err := s.asked(a, act)
	if err != nil {
		return nil, err
	}
	var failed []*Problem
	for _, p := range a.problems {
		if !mendedByAsking(p, asked) {
			failed = append(failed, p)
		}
	}
	if act.Allowed = len(failed) == 0; act.Allowed {
		return act, nil
	}
	var who rule.PeopleSet
	for _, p := range a.v.at.asked {
		if !a.v.at.hasVoted(p.Id) {
			who.Any = append(who.Any, rule.UserPrincipal(p.Id))
		}
	}
	act.Why, err = s.why(a, failed, who)
	return act, err
}

// offers are the fields that a transition or a vote asks for: demanded, and
// further ones.
func (a *attempt) offers() ([]*model.Require, []*model.Field) {
	switch {
	case a.tr != nil:
		return a.tr.Require, a.tr.Input
	case a.v != nil && a.v.at != nil && a.v.Verdict == Approve:
		return a.v.at.step.Require, a.v.at.step.Input
	case a.v != nil && a.v.at != nil:
		if tr := a.rec.Type.Lifecycle.Transition(a.v.ending()); tr != nil {
			return tr.Require, tr.Input
		}
	}
	return nil, nil
}
