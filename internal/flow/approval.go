package flow

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Round is one round of a route: the part of its fact is its number. Where it
// stands is not kept but worked out, from the votes and from what the record
// holds: a vote counts while what it covers is as the voter saw it.
type Round struct {
	Began    time.Time    `json:"began"`
	Steps    []*RoundStep `json:"steps"`
	Votes    []*Vote      `json:"votes,omitempty"`
	Remarks  []*Remark    `json:"remarks,omitempty"`
	Opinions []*Opinion   `json:"opinions,omitempty"`
	Ended    *Ending      `json:"ended,omitempty"`
	Version  int          `json:"version,omitempty"` // of what is signed, where a step signs: from 1 on
	Content  string       `json:"content,omitempty"` // and the hash of it
}

// RoundStep is what is kept of one step of a round.
type RoundStep struct {
	Key      string            `json:"key"`
	Like     string            `json:"like,omitempty"`   // added in this round: the declared step that it stands beside
	People   []string          `json:"people,omitempty"` // and whom it asks
	By       string            `json:"by,omitempty"`     // and who added it
	Beside   bool              `json:"beside,omitempty"` // and goes on with the step above
	Applies  bool              `json:"applies"`          // as last seen
	Skip     string            `json:"skip,omitempty"`   // passed over: empty, self
	Open     bool              `json:"open,omitempty"`
	Opened   time.Time         `json:"opened,omitzero"` // when it was its turn last
	Due      time.Time         `json:"due,omitzero"`
	Remind   []time.Time       `json:"remind,omitempty"`
	Rang     []string          `json:"rang,omitempty"`  // alarms that have passed
	Asked    []string          `json:"asked,omitempty"` // as last told
	HandedOn map[string]string `json:"handed_on,omitempty"`
}

// Vote is one decision of one person on one step. It is never taken out.
type Vote struct {
	Step      string    `json:"step"`
	By        string    `json:"by"`
	For       string    `json:"for"` // in whose place: the same person, or one who is away
	Verdict   string    `json:"verdict"`
	Outcome   string    `json:"outcome,omitempty"` // the answer of the step by which it was given
	Hash      string    `json:"hash"`              // of what it covers
	Revision  int64     `json:"revision"`
	At        time.Time `json:"at"`
	Comment   string    `json:"comment,omitempty"`
	Void      bool      `json:"void,omitempty"`      // sent back to before it, or withdrawn
	Stale     bool      `json:"stale,omitempty"`     // as last told: what it covers has changed
	Auto      string    `json:"auto,omitempty"`      // not cast here: once, kept
	Withdrawn time.Time `json:"withdrawn,omitzero"`  // taken back by whoever cast it
	Signature string    `json:"signature,omitempty"` // id of the signature that the vote is
}

// Remark is an objection that must be answered.
type Remark struct {
	Id       string    `json:"id"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Text     string    `json:"text"`
	Blocking bool      `json:"blocking,omitempty"`
	Answer   string    `json:"answer,omitempty"`
	Answerer string    `json:"answerer,omitempty"`
	Answered time.Time `json:"answered,omitzero"`
	Resolved time.Time `json:"resolved,omitzero"`
}

// Ending is how a round ended.
type Ending struct {
	At         time.Time `json:"at"`
	How        string    `json:"how"` // approved, returned, rejected, left
	Transition string    `json:"transition,omitempty"`
	By         string    `json:"by,omitempty"`
}

// The verdicts that decide a step.
const (
	Approve = "approve"
	Return  = "return"
	Reject  = "reject"
)

// What history calls what happens around rounds.
const (
	kindVote  Kind = "vote"
	kindRound Kind = "round"
)

// Alarms are the reminders and targets of the steps whose turn it is.
func (r *Round) Alarms() []Alarm {
	var out []Alarm
	if r.Ended != nil {
		return nil
	}
	for _, st := range r.Steps {
		if st.Open && !st.Due.IsZero() && !slices.Contains(st.Rang, "due") {
			out = append(out, Alarm{st.Due, st.Key + ":due"})
		}
		if !st.Open {
			continue
		}
		for i, at := range st.Remind {
			if level := strconv.Itoa(i); !slices.Contains(st.Rang, level) {
				out = append(out, Alarm{at, st.Key + ":" + level})
			}
		}
	}
	return out
}

// clone copies a round so that changing the copy leaves the kept one alone.
func (r *Round) clone() *Round {
	c := *r
	c.Steps, c.Votes, c.Remarks, c.Opinions = nil, nil, nil, nil
	for _, st := range r.Steps {
		s := *st
		s.Rang, s.Asked = slices.Clone(st.Rang), slices.Clone(st.Asked)
		s.HandedOn = map[string]string{}
		for from, to := range st.HandedOn {
			s.HandedOn[from] = to
		}
		c.Steps = append(c.Steps, &s)
	}
	for _, v := range r.Votes {
		w := *v
		c.Votes = append(c.Votes, &w)
	}
	for _, m := range r.Remarks {
		n := *m
		c.Remarks = append(c.Remarks, &n)
	}
	for _, o := range r.Opinions {
		p := *o
		c.Opinions = append(c.Opinions, &p)
	}
	return &c
}

// step finds a step of the round.
func (r *Round) step(key string) *RoundStep {
	for _, st := range r.Steps {
		if st.Key == key {
			return st
		}
	}
	return nil
}

// blocking counts the remarks that keep the round from its end.
func (r *Round) blocking() int {
	n := 0
	for _, m := range r.Remarks {
		if m.Blocking && m.Resolved.IsZero() {
			n++
		}
	}
	return n
}

// rounds of one route of a record, by number.
func roundsOf(set factSet, key string) map[int]*Round {
	out := map[int]*Round{}
	for id, doc := range set {
		if round, ok := doc.(*Round); ok && id.Kind == FactRound && id.Key == key {
			n, _ := strconv.Atoi(id.Part)
			out[n] = round
		}
	}
	return out
}

// lastRound is the newest round of a route; 0 and nil when there was none.
func (s *session) lastRound(ref rule.Reference, key string) (int, *Round, error) {
	set, err := s.facts(ref)
	if err != nil {
		return 0, nil, err
	}
	last := 0
	all := roundsOf(set, key)
	for n := range all {
		last = max(last, n)
	}
	return last, all[last], nil
}

func roundId(key string, n int) FactId { return FactId{FactRound, key, strconv.Itoa(n)} }

// stepOf is the declaration by which a step of a round goes: its own, or for one
// that was added, that of the step beside which it stands.
func stepOf(d *model.Approval, st *RoundStep) *model.Step {
	if st.Like == "" {
		return d.Step(st.Key)
	}
	like := d.Step(st.Like)
	if like == nil {
		return nil
	}
	return &model.Step{
		Key: st.Key, Title: like.Title, Mode: model.Mode{All: true}, Parallel: st.Beside, Covers: like.Covers,
		Notify: like.Notify, Ask: like.Ask, Reasons: like.Reasons, Outcomes: like.Outcomes, InPerson: like.InPerson,
		Allow: map[string]bool{Delegate: like.Allow[Delegate], AskOpinion: like.Allow[AskOpinion]},
	}
}

// level reads the level of an alarm.
func level(text string) (step, what string) {
	i := strings.LastIndex(text, ":")
	if i < 0 {
		return text, ""
	}
	return text[:i], text[i+1:]
}
