package api

import (
	"kontora/internal/fault"
	"kontora/internal/flow"
)

type mailedVoteRequest struct {
	Token string `json:"token"`
}

// mailedVote is the question to which the link of a letter leads.
type mailedVote struct {
	Type   string `json:"type"` // slug
	Id     string `json:"id"`
	Action string `json:"action"` // key of the vote's button
}

// postMailedVote reads the link of a letter for the person to whom it was sent,
// and tells what it asks. It decides nothing. A link is spent when the step is
// decided or its voter has voted, and when what the vote covers has changed.
func postMailedVote(a *asker) (answer, error) {
	if a.actor.Person == nil || a.actor.Scope != nil {
		return nil, fault.New(fault.Denied, "mailed_vote_not_yours", nil)
	}
	var in mailedVoteRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	v, err := a.e.ReadVote(in.Token, a.actor.Person.Id)
	if err != nil {
		return nil, err
	}
	t, err := a.e.TypeOf(v.Type)
	if err != nil {
		return nil, err
	}
	rec, _, err := a.load(t, v.Record)
	if err != nil {
		return nil, err
	}
	at := fault.Params{"slug": v.Type, "id": v.Record}
	found, err := flow.Actions(a.model, a.snap, rec, a.actor, a.now)
	if err != nil {
		return nil, err
	}
	for _, act := range found {
		if act.Vote == nil || !act.Allowed || !sameQuestion(act.Vote.Ballot, v.Ballot) {
			continue
		}
		if act.Vote.Ballot.Hash != v.Ballot.Hash {
			return nil, fault.New(fault.Conflict, "mailed_vote_changed", at)
		}
		return mailedVote{Type: v.Type, Id: v.Record, Action: voteKey(v.Ballot)}, nil
	}
	return nil, fault.New(fault.Conflict, "mailed_vote_over", at)
}

// sameQuestion compares what two votes are about, whatever is voted on.
func sameQuestion(x, y flow.Ballot) bool {
	return x.Route == y.Route && x.Step == y.Step && x.Verdict == y.Verdict && x.Round == y.Round
}
