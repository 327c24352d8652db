package flow_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kontora/internal/flow"
	"kontora/internal/rule"

	"pgregory.net/rapid"
)

// routes is a request whose route has every kind of step.
const routes = `
-- types/ask.json --
{"title": "Просьба",
 "data": {"properties": {
   "text": {"title": "Что", "type": "string"},
   "size": {"title": "Сколько", "type": "integer"},
   "unit": {"title": "Отдел", "x-ref": "base/unit"},
   "note": {"title": "Пометка", "type": "string"}}},
 "lifecycle": {
   "states": {"draft": "Черновик", "approval": {"title": "На согласовании", "phase": "decision"}, "done": {"title": "Готово", "phase": "done"}, "rejected": {"title": "Отклонено", "phase": "cancelled"}},
   "transitions": {
     "submit": {"title": "Отправить", "from": "draft", "to": "approval", "who": "author"},
     "withdraw": {"title": "Отозвать", "from": "approval", "to": "draft", "who": "author"},
     "approve": {"from": "approval", "to": "done", "who": "system", "guards": [{"check": "text != nil", "message": "Нет текста"}]},
     "return": {"from": "approval", "to": "draft", "who": "system"},
     "reject": {"from": "approval", "to": "rejected", "who": "system"}}},
 "edit": {"text size note unit": {"draft approval": ["author"]}},
 "approvals": {"main": {"title": "Визы", "in": "approval", "covers": ["text", "size"], "on": {"approved": "approve", "returned": "return", "rejected": "reject"},
   "steps": {
     "head": {"title": "Руководитель", "who": "head(unit)", "covers": ["size"], "allow": ["delegate", "before", "after"]},
     "both": {"title": "Двое", "who": ["role('base/boss')", "role('base/fin')"], "mode": {"quorum": 2}, "parallel": true},
     "fin": {"title": "Финансы", "who": "role('base/fin')", "when": "size > 5", "input": ["note"], "allow": ["return_to"]},
     "all": {"title": "Все", "who": "role('base/boss')", "mode": "all", "when": "size > 10"}}}},
 "access": {"all": {"who": ["role('base/clerk')", "role('base/boss')", "role('base/fin')"], "can": ["create"]}}}
`

func vote(w *world, who string, rec *flow.Record, b flow.Ballot) flow.Command {
	return flow.Command{Kind: flow.CastVote, Type: rec.Type, Id: rec.Id, Actor: w.actor(who), Ballot: b, Comment: "потому что"}
}

// No sequence of votes, edits and absences carries a request on without every
// step that applies being passed on what the request says then; and none leaves
// it where nobody at all may act.
func TestNoRequestIsApprovedPastItsRoute(t *testing.T) {
	t.Parallel()
	passed := 0
	defer func() {
		if passed == 0 {
			t.Error("no request was approved: the test looks at nothing")
		}
	}()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, routes)
		author := rapid.SampledFrom([]string{"ann", "eve", "bob", "fay"}).Draw(rt, "author")
		typ := w.typ("ask")
		made, err := flow.Decide(w.m, w, flow.Command{Kind: flow.Create, Type: typ, Actor: w.actor(author), Transition: "submit", Fields: map[string]any{
			"text": "x", "size": dec(rapid.SampledFrom([]string{"1", "7", "20"}).Draw(rt, "size")), "unit": ref("base/unit", rapid.SampledFrom([]string{"sales", "shop", "hq"}).Draw(rt, "unit")),
		}}, w.now)
		if err != nil {
			rt.Fatal(err)
		}
		w.apply(made)
		r := made.Changes[0].After.Reference()
		if rapid.Bool().Draw(rt, "away") {
			w.absences = []rule.Absence{{Person: id("bob"), Substitute: id(rapid.SampledFrom([]string{"fay", "eve", "leo"}).Draw(rt, "stand-in")), From: rule.Date{Year: 2026, Month: 1, Day: 1}, Tasks: true}}
		}
		about := seen{}
		for i := range rapid.IntRange(1, 25).Draw(rt, "steps") {
			rec := w.records[r]
			w.now = noon.Add(time.Duration(i) * time.Minute)
			plan, err := flow.Decide(w.m, w, anything(rt, w, rec, author), w.now)
			if err != nil {
				if codes(err) == nil {
					rt.Fatalf("not a refusal: %v", err)
				}
				continue
			}
			before, round := w.records[r], lastRound(w, r)
			w.apply(plan)
			now := w.records[r]
			switch next := lastRound(w, r); {
			case next.Began.Equal(round.Began):
				about.watch(round, next, now)
			default:
				about.watch(nil, next, now)
			}
			if before.Status() == "approval" && now.Status() == "done" {
				approved(rt, w, now, about)
				passed++
			}
			stuck(rt, w, w.records[r])
		}
	})
}

// anything is one random command.
func anything(rt *rapid.T, w *world, rec *flow.Record, author string) flow.Command {
	move := func(key string) flow.Command {
		return flow.Command{Kind: flow.Move, Type: rec.Type, Id: rec.Id, Transition: key, Actor: w.actor(author)}
	}
	switch rapid.IntRange(0, 9).Draw(rt, "what") {
	case 0:
		field := rapid.SampledFrom([]string{"size", "text", "note"}).Draw(rt, "field")
		var v any = rapid.SampledFrom([]string{"x", "y"}).Draw(rt, "value")
		if field == "size" {
			v = dec(rapid.SampledFrom([]string{"1", "7", "20"}).Draw(rt, "value"))
		}
		return flow.Command{Kind: flow.Edit, Type: rec.Type, Id: rec.Id, Actor: w.actor(author), Fields: map[string]any{field: v}}
	case 1:
		return move(rapid.SampledFrom([]string{"submit", "withdraw"}).Draw(rt, "transition"))
	}
	if rapid.Bool().Draw(rt, "helpful") {
		if cmd, ok := helpful(rt, w, rec); ok {
			return cmd
		}
	}
	who := rapid.SampledFrom([]string{"ann", "bob", "eve", "fay", "leo"}).Draw(rt, "who")
	b := flow.Ballot{Route: "main", Verdict: rapid.SampledFrom([]string{"approve", "approve", "approve", "approve", "return", "reject", "delegate", "before", "after", "remark", "resolve"}).Draw(rt, "verdict")}
	b.Step = rapid.SampledFrom([]string{"", "head", "both", "fin", "all", "head_1"}).Draw(rt, "step")
	switch b.Verdict {
	case "return":
		b.ToStep = rapid.SampledFrom([]string{"", "head", "both"}).Draw(rt, "to")
	case "delegate", "before", "after":
		b.To = []string{id(rapid.SampledFrom([]string{"ann", "eve", "leo"}).Draw(rt, "whom"))}
	case "remark":
		b.Blocking = true
	case "resolve":
		b.Remark = "1"
	}
	return vote(w, who, rec, b)
}

// helpful approves on behalf of somebody who is asked.
func helpful(rt *rapid.T, w *world, rec *flow.Record) (flow.Command, bool) {
	rounds, err := flow.Sheet(w.m, w, rec, flow.Actor{System: true}, w.now)
	if err != nil || len(rounds) == 0 || rounds[0].Round.Ended != nil {
		return flow.Command{}, false
	}
	for _, st := range rounds[0].Steps {
		for _, p := range st.Asked {
			if st.State == flow.StandOpen && !st.Voted[p.Id] {
				return vote(w, strings.Trim(p.Id, "0"), rec, flow.Ballot{Route: "main", Step: st.Kept.Key, Verdict: flow.Approve}), true
			}
		}
	}
	return flow.Command{}, false
}

// seen remembers what a request said when each vote of each round was cast.
type seen map[*flow.Vote][2]any

// watch notes what votes that are new were about.
func (s seen) watch(before, after *flow.Round, rec *flow.Record) {
	known := 0
	if before != nil {
		known = len(before.Votes)
		for i, v := range before.Votes {
			s[after.Votes[i]] = s[v]
		}
	}
	for _, v := range after.Votes[known:] {
		s[v] = [2]any{rec.Values["text"], rec.Values["size"]}
	}
}

func lastRound(w *world, ref rule.Reference) *flow.Round {
	var last *flow.Round
	part := ""
	for _, f := range w.facts[ref] {
		if r, ok := f.Doc.(*flow.Round); ok && (len(f.Part) > len(part) || len(f.Part) == len(part) && f.Part > part) {
			last, part = r, f.Part
		}
	}
	return last
}

// approved checks a request that its route has just carried on: votes on what it
// says now, by people who are not its author, for every step.
func approved(rt *rapid.T, w *world, rec *flow.Record, about seen) {
	round := lastRound(w, rec.Reference())
	if round == nil || round.Ended == nil || round.Ended.How != "approved" {
		rt.Fatalf("approved without a round that says so: %+v", round)
	}
	for _, m := range round.Remarks {
		if m.Blocking && m.Resolved.IsZero() {
			rt.Fatal("approved over a blocking remark")
		}
	}
	size := rec.Values["size"]
	needs := map[string]int{"head": 1, "both": 2}
	if !rule.Equal(size, dec("1")) {
		needs["fin"] = 1
	}
	if rule.Equal(size, dec("20")) {
		needs["all"] = 1 // there are two bosses, but one may be the author, and the other their superior
	}
	author, _ := rec.Values["author"].(rule.Reference)
	given := map[string][]string{}
	for _, v := range round.Votes {
		if v.By == author.Id {
			rt.Fatalf("the author voted on %s", v.Step)
		}
		same := rule.Equal(about[v][1], size) && (v.Step == "head" || rule.Equal(about[v][0], rec.Values["text"]))
		if v.Verdict == flow.Approve && !v.Void && same && !slices.Contains(given[v.Step], v.For) {
			given[v.Step] = append(given[v.Step], v.For)
		}
	}
	for step, n := range needs {
		if len(given[step]) < n {
			rt.Fatalf("step %s of size %v was passed by %v, needs %d", step, size, given[step], n)
		}
	}
}

// stuck wants somebody who may act while a round goes on: one who is asked, or a
// reason why the round waits that an edit can mend.
func stuck(rt *rapid.T, w *world, rec *flow.Record) {
	if rec.Status() != "approval" {
		return
	}
	rounds, err := flow.Sheet(w.m, w, rec, flow.Actor{System: true}, w.now)
	if err != nil {
		rt.Fatal(err)
	}
	for _, r := range rounds {
		if r.Round.Ended != nil {
			continue
		}
		open := 0
		for _, st := range r.Steps {
			if st.State == flow.StandOpen && slices.ContainsFunc(st.Asked, func(p flow.Asked) bool { return !st.Voted[p.Id] }) {
				open++
			}
		}
		if open == 0 && len(r.Waits) == 0 {
			rt.Fatalf("nobody is asked, and nothing says why: %d steps", len(r.Steps))
		}
		return
	}
	rt.Fatal("on approval without a round")
}
