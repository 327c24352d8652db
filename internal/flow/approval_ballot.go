package flow

import (
	"slices"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// CastVote is the kind of a command that does something with a round: decides a
// step, changes the route within what it allows, or speaks about it.
const CastVote Kind = "vote"

// Ballot is what such a command says.
type Ballot struct {
	Route    string
	Step     string // "": the only one on which the actor may act
	Verdict  string
	Round    int    // the round that the actor saw; 0 skips the check
	Hash     string // and the hash of what they saw; "" likewise
	ToStep   string // return: to this earlier step
	To       []string
	Remark   string
	Opinion  string // unask: this one
	Blocking bool
}

// The verdicts that decide nothing.
const (
	Delegate   = "delegate"
	Before     = "before"
	After      = "after"
	Beside     = "beside"
	AskOpinion = "opinion" // of colleagues
	Reply      = "reply"   // gives it
	Unask      = "unask"   // takes the question back
	Remarks    = "remark"
	Answer     = "answer"
	Resolve    = "resolve"
)

// decisions are the verdicts that are votes.
var decisions = []string{Approve, Return, Reject}

// voting is a ballot with what it is about.
type voting struct {
	Ballot
	d       *model.Approval
	n       int
	round   *Round
	all     []*stand
	at      *stand         // nil for what is said about the round as a whole
	outcome *model.Outcome // the answer of the step that was chosen; the verdict is what it counts as
	opinion *Opinion
	seat    Asked        // in whose place
	behalf  *rule.Person // who is away
	next    *Round       // as it would become
}

// ballot finds the round and the step that a command is about, and what the
// vote lets its voter fill in.
func (a *attempt) ballot() error {
	v := &voting{Ballot: a.cmd.Ballot}
	if v.d = a.old.Type.Facts.Approval(v.Route); v.d == nil {
		return fault.New(fault.Missing, "unknown_route_of_approval", fault.Params{"route": v.Route})
	}
	var err error
	if v.n, v.round, err = a.s.lastRound(a.old.Reference(), v.d.Key); err != nil {
		return err
	}
	if v.round == nil || v.round.Ended != nil {
		return fault.New(fault.Conflict, "no_round", fault.Params{"route": v.d.Title})
	}
	if v.Round != 0 && v.Round != v.n {
		return fault.New(fault.Conflict, "stale_round", fault.Params{"sent": v.Round, "current": v.n})
	}
	if v.all, err = a.s.stands(v.d, v.round, a.old); err != nil {
		return err
	}
	a.v = v
	if err := a.known(); err != nil {
		return err
	}
	if err := a.findStep(); err != nil {
		return err
	}
	if err := a.counted(); err != nil {
		return err
	}
	if v.at != nil && v.Hash != "" && v.Hash != v.at.hash {
		return fault.New(fault.Conflict, "stale_version", nil)
	}
	a.openBallot()
	others, err := a.meant(func(f *model.Field) bool { return !a.writable[f] })
	if err == nil && len(others) > 0 {
		return fault.New(fault.Invalid, "vote_is_no_edit", fault.Params{"transition": others[0].Title})
	}
	return err
}

// words are the verdicts that every route knows.
var words = []string{Approve, Delegate, Before, After, Beside, AskOpinion, Reply, Unask, Withdraw, Remarks, Answer, Resolve}

// known refuses verdicts that this route does not have.
func (a *attempt) known() error {
	v := a.v
	known := slices.Contains(words, v.Verdict) ||
		v.Verdict == Return && (v.d.Returned != "" || v.ToStep != "") || v.Verdict == Reject && v.d.Rejected != "" ||
		slices.ContainsFunc(v.d.Steps, func(st *model.Step) bool { return st.Outcome(v.Verdict) != nil })
	if !known {
		return a.unknownVerdict()
	}
	return nil
}

func (a *attempt) unknownVerdict() error {
	return fault.New(fault.Invalid, "unknown_verdict", fault.Params{"verdict": a.v.Verdict}).At("verdict")
}

// counted takes an answer that the step declares for the verdict it counts as.
func (a *attempt) counted() error {
	v := a.v
	if slices.Contains(words, v.Verdict) || slices.Contains(decisions, v.Verdict) {
		return nil
	}
	if v.outcome = v.at.step.Outcome(v.Verdict); v.outcome == nil {
		return a.unknownVerdict()
	}
	v.Verdict = v.outcome.As
	return nil
}

// findStep finds the step that is meant. Without a name it is the one on which
// the actor may act now.
func (a *attempt) findStep() error {
	v := a.v
	switch v.Verdict {
	case Remarks, Answer, Resolve:
		return nil
	case Withdraw:
		return a.toWithdraw()
	case Reply, Unask:
		a.findAsking()
	}
	if v.Step == "" {
		return a.onlyStep()
	}
	if v.at = find(v.all, v.Step); v.at == nil {
		return fault.New(fault.Missing, "unknown_step", fault.Params{"step": v.Step}).At("step")
	}
	params := fault.Params{"step": v.at.step.Title}
	switch v.at.state {
	case StandPassed, StandSkipped:
		return fault.New(fault.Conflict, "step_decided", params)
	case StandAhead:
		return fault.New(fault.Conflict, "step_ahead", params)
	case StandNeedless:
		return fault.New(fault.Conflict, "step_needless", params)
	}
	return nil
}

// findAsking finds the step at which an opinion is asked, where none is named:
// one that waits for the actor, else the last one at which they were asked.
func (a *attempt) findAsking() {
	v, me := a.v, a.s.actor.Person
	if v.Step != "" || me == nil {
		return
	}
	for _, o := range v.round.Opinions {
		if o.Id == v.Opinion || v.Opinion == "" && o.Of == me.Id {
			v.Step = o.Step
		}
	}
	for _, st := range v.all {
		if o, _ := a.s.asksMe(st, a.old); o != nil && v.Opinion == "" {
			v.Step = st.kept.Key
			return
		}
	}
}

func (a *attempt) onlyStep() error {
	v := a.v
	var mine, open []*stand
	for _, st := range v.all {
		if st.state != StandOpen && st.state != StandLost {
			continue
		}
		open = append(open, st)
		if _, _, ok := a.s.place(st, a.old, fresh(st)); ok {
			mine = append(mine, st)
		}
	}
	switch {
	case len(mine) > 1:
		return fault.New(fault.Invalid, "which_step", nil).At("step")
	case len(mine) == 1:
		v.at = mine[0]
	case len(open) == 0:
		return fault.New(fault.Conflict, "no_open_step", fault.Params{"route": v.d.Title})
	default:
		if st := a.votedOn(); st != nil {
			return fault.New(fault.Conflict, "already_voted", fault.Params{"step": st.step.Title})
		}
		v.at = open[0]
	}
	return nil
}

// votedOn is a step on which a vote of the actor counts: somebody who votes
// twice without naming the step means that one.
func (a *attempt) votedOn() *stand {
	me := a.s.actor.Person
	for _, st := range a.v.all {
		for _, v := range append(slices.Clone(st.given), st.against...) {
			if me != nil && v.By == me.Id {
				return st
			}
		}
	}
	return nil
}

// openBallot makes writable what a vote asks for: its step's fields, and when it
// ends the round badly, those of the transition that then runs.
func (a *attempt) openBallot() {
	v := a.v
	if v.at == nil || !slices.Contains(decisions, v.Verdict) {
		return
	}
	for _, r := range v.at.step.Require {
		a.writable[r.Field] = true
	}
	for _, f := range v.at.step.Input {
		a.writable[f] = true
	}
	if key := v.ending(); key != "" && v.Verdict != Approve {
		if tr := a.old.Type.Lifecycle.Transition(key); tr != nil {
			a.open(tr)
		}
	}
}

// ending is the transition that a verdict leads to by itself.
func (v *voting) ending() string {
	switch {
	case v.Verdict == Return && v.ToStep == "":
		return v.d.Returned
	case v.Verdict == Reject:
		return v.d.Rejected
	}
	return ""
}
