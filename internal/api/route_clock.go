package api

import (
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
	"kontora/internal/worktime"
)

type clocksAnswer struct {
	Clocks map[string]*clockOut `json:"clocks"`
}

// clockOut is one clock of a record, with all that its deadline follows from.
type clockOut struct {
	Title    string       `json:"title"`
	State    string       `json:"state"`
	Start    string       `json:"start"`
	Due      string       `json:"due"`
	Target   string       `json:"target"`
	Left     string       `json:"left,omitempty"` // of the target; nothing once it is used up or over
	Late     bool         `json:"late"`
	Ended    string       `json:"ended,omitempty"`
	Calendar *calendarOut `json:"calendar"`
	Pauses   []stretchOut `json:"pauses"`
	Levels   []levelOut   `json:"levels"`
	Past     []verdictOut `json:"past"`
	Days     []dayOut     `json:"days,omitempty"`    // why it is due then, day by day
	Missing  []int        `json:"missing,omitempty"` // years of which the calendar knows nothing
}

type calendarOut struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	Zone  string `json:"zone"`
}

type stretchOut struct {
	From string `json:"from"`
	To   string `json:"to,omitempty"`
}

type levelOut struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	At    string `json:"at,omitempty"` // when it rings next
	Rung  int    `json:"rung"`
}

type verdictOut struct {
	At     string `json:"at"`
	Why    string `json:"why"`
	Due    string `json:"due"`
	Target string `json:"target"`
	Late   bool   `json:"late"`
}

type dayOut struct {
	Date   string       `json:"date"`
	Kind   string       `json:"kind"` // usual, free, holiday, working, swapped, custom
	Title  string       `json:"title,omitempty"`
	As     string       `json:"as,omitempty"`  // of a working or a swapped day: whose hours it has
	Cut    int          `json:"cut,omitempty"` // minutes by which it is shorter
	Work   int          `json:"work"`          // minutes that were counted
	Slices []stretchOut `json:"slices"`
}

// getClocks tells the clocks of a record; with explain, day by day.
func getClocks(a *asker) (answer, error) {
	rec, _, err := a.record()
	if err != nil {
		return nil, err
	}
	facts, err := store.FactsOf(a.re.App, a.model, rec.Reference())
	if err != nil {
		return nil, err
	}
	out := clocksAnswer{Clocks: map[string]*clockOut{}}
	for _, f := range facts {
		c, isClock := f.Doc.(*flow.Clock)
		d := rec.Type.Facts.Clock(f.Key)
		if !isClock || d == nil {
			continue
		}
		drawn := a.clock(rec.Type, d, c)
		if a.query("explain") != "" {
			if err := drawn.explain(c, a.model); err != nil {
				return nil, err
			}
		}
		out.Clocks[f.Key] = drawn
	}
	return out, nil
}

func (a *asker) clock(t *model.Type, d *model.Clock, c *flow.Clock) *clockOut {
	out := &clockOut{
		Title: a.words().fact(t, d.Kind(), d.Key), State: string(c.State), Start: store.InstantText(c.Start), Due: store.InstantText(c.Due),
		Target: c.Target.String(), Late: c.Late || c.State == flow.ClockBreached,
		Pauses: []stretchOut{}, Levels: []levelOut{}, Past: []verdictOut{},
	}
	if !c.Ended.IsZero() {
		out.Ended = store.InstantText(c.Ended)
	}
	if cal := a.model.CalendarFor(c.Calendar); cal != nil {
		out.Calendar = &calendarOut{cal.Key, cal.Title(), cal.Zone().String()}
	}
	for _, p := range c.Pauses {
		out.Pauses = append(out.Pauses, stretchOf(p.From, p.To))
	}
	next := map[string]time.Time{}
	for _, l := range c.Levels {
		next[l.Key] = l.At
	}
	for _, l := range d.Levels {
		drawn := levelOut{Key: l.Key, Title: a.words().inType(t, l.Title, "sla."+d.Key+".escalate."+l.Key+".title"), Rung: c.Rung[l.Key]}
		if at := next[l.Key]; !at.IsZero() {
			drawn.At = store.InstantText(at)
		}
		out.Levels = append(out.Levels, drawn)
	}
	for _, v := range c.Past {
		out.Past = append(out.Past, verdictOut{store.InstantText(v.At), v.Why, store.InstantText(v.Due), v.Target.String(), v.Late})
	}
	out.Left = left(c, a.model, a.server.e.Now())
	return out
}

func stretchOf(from, to time.Time) stretchOut {
	out := stretchOut{From: store.InstantText(from)}
	if !to.IsZero() {
		out.To = store.InstantText(to)
	}
	return out
}

// left is what remains of a target, in its own unit of hours and minutes.
func left(c *flow.Clock, m *model.Model, now time.Time) string {
	if c.State != flow.ClockRunning && c.State != flow.ClockPaused {
		return ""
	}
	from := now
	if c.State == flow.ClockPaused {
		from = c.Pauses[len(c.Pauses)-1].From
	}
	if !from.Before(c.Due) {
		return ""
	}
	if cal := m.CalendarFor(c.Calendar); cal != nil {
		if work, err := cal.Between(from, c.Due); err == nil {
			return rule.Span{Work: work.Truncate(time.Minute)}.String()
		}
	}
	return rule.Span{Wall: c.Due.Sub(from).Truncate(time.Minute)}.String()
}

// explain lists the days that were counted, stretch by stretch.
func (out *clockOut) explain(c *flow.Clock, m *model.Model) error {
	cal := m.CalendarFor(c.Calendar)
	if cal == nil {
		return nil
	}
	from := c.Start
	for _, p := range append(c.Pauses, flow.Pause{From: c.Due}) {
		to := p.From
		if to.After(c.Due) {
			to = c.Due
		}
		if from.Before(to) {
			e, err := cal.Explain(from, to)
			if err != nil {
				return err
			}
			out.Missing = append(out.Missing, e.Warning.Years...)
			for _, d := range e.Days {
				out.Days = append(out.Days, day(d))
			}
		}
		if p.To.IsZero() {
			break
		}
		from = p.To
	}
	return nil
}

func day(d worktime.Day) dayOut {
	out := dayOut{Date: d.Date.String(), Kind: string(d.Kind), Title: d.Title, As: d.As, Cut: int(d.Cut.Minutes()), Work: int(d.Work().Minutes()), Slices: []stretchOut{}}
	for _, s := range d.Slices {
		out.Slices = append(out.Slices, stretchOf(s.From, s.To))
	}
	return out
}
