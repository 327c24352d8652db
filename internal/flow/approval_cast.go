package flow

import (
	"fmt"
	"slices"

	"kontora/internal/fault"
)

// record puts the ballot into the round as the session has it, and tells how the
// round ends by it: how, and by which transition; "" when it goes on.
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
	h := &Happening{Fact: roundId(v.d.Key, n), Verdict: v.Verdict, Behalf: v.behalf, Data: data}
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
	case v.Verdict == Approve && isThrough(all):
		return "approved", v.d.Approved, nil
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
		round.Votes = append(round.Votes, &Vote{
			Step: v.at.kept.Key, By: me, For: v.seat.Id, Verdict: v.Verdict, Hash: s.hashOf(rec, v.at.step.Covers),
			Revision: rec.Revision(), At: s.now, Comment: a.cmd.Comment,
		})
		if v.ToStep == "" {
			return nil
		}
		a.sendBack(round)
		return map[string]any{"to": v.ToStep}
	case Delegate:
		round.step(v.at.kept.Key).HandedOn[v.seat.Id] = v.To[0]
		return map[string]any{"people": v.To}
	case Before, After:
		return map[string]any{"people": v.To, "step": a.insert(round, me)}
	case Remarks:
		id := fmt.Sprint(len(round.Remarks) + 1)
		round.Remarks = append(round.Remarks, &Remark{Id: id, By: me, At: s.now, Text: a.cmd.Comment, Blocking: v.Blocking})
		return map[string]any{"remark": id, "blocking": v.Blocking}
	case Answer:
		m := round.remark(v.Remark)
		m.Answer, m.Answerer, m.Answered = a.cmd.Comment, me, s.now
	case Resolve:
		round.remark(v.Remark).Resolved = s.now
	}
	return map[string]any{"remark": v.Remark}
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

// insert adds a step that asks further people, before or after the one at hand.
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
	if v.Verdict == Before {
		for at > 0 && stepOf(v.d, round.Steps[at]) != nil && stepOf(v.d, round.Steps[at]).Parallel {
			at-- // before the whole stage
		}
	} else {
		for at++; at < len(round.Steps) && stepOf(v.d, round.Steps[at]) != nil && stepOf(v.d, round.Steps[at]).Parallel; at++ {
		}
	}
	round.Steps = slices.Insert(round.Steps, at, &RoundStep{Key: key, Like: like, People: v.To, By: by, Applies: true})
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
	s.ends[key] = how
	defer delete(s.ends, key)
	return s.as(Actor{System: true}, func() error {
		_, err := s.run(a.endingCommand(transition), a.voted)
		return err
	})
}
