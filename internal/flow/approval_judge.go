package flow

import (
	"slices"

	"kontora/internal/fault"
)

// inserts are the verdicts that add a step, changes all that ask further people.
var (
	inserts = []string{Before, After, Beside}
	changes = []string{Delegate, Before, After, Beside, AskOpinion}
)

// mayVote checks that the actor is one of those asked, or stands in for one.
func (a *attempt) mayVote() error {
	v := a.v
	if v.at == nil {
		return a.maySpeak()
	}
	switch v.Verdict {
	case Reply:
		a.mayReply()
		return nil
	case Unask:
		return a.mayUnask()
	case Withdraw:
		a.mayWithdraw()
		return nil
	}
	deny := func(code string, kind fault.Kind) {
		a.problem(&Problem{Sort: SortPeople, Asked: v.at.asked, Fault: fault.New(kind, code, fault.Params{"step": v.at.step.Title})})
	}
	if err := a.s.summon(v.d, a.old, v.at); err != nil {
		return err
	}
	var ok bool
	v.seat, v.behalf, ok = a.s.place(v.at, a.old, fresh(v.at))
	me := a.s.actor.Person
	if !ok {
		isAuthor := me != nil && authorOf(a.old) == me.Id
		switch _, _, voted := a.s.place(v.at, a.old, anyone); {
		case voted:
			deny("already_voted", fault.Conflict)
		case isAuthor && slices.Contains(inserts, v.Verdict):
			ok = true
		case isAuthor:
			deny("own_request", fault.Denied)
		default:
			deny("not_asked", fault.Denied)
		}
		if !ok {
			return nil
		}
	}
	if slices.Contains(changes, v.Verdict) && !v.at.step.Allow[v.Verdict] {
		deny("route_is_fixed", fault.Denied)
	}
	if v.ToStep != "" {
		a.earlier(deny)
	}
	return a.newcomers()
}

// earlier checks the step to which a record is returned.
func (a *attempt) earlier(deny func(string, fault.Kind)) {
	v := a.v
	target := find(v.all, v.ToStep)
	switch {
	case v.Verdict != Return || target == nil || target.stage >= v.at.stage || target.state == StandNeedless:
		a.problem(&Problem{Sort: SortGuard, Fault: fault.New(fault.Invalid, "not_an_earlier_step", fault.Params{"step": v.ToStep}).At("to_step")})
	case !v.at.step.Allow["return_to"]:
		deny("route_is_fixed", fault.Denied)
	}
}

// maxNewcomers bounds the people and steps that may be added to one round.
const maxNewcomers = 20

// newcomers checks people who are brought into the round: they must be able to
// see the record, and the author is not one of them.
func (a *attempt) newcomers() error {
	v := a.v
	if !slices.Contains(changes, v.Verdict) {
		return nil
	}
	wrong := func(code string, params fault.Params) {
		a.problem(&Problem{Sort: SortGuard, Fault: fault.New(fault.Invalid, code, params).At("to")})
	}
	if len(v.To) == 0 || v.Verdict == Delegate && len(v.To) != 1 || len(v.To) > maxNewcomers {
		wrong("whom_to_ask", nil)
		return nil
	}
	if slices.Contains(inserts, v.Verdict) && len(v.round.Steps) > len(v.d.Steps)+maxNewcomers {
		wrong("too_many_steps", fault.Params{"max": maxNewcomers})
	}
	if v.Verdict == AskOpinion && len(v.at.opinions)+len(v.To) > maxNewcomers {
		wrong("too_many_opinions", fault.Params{"max": maxNewcomers})
	}
	for _, id := range v.To {
		p, known := a.s.snap.Directory().Person(id)
		if !known || !p.Active {
			wrong("not_a_colleague", nil)
			continue
		}
		params := fault.Params{"name": p.Name}
		if id == authorOf(a.old) && v.d.Self != "allow" && v.Verdict != AskOpinion {
			wrong("author_cannot_approve", params)
		}
		if isAmong(v.at.asked, id) && (v.Verdict == Delegate || v.Verdict == AskOpinion) {
			wrong("asked_already", params)
		}
		if v.Verdict == AskOpinion && slices.ContainsFunc(v.at.awaited(), func(o *Opinion) bool { return o.Of == id }) {
			wrong("opinion_asked", params)
		}
		rights, err := a.s.rightsOf(Actor{Person: p}, a.old)
		if err != nil {
			return err
		}
		if !rights.Row() {
			wrong("cannot_see_record", params)
		}
	}
	return nil
}

// maySpeak checks who remarks, answers and takes a remark back.
func (a *attempt) maySpeak() error {
	v, me := a.v, a.s.actor.Person
	no := func(kind fault.Kind, code string) {
		a.problem(&Problem{Sort: SortPeople, Fault: fault.New(kind, code, nil)})
	}
	if me == nil {
		no(fault.Denied, "people_only")
		return nil
	}
	remark := v.round.remark(v.Remark)
	if v.Verdict != Remarks && remark == nil {
		return fault.New(fault.Missing, "unknown_remark", nil).At("remark")
	}
	author := authorOf(a.old) == me.Id
	takesPart, err := a.takesPart(me.Id)
	switch {
	case err != nil:
		return err
	case v.Verdict == Remarks && !takesPart:
		no(fault.Denied, "not_asked_at_all")
	case v.Verdict == Answer && !author && !takesPart:
		no(fault.Denied, "not_asked_at_all")
	case v.Verdict == Resolve && remark.By != me.Id && !a.s.standsFor(me.Id, remark.By, a.old):
		no(fault.Denied, "not_your_remark")
	case v.Verdict != Remarks && !remark.Resolved.IsZero():
		no(fault.Conflict, "remark_resolved")
	}
	return nil
}

func (s *session) standsFor(id, other string, rec *Record) bool {
	return slices.ContainsFunc(s.absentees(id, matter{rec: rec}), func(p standing) bool { return p.tasks && p.Id == other })
}

// takesPart reports whether a person is asked anywhere in the round.
func (a *attempt) takesPart(id string) (bool, error) {
	v := a.v
	for _, st := range v.all {
		if st.state == StandNeedless {
			continue
		}
		if err := a.s.summon(v.d, a.old, st); err != nil {
			return false, err
		}
		if _, _, ok := a.s.place(st, a.old, anyone); ok || st.hasVoted(id) {
			return true, nil
		}
	}
	return false, nil
}

// reasons asks for the words without which some verdicts mean nothing.
func (a *attempt) reasons() error {
	switch v := a.v; v.Verdict {
	case Approve:
		if v.outcome == nil || !v.outcome.Reason {
			return nil
		}
	case Delegate, Before, After, Beside, AskOpinion, Unask, Withdraw, Resolve:
		return nil
	}
	if a.cmd.Comment == "" {
		a.problem(&Problem{Sort: SortField, Fault: fault.New(fault.Invalid, "reason_required", nil).At("comment")})
	}
	return nil
}

// demanded asks for the fields that an approval of the step must fill.
func (a *attempt) demanded() error {
	if a.v.Verdict != Approve {
		return nil
	}
	return a.require(a.v.at.step.Require)
}

// judgeVote gathers what speaks against a vote. One that changes no field is not
// held up by what else is wrong with the record.
func (a *attempt) judgeVote() error {
	if slices.ContainsFunc(a.problems, func(p *Problem) bool { return p.Sort == SortPeople }) {
		return nil // to who may not vote, the rest says nothing
	}
	steps := []func() error{a.demanded, a.reasons}
	if len(a.changed) > 0 {
		steps = append([]func() error{a.values, a.requiredFields}, append(steps, a.invariants, a.catalog, a.duplicates)...)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if len(a.problems) > 0 {
		return nil
	}
	return a.foresee()
}

// foresee tries what the vote would lead to: a transition that would be refused
// speaks against the vote, with all its reasons.
func (a *attempt) foresee() error {
	before := a.s.mark()
	how, key, err := a.record(a.rec, nil)
	if err == nil && how != "" {
		err = a.foreseeEnd(how, key)
	}
	if undone := a.s.undo(before); err == nil {
		err = undone
	}
	return err
}

func (a *attempt) foreseeEnd(how, key string) error {
	if how == "approved" {
		if n := a.v.next.blocking(); n > 0 {
			a.problem(&Problem{Sort: SortGuard, Fault: fault.New(fault.Invalid, "remarks_open", fault.Params{"count": n})})
			return nil
		}
	}
	return a.s.as(Actor{System: true}, func() error {
		next, err := a.s.prepare(a.endingCommand(key), nil)
		if f, ok := fault.As(err); ok {
			a.problem(&Problem{Sort: SortGuard, Fault: f})
			return nil
		}
		if err != nil {
			return err
		}
		a.leadsTo(next)
		return nil
	})
}

func (a *attempt) endingCommand(transition string) Command {
	return Command{Kind: Move, Type: a.rec.Type, Id: a.rec.Id, Transition: transition, Comment: a.cmd.Comment, Actor: Actor{System: true}}
}
