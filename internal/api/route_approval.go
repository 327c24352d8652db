package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"
)

// sheetAnswer is the approval sheet of a record.
type sheetAnswer struct {
	Rounds []sheetRound       `json:"rounds"` // newest first
	Refs   map[string]refInfo `json:"refs"`
}

type sheetRound struct {
	Route   string        `json:"route"`
	Title   string        `json:"title"`
	Number  int           `json:"number"`
	Began   string        `json:"began"`
	Ended   *sheetEnding  `json:"ended"` // null while it goes on
	Steps   []sheetStep   `json:"steps"`
	Votes   []sheetVote   `json:"votes"`
	Remarks []sheetRemark `json:"remarks"`
	Waits   []string      `json:"waits"`   // why a round that is through does not end
	Changes []diffLine    `json:"changes"` // of what my vote covers, since I voted
	May     []string      `json:"may"`     // what I may do with the round: remark
}

type sheetEnding struct {
	At         string  `json:"at"`
	How        string  `json:"how"` // approved, returned, rejected, left
	Transition string  `json:"transition,omitempty"`
	By         *string `json:"by"`
}

type sheetStep struct {
	Key      string          `json:"key"`
	Title    string          `json:"title"`
	State    flow.StandState `json:"state"`
	Parallel bool            `json:"parallel"`
	Locked   bool            `json:"locked"`
	Allow    []string        `json:"allow"`
	Mode     string          `json:"mode"`
	Needs    int             `json:"needs"`
	Given    int             `json:"given"`
	Asked    []sheetAsked    `json:"asked"`
	Opened   string          `json:"opened,omitempty"`
	Due      string          `json:"due,omitempty"`
	AddedBy  *string         `json:"addedBy,omitempty"`
	Why      string          `json:"why,omitempty"`   // what its condition looked at
	Waits    string          `json:"waits,omitempty"` // why nobody can vote
	Hash     string          `json:"hash,omitempty"`  // of what a vote on it covers now
	Covers   []string        `json:"covers"`
	May      []string        `json:"may"` // what I may do with the route here: delegate, before, after, beside, opinion
	Opinions []sheetOpinion  `json:"opinions"`
	ReturnTo []string        `json:"returnTo"` // keys of earlier steps to which I may return the record
}

type sheetAsked struct {
	Person *string `json:"person"`
	For    *string `json:"for,omitempty"`
	Why    string  `json:"why,omitempty"` // self, empty, away, handed_on
	Voted  bool    `json:"voted"`
}

type sheetVote struct {
	Step      string  `json:"step"`
	By        *string `json:"by"`
	Behalf    *string `json:"behalf,omitempty"`
	Verdict   string  `json:"verdict"`
	Outcome   string  `json:"outcome,omitempty"` // the step's own answer, in words
	Comment   string  `json:"comment,omitempty"`
	At        string  `json:"at"`
	Revision  int64   `json:"revision"`
	Hash      string  `json:"hash"`
	Counts    bool    `json:"counts"` // what it covers is as the voter saw it
	Auto      string  `json:"auto,omitempty"`
	Withdrawn string  `json:"withdrawn,omitempty"` // when whoever cast it took it back
}

type sheetRemark struct {
	Id       string   `json:"id"`
	By       *string  `json:"by"`
	At       string   `json:"at"`
	Text     string   `json:"text"`
	Blocking bool     `json:"blocking"`
	Answer   string   `json:"answer,omitempty"`
	Answerer *string  `json:"answerer,omitempty"`
	Answered string   `json:"answered,omitempty"`
	Resolved string   `json:"resolved,omitempty"`
	May      []string `json:"may"` // answer, resolve
}

// sheetOpinion is an opinion that was asked of a colleague.
type sheetOpinion struct {
	Id       string   `json:"id"`
	By       *string  `json:"by"`
	Of       *string  `json:"of"`
	At       string   `json:"at"`
	Question string   `json:"question,omitempty"`
	State    string   `json:"state"` // asked, given, withdrawn, lapsed
	Text     string   `json:"text,omitempty"`
	Giver    *string  `json:"giver,omitempty"` // who stood in for whoever was asked
	Given    string   `json:"given,omitempty"`
	May      []string `json:"may"` // reply, unask
}

func getSheet(a *asker) (answer, error) {
	rec, rights, err := a.record()
	if err != nil {
		return nil, err
	}
	rounds, err := flow.Sheet(a.model, a.snap, rec, a.actor, a.now)
	if err != nil {
		return nil, err
	}
	refs := a.references()
	out := sheetAnswer{Rounds: []sheetRound{}}
	for _, r := range rounds {
		drawn, err := a.sheetRound(r, rec, rights, refs)
		if err != nil {
			return nil, err
		}
		out.Rounds = append(out.Rounds, drawn)
	}
	out.Refs, err = refs.resolve()
	return out, err
}

func (a *asker) sheetRound(r *flow.SheetRound, rec *flow.Record, rights flow.Rights, refs *references) (sheetRound, error) {
	out := sheetRound{
		Route: r.Approval.Key, Title: a.words().fact(rec.Type, r.Approval.Kind(), r.Approval.Key), Number: r.Number, Began: moment(r.Round.Began),
		Steps: []sheetStep{}, Votes: []sheetVote{}, Remarks: []sheetRemark{}, Waits: []string{}, Changes: []diffLine{}, May: []string{},
	}
	writes := a.mayWrite(rec.Type)
	if r.Remark && writes {
		out.May = append(out.May, flow.Remarks)
	}
	if e := r.Round.Ended; e != nil {
		out.Ended = &sheetEnding{moment(e.At), e.How, e.Transition, refs.person(e.By)}
	}
	for _, f := range r.Waits {
		out.Waits = append(out.Waits, a.allTexts(f)...)
	}
	hash := map[string]string{}
	for _, st := range r.Steps {
		hash[st.Kept.Key] = st.Hash
		out.Steps = append(out.Steps, a.sheetStep(r.Approval, st, rec, rights, refs))
	}
	for _, v := range r.Round.Votes {
		vote := sheetVote{
			Step: v.Step, By: refs.person(v.By), Verdict: v.Verdict, Comment: v.Comment, At: moment(v.At), Revision: v.Revision, Hash: v.Hash,
			Auto: v.Auto, Withdrawn: moment(v.Withdrawn), Counts: !v.Void && (out.Ended != nil && !v.Stale || v.Hash == hash[v.Step]),
		}
		if v.Outcome != "" {
			vote.Outcome = a.words().given(rec.Type, r.Approval, v.Step, v.Outcome)
		}
		if v.For != v.By {
			vote.Behalf = refs.person(v.For)
		}
		out.Votes = append(out.Votes, vote)
	}
	for _, m := range r.Round.Remarks {
		may := []string{}
		if writes {
			may = append(may, r.Replies[m.Id]...)
		}
		out.Remarks = append(out.Remarks, sheetRemark{
			May: may,
			Id:  m.Id, By: refs.person(m.By), At: moment(m.At), Text: m.Text, Blocking: m.Blocking, Answer: m.Answer,
			Answerer: refs.person(m.Answerer), Answered: moment(m.Answered), Resolved: moment(m.Resolved),
		})
	}
	var err error
	if out.Ended == nil {
		out.Changes, err = a.sinceMyVote(r, rec, rights, refs)
	}
	return out, err
}

func (a *asker) sheetStep(d *model.Approval, st *flow.SheetStep, rec *flow.Record, rights flow.Rights, refs *references) sheetStep {
	out := sheetStep{
		Key: st.Kept.Key, Title: a.words().step(rec.Type, d, st.Kept.Key), State: st.State, Parallel: st.Step.Parallel, Locked: st.Step.Locked,
		Allow: slices.Sorted(maps.Keys(st.Step.Allow)), Mode: modeWord(st.Step.Mode), Needs: st.Needs, Given: st.Given, Asked: []sheetAsked{},
		Opened: moment(st.Kept.Opened), Due: moment(st.Kept.Due), AddedBy: refs.person(st.Kept.By), Hash: st.Hash, Covers: []string{},
	}
	out.Allow = slices.DeleteFunc(orNone(out.Allow), func(word string) bool { return !st.Step.Allow[word] })
	out.May, out.ReturnTo, out.Opinions = []string{}, []string{}, a.sheetOpinions(st, rec, refs)
	if a.mayWrite(rec.Type) {
		out.May, out.ReturnTo = append(out.May, st.May...), append(out.ReturnTo, st.ReturnTo...)
	}
	for _, f := range st.Step.Covers {
		if rights.Reads(f) {
			out.Covers = append(out.Covers, f.Key)
		}
	}
	for _, p := range st.Asked {
		asked := sheetAsked{Person: refs.person(p.Id), Why: p.Why, Voted: st.Voted[p.Id]}
		if p.For != "" {
			asked.For = refs.person(p.For)
		}
		out.Asked = append(out.Asked, asked)
	}
	var looked []string
	for _, v := range st.Readings {
		looked = append(looked, a.reading(v))
	}
	out.Why = strings.Join(looked, "; ")
	if st.Lonely {
		out.Waits, _ = a.server.words.text(a.lang, "approval.nobody", nil)
	}
	return out
}

func (a *asker) sheetOpinions(st *flow.SheetStep, rec *flow.Record, refs *references) []sheetOpinion {
	out := []sheetOpinion{}
	for _, o := range st.Opinions {
		one := sheetOpinion{
			Id: o.Id, By: refs.person(o.By), Of: refs.person(o.Of), At: moment(o.At), Question: o.Question,
			State: o.State, Text: o.Text, Given: moment(o.Given), May: []string{},
		}
		if o.Giver != "" && o.Giver != o.Of {
			one.Giver = refs.person(o.Giver)
		}
		if a.mayWrite(rec.Type) {
			one.May = append(one.May, o.May...)
		}
		out = append(out, one)
	}
	return out
}

func modeWord(m model.Mode) string {
	switch {
	case m.All:
		return "all"
	case m.Quorum > 0:
		return fmt.Sprintf("quorum %d", m.Quorum)
	case m.Den > 0:
		return fmt.Sprintf("share %d/%d", m.Num, m.Den)
	}
	return "any"
}

// allTexts writes a refusal with all its parts.
func (a *asker) allTexts(f *fault.Fault) []string {
	if len(f.Fields) == 0 {
		return []string{a.textOf(f)}
	}
	var out []string
	for _, part := range f.Fields {
		out = append(out, a.allTexts(part)...)
	}
	return out
}

// sinceMyVote lists what has changed of what the asker's last vote in a round
// covers. It reads the history from its end back to that vote.
func (a *asker) sinceMyVote(r *flow.SheetRound, rec *flow.Record, rights flow.Rights, refs *references) ([]diffLine, error) {
	out := []diffLine{}
	me := a.actor.Person
	if me == nil || !slices.ContainsFunc(r.Round.Votes, func(v *flow.Vote) bool { return v.By == me.Id && v.Verdict != flow.Return && v.Withdrawn.IsZero() }) {
		return out, nil
	}
	events, err := store.History(a.re.App, rec.Type, rec.Id, 0, pathEvents)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for _, e := range events {
		step, mine, err := votedBy(e, r, me.Id)
		if err != nil {
			return nil, err
		}
		if mine {
			return covered(out, r, step), nil
		}
		drawn, err := a.event(e, rec.Type, rights, refs)
		if err != nil {
			return nil, err
		}
		for _, l := range drawn.Diff {
			if i, known := at[l.Field]; known {
				out[i].Old = l.Old // further back
			} else {
				at[l.Field] = len(out)
				out = append(out, l)
			}
		}
	}
	return []diffLine{}, nil
}

// votedBy tells on which step of a round an event is a person's vote.
func votedBy(e *store.Event, r *flow.SheetRound, person string) (step string, mine bool, err error) {
	if e.Action != string(flow.CastVote) || e.Actor != person {
		return "", false, nil
	}
	h, err := store.HappenedOf(e)
	if err != nil || h == nil || h.Fact != r.Approval.Key || h.Part != fmt.Sprint(r.Number) || h.Verdict != flow.Approve && h.Verdict != flow.Reject {
		return "", false, err
	}
	return h.Step, true, nil
}

// covered keeps the changes of fields that votes on a step cover.
func covered(lines []diffLine, r *flow.SheetRound, step string) []diffLine {
	keep := map[string]bool{}
	for _, st := range r.Steps {
		if st.Kept.Key != step {
			continue
		}
		for _, f := range st.Step.Covers {
			keep[f.Key] = true
		}
	}
	return slices.DeleteFunc(lines, func(l diffLine) bool { return !keep[l.Field] || jsonText(l.Old) == jsonText(l.New) })
}

// toldOfRound tells in words what happened around a round.
func (a *asker) toldOfRound(t *model.Type, e *store.Event, h *store.Happened) string {
	d := t.Facts.Approval(h.Fact)
	if d == nil {
		return a.words().fact(t, string(flow.FactRound), h.Fact)
	}
	params := map[string]any{"title": a.words().fact(t, d.Kind(), d.Key), "n": h.Part, "step": a.words().step(t, d, h.Step)}
	if to, ok := h.Data["to"].(string); ok {
		params["to"] = a.words().step(t, d, to)
	}
	key := "approval.did_" + h.Verdict
	if e.Action != string(flow.CastVote) {
		key = "approval.round_" + h.Verdict
	}
	if _, signed := h.Data["signature"]; signed && h.Verdict == flow.Approve {
		key = "approval.did_sign"
	}
	if answer, ok := h.Data["outcome"].(string); ok {
		params["answer"], key = a.words().given(t, d, h.Step, answer), "approval.did_outcome"
	}
	for _, more := range []string{"how", "why"} {
		if word, ok := h.Data[more].(string); ok {
			key += "_" + word
		}
	}
	if params["to"] != nil {
		key += "_to"
	}
	text, ok := a.server.words.text(a.lang, key, params)
	if !ok {
		return params["title"].(string)
	}
	return text
}

// peopleIn notes the people whom an event of a round names.
func peopleIn(h *store.Happened, refs *references) []string {
	var ids []string
	if data, err := json.Marshal(h.Data["people"]); err == nil {
		_ = json.Unmarshal(data, &ids)
	}
	if by, ok := h.Data["by"].(string); ok {
		ids = append(ids, by)
	}
	keys := make([]string, 0, len(ids))
	for _, id := range ids {
		if key := refs.person(id); key != nil {
			keys = append(keys, *key)
		}
	}
	return keys
}

// moment writes an instant; "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return jsonInstant(t)
}
