package flow

import (
	"slices"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// Withdraw is the verdict by which voters take their own vote back: as long as
// the round goes on, and nobody has voted at a later stage since, for whoever
// did had the earlier vote before them.
const Withdraw = "withdraw"

// ownVote is the vote that somebody cast on a step and that counts there, with
// its place in the round; nil when there is none. What the route itself counted
// for them, because they had approved earlier, is nothing that they cast here.
func (st *stand) ownVote(round *Round, me *rule.Person) (int, *Vote) {
	for i, v := range round.Votes {
		cast := me != nil && v.By == me.Id && v.Auto == ""
		if cast && (slices.Contains(st.given, v) || slices.Contains(st.against, v)) {
			return i, v
		}
	}
	return 0, nil
}

// toWithdraw finds the step on which the actor takes a vote back. Without a name
// it is the only one on which they have one.
func (a *attempt) toWithdraw() error {
	v, me := a.v, a.s.actor.Person
	if v.Step != "" {
		if v.at = find(v.all, v.Step); v.at == nil {
			return fault.New(fault.Missing, "unknown_step", fault.Params{"step": v.Step}).At("step")
		}
		return nil
	}
	for _, st := range v.all {
		if _, vote := st.ownVote(v.round, me); vote == nil {
			continue
		}
		if v.at != nil {
			return fault.New(fault.Invalid, "which_step", nil).At("step")
		}
		v.at = st
	}
	if v.at == nil {
		return fault.New(fault.Conflict, "no_vote_of_yours", nil)
	}
	return nil
}

// mayWithdraw checks that there is a vote of the actor to take back, and that
// nothing rests on it.
func (a *attempt) mayWithdraw() {
	v := a.v
	place, vote := v.at.ownVote(v.round, a.s.actor.Person)
	if vote == nil {
		a.problem(&Problem{Sort: SortPeople, Fault: fault.New(fault.Conflict, "no_vote_of_yours", nil)})
		return
	}
	if later := restsOn(v.all, v.round, v.at, place); later != nil {
		a.problem(&Problem{Sort: SortGuard, Fault: fault.New(fault.Conflict, "vote_relied_on", fault.Params{"step": later.step.Title})})
	}
}

// restsOn is a later stage at which somebody has voted after the vote at that
// place; nil when there is none.
func restsOn(all []*stand, round *Round, at *stand, place int) *stand {
	for _, v := range round.Votes[place+1:] {
		if v.Void || v.Auto != "" {
			continue
		}
		if st := find(all, v.Step); st != nil && st.stage > at.stage {
			return st
		}
	}
	return nil
}

// takeBack voids the actor's vote, and what the route counted for them later on
// the strength of it.
func (a *attempt) takeBack(round *Round) {
	place, vote := a.v.at.ownVote(a.v.round, a.s.actor.Person)
	for i, v := range round.Votes {
		if i == place || i > place && v.Auto == "once" && v.For == vote.For {
			v.Void, v.Withdrawn = true, a.s.now
		}
	}
}

// withdrawals are the buttons by which the actor takes a vote back, where that
// is still possible. Who cannot any more is shown none: it is no next step.
func (s *session) withdrawals(rec *Record) ([]*Action, error) {
	if rec.Type.Facts == nil || s.actor.Person == nil {
		return nil, nil
	}
	var out []*Action
	for _, d := range rec.Type.Facts.Approvals {
		found, err := s.withdrawalsOf(d, rec)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

func (s *session) withdrawalsOf(d *model.Approval, rec *Record) ([]*Action, error) {
	n, round, err := s.lastRound(rec.Reference(), d.Key)
	if err != nil || round == nil || round.Ended != nil {
		return nil, err
	}
	all, err := s.stands(d, round, rec)
	if err != nil {
		return nil, err
	}
	var out []*Action
	for _, st := range all {
		place, vote := st.ownVote(round, s.actor.Person)
		if vote == nil || restsOn(all, round, st, place) != nil {
			continue
		}
		ballot := Ballot{Route: d.Key, Step: st.kept.Key, Verdict: Withdraw, Round: n}
		act, err := s.voteAction(rec, &VoteOn{Approval: d, Step: st.step, Ballot: ballot})
		if err != nil {
			return nil, err
		}
		if act.Allowed {
			out = append(out, act)
		}
	}
	return out, nil
}
