package api

import (
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// clockChip is the most pressing clock of a record, in one line.
type clockChip struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	State string `json:"state"` // running, paused
	Due   string `json:"due"`
	Late  bool   `json:"late"`
	clockMeasure
}

// clockMeasure is how much of a norm is used up, in minutes of the calendar that
// the clock counts by.
type clockMeasure struct {
	Norm int  `json:"norm"`
	Rest int  `json:"rest"` // of the norm; below zero: past it
	Work bool `json:"work"` // minutes of work, not of the wall
}

// usedOf counts what a clock has used: up to now, or up to when it stopped.
func usedOf(c *flow.Clock, m *model.Model, now time.Time) clockMeasure {
	cal := m.CalendarFor(c.Calendar)
	between := func(a, b time.Time) time.Duration {
		if !a.Before(b) {
			return 0
		}
		if cal != nil {
			if work, err := cal.Between(a, b); err == nil {
				return work
			}
		}
		return b.Sub(a)
	}
	at := now
	if !c.Ended.IsZero() {
		at = c.Ended
	} else if c.State == flow.ClockPaused {
		at = c.Pauses[len(c.Pauses)-1].From
	}
	norm := between(c.Start, c.Due)
	for _, p := range c.Pauses {
		if !p.To.IsZero() {
			norm -= between(p.From, p.To)
		}
	}
	rest := between(at, c.Due) - between(c.Due, at)
	return clockMeasure{int(norm.Minutes()), int(rest.Minutes()), cal != nil}
}

// pressing is the clock of a record that asks for attention first: one that runs
// before one that is paused, the earlier deadline first. Clocks that are over
// press nobody.
func (a *asker) pressing(t *model.Type, clocks map[string]*flow.Clock) *clockChip {
	var first *flow.Clock
	var of *model.Clock
	for _, d := range t.Facts.Clocks {
		c := clocks[d.Key]
		if c == nil || c.State != flow.ClockRunning && c.State != flow.ClockPaused {
			continue
		}
		if first == nil || before(c, first) {
			first, of = c, d
		}
	}
	if first == nil {
		return nil
	}
	return &clockChip{
		Key: of.Key, Title: a.words().fact(t, of.Kind(), of.Key), State: string(first.State), Due: store.InstantText(first.Due),
		Late: first.Late, clockMeasure: usedOf(first, a.model, a.now),
	}
}

func before(a, b *flow.Clock) bool {
	if a.State != b.State {
		return a.State == flow.ClockRunning
	}
	return a.Due.Before(b.Due)
}

func hasClocks(t *model.Type) bool { return t.Facts != nil && len(t.Facts.Clocks) > 0 }

// timeRows gives rows of lists their most pressing clock; one statement, and none
// where no type has clocks.
func (a *asker) timeRows(rows []row) error {
	clocks, err := a.clocksOf(len(rows), func(i int) (*model.Type, string) { return a.model.TypeBySlug(rows[i].Type), rows[i].Id })
	for i := range rows {
		rows[i].Clock = clocks[i]
	}
	return err
}

// timeItems does the same for what stands in lists across types.
func (a *asker) timeItems(found []*store.Item, items []inboxItem) error {
	clocks, err := a.clocksOf(len(items), func(i int) (*model.Type, string) { return found[i].Type, found[i].Id })
	for i := range items {
		items[i].Clock = clocks[i]
	}
	return err
}

func (a *asker) clocksOf(n int, at func(int) (*model.Type, string)) (map[int]*clockChip, error) {
	var refs []rule.Reference
	for i := range n {
		if t, id := at(i); t != nil && hasClocks(t) {
			refs = append(refs, reference(t, id))
		}
	}
	out := map[int]*clockChip{}
	found, err := store.ClocksOf(a.re.App, a.model, refs)
	if err != nil {
		return out, err
	}
	for i := range n {
		if t, id := at(i); t != nil && len(found[reference(t, id)]) > 0 {
			out[i] = a.pressing(t, found[reference(t, id)])
		}
	}
	return out, nil
}
