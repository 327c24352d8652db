package model

import (
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Timer fires a transition, or tells people something, at instants counted from
// what the record holds.
type Timer struct {
	Frame
	Instants []*rule.Rule // each yields an instant or a day
	Fire     string       // transition of the record, "" for none
	Notify   *Message
	To       *rule.Rule
}

// Kind is what history calls what happens to it.
func (t *Timer) Kind() string { return "timer" }

// Section is the keyword under which it stands.
func (t *Timer) Section() string { return "timers" }

func (t *Timer) reads() []*rule.Rule { return append([]*rule.Rule{t.When}, t.Instants...) }

// Timer finds a timer by key.
func (f *Facts) Timer(key string) *Timer {
	for _, t := range f.Timers {
		if t.Key == key {
			return t
		}
	}
	return nil
}

func (c *compiler) timers(t *Type, f *spec.TypeFile) []*Timer {
	var out []*Timer
	for key, d := range f.Timers.All() {
		if d == nil {
			continue
		}
		timer := &Timer{Frame: c.frameOf(t, key, d.Title, d.In, d.When, d.Pos)}
		for i := range d.At {
			env := c.env(t, d.At[i].Pos, rule.PlaceTimer)
			r := c.rule(&d.At[i], rule.Type{}, env)
			if r == nil {
				continue
			}
			if k := r.Type().Kind; k != rule.KindInstant && k != rule.KindDate {
				c.fail(d.At[i].Pos, "not_instant", "a timer needs an instant or a day, not %s", r.Type())
			}
			timer.Instants = append(timer.Instants, r)
		}
		if !d.Fire.IsZero() {
			timer.Fire = d.Fire.Key
			c.firedHere(t, d.Fire, timer.In)
		}
		if !d.Notify.IsZero() {
			timer.Notify, timer.To = c.message(t, d.Pos, d.Notify, d.To)
		}
		if timer.Fire == "" && d.Notify.IsZero() {
			c.fail(d.Pos, "idle_timer", "timer %q neither fires a transition nor tells anybody", key)
		}
		out = append(out, timer)
	}
	return out
}

// firedHere checks that a transition which the engine fires leaves one of the
// states in which that happens.
func (c *compiler) firedHere(t *Type, n spec.Name, in map[string]bool) {
	c.noteTransition(t, n)
	tr := t.Lifecycle.Transition(n.Key)
	if tr == nil {
		c.unknown(n, "transition", transitionKeys(c.sources[t]))
		return
	}
	for state := range tr.From {
		if in[state] {
			return
		}
	}
	c.fail(n.Pos, "never_fired", "transition %q leaves none of the states in which this holds", n.Key)
}
