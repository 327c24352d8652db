package model

import (
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Facts are what a type keeps beside its records while they are in certain
// states.
type Facts struct {
	Postings  []*Posting
	Ensures   []*Ensure
	Clocks    []*Clock
	Timers    []*Timer
	Approvals []*Approval
}

// Frame is the sentence that all facts share: while the record is in these
// states and the condition holds, exactly one such thing exists.
type Frame struct {
	Key, Title string
	In         map[string]bool
	When       *rule.Rule
	At         spec.Pos
}

// Upheld is a declaration of facts of any kind.
type Upheld interface {
	Named() *Frame
	Kind() string    // as history calls what happens to its facts: timer
	Section() string // keyword of the type under which it stands: timers
	reads() []*rule.Rule
}

// Named gives the words that all declarations share.
func (f *Frame) Named() *Frame { return f }

// All lists the declarations of every kind; none for nil.
func (f *Facts) All() []Upheld {
	if f == nil {
		return nil
	}
	var out []Upheld
	for _, e := range f.Ensures {
		out = append(out, e)
	}
	for _, c := range f.Clocks {
		out = append(out, c)
	}
	for _, t := range f.Timers {
		out = append(out, t)
	}
	for _, p := range f.Postings {
		out = append(out, p)
	}
	for _, a := range f.Approvals {
		out = append(out, a)
	}
	return out
}

// facts compiles what a type keeps beside its records. It runs after all types
// know their transitions.
func (c *compiler) facts(t *Type, f *spec.TypeFile) {
	facts := &Facts{Postings: c.postings(t, f), Ensures: c.ensures(t, f), Clocks: c.clocks(t, f), Timers: c.timers(t, f), Approvals: c.approvals(t, f)}
	if len(facts.All()) == 0 {
		return
	}
	if t.Lifecycle == nil {
		c.fail(facts.All()[0].Named().At, "no_lifecycle", "%s has no states", t.Key)
		return
	}
	t.Facts = facts
}

// frameOf compiles the words that all facts share.
func (c *compiler) frameOf(t *Type, key, title string, in spec.Names, when *spec.Expr, at spec.Pos) Frame {
	return Frame{
		Key: key, Title: or(title, key), At: at, In: c.stateSet(t, in),
		When: c.rule(when, boolType, c.env(t, at, rule.PlaceReactive)),
	}
}
