package model

import (
	"fmt"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Clock is a term that people have.
type Clock struct {
	Frame
	Start, Pause, Stop, Cancel, Reset *Moment // nil: not declared
	Target                            *SpanValue
	Levels                            []*Level
}

// Moment is when something holds.
type Moment struct {
	States map[string]bool
	Check  *rule.Rule
}

// SpanValue is a length of time, written or worked out.
type SpanValue struct {
	Literal rule.Span
	Expr    *rule.Rule
}

// Level is one level of escalation of a clock.
type Level struct {
	Key, Title string
	Percent    int // when so much of the target is used up; 0 for none of it
	From       LevelFrom
	By         *SpanValue
	Every      *SpanValue
	Max        int
	Notify     *Message
	To         *rule.Rule
	Fire       string
}

// LevelFrom is what the instant of a level is counted from.
type LevelFrom string

// What a level may be counted from.
const (
	FromUse    LevelFrom = "at"     // the share of the target that is used up
	BeforeDue  LevelFrom = "before" // the deadline, backwards
	SinceStart LevelFrom = "into"   // the start
	AfterDue   LevelFrom = "after"  // the deadline
)

// Kind is what history calls what happens to it.
func (c *Clock) Kind() string { return "clock" }

// Section is the keyword under which it stands.
func (c *Clock) Section() string { return "sla" }

func (c *Clock) reads() []*rule.Rule {
	out := []*rule.Rule{c.When, c.Target.Expr}
	for _, m := range []*Moment{c.Start, c.Pause, c.Stop, c.Cancel, c.Reset} {
		if m != nil {
			out = append(out, m.Check)
		}
	}
	for _, l := range c.Levels {
		for _, v := range []*SpanValue{l.By, l.Every} {
			if v != nil {
				out = append(out, v.Expr)
			}
		}
	}
	return out
}

// Clock finds a clock by key.
func (f *Facts) Clock(key string) *Clock {
	if f == nil {
		return nil
	}
	for _, c := range f.Clocks {
		if c.Key == key {
			return c
		}
	}
	return nil
}

// Level finds a level by key.
func (c *Clock) Level(key string) *Level {
	for _, l := range c.Levels {
		if l.Key == key {
			return l
		}
	}
	return nil
}

// defaultTimes is how often a repeated level rings at most.
const defaultTimes = 20

func (c *compiler) clocks(t *Type, f *spec.TypeFile) []*Clock {
	var out []*Clock
	for key, d := range f.Sla.All() {
		if d == nil || t.Lifecycle == nil {
			continue
		}
		clock := &Clock{Frame: c.frameOf(t, key, d.Title, nil, d.When, d.Pos)}
		clock.In = map[string]bool{}
		for _, s := range t.Lifecycle.States {
			clock.In[s.Key] = true
		}
		clock.Start, clock.Pause, clock.Stop = c.moment(t, d.Start), c.moment(t, d.Pause), c.moment(t, d.Stop)
		clock.Cancel, clock.Reset = c.moment(t, d.Cancel), c.moment(t, d.Reset)
		if clock.Target = c.spanValue(t, &d.Target); clock.Target == nil {
			c.fail(d.Pos, "no_target", "a clock needs a target")
			continue
		}
		for level, ld := range d.Escalate.All() {
			clock.Levels = append(clock.Levels, c.level(t, level, ld))
		}
		c.endless(t, clock)
		out = append(out, clock)
	}
	return out
}

func (c *compiler) moment(t *Type, d *spec.MomentDecl) *Moment {
	if d == nil {
		return nil
	}
	m := &Moment{States: c.stateSet(t, d.States), Check: c.rule(d.Check, boolType, c.env(t, d.Pos, rule.PlaceReactive))}
	if (m.States == nil) == (m.Check == nil) && len(d.States) > 0 {
		c.fail(d.Pos, "one_moment", "say either states or a condition")
	}
	return m
}

// spanValue compiles a span that is written or worked out; nil when none is given.
func (c *compiler) spanValue(t *Type, v *spec.Value) *SpanValue {
	switch {
	case v == nil || v.Expr == nil && len(v.Literal.JSON) == 0:
		return nil
	case v.Expr != nil:
		return &SpanValue{Expr: c.rule(v.Expr, rule.Type{Kind: rule.KindSpan}, c.env(t, v.Expr.Pos, rule.PlaceReactive))}
	}
	literal := c.literal(&Field{Key: "span", Kind: Text, MaxLength: 50}, v.Literal)
	span, err := rule.ParseSpan(fmt.Sprint(literal))
	if err != nil {
		c.fail(v.Literal.Pos, "not_span", "%v", err)
	}
	if span.IsWorking() && len(c.m.Calendars) == 0 {
		c.fail(v.Literal.Pos, "no_calendar", "%s is working time, but no pack declares a calendar", span)
	}
	return &SpanValue{Literal: span}
}

func (c *compiler) level(t *Type, key string, d *spec.LevelDecl) *Level {
	l := &Level{Key: key, Title: or(d.Title, key), Max: defaultTimes, Every: c.spanValue(t, d.Every)}
	forms := 0
	if d.At != nil {
		forms++
		l.From, l.Percent = FromUse, *d.At
	}
	for _, way := range []struct {
		from LevelFrom
		by   *spec.Value
	}{{BeforeDue, d.Before}, {SinceStart, d.Into}, {AfterDue, d.After}} {
		if way.by != nil {
			forms++
			l.From, l.By = way.from, c.spanValue(t, way.by)
		}
	}
	if forms != 1 {
		c.fail(d.Pos, "one_level", "a level says exactly one of at, before, into, after")
		l.From, l.Percent = FromUse, 100
	}
	if d.Max != nil {
		l.Max = *d.Max
	}
	if !d.Notify.IsZero() {
		l.Notify, l.To = c.message(t, d.Pos, d.Notify, d.To)
	}
	if !d.Fire.IsZero() {
		l.Fire = d.Fire.Key
		c.noteTransition(t, d.Fire)
		if t.Lifecycle.Transition(l.Fire) == nil {
			c.unknown(d.Fire, "transition", transitionKeys(c.sources[t]))
		}
	}
	if l.Notify == nil && l.Fire == "" {
		c.fail(d.Pos, "idle_level", "level %q neither tells anybody nor fires a transition", key)
	}
	return l
}

// endless finds clocks that cannot stop, or stand still wherever they could run.
func (c *compiler) endless(t *Type, clock *Clock) {
	stops, runs := clock.Stop != nil && clock.Stop.Check != nil, clock.Pause == nil || clock.Pause.Check != nil
	for _, s := range t.Lifecycle.States {
		if !s.Phase.Open() || clock.Stop != nil && clock.Stop.States[s.Key] {
			stops = true
			continue
		}
		runs = runs || !clock.Pause.States[s.Key]
	}
	if !stops {
		c.fail(clock.At, "clock_never_stops", "clock %q can never stop: no state ends it", clock.Key)
	}
	if !runs {
		c.fail(clock.At, "clock_always_paused", "clock %q stands still in every state", clock.Key)
	}
}
