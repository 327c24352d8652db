package api

import (
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// action is one button; a forbidden one keeps its place and explains itself.
type action struct {
	Key     string `json:"key"`
	Title   string `json:"title"`
	About   string `json:"about,omitempty"`
	To      target `json:"to"`
	Allowed bool   `json:"allowed"`
	Likely  bool   `json:"likely"`
	Danger  bool   `json:"danger"`
	Asks    asks   `json:"asks"`
	Vote    *vote  `json:"vote,omitempty"` // it is a vote, not a transition
	Why     *why   `json:"why,omitempty"`
}

type vote struct {
	Route   string   `json:"route"`
	Step    string   `json:"step"`
	Title   string   `json:"title"`             // of the step
	Verdict string   `json:"verdict"`           // that it counts as
	Outcome string   `json:"outcome,omitempty"` // the step's own answer
	Round   int      `json:"round"`
	Hash    string   `json:"hash"`             // of what is voted on
	Sign    string   `json:"sign,omitempty"`   // the vote is a signature: simple, nep
	Covers  []string `json:"covers,omitempty"` // and of what the asker sees, this is signed
}

type target struct {
	State string      `json:"state"`
	Title string      `json:"title"`
	Phase model.Phase `json:"phase"`
}

type asks struct {
	Reason    bool     `json:"reason"`
	Templates []string `json:"templates"`
	Fields    []string `json:"fields"`
	Required  []string `json:"required"`
}

type why struct {
	Failed  []clause   `json:"failed"`
	Passed  []passed   `json:"passed"`
	Who     []whoMay   `json:"who"`
	WhoMore int        `json:"whoMore"`
	Fix     []remedies `json:"fix"`
}

type clause struct {
	Kind   flow.Sort `json:"kind"`
	Text   string    `json:"text"`
	Detail string    `json:"detail,omitempty"`
	Code   string    `json:"code"`
	Field  string    `json:"field,omitempty"`
	Step   string    `json:"step,omitempty"` // the button that would mend it
	By     []whoMay  `json:"by,omitempty"`   // and whose it is
}

// passed is a condition that holds. Its message says what it would refuse, so
// it is told by what it looks at.
type passed struct {
	Text string `json:"text"`
}

type whoMay struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	Unit  string `json:"unit,omitempty"`
}

type remedies struct {
	Kind  string `json:"kind"` // field, open
	Field string `json:"field,omitempty"`
	Type  string `json:"type,omitempty"`
	Id    string `json:"id,omitempty"`
	Title string `json:"title"`
}

// actions lists the buttons of a record. An API key that only reads has none.
func (a *asker) actions(rec *flow.Record, rights flow.Rights, refs *references) ([]action, error) {
	out := []action{}
	if !a.mayWrite(rec.Type) {
		return out, nil
	}
	found, err := flow.Actions(a.model, a.snap, rec, a.actor, a.now)
	if err != nil {
		return nil, err
	}
	for _, act := range found {
		noteWhy(act.Why, refs)
	}
	infos, err := refs.resolve()
	if err != nil {
		return nil, err
	}
	for _, act := range found {
		out = append(out, a.action(act, rights, infos))
	}
	return out, nil
}

// noteWhy notes who and what an explanation names.
func noteWhy(w *flow.Why, refs *references) {
	if w == nil {
		return
	}
	for _, p := range w.Who {
		refs.person(p.Id)
	}
	for _, r := range slices.Concat(w.Failed, w.Passed) {
		for _, v := range r.Readings {
			refs.add(v.Value)
		}
		if r.Remedy != nil {
			for _, p := range r.Remedy.Who {
				refs.person(p.Id)
			}
		}
	}
}

func (a *asker) action(act *flow.Action, rights flow.Rights, infos map[string]refInfo) action {
	if act.Vote != nil {
		return a.voteAction(act, rights, infos)
	}
	tr, words := act.Transition, a.words()
	out := action{
		Key: tr.Key, Title: words.transition(tr), About: words.transitionAbout(tr),
		Allowed: act.Allowed, Likely: act.Likely, Danger: tr.Danger,
		Asks: asks{Reason: act.AskReason, Templates: words.templates(tr, act.Templates), Fields: keys(act.Asks), Required: keys(act.Required)},
	}
	if act.To != nil {
		out.To = target{act.To.Key, words.state(tr.Type, act.To), act.To.Phase}
	}
	if act.Why != nil {
		out.Why = a.why(act.Why, rights, infos)
	}
	return out
}

// voteAction is the button of a vote; its key is route.step.verdict.
func (a *asker) voteAction(act *flow.Action, rights flow.Rights, infos map[string]refInfo) action {
	b, t := act.Vote.Ballot, rights.Type
	out := action{
		Key: voteKey(b), Title: a.verdict(t, act.Vote), Allowed: act.Allowed, Likely: act.Likely, Danger: act.Vote.CountsAs() == flow.Reject,
		Asks: asks{Reason: act.AskReason, Templates: orNone(act.Templates), Fields: keys(act.Asks), Required: keys(act.Required)},
		Vote: &vote{Route: b.Route, Step: b.Step, Title: a.words().step(t, act.Vote.Approval, b.Step), Verdict: act.Vote.CountsAs(), Round: b.Round, Hash: b.Hash, Sign: act.Vote.Signs()},
	}
	if out.Vote.Sign != "" {
		for _, f := range act.Vote.Step.Covers {
			if rights.Reads(f) {
				out.Vote.Covers = append(out.Vote.Covers, f.Key)
			}
		}
	}
	if act.Vote.Outcome != nil {
		out.Vote.Outcome = act.Vote.Outcome.Key
	}
	out.About = out.Vote.Title
	if act.To != nil {
		out.To = target{act.To.Key, a.words().state(t, act.To), act.To.Phase}
	}
	if act.Why != nil {
		out.Why = a.why(act.Why, rights, infos)
	}
	return out
}

// verdict is the word on the button of a vote.
func (a *asker) verdict(t *model.Type, on *flow.VoteOn) string {
	b := on.Ballot
	if on.Outcome != nil {
		return a.words().outcome(t, on.Approval, b.Step, b.Verdict)
	}
	word := b.Verdict
	if on.Signs() != "" {
		word = "sign"
	}
	text, _ := a.server.words.text(a.lang, "approval."+word, nil)
	return text
}

func (a *asker) why(w *flow.Why, rights flow.Rights, infos map[string]refInfo) *why {
	out := &why{Failed: []clause{}, Passed: []passed{}, Who: []whoMay{}, WhoMore: w.More, Fix: []remedies{}}
	for _, r := range w.Failed {
		c := a.clause(r, rights)
		if r.Remedy != nil {
			c.Step = a.words().transition(r.Remedy.Transition)
			c.By, _ = a.whoMay(r.Remedy.Who, infos)
		}
		out.Failed = append(out.Failed, c)
		for _, f := range r.Fields {
			if f != nil && isTyped(f) && rights.Reads(f) {
				out.Fix = append(out.Fix, remedies{Kind: "field", Field: f.Key, Title: a.words().field(f)})
			}
		}
		if slug, ok := r.Fault.Params["type"].(string); ok && r.Fault.Code == "refused_elsewhere" {
			id, _ := r.Fault.Params["id"].(string)
			title, _ := r.Fault.Params["record"].(string)
			out.Fix = append(out.Fix, remedies{Kind: "open", Type: slug, Id: id, Title: title})
		}
	}
	out.Fix = slices.CompactFunc(out.Fix, func(x, y remedies) bool { return x == y })
	for _, r := range w.Passed {
		if text := a.passedText(r); text != "" && a.readsAll(r.Fields, rights) {
			out.Passed = append(out.Passed, passed{text})
		}
	}
	who, unknown := a.whoMay(w.Who, infos)
	out.Who, out.WhoMore = append(out.Who, who...), out.WhoMore+unknown
	return out
}

// whoMay names people, and counts those whom the asker does not know.
func (a *asker) whoMay(people []*rule.Person, infos map[string]refInfo) (named []whoMay, unknown int) {
	for _, p := range people {
		key := a.model.Person.Slug + "/" + p.Id
		if info := infos[key]; info.Gone || info.Title == "" {
			unknown++
		} else {
			named = append(named, whoMay{key, info.Title, info.Unit})
		}
	}
	return named, unknown
}

// titles lists fields in words.
func (a *asker) titles(fields []*model.Field) string {
	var titles []string
	for _, f := range fields {
		if f != nil {
			titles = append(titles, a.words().field(f))
		}
	}
	return strings.Join(titles, ", ")
}

// isTyped reports whether people give a field its value.
func isTyped(f *model.Field) bool {
	return !f.Engine && !f.ReadOnly && f.Computed == nil && f.Kind != model.Number && f.Kind != model.Inverse
}

func (a *asker) clause(r *flow.Reason, rights flow.Rights) clause {
	c := clause{Kind: r.Sort, Code: r.Fault.Code, Text: a.textOf(r.Fault)}
	if len(r.Fields) > 0 && r.Fields[0] != nil && rights.Reads(r.Fields[0]) {
		c.Field = r.Fields[0].Key
	}
	c.Detail = a.readings(r.Readings)
	return c
}

func (a *asker) readings(list []flow.ReadValue) string {
	text := ""
	for i, v := range list {
		if i > 0 {
			text += "; "
		}
		text += a.reading(v)
	}
	return text
}

// passedText says what is fine; nothing where the asker may not see why.
func (a *asker) passedText(r *flow.Reason) string {
	if r.Text != "" {
		return r.Text
	}
	if slices.ContainsFunc(r.Readings, func(v flow.ReadValue) bool { return v.Hidden }) {
		return ""
	}
	return a.readings(r.Readings)
}

// reading tells one value that a condition looked at.
func (a *asker) reading(v flow.ReadValue) string {
	title := a.words().field(v.Field)
	key, params := "faults.reading", map[string]any{"field": title, "value": a.spoken(v.Field, v.Value)}
	switch {
	case v.Hidden:
		key = "faults.reading_hidden"
	case v.Value == nil:
		key = "faults.reading_empty"
	}
	text, _ := a.server.words.text(a.lang, key, params)
	return text
}

// spoken writes a value for a person: choices by their title, references by
// the name that the asker may see.
func (a *asker) spoken(f *model.Field, v any) string {
	switch x := v.(type) {
	case rule.Reference:
		if t := a.model.TypeByKey(x.Type); t != nil && a.named[t.Slug+"/"+x.Id].Title != "" {
			return a.named[t.Slug+"/"+x.Id].Title
		}
		return "…"
	case string:
		for _, e := range f.Enum {
			if e.Key == x {
				return a.words().option(f, e)
			}
		}
		return x
	case bool:
		text, _ := a.server.words.text(a.lang, map[bool]string{true: "rules.yes", false: "rules.no"}[x], nil)
		return text
	case []any:
		text := ""
		for i, item := range x {
			if i > 0 {
				text += ", "
			}
			text += a.spoken(f, item)
		}
		return text
	}
	return flow.Plain(v, a.e.Zone())
}

func (a *asker) readsAll(fields []*model.Field, rights flow.Rights) bool {
	return !slices.ContainsFunc(fields, func(f *model.Field) bool { return f != nil && !rights.Reads(f) })
}

func keys(fields []*model.Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Key
	}
	return out
}

func orNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func refId(v any) string {
	ref, _ := v.(rule.Reference)
	return ref.Id
}

// textOf writes a fault for the asker.
func (a *asker) textOf(f *fault.Fault) string {
	return a.server.words.say(a.lang, a.translated(a.lang, f))
}
