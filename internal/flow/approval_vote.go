package flow

import (
	"fmt"
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
	Blocking bool
}

// The verdicts that decide nothing.
const (
	Delegate = "delegate"
	Before   = "before"
	After    = "after"
	Remarks  = "remark"
	Answer   = "answer"
	Resolve  = "resolve"
)

// decisions are the verdicts that are votes.
var decisions = []string{Approve, Return, Reject}

// voting is a ballot with what it is about.
type voting struct {
	Ballot
	d      *model.Approval
	n      int
	round  *Round
	all    []*stand
	at     *stand       // nil for what is said about the round as a whole
	seat   Asked        // in whose place
	behalf *rule.Person // who is away
	next   *Round       // as it would become
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

// known refuses verdicts that this route does not have.
func (a *attempt) known() error {
	v := a.v
	known := slices.Contains([]string{Approve, Delegate, Before, After, Remarks, Answer, Resolve}, v.Verdict) ||
		v.Verdict == Return && (v.d.Returned != "" || v.ToStep != "") || v.Verdict == Reject && v.d.Rejected != ""
	if !known {
		return fault.New(fault.Invalid, "unknown_verdict", fault.Params{"verdict": v.Verdict}).At("verdict")
	}
	return nil
}

// findStep finds the step that is meant. Without a name it is the one on which
// the actor may act now.
func (a *attempt) findStep() error {
	v := a.v
	switch v.Verdict {
	case Remarks, Answer, Resolve:
		return nil
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

func (a *attempt) onlyStep() error {
	v := a.v
	var mine, open []*stand
	for _, st := range v.all {
		if st.state != StandOpen && st.state != StandLost {
			continue
		}
		open = append(open, st)
		if _, _, ok := a.s.place(st.asked, st.step, a.old, func(id string) bool { return !st.hasVoted(id) }); ok {
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

// mayVote checks that the actor is one of those asked, or stands in for one.
func (a *attempt) mayVote() error {
	v := a.v
	if v.at == nil {
		return a.maySpeak()
	}
	deny := func(code string, kind fault.Kind) {
		a.problem(&Problem{Sort: SortPeople, Asked: v.at.asked, Fault: fault.New(kind, code, fault.Params{"step": v.at.step.Title})})
	}
	if err := a.s.summon(v.d, a.old, v.at); err != nil {
		return err
	}
	fresh := func(id string) bool { return !v.at.hasVoted(id) }
	any := func(string) bool { return true }
	var ok bool
	v.seat, v.behalf, ok = a.s.place(v.at.asked, v.at.step, a.old, fresh)
	me := a.s.actor.Person
	if !ok {
		isAuthor := me != nil && authorOf(a.old) == me.Id
		switch _, _, voted := a.s.place(v.at.asked, v.at.step, a.old, any); {
		case voted:
			deny("already_voted", fault.Conflict)
		case isAuthor && (v.Verdict == Before || v.Verdict == After):
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
	if allow := map[string]string{Delegate: "delegate", Before: "before", After: "after"}[v.Verdict]; allow != "" && !v.at.step.Allow[allow] {
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
	if v.Verdict != Delegate && v.Verdict != Before && v.Verdict != After {
		return nil
	}
	wrong := func(code string, params fault.Params) {
		a.problem(&Problem{Sort: SortGuard, Fault: fault.New(fault.Invalid, code, params).At("to")})
	}
	if len(v.To) == 0 || v.Verdict == Delegate && len(v.To) != 1 || len(v.To) > maxNewcomers {
		wrong("whom_to_ask", nil)
		return nil
	}
	if len(v.round.Steps) > len(v.d.Steps)+maxNewcomers {
		wrong("too_many_steps", fault.Params{"max": maxNewcomers})
	}
	for _, id := range v.To {
		p, known := a.s.snap.Directory().Person(id)
		if !known || !p.Active {
			wrong("not_a_colleague", nil)
			continue
		}
		params := fault.Params{"name": p.Name}
		if id == authorOf(a.old) && v.d.Self != "allow" {
			wrong("author_cannot_approve", params)
		}
		if isAmong(v.at.asked, id) && v.Verdict == Delegate {
			wrong("asked_already", params)
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
	case v.Verdict == Resolve && remark.By != me.Id && !a.s.standsFor(me.Id, remark.By):
		no(fault.Denied, "not_your_remark")
	case v.Verdict != Remarks && !remark.Resolved.IsZero():
		no(fault.Conflict, "remark_resolved")
	}
	return nil
}

func (s *session) standsFor(id, other string) bool {
	return slices.ContainsFunc(s.absentees(id), func(p standing) bool { return p.tasks && p.Id == other })
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
		if _, _, ok := a.s.place(st.asked, st.step, a.old, func(string) bool { return true }); ok || st.hasVoted(id) {
			return true, nil
		}
	}
	return false, nil
}

// reasons asks for the words without which some verdicts mean nothing.
func (a *attempt) reasons() error {
	switch a.v.Verdict {
	case Approve, Delegate, Before, After, Resolve:
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
		a.follow = next
		for _, p := range next.problems {
			if !a.told(p) {
				a.problem(p)
			}
		}
		return nil
	})
}

func (a *attempt) endingCommand(transition string) Command {
	return Command{Kind: Move, Type: a.rec.Type, Id: a.rec.Id, Transition: transition, Comment: a.cmd.Comment, Actor: Actor{System: true}}
}

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
