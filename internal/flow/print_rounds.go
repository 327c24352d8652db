package flow

import (
	"slices"
	"strings"
	"time"

	"kontora/internal/model"
	"kontora/internal/paper"
	"kontora/internal/rule"
)

// rounds draws the approval of the record, the first round first: step by step who
// decided what, and under it what was remarked and asked.
func (w *writer) rounds() ([]paper.Block, error) {
	found, err := w.s.sheet(w.Record)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return texts(w.Say("no_rounds", nil), "", ""), nil
	}
	slices.Reverse(found)
	var out []paper.Block
	for _, r := range found {
		drawn, err := w.round(r)
		if err != nil {
			return nil, err
		}
		out = append(out, drawn...)
	}
	return out, nil
}

func (w *writer) round(r *SheetRound) ([]paper.Block, error) {
	title := w.Say("round", map[string]any{"title": r.Approval.Title, "number": r.Number, "began": w.moment(r.Round.Began)})
	if e := r.Round.Ended; e != nil {
		title += ". " + w.Say("ended_"+e.How, map[string]any{"at": w.moment(e.At)})
	}
	table := paper.Table{Columns: []paper.Column{
		{Head: w.Say("step", nil), Width: 22}, {Head: w.Say("person", nil), Width: 24}, {Head: w.Say("decision", nil), Width: 18},
		{Head: w.Say("when", nil), Width: 14}, {Head: w.Say("comment", nil), Width: 26},
	}}
	add := func(struck bool, cells ...string) {
		row := paper.Row{Struck: struck}
		for _, text := range cells {
			row.Cells = append(row.Cells, paper.Cell{Text: text})
		}
		table.Rows = append(table.Rows, row)
	}
	for _, st := range r.Steps {
		voted := false
		for _, v := range r.Round.Votes {
			if v.Step != st.Kept.Key {
				continue
			}
			stands := v.Withdrawn.IsZero() && !v.Void && (r.Round.Ended != nil && !v.Stale || v.Hash == st.Hash)
			voted = voted || stands
			add(!stands, st.Step.Title, w.behalf(v), w.decision(st.Step, v, stands), w.moment(v.At), v.Comment)
		}
		if !voted || st.State == StandOpen {
			who, what := w.awaited(st, r.Round.Ended != nil)
			if who != "" || what != "" && !voted {
				add(false, st.Step.Title, who, what, "", "")
			}
		}
	}
	if err := w.count(len(table.Rows)); err != nil {
		return nil, err
	}
	out := []paper.Block{paper.Text{Text: title, Style: paper.Bold}, table}
	return append(out, w.said(r)...), nil
}

// behalf names who voted, and for whom.
func (w *writer) behalf(v *Vote) string {
	name := w.person(v.By)
	if v.For != "" && v.For != v.By {
		name += "\n" + w.Say("behalf", map[string]any{"person": w.person(v.For)})
	}
	return name
}

func (w *writer) decision(step *model.Step, v *Vote, stands bool) string {
	text := w.Say("verdict_"+v.Verdict, nil)
	if o := step.Outcome(v.Outcome); o != nil {
		text = o.Done
	}
	switch {
	case !v.Withdrawn.IsZero():
		text += " " + w.Say("withdrawn", map[string]any{"at": w.moment(v.Withdrawn)})
	case !stands:
		text += " " + w.Say("void", nil)
	case v.Auto != "":
		text += " " + w.Say("auto_"+v.Auto, nil)
	}
	return text
}

// awaited tells of a step that nobody has decided who is asked, and what of it.
func (w *writer) awaited(st *SheetStep, ended bool) (who, what string) {
	switch st.State {
	case StandNeedless:
		return "", w.Say("needless", nil)
	case StandSkipped:
		return "", w.Say("skipped", nil)
	case StandOpen:
		var names []string
		for _, p := range st.Asked {
			if !st.Voted[p.Id] {
				names = append(names, w.person(p.Id))
			}
		}
		return strings.Join(names, ", "), w.Say("awaited", nil)
	case StandAhead:
		if ended {
			return "", w.Say("not_reached", nil)
		}
		return "", w.Say("ahead", nil)
	}
	return "", ""
}

// said draws the remarks and opinions of a round.
func (w *writer) said(r *SheetRound) []paper.Block {
	table := paper.Table{Columns: []paper.Column{
		{Head: w.Say("remark", nil), Width: 46}, {Head: w.Say("person", nil), Width: 22}, {Head: w.Say("answer", nil), Width: 36},
	}}
	add := func(text, who, answer string) {
		table.Rows = append(table.Rows, paper.Row{Cells: []paper.Cell{{Text: text}, {Text: who}, {Text: answer}}})
	}
	for _, m := range r.Round.Remarks {
		answer := m.Answer
		if !m.Answered.IsZero() {
			answer = strings.TrimSpace(answer + "\n" + w.person(m.Answerer) + ", " + w.moment(m.Answered))
		}
		if !m.Resolved.IsZero() {
			answer = strings.TrimSpace(answer + "\n" + w.Say("resolved", map[string]any{"at": w.moment(m.Resolved)}))
		}
		add(m.Text, w.person(m.By)+", "+w.moment(m.At), answer)
	}
	for _, o := range r.Round.Opinions {
		answer := o.Text
		if !o.Given.IsZero() {
			giver := o.Giver
			if giver == "" {
				giver = o.Of
			}
			answer = strings.TrimSpace(answer + "\n" + w.person(giver) + ", " + w.moment(o.Given))
		}
		add(w.Say("opinion", map[string]any{"person": w.person(o.Of), "question": o.Question}), w.person(o.By)+", "+w.moment(o.At), answer)
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return []paper.Block{table}
}

func (w *writer) moment(t time.Time) string { return t.In(w.s.zone()).Format("02.01.2006 15:04") }

// person names somebody, as far as the reader knows of them.
func (w *writer) person(id string) string {
	if id == "" || w.s.m.Person == nil {
		return ""
	}
	return w.s.title(rule.Reference{Type: w.s.m.Person.Key, Id: id}, w.eyes)
}
