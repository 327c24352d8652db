package flow

import (
	"fmt"
	"time"

	"kontora/internal/fault"
	"kontora/internal/rule"
)

// Opinion is what somebody who decides on a step has asked a colleague. It
// decides nothing, the step does not wait for it, and when the step is decided
// nobody waits for it any more.
type Opinion struct {
	Id        string    `json:"id"`
	Step      string    `json:"step"`
	By        string    `json:"by"`
	Of        string    `json:"of"`
	At        time.Time `json:"at"`
	Question  string    `json:"question,omitempty"`
	Text      string    `json:"text,omitempty"`
	Giver     string    `json:"giver,omitempty"` // of whom it was asked, or who stood in for them
	Given     time.Time `json:"given,omitzero"`
	Withdrawn time.Time `json:"withdrawn,omitzero"`
}

// The states of an opinion.
const (
	OpinionAsked     = "asked"
	OpinionGiven     = "given"
	OpinionWithdrawn = "withdrawn"
	OpinionLapsed    = "lapsed" // the step was decided without it
)

// opinionState is where an opinion stands. One that was asked when the step had
// its turn before is of that turn.
func (st *stand) opinionState(o *Opinion) string {
	switch {
	case !o.Given.IsZero():
		return OpinionGiven
	case !o.Withdrawn.IsZero():
		return OpinionWithdrawn
	case !st.hasTurn() || o.At.Before(st.kept.Opened):
		return OpinionLapsed
	}
	return OpinionAsked
}

// hasTurn reports whether the step may be voted on.
func (st *stand) hasTurn() bool { return st.state == StandOpen || st.state == StandLost }

// awaited lists the opinions for which somebody still waits at a step.
func (st *stand) awaited() []*Opinion {
	var out []*Opinion
	for _, o := range st.opinions {
		if st.opinionState(o) == OpinionAsked {
			out = append(out, o)
		}
	}
	return out
}

// asksMe finds the opinion for which a step waits of the actor, or of somebody
// away for whom they stand in; behalf is that person.
func (s *session) asksMe(one *stand, rec *Record) (o *Opinion, behalf *rule.Person) {
	me := s.actor.Person
	if me == nil {
		return nil, nil
	}
	awaited := one.awaited()
	for _, o := range awaited {
		if o.Of == me.Id {
			return o, nil
		}
	}
	if one.step.InPerson {
		return nil, nil
	}
	for _, o := range awaited {
		for _, p := range s.absentees(me.Id, matter{rec, o.At}) {
			if p.tasks && p.Id == o.Of {
				return o, p.Person
			}
		}
	}
	return nil, nil
}

// mayReply checks that an opinion is given by whoever is asked for it.
func (a *attempt) mayReply() {
	v := a.v
	if v.opinion, v.behalf = a.s.asksMe(v.at, a.old); v.opinion == nil {
		a.problem(&Problem{Sort: SortPeople, Fault: fault.New(fault.Denied, "opinion_not_asked", fault.Params{"step": v.at.step.Title})})
	}
}

// mayUnask checks that a question is taken back by whoever put it.
func (a *attempt) mayUnask() error {
	v, me := a.v, a.s.actor.Person
	for _, o := range v.at.opinions {
		if o.Id == v.Opinion {
			v.opinion = o
		}
	}
	switch {
	case v.opinion == nil:
		return fault.New(fault.Missing, "unknown_opinion", nil).At("opinion")
	case me == nil || v.opinion.By != me.Id && !a.s.standsFor(me.Id, v.opinion.By, a.old):
		a.problem(&Problem{Sort: SortPeople, Fault: fault.New(fault.Denied, "not_your_question", nil)})
	case v.at.opinionState(v.opinion) != OpinionAsked:
		a.problem(&Problem{Sort: SortPeople, Fault: fault.New(fault.Conflict, "opinion_settled", nil)})
	}
	return nil
}

// ask puts questions into a round and tells those who are asked.
func (a *attempt) ask(round *Round, rec *Record, by string) map[string]any {
	s, v := a.s, a.v
	for _, id := range v.To {
		round.Opinions = append(round.Opinions, &Opinion{
			Id: fmt.Sprint(len(round.Opinions) + 1), Step: v.at.kept.Key, By: by, Of: id, At: s.now, Question: a.cmd.Comment,
		})
	}
	if m := v.at.step.Ask; m != nil {
		w := wish{message: m, record: rec, to: usersOf(v.To), words: map[string]any{"comment": orNil(a.cmd.Comment)}}
		if !v.at.step.InPerson {
			w.turn = &s.now
		}
		s.notes = append(s.notes, w)
	}
	return map[string]any{"people": v.To}
}

// opinion finds a question of a round.
func (r *Round) opinion(id string) *Opinion {
	for _, o := range r.Opinions {
		if o.Id == id {
			return o
		}
	}
	return nil
}
