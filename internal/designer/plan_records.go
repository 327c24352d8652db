package designer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kontora/internal/engine"
	"kontora/internal/model"
	"kontora/internal/store"
)

// sampled is how many records are named for each difference.
const sampled = 3

// concern is what a difference asks of records: which they are, and what has to
// be decided about them.
type concern struct {
	question store.Question
	kind     string // phrase that tells what becomes of them
	needs    string
	must     bool
	decided  bool
	options  []string
	params   params
}

// asked is a difference with its concern.
type asked struct {
	at *Impact
	concern
}

// records counts the records that each difference is about: one walk over the
// table of each type, whatever changes in it.
func (p *planner) records(ctx context.Context) error {
	of := map[*model.Type][]asked{}
	for i := range p.report.Differences {
		at := &p.report.Differences[i]
		t := p.before(at.Difference)
		if t == nil || t.Abstract {
			continue
		}
		if c, concerns := p.concern(t, at.Difference); concerns {
			of[t] = append(of[t], asked{at, c})
		}
	}
	for _, t := range p.live.Types {
		now := p.now(t)
		changes := now != nil && t.Digest != now.Digest && t.Lifecycle != nil && t.Owner == nil && !t.Abstract
		if len(of[t]) == 0 && !changes {
			continue
		}
		if err := p.count(t, now, of[t], changes); err != nil {
			return err
		}
	}
	return nil
}

func (p *planner) count(t, now *model.Type, list []asked, changes bool) error {
	var questions []store.Question
	for _, a := range list {
		questions = append(questions, a.question)
	}
	if changes {
		questions = append(questions, store.OpenOnes(t, store.Every()).Aside())
	}
	counts, touched, err := store.CountEach(p.app, t, questions)
	if err != nil {
		return err
	}
	p.report.RecordsTouched += touched
	for i, a := range list {
		if err := p.conclude(t, a, counts[i]); err != nil {
			return err
		}
	}
	if n := counts[len(counts)-1]; changes && n > 0 {
		p.open(t, now, n)
	}
	return nil
}

// conclude writes down what a difference means for so many records.
func (p *planner) conclude(t *model.Type, a asked, n int64) error {
	a.at.Records = n
	if n == 0 {
		return nil
	}
	ids, err := store.Sample(p.app, t, a.question, sampled)
	if err != nil {
		return err
	}
	a.at.Sample = p.samples(t, ids)
	a.params["count"] = p.Speech.number(n)
	a.at.Consequence = p.Speech.say("impact."+a.kind, a.params)
	a.at.Needs, a.at.Must, a.at.Decided = a.needs, a.must, a.decided
	for _, code := range a.options {
		a.at.Options = append(a.at.Options, Option{code, p.Speech.say("option."+code, nil), p.Speech.say("option."+a.kind+"."+code, a.params)})
	}
	return nil
}

func (p *planner) open(t, now *model.Type, n int64) {
	migrates := p.Moves[now.Key].Open == engine.OpenMigrate
	code := "open.finish"
	if migrates {
		code = "open.migrate"
	}
	p.report.Open = append(p.report.Open, Open{Type: t.Slug, Key: now.Key, Title: p.Speech.titled(now.Title), Records: n, Migrates: migrates,
		Text: p.Speech.say(code, params{"count": p.Speech.number(n), "type": p.Speech.titled(now.Title)})})
}

// concern finds the records that a difference is about; false when it is about
// none in particular.
func (p *planner) concern(t *model.Type, d model.Difference) (concern, bool) {
	now := p.now(t)
	var moves engine.TypeMoves
	if now != nil {
		moves = p.Moves[now.Key]
	}
	title := d.Title
	if title == "" {
		title = d.Key
	}
	say := params{"title": p.Speech.titled(title), "type": p.Speech.titled(t.Title)}
	is := func(kind, needs string, q store.Question, options ...string) (concern, bool) {
		return concern{question: q, kind: kind, needs: needs, options: options, params: say}, true
	}
	switch {
	case d.What == "type" && d.Verb == "removed":
		c, ok := is("type", "type", store.OpenOnes(withoutStates(t), store.Every()), "archive")
		c.must = true
		return c, ok
	case d.What == "state" && d.Verb == "removed":
		c, ok := is("state", "state", store.InState(d.Key), "move")
		c.must, c.decided = true, moves.States[d.Key] != ""
		return c, ok
	case d.What == "choice" && d.Verb == "removed":
		return p.choiceGone(t, now, d, moves, is)
	case d.What == "field" && d.Verb == "removed":
		if q, ok := store.Filled(t, p.nameBefore(t, d)); ok {
			return is("field", "", q)
		}
	case d.What == "field" && d.Aspect == "kind":
		if q, ok := store.Filled(t, p.nameBefore(t, d)); ok {
			return is("kind", "kind", q)
		}
	case d.What == "field" && d.Verb == "added" && d.Severity == model.Strict, d.What == "field" && d.Aspect == "required" && d.To != "no":
		return p.lacking(t, d, moves, say)
	case d.What == "transition" && d.Aspect == "require" && d.From == "":
		return p.demanded(t, now, d, moves, say)
	}
	return concern{}, false
}

// choiceGone is about the records that hold a choice that goes.
func (p *planner) choiceGone(t, now *model.Type, d model.Difference, moves engine.TypeMoves, is func(string, string, store.Question, ...string) (concern, bool)) (concern, bool) {
	i := strings.LastIndexByte(d.Key, '.')
	if i < 0 || now == nil {
		return concern{}, false
	}
	field, choice := d.Key[:i], d.Key[i+1:]
	before := renamedBack(t, now, field)
	if before == "" {
		return concern{}, false
	}
	c, ok := is("choice", "choice", store.HoldsChoice(t, before, choice), "move")
	c.must, c.decided = true, moves.Choices[field][choice] != ""
	return c, ok
}

// lacking is about the open records without a value that must be there.
func (p *planner) lacking(t *model.Type, d model.Difference, moves engine.TypeMoves, say params) (concern, bool) {
	q := store.Every()
	if _, _, ofRow := strings.Cut(d.Key, "."); ofRow {
		table, _, _ := strings.Cut(p.nameBefore(t, d), ".")
		rows, known := store.Filled(t, table)
		if !known {
			return concern{}, false
		}
		q = rows // a table with rows, of which some may lack it
	}
	if filled, known := store.Filled(t, p.nameBefore(t, d)); known && d.Verb == "changed" {
		q = filled.Not()
	}
	kind := "lacking"
	if strings.HasPrefix(d.To, "when ") {
		kind = "lacking.maybe"
	}
	_, given := moves.Fill[d.Key]
	return concern{question: store.OpenOnes(t, q), kind: kind, needs: "fill", decided: given || moves.Open != "", options: p.fillOptions(t), params: say}, true
}

// demanded is about the open records that a transition would be refused for, since
// it demands a field.
func (p *planner) demanded(t, now *model.Type, d model.Difference, moves engine.TypeMoves, say params) (concern, bool) {
	if now == nil || len(d.After.Items) == 0 {
		return concern{}, false
	}
	name := d.After.Items[0]
	f := now.Field(name)
	tr := now.Lifecycle.Transition(d.Key)
	if f == nil || tr == nil {
		return concern{}, false
	}
	q := store.Every()
	if before := t.Current(f); before != nil {
		if filled, known := store.Filled(t, before.Key); known {
			q = filled.Not()
		}
	}
	say["field"] = p.Speech.titled(f.Title)
	_, given := moves.Fill[name]
	return concern{question: store.OpenOnes(t, q, leadingTo(t, tr)...), kind: "demanded", needs: "fill", decided: given || moves.Open != "", options: p.fillOptions(t), params: say}, true
}

// leadingTo lists the states, as they are in force, from which records still come
// to where a transition begins.
func leadingTo(t *model.Type, tr *model.Transition) []string {
	var states []string
	for _, s := range t.Lifecycle.States {
		if tr.From[s.Key] {
			states = append(states, s.Key)
		}
	}
	for i := 0; i < len(states); i++ {
		for _, way := range t.Lifecycle.Transitions {
			if way.To == nil || way.To.Key != states[i] {
				continue
			}
			for from := range way.From {
				if !slices.Contains(states, from) {
					states = append(states, from)
				}
			}
		}
	}
	return append(states, "") // none of them is no state, not every state
}

func (p *planner) fillOptions(t *model.Type) []string {
	if t.Lifecycle == nil {
		return []string{"ask"}
	}
	return []string{"ask", "fill", "finish"}
}

// nameBefore is the name of a field as it is in force: a column is lines.kind.
func (p *planner) nameBefore(t *model.Type, d model.Difference) string {
	now := p.now(t)
	if now == nil || d.Verb == "removed" {
		return d.Key
	}
	if name := renamedBack(t, now, d.Key); name != "" {
		return name
	}
	return d.Key
}

// renamedBack is what a field of the wanted configuration is called in force.
func renamedBack(t, now *model.Type, name string) string {
	table, column, ofRow := strings.Cut(name, ".")
	f := now.Field(table)
	if f == nil {
		return ""
	}
	was := t.Current(f)
	switch {
	case was == nil:
		return ""
	case !ofRow:
		return was.Key
	case f.RowType == nil || was.RowType == nil:
		return ""
	}
	inner := renamedBack(was.RowType, f.RowType, column)
	if inner == "" {
		return ""
	}
	return fmt.Sprintf("%s.%s", was.Key, inner)
}

// withoutStates is a type whose records count as long as they are not put away.
func withoutStates(t *model.Type) *model.Type {
	plain := *t
	plain.Lifecycle = nil
	return &plain
}
