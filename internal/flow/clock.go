package flow

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// Clock is the state of one clock: everything that its deadline follows from,
// so that it can be worked out anew from what has happened.
type Clock struct {
	State    ClockState     `json:"state"`
	Start    time.Time      `json:"start"`
	Due      time.Time      `json:"due"` // while it stands still, what it was when it stopped
	Target   rule.Span      `json:"target"`
	Calendar string         `json:"calendar,omitempty"`
	Pauses   []Pause        `json:"pauses,omitempty"`
	Ended    time.Time      `json:"ended,omitzero"`
	Late     bool           `json:"late,omitempty"`  // the deadline has passed while it ran
	Reset    bool           `json:"reset,omitempty"` // what resets it holds: only becoming true does
	Rung     map[string]int `json:"rung,omitempty"`  // levels, and how often
	Levels   []LevelAt      `json:"levels,omitempty"`
	Past     []Verdict      `json:"past,omitempty"` // deadlines that do not hold any more
}

// ClockState is what a clock does.
type ClockState string

// The states of a clock.
const (
	ClockRunning   ClockState = "running"
	ClockPaused    ClockState = "paused"
	ClockMet       ClockState = "met"
	ClockBreached  ClockState = "breached"
	ClockCancelled ClockState = "cancelled"
)

// Pause is a stretch in which a clock stood still; To is zero while it does.
type Pause struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"`
}

// LevelAt is the instant for which a level of escalation waits.
type LevelAt struct {
	Key string    `json:"key"`
	At  time.Time `json:"at"`
}

// Verdict is a deadline that was replaced, and why: target, calendar, reset.
type Verdict struct {
	At     time.Time `json:"at"`
	Why    string    `json:"why"`
	Due    time.Time `json:"due"`
	Target rule.Span `json:"target"`
	Late   bool      `json:"late,omitempty"`
}

const (
	levelDue    = "due"
	levelPrefix = "level:"
	justAfter   = time.Millisecond // what is done at the deadline itself is done in time
)

// Alarms of a clock that runs: the deadline, and the levels to come.
func (c *Clock) Alarms() []Alarm {
	if c.State != ClockRunning {
		return nil
	}
	var out []Alarm
	if !c.Late {
		out = append(out, Alarm{c.Due.Add(justAfter), levelDue})
	}
	for _, l := range c.Levels {
		out = append(out, Alarm{l.At, levelPrefix + l.Key})
	}
	return out
}

func (c *Clock) isOver() bool { return c.State != ClockRunning && c.State != ClockPaused }

// copied is a clock to change.
func (c *Clock) copied() *Clock {
	n := *c
	n.Pauses, n.Past, n.Rung = slices.Clone(c.Pauses), slices.Clone(c.Past), maps.Clone(c.Rung)
	return &n
}

// clocks moves every clock of a record on: by its states, and by what its
// conditions read.
func (s *session) clocks(rec *Record, cause *Change) error {
	for _, d := range rec.Type.Facts.Clocks {
		set, err := s.facts(rec.Reference())
		if err != nil {
			return err
		}
		id := FactId{FactClock, d.Key, ""}
		before, _ := set[id].(*Clock)
		t := &ticking{s: s, d: d, rec: rec, was: before}
		if err := t.move(); err != nil {
			return fmt.Errorf("clock %s: %w", d.Key, err)
		}
		if t.now == nil || before != nil && sameDoc(before, t.now) {
			continue
		}
		if err := s.keep(rec.Reference(), id, t.now); err != nil {
			return err
		}
		for _, word := range t.said {
			s.happen(rec, Kind(FactClock), &Happening{Fact: id, Verdict: word, Data: t.now.tale()}, "", cause)
		}
	}
	return nil
}

// tale is what history keeps of a clock.
func (c *Clock) tale() map[string]any {
	out := map[string]any{"due": c.Due, "target": c.Target, "state": c.State}
	if c.Calendar != "" {
		out["calendar"] = c.Calendar
	}
	return out
}

// ticking is one clock being moved on.
type ticking struct {
	s        *session
	d        *model.Clock
	rec      *Record
	was, now *Clock
	stood    bool // it is stopped out of a pause
	said     []string
}

func (t *ticking) say(word string) { t.said = append(t.said, word) }

func (t *ticking) move() error {
	holds := map[*model.Moment]bool{}
	for _, m := range []*model.Moment{t.d.Start, t.d.Pause, t.d.Stop, t.d.Cancel, t.d.Reset} {
		if m == nil {
			continue
		}
		yes, err := t.holds(m)
		if err != nil {
			return err
		}
		holds[m] = yes
	}
	applies, err := t.s.applies(t.d.When, t.rec, t.rec, nil)
	if err != nil {
		return err
	}
	phase := model.Phase("")
	if state := t.rec.State(); state != nil {
		phase = state.Phase
	}
	gone := !applies || t.rec.IsArchived() || holds[t.d.Cancel] || phase == "cancelled"
	done := holds[t.d.Stop] || phase == "done" || phase == "closed"
	if t.was == nil {
		if gone || done || t.d.Start != nil && !holds[t.d.Start] {
			return nil
		}
		t.now = &Clock{State: ClockRunning, Start: t.s.now}
		t.say("started")
	} else {
		t.now = t.was.copied()
	}
	t.reset(holds[t.d.Reset], gone)
	t.end(gone, done)
	t.pause(holds[t.d.Pause])
	return t.count()
}

// holds evaluates a moment; unknown is no.
func (t *ticking) holds(m *model.Moment) (bool, error) {
	if m.States != nil && !m.States[t.rec.Status()] {
		return false, nil
	}
	return t.s.applies(m.Check, t.rec, t.rec, nil)
}

// reset begins anew when what resets the clock becomes true.
func (t *ticking) reset(holds, gone bool) {
	if holds && !t.now.Reset && t.was != nil && !gone {
		old := t.now
		t.now = &Clock{State: ClockRunning, Start: t.s.now, Past: append(old.Past, Verdict{t.s.now, "reset", old.Due, old.Target, old.Late || old.State == ClockBreached})}
		t.say("reset")
	}
	t.now.Reset = holds
}

// end stops or cancels the clock, or lets it run on when what had stopped it
// ceases to hold: the time between was a pause.
func (t *ticking) end(gone, done bool) {
	c, now := t.now, t.s.now
	switch {
	case c.State == ClockCancelled:
	case gone && !c.isOver():
		t.unpause()
		c.State, c.Ended = ClockCancelled, now
		t.say("cancelled")
	case gone:
	case done && !c.isOver():
		last := now // instant at which it ran
		if c.State == ClockPaused {
			last, t.stood = c.Pauses[len(c.Pauses)-1].From, true
		}
		t.unpause()
		c.State, c.Ended = ClockMet, now
		if c.Due.IsZero() { // started and stopped by one command
			break
		}
		if last.After(c.Due) || c.Late {
			c.State = ClockBreached
		}
		t.say("stopped")
	case !done && c.isOver():
		c.Pauses = append(c.Pauses, Pause{c.Ended, now})
		c.State, c.Ended = ClockRunning, time.Time{}
		t.say("resumed")
	}
}

func (t *ticking) pause(holds bool) {
	c := t.now
	switch {
	case c.isOver():
	case holds && c.State == ClockRunning:
		c.Pauses = append(c.Pauses, Pause{From: t.s.now})
		c.State = ClockPaused
		t.say("paused")
	case !holds && c.State == ClockPaused:
		t.unpause()
		c.State = ClockRunning
		t.say("resumed")
	}
}

func (t *ticking) unpause() {
	if n := len(t.now.Pauses); n > 0 && t.now.Pauses[n-1].To.IsZero() {
		t.now.Pauses[n-1].To = t.s.now
	}
}

// count works out the deadline of a clock that runs, and of one that has just
// been made. A target or a calendar that has changed is told, the old deadline kept.
func (t *ticking) count() error {
	c := t.now
	if c.isOver() && !c.Due.IsZero() {
		c.Levels = nil
		return t.afterPause()
	}
	target, err := t.s.spanOf(t.d.Target, t.rec)
	if err != nil {
		return err
	}
	cal := t.s.calendarOf(t.rec)
	name := ""
	if cal != nil && target.IsWorking() {
		name = cal.Key
	}
	fresh := c.Due.IsZero()
	why := ""
	switch {
	case fresh:
	case target != c.Target:
		why = "target"
	case name != c.Calendar:
		why = "calendar"
	}
	old := *c
	c.Target, c.Calendar = target, name
	due, err := c.dueAt(target, cal, t.s.zone())
	if err != nil {
		return err
	}
	if why == "" && !fresh && !due.Equal(c.Due) && len(t.said) == 0 {
		why = "calendar" // the same one, with other days
	}
	if why != "" {
		c.Past = append(c.Past, Verdict{t.s.now, why, old.Due, old.Target, old.Late})
		c.Late = false
		t.say("moved")
	}
	if c.State != ClockPaused || fresh {
		c.Due = due
	}
	if c.State == ClockMet && t.s.now.After(c.Due) {
		c.State = ClockBreached
	}
	return t.levels(cal)
}

// afterPause gives a clock that was stopped out of a pause the deadline that it
// would have gone on with.
func (t *ticking) afterPause() error {
	if !t.stood {
		return nil
	}
	due, err := t.now.dueAt(t.now.Target, t.s.calendarOf(t.rec), t.s.zone())
	if err == nil {
		t.now.Due = due
	}
	return err
}

// dueAt walks the target along the stretches in which the clock has run.
func (c *Clock) dueAt(target rule.Span, cal *model.Calendar, zone *time.Location) (time.Time, error) {
	if !target.IsWorking() {
		due, err := target.After(c.Start, zone, nil)
		for _, p := range c.Pauses {
			if !p.To.IsZero() && p.From.Before(due) {
				due = due.Add(p.To.Sub(p.From))
			}
		}
		return due, err
	}
	if cal == nil {
		return time.Time{}, noCalendar()
	}
	need := target.Work
	if target.Days != 0 {
		whole, err := cal.AddDays(c.Start, target.Days)
		if err != nil || len(c.Pauses) == 0 {
			return whole.UTC(), rangeFault(err)
		}
		if need, err = cal.Between(c.Start, whole); err != nil {
			return time.Time{}, rangeFault(err)
		}
	}
	from := c.Start
	for _, p := range c.Pauses {
		if p.To.IsZero() {
			break
		}
		used, err := cal.Between(from, p.From)
		if err != nil {
			return time.Time{}, rangeFault(err)
		}
		if used >= need {
			break
		}
		need, from = need-used, p.To
	}
	due, err := cal.Add(from, need)
	return due.UTC(), rangeFault(err)
}

// levels plans the instants of all levels that have not rung for the last time.
func (t *ticking) levels(cal *model.Calendar) error {
	c := t.now
	c.Levels = nil
	if c.State != ClockRunning {
		return nil
	}
	for _, l := range t.d.Levels {
		rung := c.Rung[l.Key]
		if rung > 0 && l.Every == nil || rung >= l.Max {
			continue
		}
		at, err := t.levelAt(l, cal)
		if err != nil {
			return fmt.Errorf("level %s: %w", l.Key, err)
		}
		if rung > 0 {
			every, err := t.s.spanOf(l.Every, t.rec)
			if err != nil {
				return err
			}
			if at, err = every.Times(rung).After(at, t.s.zone(), workOf(cal)); err != nil {
				return err
			}
		}
		c.Levels = append(c.Levels, LevelAt{l.Key, at})
	}
	return nil
}

func (t *ticking) levelAt(l *model.Level, cal *model.Calendar) (time.Time, error) {
	c := t.now
	if l.From == model.FromUse {
		part, err := c.share(l.Percent, cal)
		if err != nil {
			return time.Time{}, err
		}
		return c.dueAt(part, cal, t.s.zone())
	}
	by, err := t.s.spanOf(l.By, t.rec)
	if err != nil {
		return time.Time{}, err
	}
	switch l.From {
	case model.BeforeDue:
		return by.Negate().After(c.Due, t.s.zone(), workOf(cal))
	case model.SinceStart:
		return by.After(c.Start, t.s.zone(), workOf(cal))
	}
	if by == (rule.Span{}) {
		return c.Due.Add(justAfter), nil
	}
	return by.After(c.Due, t.s.zone(), workOf(cal))
}

// share is so many per cent of the target.
func (c *Clock) share(percent int, cal *model.Calendar) (rule.Span, error) {
	part := func(d time.Duration) time.Duration { return d / 100 * time.Duration(percent) }
	if !c.Target.IsWorking() {
		paused := time.Duration(0)
		for _, p := range c.Pauses {
			if !p.To.IsZero() {
				paused += p.To.Sub(p.From)
			}
		}
		return rule.Span{Wall: part(c.Due.Sub(c.Start) - paused)}, nil
	}
	work := c.Target.Work
	if c.Target.Days != 0 {
		whole, err := cal.AddDays(c.Start, c.Target.Days)
		if err != nil {
			return rule.Span{}, rangeFault(err)
		}
		if work, err = cal.Between(c.Start, whole); err != nil {
			return rule.Span{}, rangeFault(err)
		}
	}
	return rule.Span{Work: part(work)}, nil
}

// spanOf is a length of time as it is for a record; none when it is unknown.
func (s *session) spanOf(v *model.SpanValue, rec *Record) (rule.Span, error) {
	if v == nil || v.Expr == nil {
		if v == nil {
			return rule.Span{}, nil
		}
		return v.Literal, nil
	}
	x, err := v.Expr.Eval(s.scope(v.Expr, rec, rec, nil))
	if err != nil {
		return rule.Span{}, err
	}
	span, _ := x.(rule.Span)
	return span, nil
}

// ringClock notes that the deadline has passed, or runs a level of escalation.
func (s *session) ringClock(rec *Record, id FactId, c *Clock, level string) error {
	d := rec.Type.Facts.Clock(id.Key)
	if d == nil {
		return nil
	}
	next := c.copied()
	h := &Happening{Fact: id, Data: c.tale()}
	key, isLevel := strings.CutPrefix(level, levelPrefix)
	l := d.Level(key)
	switch {
	case !isLevel:
		next.Late = true
		h.Verdict = string(ClockBreached)
	case l == nil:
		return nil
	default:
		next.Rung = maps.Clone(c.Rung)
		if next.Rung == nil {
			next.Rung = map[string]int{}
		}
		next.Rung[key]++
		h.Verdict, h.Step = "escalated", key
	}
	t := &ticking{s: s, d: d, rec: rec, was: c, now: next}
	if err := t.levels(s.calendarOf(rec)); err != nil {
		return err
	}
	if err := s.keep(rec.Reference(), id, next); err != nil {
		return err
	}
	change := s.happen(rec, Kind(FactClock), h, "", nil)
	if !isLevel {
		return nil
	}
	if err := s.tell(l.Notify, rec, l.To, nil); err != nil || l.Fire == "" {
		return err
	}
	_, err := s.run(Command{Kind: Move, Type: rec.Type, Id: rec.Id, Transition: l.Fire, Actor: s.actor}, change)
	return err
}
