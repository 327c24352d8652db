package model

import (
	"fmt"
	"slices"
	"strings"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Approval is a route: in its states a round of steps goes on.
type Approval struct {
	Frame
	Approved, Returned, Rejected string // transitions of the record; the last two may be ""
	Self                         string // manager, skip, allow
	Empty                        string // manager, wait, skip
	Keep, Once                   bool
	Steps                        []*Step
}

// Step is one step of a route.
type Step struct {
	Key, Title string
	Who, When  *rule.Rule
	Covers     []*Field // what its votes are about
	Mode       Mode
	Parallel   bool
	Target     *rule.Rule // yields a span, an instant or a day; nil for none
	Span       rule.Span  // of a target written as such
	HasSpan    bool
	Remind     []rule.Span
	Notify     *Message
	Ask        *Message // to those asked for an opinion
	Outcomes   []*Outcome
	Require    []*Require
	Input      []*Field
	Reasons    []string
	Allow      map[string]bool // delegate, before, after, beside, opinion, return_to
	Locked     bool
	InPerson   bool
	Then       string // transition when a vote passes it and others are to come, or ""
	Sign       string // "", simple, nep: an approval is a signature
	At         spec.Pos
}

// Outcome is a further answer of a step.
type Outcome struct {
	Key, Title string
	Done       string // as sheet and history tell it
	As         string // approve, return, reject
	Reason     bool
	Remark     string // "", plain, blocking
}

// Outcome finds a further answer by key.
func (s *Step) Outcome(key string) *Outcome {
	for _, o := range s.Outcomes {
		if o.Key == key {
			return o
		}
	}
	return nil
}

// Mode says how many votes pass a step. Its zero value is any of those asked.
type Mode struct {
	All      bool
	Quorum   int
	Num, Den int // share
}

// Any reports that the first answer decides.
func (m Mode) Any() bool { return m == Mode{} }

// Needs is how many approvals pass the step when so many are asked.
func (m Mode) Needs(asked int) int {
	switch {
	case m.All:
		return max(asked, 1)
	case m.Quorum > 0:
		return m.Quorum
	case m.Den > 0:
		return max((asked*m.Num+m.Den-1)/m.Den, 1)
	}
	return 1
}

// Kind is what its facts are called.
func (a *Approval) Kind() string { return "round" }

// Section is the keyword under which it stands.
func (a *Approval) Section() string { return "approvals" }

func (a *Approval) reads() []*rule.Rule {
	all := []*rule.Rule{a.When}
	for _, s := range a.Steps {
		all = append(all, s.When, s.Who, s.Target)
	}
	return all
}

// Signed are the fields that signatures of the route are about; nil when none of
// its steps signs.
func (a *Approval) Signed() []*Field {
	var out []*Field
	for _, s := range a.Steps {
		for _, f := range s.Covers {
			if s.Sign != "" && !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// Step finds a step by key.
func (a *Approval) Step(key string) *Step {
	for _, s := range a.Steps {
		if s.Key == key {
			return s
		}
	}
	return nil
}

// Approval finds a route by key; nil also for a type without facts.
func (f *Facts) Approval(key string) *Approval {
	if f == nil {
		return nil
	}
	for _, a := range f.Approvals {
		if a.Key == key {
			return a
		}
	}
	return nil
}

func (c *compiler) approvals(t *Type, f *spec.TypeFile) []*Approval {
	var out []*Approval
	for key, d := range f.Approvals.All() {
		if d != nil {
			out = append(out, c.approval(t, key, d))
		}
	}
	return out
}

func (c *compiler) approval(t *Type, key string, d *spec.RouteDecl) *Approval {
	a := &Approval{
		Frame: c.frameOf(t, key, d.Title, d.In, d.When, d.Pos),
		Self:  or(d.Self, "manager"), Empty: or(d.Empty, "manager"), Keep: d.Keep, Once: d.Once,
	}
	if t.Lifecycle != nil {
		a.Approved = c.outcome(t, a, d.On.Approved)
		a.Returned = c.outcome(t, a, d.On.Returned)
		a.Rejected = c.outcome(t, a, d.On.Rejected)
	}
	covers := c.covered(t, d.Covers)
	for step, sd := range d.Steps.All() {
		if sd != nil {
			a.Steps = append(a.Steps, c.step(t, step, sd))
			c.outcomes(a, a.Steps[len(a.Steps)-1], sd)
		}
	}
	if len(a.Steps) == 0 {
		c.fail(d.Pos, "no_steps", "route %q has no steps", key)
	} else if a.Steps[0].Parallel {
		c.fail(a.Steps[0].At, "parallel_first", "the first step has none above to go on beside")
	}
	if len(d.Covers) == 0 {
		covers = a.typed(t)
	}
	for _, s := range a.Steps {
		if s.Covers == nil {
			s.Covers = covers
		}
		c.signing(a, s, d)
		c.passing(t, a, s, d)
	}
	return a
}

// typed are the fields that people type, without those that the steps ask for.
func (a *Approval) typed(t *Type) []*Field {
	asked := map[*Field]bool{}
	for _, s := range a.Steps {
		for _, r := range s.Require {
			asked[r.Field] = true
		}
		for _, f := range s.Input {
			asked[f] = true
		}
	}
	var out []*Field
	for _, f := range t.Fields {
		if !f.Engine && !f.ReadOnly && f.Computed == nil && f.Kind != Inverse && f.Kind != Number && !asked[f] {
			out = append(out, f)
		}
	}
	return out
}

func (c *compiler) covered(t *Type, names spec.Names) []*Field {
	var out []*Field
	for _, f := range c.fieldSet(t, names) {
		if f.Kind == Inverse || f.Live {
			c.fail(names[0].Pos, "covers_live", "%q is worked out when it is read: a vote cannot be bound to it; cover the fields it is worked out from", f.Key)
			continue
		}
		if !f.Engine {
			out = append(out, f)
		}
	}
	return out
}

// outcome checks a transition that ends a round: it must leave the states in
// which the round goes on, or the round would begin again at once.
func (c *compiler) outcome(t *Type, a *Approval, n spec.Name) string {
	if n.IsZero() {
		return ""
	}
	c.firedHere(t, n, a.In)
	tr := t.Lifecycle.Transition(n.Key)
	if tr == nil {
		return n.Key
	}
	if tr.Same || tr.To != nil && a.In[tr.To.Key] {
		c.fail(n.Pos, "route_cannot_end", "transition %q does not leave the states of the route, so the round would never end", n.Key)
	}
	if d, ok := c.sources[t].Lifecycle.Transitions.Get(n.Key); ok && d != nil && !bySystemAlone(d.Who) {
		c.warn(n.Pos, "route_bypass", "people may run %q themselves, past the route; write \"who\": \"system\"", n.Key)
	}
	return n.Key
}

func bySystemAlone(who spec.People) bool {
	return !slices.ContainsFunc(who, func(e spec.Expr) bool { return strings.TrimSpace(e.Src) != "system" })
}

func (c *compiler) step(t *Type, key string, d *spec.StepDecl) *Step {
	s := &Step{
		Key: key, Title: d.Title, At: d.Pos, Parallel: d.Parallel, Locked: d.Locked, InPerson: d.InPerson,
		Reasons: d.Reason, Allow: map[string]bool{}, Sign: d.Sign,
		Who:  c.people(d.Who, c.env(t, d.Pos, rule.PlacePeople)),
		When: c.rule(d.When, boolType, c.env(t, d.Pos, rule.PlaceStep)),
		Mode: c.mode(d.Mode), Covers: c.covered(t, d.Covers), Input: c.typedSet(t, d.Input),
	}
	for _, word := range d.Allow {
		s.Allow[word] = true
	}
	if d.Locked && len(d.Allow) > 0 {
		c.fail(d.Pos, "locked_step", "step %q is locked, so nobody may change the route around it", key)
	}
	for _, r := range d.Require {
		if fd := c.fieldNamed(t, r.Field); fd != nil {
			env := c.stepEnv(t, r.Pos, rule.PlaceForm)
			s.Require = append(s.Require, &Require{Field: fd, When: c.rule(r.When, boolType, env), Message: c.text(r.Pos, "message", r.Message, env)})
		}
	}
	c.target(t, s, d)
	if !d.Notify.IsZero() {
		s.Notify, _ = c.message(t, d.Pos, d.Notify, d.Who)
	}
	if s.Ask = s.Notify; !d.Ask.IsZero() {
		s.Ask, _ = c.message(t, d.Pos, d.Ask, d.Who)
	}
	if s.Notify == nil && (len(d.Remind) > 0) {
		c.fail(d.Pos, "remind_nothing", "step %q reminds, but no message is named: write notify", key)
	}
	return s
}

// verdicts are the words of ballots: no further answer may be called by one.
var verdicts = []string{"approve", "return", "reject", "delegate", "before", "after", "beside", "opinion", "reply", "unask", "withdraw", "remark", "answer", "resolve"}

func (c *compiler) outcomes(a *Approval, s *Step, d *spec.StepDecl) {
	for key, o := range d.Outcomes.All() {
		if o == nil {
			continue
		}
		switch {
		case slices.Contains(verdicts, key):
			c.fail(o.Pos, "outcome_taken", "%q is a word of every vote; call the answer differently", key)
		case o.As == "return" && a.Returned == "" || o.As == "reject" && a.Rejected == "":
			c.fail(o.Pos, "outcome_leads_nowhere", "%q counts as %s, but the route does not say what happens then: write on.%s", key, o.As, o.As+"ed")
		case o.Remark != "" && o.As != "approve":
			c.fail(o.Pos, "outcome_remark", "%q ends the round, so nobody could answer its remark", key)
		}
		s.Outcomes = append(s.Outcomes, &Outcome{Key: key, Title: o.Title, Done: or(o.Done, o.Title), As: o.As, Reason: o.Reason || o.Remark != "", Remark: o.Remark})
	}
}

func (c *compiler) mode(d *spec.ModeDecl) (m Mode) {
	if d == nil {
		return m
	}
	said := 0
	if d.Of != "" {
		said++
		m.All = d.Of == "all"
	}
	if d.Quorum != nil {
		said++
		if m.Quorum = *d.Quorum; m.Quorum < 1 {
			c.fail(d.Pos, "mode", "a quorum is at least 1")
		}
	}
	if d.Share != "" {
		said++
		if n, err := fmt.Sscanf(d.Share, "%d/%d", &m.Num, &m.Den); n != 2 || err != nil || m.Num < 1 || m.Den < m.Num || m.Den > 1000 {
			c.fail(d.Pos, "mode", "%q is not a share such as 1/2 or 2/3", d.Share)
			m.Num, m.Den = 1, 1
		}
	}
	if said != 1 {
		c.fail(d.Pos, "mode", "a step has exactly one of any, all, quorum, share")
	}
	return m
}

func (c *compiler) target(t *Type, s *Step, d *spec.StepDecl) {
	for _, text := range d.Remind {
		span, err := rule.ParseSpan(text)
		if err != nil {
			c.fail(d.Pos, "not_span", "%v", err)
			continue
		}
		s.Remind = append(s.Remind, span)
	}
	switch {
	case d.Target.Expr == nil && len(d.Target.Literal.JSON) == 0:
	case d.Target.Expr != nil:
		s.Target = c.rule(d.Target.Expr, rule.Type{}, c.env(t, d.Target.Expr.Pos, rule.PlaceStep))
		if s.Target == nil {
			return
		}
		switch s.Target.Type().Kind {
		case rule.KindSpan, rule.KindInstant, rule.KindDate:
		default:
			c.fail(d.Target.Expr.Pos, "not_instant", "a target needs a span, an instant or a day, not %s", s.Target.Type())
		}
	default:
		text := strings.Trim(string(d.Target.Literal.JSON), `"`)
		var err error
		if s.Span, err = rule.ParseSpan(text); err != nil {
			c.fail(d.Target.Pos, "not_span", "%v", err)
		}
		s.HasSpan = true
	}
}
