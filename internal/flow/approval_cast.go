package flow

import (
	"fmt"
	"slices"

	"kontora/internal/fault"
)

// record puts the ballot into the round as the session has it, and tells how the
// round ends by it: how, and by which transition; "" when it goes on. A step that
// is passed may have a transition of its own while the round goes on.
func (a *attempt) record(rec *Record, cause *Change) (how, transition string, err error) {
	s, v := a.s, a.v
	n, round, err := s.lastRound(rec.Reference(), v.d.Key)
	if err != nil || round == nil || round.Ended != nil || n != v.n {
		return "", "", err
	}
	next := round.clone()
	data := a.mark(next, rec)
	if err := s.keep(rec.Reference(), roundId(v.d.Key, n), next); err != nil {
		return "", "", err
	}
	h := &Happening{Fact: roundId(v.d.Key, n), Verdict: v.Verdict, Behalf: v.behalf, Data: data, Sign: a.signing(next, rec)}
	if v.at != nil {
		h.Step = v.at.kept.Key
	}
	a.voted = s.happen(rec, kindVote, h, a.cmd.Comment, cause)
	if err := s.carryOn(v.d, s.current(rec), n, next, a.voted); err != nil {
		return "", "", err
	}
	_, v.next, err = s.lastRound(rec.Reference(), v.d.Key)
	if err != nil || !slices.Contains(decisions, v.Verdict) {
		return "", "", err
	}
	all, err := s.stands(v.d, v.next, s.current(rec))
	if err != nil {
		return "", "", err
	}
	at := find(all, v.at.kept.Key)
	switch {
	case v.Verdict == Return && v.ToStep == "":
		return "returned", v.d.Returned, nil
	case v.Verdict != Return && at != nil && at.state == StandLost && v.d.Rejected != "":
		return "rejected", v.d.Rejected, nil
	case v.Verdict == Approve && v.outcome != nil && v.outcome.Remark == "blocking":
		return "", "", nil // its own remark keeps the round from its end
	case v.Verdict == Approve && isThrough(all):
		return "approved", v.d.Approved, nil
	case v.Verdict == Approve && at != nil && at.state == StandPassed && v.at.step.Then != "":
		return "passed", v.at.step.Then, nil
	}
	return "", "", nil
}

// mark writes the ballot into a round and returns what history keeps of it.
func (a *attempt) mark(round *Round, rec *Record) map[string]any {
	s, v := a.s, a.v
	me := ""
	if s.actor.Person != nil {
		me = s.actor.Person.Id
	}
	switch v.Verdict {
	case Approve, Return, Reject:
		return a.decide(round, rec, me)
	case Delegate:
		round.step(v.at.kept.Key).HandedOn[v.seat.Id] = v.To[0]
		return map[string]any{"people": v.To}
	case AskOpinion:
		return a.ask(round, rec, me)
	case Reply:
		o := round.opinion(v.opinion.Id)
		o.Text, o.Giver, o.Given = a.cmd.Comment, me, s.now
		return map[string]any{"opinion": o.Id}
	case Unask:
		o := round.opinion(v.opinion.Id)
		o.Withdrawn = s.now
		return map[string]any{"opinion": o.Id, "people": []string{o.Of}}
	case Before, After, Beside:
		return map[string]any{"people": v.To, "step": a.insert(round, me)}
	case Remarks:
		return map[string]any{"remark": a.remark(round, me, v.Blocking), "blocking": v.Blocking}
	case Answer:
		m := round.remark(v.Remark)
		m.Answer, m.Answerer, m.Answered = a.cmd.Comment, me, s.now
	case Resolve:
		round.remark(v.Remark).Resolved = s.now
	case Withdraw:
		a.takeBack(round)
		return nil
	}
	return map[string]any{"remark": v.Remark}
}

// decide writes a vote into a round. Some answers leave a remark with it.
func (a *attempt) decide(round *Round, rec *Record, by string) map[string]any {
	s, v := a.s, a.v
	vote := &Vote{
		Step: v.at.kept.Key, By: by, For: v.seat.Id, Verdict: v.Verdict, Hash: s.hashOf(rec, v.at.step.Covers),
		Revision: rec.Revision(), At: s.now, Comment: a.cmd.Comment,
	}
	if v.signs() {
		vote.Signature = s.snap.NewId()
	}
	round.Votes = append(round.Votes, vote)
	data := map[string]any{}
	if o := v.outcome; o != nil {
		vote.Outcome, data["outcome"] = o.Key, o.Key
		if o.Remark != "" {
			data["remark"] = a.remark(round, by, o.Remark == "blocking")
		}
	}
	if v.ToStep != "" {
		a.sendBack(round)
		data["to"] = v.ToStep
	}
	if len(data) == 0 {
		return nil
	}
	return data
}

func (a *attempt) remark(round *Round, by string, blocking bool) (id string) {
	id = fmt.Sprint(len(round.Remarks) + 1)
	round.Remarks = append(round.Remarks, &Remark{Id: id, By: by, At: a.s.now, Text: a.cmd.Comment, Blocking: blocking})
	return id
}

// sendBack voids the votes of the step returned to and of all behind it.
func (a *attempt) sendBack(round *Round) {
	target := find(a.v.all, a.v.ToStep)
	for _, vote := range round.Votes {
		if st := find(a.v.all, vote.Step); st != nil && st.stage >= target.stage {
			vote.Void = true
		}
	}
	for _, st := range round.Steps {
		if one := find(a.v.all, st.Key); one != nil && one.stage >= target.stage {
			st.Skip = ""
		}
	}
}

// insert adds a step that asks further people: before, after or beside the one at
// hand.
func (a *attempt) insert(round *Round, by string) string {
	v := a.v
	like := v.at.kept.Like
	if like == "" {
		like = v.at.kept.Key
	}
	key := ""
	for i := 1; ; i++ {
		if key = fmt.Sprintf("%s_%d", like, i); round.step(key) == nil && v.d.Step(key) == nil {
			break
		}
	}
	at := slices.IndexFunc(round.Steps, func(st *RoundStep) bool { return st.Key == v.at.kept.Key })
	switch v.Verdict {
	case Beside:
		at++
	case Before:
		for at > 0 && stepOf(v.d, round.Steps[at]) != nil && stepOf(v.d, round.Steps[at]).Parallel {
			at-- // before the whole stage
		}
	default:
		for at++; at < len(round.Steps) && stepOf(v.d, round.Steps[at]) != nil && stepOf(v.d, round.Steps[at]).Parallel; at++ {
		}
	}
	round.Steps = slices.Insert(round.Steps, at, &RoundStep{Key: key, Like: like, People: v.To, By: by, Beside: v.Verdict == Beside, Applies: true})
	return key
}

func (r *Round) remark(id string) *Remark {
	for _, m := range r.Remarks {
		if m.Id == id {
			return m
		}
	}
	return nil
}

// cast takes a vote over: the fields that came with it, the vote, and what it
// leads to. Refused there, nothing of it remains.
func (s *session) cast(cmd Command) error {
	a, err := s.prepare(cmd, nil)
	if err != nil {
		return err
	}
	if err := a.refusal(); err != nil {
		return err
	}
	if a.v.signs() && !cmd.Unlocked {
		return fault.New(fault.Invalid, "pin_required", fault.Params{"step": a.v.at.step.Title}).At("pin")
	}
	var cause *Change
	if len(diff(a.old, a.rec)) > 0 {
		a.cmd.Kind = Edit
		if cause, err = a.commit(); err != nil {
			return err
		}
	}
	rec := s.current(a.old)
	how, transition, err := a.record(rec, cause)
	if err != nil || how == "" {
		return err
	}
	if how == "approved" && a.v.next.blocking() > 0 {
		return fault.New(fault.Invalid, "remarks_open", fault.Params{"count": a.v.next.blocking()})
	}
	key := roundKey{rec.Reference(), a.v.d.Key}
	if how != "passed" {
		s.ends[key] = how
		defer delete(s.ends, key)
	}
	return s.as(Actor{System: true}, func() error {
		_, err := s.run(a.endingCommand(transition), a.voted)
		return err
	})
}
