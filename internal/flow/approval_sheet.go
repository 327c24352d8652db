package flow

import (
	"sort"
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
)

// SheetRound is one round of a route as the approval sheet shows it.
type SheetRound struct {
	Approval *model.Approval
	Number   int
	Round    *Round
	Steps    []*SheetStep
	Waits    []*fault.Fault      // the round is through, but its transition is refused
	Remark   bool                // the actor may remark on it
	Replies  map[string][]string // what they may do with its remarks, by id: answer, resolve
}

// SheetStep is one step of it.
type SheetStep struct {
	Step     *model.Step
	Kept     *RoundStep
	State    StandState
	Unknown  bool // it applies because its condition cannot be told
	Readings []ReadValue
	Asked    []Asked
	Voted    map[string]bool // of those asked, by id
	Needs    int
	Given    int
	Lonely   bool // nobody is asked: it waits
	Hash     string
	May      []string // what the actor may do with the route here: delegate, before, after, beside, opinion
	Opinions []SheetOpinion
	ReturnTo []string // earlier steps to which they may return the record
}

// SheetOpinion is an opinion that was asked at a step.
type SheetOpinion struct {
	*Opinion
	State string
	May   []string // what the actor may do with it: reply, withdraw
}

// Sheet lists the rounds of a record, newest first.
func Sheet(m *model.Model, snap Snapshot, rec *Record, actor Actor, now time.Time) ([]*SheetRound, error) {
	s := newSession(m, snap, actor, now)
	s.stored[rec.Reference()] = rec
	return s.sheet(rec)
}

func (s *session) sheet(rec *Record) ([]*SheetRound, error) {
	rights, err := s.rights(rec)
	if err != nil || rec.Type.Facts == nil {
		return nil, err
	}
	set, err := s.facts(rec.Reference())
	if err != nil {
		return nil, err
	}
	var out []*SheetRound
	for _, d := range rec.Type.Facts.Approvals {
		for n, round := range roundsOf(set, d.Key) {
			one, err := s.sheetRound(d, n, round, rec, rights)
			if err != nil {
				return nil, err
			}
			out = append(out, one)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if !a.Round.Began.Equal(b.Round.Began) {
			return a.Round.Began.After(b.Round.Began)
		}
		return a.Approval.Key < b.Approval.Key || a.Approval.Key == b.Approval.Key && a.Number > b.Number
	})
	return out, nil
}

func (s *session) sheetRound(d *model.Approval, n int, round *Round, rec *Record, rights Rights) (*SheetRound, error) {
	out := &SheetRound{Approval: d, Number: n, Round: round}
	if round.Ended != nil {
		out.Steps = pastSteps(d, round)
		return out, nil
	}
	all, err := s.stands(d, round, rec)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		if one.state != StandNeedless {
			if err := s.summon(d, rec, one); err != nil {
				return nil, err
			}
		}
		step := &SheetStep{
			Step: one.step, Kept: one.kept, State: one.state, Unknown: one.unknown, Asked: one.asked, Voted: map[string]bool{},
			Needs: one.needs, Given: len(one.given), Hash: one.hash,
			Lonely:   one.state == StandOpen && len(one.asked) == 0,
			Readings: s.readings(&attempt{s: s, rec: rec}, one.step.When, rights),
		}
		for _, p := range one.asked {
			step.Voted[p.Id] = one.hasVoted(p.Id)
		}
		step.May, step.ReturnTo = s.mayOn(d, all, one, rec)
		step.Opinions = opinionsOf(one, s.withOpinions(one, rec))
		out.Steps = append(out.Steps, step)
	}
	if out.Remark, out.Replies, err = s.maySay(d, round, all, rec); err != nil {
		return nil, err
	}
	if isThrough(all) {
		out.Waits, err = s.whyWaits(d, round, rec)
	}
	return out, err
}

func opinionsOf(one *stand, may map[string][]string) []SheetOpinion {
	var out []SheetOpinion
	for _, o := range one.opinions {
		out = append(out, SheetOpinion{o, one.opinionState(o), may[o.Id]})
	}
	return out
}

// pastSteps tells of the steps of a round that is over what was kept of them.
func pastSteps(d *model.Approval, round *Round) []*SheetStep {
	var out []*SheetStep
	for _, st := range round.Steps {
		step := stepOf(d, st)
		if step == nil {
			step = &model.Step{Key: st.Key, Title: st.Key}
		}
		one := &SheetStep{Step: step, Kept: st, State: StandAhead}
		past := &stand{step: step, kept: st, state: StandAhead}
		for _, o := range round.Opinions {
			if o.Step == st.Key {
				past.opinions = append(past.opinions, o)
			}
		}
		one.Opinions = opinionsOf(past, nil)
		for _, v := range round.Votes {
			if v.Step == st.Key && v.Verdict == Approve && !v.Void && !v.Stale {
				one.Given++
			}
		}
		switch {
		case !st.Applies:
			one.State = StandNeedless
		case one.Given > 0:
			one.State = StandPassed
		case st.Skip != "":
			one.State = StandSkipped
		}
		out = append(out, one)
	}
	return out
}

// whyWaits tells what keeps a round that is through from its transition.
func (s *session) whyWaits(d *model.Approval, round *Round, rec *Record) (out []*fault.Fault, err error) {
	if n := round.blocking(); n > 0 {
		return []*fault.Fault{fault.New(fault.Invalid, "remarks_open", fault.Params{"count": n})}, nil
	}
	err = s.as(Actor{System: true}, func() error {
		a, err := s.prepare(Command{Kind: Move, Type: rec.Type, Id: rec.Id, Transition: d.Approved, Actor: s.actor}, nil)
		if f, ok := fault.As(err); ok {
			out = append(out, f)
			return nil
		}
		if err != nil {
			return err
		}
		for _, p := range a.problems {
			out = append(out, p.Fault)
		}
		return nil
	})
	return out, err
}
