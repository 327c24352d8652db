package api

import (
	"regexp"
	"slices"
	"strings"

	"kontora/internal/designer"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/spec"
)

type tryRequest struct {
	standing
	Text   *string           `json:"text"`   // instead of what stands there
	Type   string            `json:"type"`   // of the record, where the expression is about several
	Record string            `json:"record"` // id
	Row    string            `json:"row"`    // id of the row, for expressions about rows
	It     string            `json:"it"`     // id of the candidate, where there is one
	Args   map[string]string `json:"args"`   // of a named rule: expressions over the record
	As     string            `json:"as"`     // id of a person
	At     string            `json:"at"`
}

type tryAnswer struct {
	Value       any          `json:"value"`
	Type        string       `json:"type"`
	Shown       string       `json:"shown"`
	Ok          *bool        `json:"ok"`     // of a condition; null: unknown, or hidden
	Hidden      bool         `json:"hidden"` // it follows from what the asker may not see
	Failed      *fault.Fault `json:"failed"` // it could not be worked out
	Trace       *stepOut     `json:"trace"`
	Diagnostics []exprIssue  `json:"diagnostics"`
	Says        string       `json:"says,omitempty"`  // what is said when it refuses
	Under       string       `json:"under"`           // draft; live: the draft does not compile, or changes nothing
	Judged      string       `json:"judged"`          // after: as the transition would leave the record; now: as it stands
	Broken      int          `json:"broken"`          // errors of the draft, wherever they are
	Title       string       `json:"title,omitempty"` // of the record
}

// exprIssue is a finding within the expression.
type exprIssue struct {
	saidFinding
	From int `json:"from"` // UTF-16, from the beginning of the expression
	To   int `json:"to"`
}

type stepOut struct {
	Text     string    `json:"text"`
	From     int       `json:"from"`
	To       int       `json:"to"`
	Value    any       `json:"value"`
	Type     string    `json:"type"`
	Shown    string    `json:"shown"`
	Ok       *bool     `json:"ok,omitempty"`
	Hidden   bool      `json:"hidden,omitempty"`
	Rule     string    `json:"rule,omitempty"`    // key of the named rule in whose source it stands
	Element  string    `json:"element,omitempty"` // the element of a list that it is about
	Cut      bool      `json:"cut,omitempty"`     // there is more than is told
	Children []stepOut `json:"children"`
}

// trial is an expression that is being tried.
type trial struct {
	a     *asker
	in    tryRequest
	d     drafted
	place designer.Place
	stand *model.Stand
	said  []*model.Stand // the messages beside it
	tried *flow.Tried
}

// postTry evaluates an expression of a draft on a record as somebody at an
// instant, by the engine's own evaluation.
func postTry(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	t := &trial{a: a}
	if err := a.body(&t.in); err != nil {
		return nil, err
	}
	var err error
	if t.place, err = a.place(t.in.standing); err != nil {
		return nil, err
	}
	t.d = a.under(t.place.Files, len(t.in.Files) > 0)
	out := tryAnswer{Diagnostics: []exprIssue{}, Under: "draft", Judged: "now", Broken: errorsIn(t.d.found)}
	if t.d.live {
		out.Under = "live"
	}
	if err := t.find(); err != nil {
		return nil, err
	}
	compiled, issues := t.compile()
	if len(issues) == 0 && t.d.live && out.Broken > 0 { // what does not compile is tried as far as the one in force knows it
		t.place.Files = t.place.Live
		if err := t.find(); err != nil {
			return nil, err
		}
		compiled, issues = t.compile()
	}
	if len(issues) > 0 {
		out.Diagnostics = issues
		return out, nil
	}
	if err := t.run(compiled); err != nil {
		return nil, err
	}
	return out, t.tell(&out)
}

func errorsIn(found []spec.Diagnostic) (n int) {
	for _, d := range found {
		if d.Severity == spec.SeverityError {
			n++
		}
	}
	return n
}

// find looks where the expression stands, for the type of the record.
func (t *trial) find() error {
	if beside, isCheck := strings.CutSuffix(t.in.Path, ".check"); isCheck {
		t.place.Also = []string{beside + ".message"}
	}
	var all, found []*model.Stand
	if t.in.Text == nil {
		all = t.place.Written()
	} else {
		all = t.place.Stands()
	}
	t.said = nil
	for _, s := range all {
		if s.Path == t.in.Path {
			found = append(found, s)
		} else {
			t.said = append(t.said, s)
		}
	}
	if len(found) == 0 {
		return noExpression(t.in.standing)
	}
	t.stand = found[0]
	if t.in.Type == "" {
		return nil
	}
	typ := typeIn(t.stand.Model, t.in.Type)
	if typ == nil {
		return unknownType(t.in.Type)
	}
	for _, s := range found {
		if s.Type != nil && (s.Type == typ || s.Type.Owner == typ) {
			t.stand = s
			return nil
		}
	}
	if t.stand.Type != nil {
		return fault.New(fault.Invalid, "try_other_type", fault.Params{"type": t.a.wordsUnder(t.stand.Model).typ(typ)}).At("type")
	}
	return nil
}

// src is the expression to be tried, and how many characters stand before it.
func (t *trial) src() (src string, sign int) {
	if t.in.Text == nil {
		return t.stand.Src, 0
	}
	if rest, isValue := strings.CutPrefix(*t.in.Text, "="); isValue && t.stand.Value {
		return rest, 1
	}
	return *t.in.Text, 0
}

// expression is a rule, or a text.
type expression struct {
	rule *rule.Rule
	text *rule.Template
}

func (t *trial) compile() (expression, []exprIssue) {
	src, sign := t.src()
	var x expression
	var issues []rule.Issue
	if t.stand.Text {
		x.text, issues = rule.CompileText(src, t.stand.Env)
	} else {
		x.rule, issues = rule.Compile(src, t.stand.Want, t.stand.Env)
	}
	out := []exprIssue{}
	for _, i := range issues {
		from, to := unitsBefore(src, i.Offset)+sign, unitsBefore(src, i.Offset+i.Length)+sign
		said := t.a.said([]spec.Diagnostic{{Severity: spec.SeverityError, Code: i.Code, Params: i.Params, Message: i.Message, Hint: i.Hint,
			File: t.in.File, Path: t.in.Path, Length: i.Length}})
		out = append(out, exprIssue{said[0], from, to})
	}
	return x, out
}

var inTransition = regexp.MustCompile(`^lifecycle\.transitions\.([a-z0-9_]+)\.`)

// run evaluates it.
func (t *trial) run(x expression) error {
	trial := flow.Trial{Rule: x.rule, Text: x.text, Asker: t.a.actor, Live: flow.World{Model: t.a.model, Snap: t.a.snap}, Vars: map[string]any{}}
	if m := inTransition.FindStringSubmatch(t.in.Path); m != nil {
		trial.Transition = m[1]
	}
	var err error
	if trial.As, err = t.a.somebody(t.in.As); err != nil {
		return err
	}
	now, err := t.a.moment(t.in.At, "at")
	if err != nil {
		return err
	}
	if err := t.about(&trial); err != nil {
		return err
	}
	trial.Message = t.message()
	if trial.Vars, err = t.args(trial); err != nil {
		return err
	}
	t.tried, err = flow.Try(t.d.model, t.d.snap, trial, now)
	return err
}

// about loads what the expression is about.
func (t *trial) about(trial *flow.Trial) error {
	typ := t.stand.Type
	if t.stand.Env.Place == rule.PlaceRule && t.in.Type != "" {
		typ = typeIn(t.stand.Model, t.in.Type)
	}
	if typ == nil {
		if len(t.stand.Env.Vars) > 1 && t.stand.Env.Place != rule.PlaceRule || t.stand.Env.It != nil {
			return fault.New(fault.Invalid, "try_no_record", nil)
		}
		return nil
	}
	head := typ
	if typ.Owner != nil {
		head = typ.Owner
	}
	now := typeIn(t.d.model, head.Key)
	if now == nil || now.Abstract || t.in.Record == "" {
		return fault.New(fault.Invalid, "try_which_record", nil).At("record")
	}
	var err error
	if trial.Record, err = t.a.seen(t.d, now, t.in.Record); err != nil {
		return err
	}
	if typ.Owner != nil {
		rows := trial.Record.Rows[typ.OwnerField.Key]
		i := slices.IndexFunc(rows, func(r *flow.Record) bool { return r.Id == t.in.Row || t.in.Row == "" })
		if i < 0 {
			return fault.New(fault.Invalid, "try_no_row", fault.Params{"table": t.a.wordsUnder(t.d.model).field(typ.OwnerField)}).At("row")
		}
		trial.Row = rows[i].Id
	}
	return t.candidate(trial)
}

// candidate loads the record that a condition on choices is about.
func (t *trial) candidate(trial *flow.Trial) error {
	it := t.stand.Env.It
	if it == nil || it.Kind != rule.KindRef || t.in.It == "" {
		return nil
	}
	name, id, _ := strings.Cut(t.in.It, "/")
	if id == "" {
		name, id = it.Ref, name
	}
	typ := typeIn(t.d.model, name)
	if typ == nil {
		return unknownType(name)
	}
	var err error
	trial.It, err = t.a.seen(t.d, typ, id)
	return err
}

// message compiles what is said when the check beside it refuses.
func (t *trial) message() *rule.Template {
	for _, s := range t.said {
		if s.Text && s.Env.Self == t.stand.Env.Self {
			tpl, _ := rule.CompileText(s.Src, s.Env)
			return tpl
		}
	}
	return nil
}

// args works out what a named rule is called with: expressions over the record,
// or the record itself where one of its type is wanted.
func (t *trial) args(trial flow.Trial) (map[string]any, error) {
	vars := map[string]any{}
	if t.stand.Env.Place != rule.PlaceRule {
		return vars, nil
	}
	for name, want := range t.stand.Env.Vars {
		src, given := t.in.Args[name]
		switch {
		case name == "settings":
		case !given && trial.Record != nil && want.Kind == rule.KindRef && t.d.model.Fits(trial.Record.Type.Key, want.Ref):
			vars[name] = trial.Record.Reference()
		case given && strings.TrimSpace(src) != "":
			v, err := t.arg(trial, name, src, want)
			if err != nil {
				return nil, err
			}
			vars[name] = v
		}
	}
	return vars, nil
}

// arg works out one argument. What the asker may not see is not passed on: the
// rule would tell of it by another name.
func (t *trial) arg(trial flow.Trial, name, src string, want rule.Type) (any, error) {
	env := t.stand.Env
	env.Place, env.Vars = rule.PlaceCheck, map[string]rule.Type{"settings": env.Vars["settings"]}
	if trial.Record != nil {
		env.Self = trial.Record.Type.Key
	}
	r, issues := rule.Compile(src, want, env)
	if r == nil {
		return nil, fault.New(fault.Invalid, "try_bad_argument", fault.Params{"name": name, "message": issues[0].Message}).At("args." + name)
	}
	trial.Rule, trial.Text, trial.Message, trial.Vars = r, nil, nil, nil
	tried, err := flow.Try(t.d.model, t.d.snap, trial, t.a.now)
	switch {
	case err != nil:
		return nil, err
	case tried.Hidden:
		return nil, fault.New(fault.Denied, "try_hidden_argument", fault.Params{"name": name}).At("args." + name)
	}
	return tried.Value, nil
}

// tell writes down what came of it.
func (t *trial) tell(out *tryAnswer) error {
	x := t.tried
	w := t.a.wordsUnder(t.d.model)
	if x.Moved {
		out.Judged = "after"
	}
	if x.Failed != nil {
		f := t.a.translated(t.a.lang, x.Failed)
		out.Failed = f.WithText(t.a.textOf(f))
	}
	out.Says, out.Hidden = x.Says, x.Hidden
	if x.Trace == nil {
		out.Value, out.Shown, out.Type = x.Value, plainText(x.Value), w.typeText(rule.Type{Kind: rule.KindText})
		return nil
	}
	root := t.step(w, x.Trace)
	out.Value, out.Shown, out.Ok, out.Type, out.Trace = root.Value, root.Shown, root.Ok, root.Type, &root
	if out.Failed != nil {
		out.Value, out.Shown, out.Ok = nil, out.Failed.Text, nil
	}
	return nil
}

func plainText(v any) string { s, _ := v.(string); return s }

func (t *trial) step(w *words, s *rule.Step) stepOut {
	src := []rune(t.sourceOf(s))
	out := stepOut{
		Text: s.Text, From: unitsBefore(string(src), s.From), To: unitsBefore(string(src), s.To), Type: w.typeText(s.Type), Hidden: s.Hidden, Rule: s.Rule, Cut: s.Cut,
		Children: []stepOut{},
	}
	if !s.Hidden {
		out.Value = valueJSON(t.d.model, s.Value)
		if yes, is := s.Value.(bool); is {
			out.Ok = &yes
		}
	}
	out.Shown = t.shown(w, s)
	if s.Element != nil && !s.Hidden {
		out.Element = t.tried.Say(s.Element, rule.Type{}, t.stand.Type)
	}
	for _, c := range s.Children {
		out.Children = append(out.Children, t.step(w, c))
	}
	return out
}

// sourceOf is the source in which a step stands.
func (t *trial) sourceOf(s *rule.Step) string {
	if fn := t.stand.Model.Rules[s.Rule]; fn != nil && fn.Body != nil {
		return fn.Body.Source()
	}
	src, _ := t.src()
	return src
}

// shown writes a value of a step for its reader.
func (t *trial) shown(w *words, s *rule.Step) string {
	say := func(key string) string {
		text, _ := w.builtin.text(w.lang, "rules."+key, nil)
		return text
	}
	switch v := s.Value.(type) {
	case bool:
		return say(map[bool]string{true: "yes", false: "no"}[v])
	case rule.PeopleSet:
		return t.people(v)
	case rule.Span:
		return v.String()
	case nil:
		switch {
		case s.Hidden:
			return say("hidden")
		case s.Failed != nil:
			return t.a.textOf(fault.New(fault.Invalid, s.Failed.Code, fault.Params(s.Failed.Params)))
		}
		return say("empty")
	}
	text := t.tried.Say(s.Value, s.Type, t.stand.Type)
	if text == "" {
		return say("empty")
	}
	return text
}

// peopleShown is how many people a value names.
const peopleShown = 5

func (t *trial) people(set rule.PeopleSet) string {
	var names []string
	people := t.tried.People(set)
	for _, p := range people[:min(len(people), peopleShown)] {
		if name := t.tried.Say(rule.Reference{Type: t.d.model.Person.Key, Id: p.Id}, rule.Type{}, nil); name != "" {
			names = append(names, name)
		}
	}
	if more := len(people) - len(names); more > 0 {
		text, _ := t.a.server.words.text(t.a.lang, "rules.more_people", map[string]any{"count": more})
		names = append(names, text)
	}
	if len(names) == 0 {
		text, _ := t.a.server.words.text(t.a.lang, "rules.nobody", nil)
		return text
	}
	return strings.Join(names, ", ")
}
