package api

import (
	"maps"
	"strconv"
	"strings"
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/spec"
	"kontora/internal/store"
	"kontora/internal/worktime"
)

type whenRequest struct {
	Files    map[string]*string `json:"files"`
	Calendar string             `json:"calendar"` // key; "" for the one in force
	File     string             `json:"file"`     // of a clock
	Path     string             `json:"path"`     // of a clock: sla.answer
	Type     string             `json:"type"`     // whose clock it is, where several have it
	Record   string             `json:"record"`   // that it is counted for
	Unit     string             `json:"unit"`     // id of a unit, whose calendar counts
	From     string             `json:"from"`
	Span     string             `json:"span"`
}

type whenAnswer struct {
	From     string       `json:"from"`
	Due      string       `json:"due"`
	Span     string       `json:"span"`
	Calendar *calendarOut `json:"calendar"`
	Chosen   string       `json:"chosen"` // given, record, unit, setting, only, none
	Why      string       `json:"why"`    // the same in a sentence
	Work     int          `json:"work"`   // minutes of work that were counted
	Slices   []sliceOut   `json:"slices"`
	Days     []dayOut     `json:"days"`
	Missing  []int        `json:"missing"` // years of which the calendar knows nothing
	Warning  string       `json:"warning,omitempty"`
	Clock    *whenClock   `json:"clock"`
	Under    string       `json:"under"`
}

// sliceOut is a stretch that counts, or does not.
type sliceOut struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Counts bool   `json:"counts"`
	Why    string `json:"why"`
}

type whenClock struct {
	Type   string      `json:"type"`
	Key    string      `json:"key"`
	Title  string      `json:"title"`
	Target *tryAnswer  `json:"target"` // how the span was worked out; null for one that is written
	Levels []levelWhen `json:"levels"`
}

type levelWhen struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	At    string `json:"at"`
}

// postWhen tells when a term would end under a draft, and which stretches count.
func postWhen(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	x := &whenQuestion{a: a}
	if err := a.body(&x.in); err != nil {
		return nil, err
	}
	files, err := a.edited(changes{Files: x.in.Files})
	if err != nil {
		return nil, err
	}
	x.d = a.under(files, len(x.in.Files) > 0)
	if err := x.ask(files); err != nil {
		return nil, err
	}
	due, err := flow.WhenDue(x.d.model, x.d.snap, x.term)
	if err != nil {
		return nil, err
	}
	return x.answer(due)
}

// whenQuestion gathers a term.
type whenQuestion struct {
	a     *asker
	in    whenRequest
	d     drafted
	term  flow.Term
	clock *whenClock
	typ   *model.Type
}

func (x *whenQuestion) ask(files map[string][]byte) (err error) {
	if x.term.From, err = x.a.moment(x.in.From, "from"); err != nil {
		return err
	}
	x.term.Unit = x.in.Unit
	if p := x.d.model.Person; p != nil { // whose settings name the calendar of the installation
		x.term.Pack = p.Pack
	}
	if x.in.Calendar != "" {
		if x.term.Calendar = x.calendar(files); x.term.Calendar == nil {
			return fault.New(fault.Missing, "unknown_calendar", fault.Params{"calendar": x.in.Calendar}).At("calendar")
		}
	}
	if x.in.Path != "" {
		return x.ofClock()
	}
	if x.in.Record != "" && x.in.Type != "" {
		if x.typ = typeIn(x.d.model, x.in.Type); x.typ == nil {
			return unknownType(x.in.Type)
		}
		if x.term.Record, err = x.a.seen(x.d, x.typ, x.in.Record); err != nil {
			return err
		}
	}
	return x.span()
}

// calendar finds one of the draft, also when the draft does not compile.
func (x *whenQuestion) calendar(files map[string][]byte) *model.Calendar {
	m := x.d.model
	if x.d.live && len(x.in.Files) > 0 {
		b, _ := spec.LoadFiles(files)
		some := *m
		some.Calendars = maps.Clone(m.Calendars)
		maps.Copy(some.Calendars, model.CalendarsOf(b))
		m = &some
	}
	return m.CalendarFor(x.in.Calendar)
}

func (x *whenQuestion) span() (err error) {
	if x.term.Span, err = rule.ParseSpan(x.in.Span); err != nil {
		return fault.New(fault.Invalid, "bad_span", fault.Params{"text": x.in.Span}).At("span")
	}
	return nil
}

// ofClock takes the span of a clock as it would be for a record.
func (x *whenQuestion) ofClock() error {
	c := x.findClock()
	if c == nil {
		return fault.New(fault.Missing, "no_clock_here", fault.Params{"file": x.in.File, "path": x.in.Path})
	}
	w := x.a.wordsUnder(x.d.model)
	x.term.Clock, x.term.Pack = c, x.typ.Pack
	x.clock = &whenClock{Type: x.typ.Key, Key: c.Key, Title: w.inType(x.typ, c.Title, "sla."+c.Key+".title"), Levels: []levelWhen{}}
	if x.in.Record != "" {
		var err error
		if x.term.Record, err = x.a.seen(x.d, x.typ, x.in.Record); err != nil {
			return err
		}
	}
	switch {
	case x.in.Span != "":
		return x.span()
	case c.Target.Expr == nil:
		x.term.Span = c.Target.Literal
		return nil
	}
	return x.worked(c)
}

// findClock looks for the clock that is written at the place, in the type that is
// named, else in the first that has it.
func (x *whenQuestion) findClock() *model.Clock {
	for _, t := range x.d.model.Types {
		if t.Facts == nil || t.Owner != nil || t.Abstract || x.in.Type != "" && t != typeIn(x.d.model, x.in.Type) {
			continue
		}
		for _, c := range t.Facts.Clocks {
			if c.At.Path == x.in.Path && (x.in.File == "" || c.At.File == x.in.File) {
				x.typ = t
				return c
			}
		}
	}
	return nil
}

// worked takes a span that is worked out, and tells how.
func (x *whenQuestion) worked(c *model.Clock) error {
	t := &trial{a: x.a, d: x.d, in: tryRequest{standing: standing{Files: x.in.Files, File: c.At.File, Path: c.At.Path + ".target"}, Type: x.typ.Key, Record: x.in.Record, At: x.in.From}}
	var err error
	if t.place, err = x.a.place(t.in.standing); err != nil {
		return err
	}
	if x.d.live {
		t.place.Files = t.place.Live
	}
	if err := t.find(); err != nil {
		return err
	}
	compiled, issues := t.compile()
	if len(issues) > 0 {
		return noExpression(t.in.standing)
	}
	if err := t.run(compiled); err != nil {
		return err
	}
	out := tryAnswer{Diagnostics: []exprIssue{}}
	if err := t.tell(&out); err != nil {
		return err
	}
	x.clock.Target = &out
	span, known := t.tried.Value.(rule.Span)
	switch {
	case t.tried.Hidden:
		return fault.New(fault.Denied, "when_hidden", nil).At("record")
	case out.Failed != nil:
		return out.Failed
	case !known:
		return fault.New(fault.Invalid, "when_no_span", nil).At("record")
	}
	x.term.Span = span
	return nil
}

func (x *whenQuestion) answer(due *flow.Due) (*whenAnswer, error) {
	a := x.a
	out := &whenAnswer{
		From: store.InstantText(x.term.From), Due: store.InstantText(due.At), Span: x.term.Span.String(),
		Chosen: string(due.Why), Slices: []sliceOut{}, Days: []dayOut{}, Missing: []int{}, Clock: x.clock, Under: "draft",
	}
	if x.d.live {
		out.Under = "live"
	}
	if x.in.Calendar != "" {
		out.Chosen = "given"
	}
	if c := due.Calendar; c != nil {
		out.Calendar = &calendarOut{c.Key, c.Title(), c.Zone().String()}
	}
	var err error
	if out.Why, err = x.why(out.Chosen, due); err != nil {
		return nil, err
	}
	if e := due.Working; e == nil {
		out.Slices = append(out.Slices, sliceOut{out.From, out.Due, true, x.say("when_wall", nil)})
	} else {
		out.Work = int(e.Work.Minutes())
		if out.Missing = append(out.Missing, e.Warning.Years...); len(out.Missing) > 0 {
			out.Warning = x.say("calendar_missing", map[string]any{"years": yearsText(out.Missing)})
		}
		for _, d := range e.Days {
			out.Days = append(out.Days, day(d))
		}
		out.Slices = x.slices(*e, due.Calendar)
	}
	if x.clock != nil {
		w := a.wordsUnder(x.d.model)
		for _, l := range due.Levels {
			title := x.term.Clock.Level(l.Key).Title
			x.clock.Levels = append(x.clock.Levels, levelWhen{l.Key, w.inType(x.typ, title, "sla."+x.term.Clock.Key+".escalate."+l.Key+".title"), store.InstantText(l.At)})
		}
	}
	return out, nil
}

func yearsText(years []int) string {
	texts := make([]string, len(years))
	for i, y := range years {
		texts[i] = strconv.Itoa(y)
	}
	return strings.Join(texts, ", ")
}

// why tells in a sentence why this calendar counts.
func (x *whenQuestion) why(chosen string, due *flow.Due) (string, error) {
	params := map[string]any{}
	if due.Calendar != nil {
		params["calendar"] = due.Calendar.Title()
	}
	if due.Unit != "" && x.a.model.Unit != nil {
		refs := x.a.references()
		refs.add(rule.Reference{Type: x.a.model.Unit.Key, Id: due.Unit})
		infos, err := refs.resolve()
		if err != nil {
			return "", err
		}
		params["unit"] = infos[x.a.model.Unit.Slug+"/"+due.Unit].Title
	}
	return x.say("calendar_"+chosen, params), nil
}

func (x *whenQuestion) say(key string, params map[string]any) string {
	text, _ := x.a.server.words.text(x.a.lang, "rules."+key, params)
	return text
}

// slices parts the time from the beginning to the deadline into what counts and
// what does not.
func (x *whenQuestion) slices(e worktime.Explanation, c *model.Calendar) []sliceOut {
	out := []sliceOut{}
	add := func(from, to time.Time, counts bool, why string) {
		if !from.Before(to) {
			return
		}
		f, t := store.InstantText(from), store.InstantText(to)
		if n := len(out); n > 0 && out[n-1].To == f && out[n-1].Counts == counts && out[n-1].Why == why {
			out[n-1].To = t
			return
		}
		out = append(out, sliceOut{f, t, counts, why})
	}
	at := e.From
	for _, d := range e.Days {
		idle := x.idle(d)
		for _, s := range d.Slices {
			add(at, s.From, false, idle)
			add(s.From, s.To, true, x.counted(d))
			at = s.To
		}
		end := dayEnd(d.Date, c.Zone())
		if end.After(e.To) {
			end = e.To
		}
		add(at, end, false, idle)
		if end.After(at) {
			at = end
		}
	}
	return out
}

func dayEnd(d worktime.Date, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, zone).UTC()
}

// idle says why time of a day does not count.
func (x *whenQuestion) idle(d worktime.Day) string {
	switch {
	case d.Kind == worktime.Holiday && d.Title != "":
		return d.Title
	case d.Kind == worktime.Holiday:
		return x.say("day_holiday", nil)
	case d.Kind == worktime.Free:
		return x.say("day_free", nil)
	}
	return x.say("day_closed", nil)
}

// counted says what is special about a day that counts.
func (x *whenQuestion) counted(d worktime.Day) string {
	var parts []string
	if d.Title != "" {
		parts = append(parts, d.Title)
	}
	switch d.Kind {
	case worktime.Working:
		parts = append(parts, x.say("day_working", nil))
	case worktime.Swapped:
		parts = append(parts, x.say("day_swapped", map[string]any{"date": d.As}))
	}
	if d.Cut > 0 {
		parts = append(parts, x.say("day_short", map[string]any{"minutes": int(d.Cut.Minutes())}))
	}
	if len(parts) == 0 {
		return x.say("day_usual", nil)
	}
	return strings.Join(parts, ", ")
}
