package designer

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Backtest asks what a configuration would have made of the past: every step that
// people took in some months is decided once more, by the configuration in force
// and by the other one, and what differs is told. Nothing is written.
type Backtest struct {
	From        string        `json:"from"` // of what was looked at
	To          string        `json:"to"`
	Whole       bool          `json:"whole"` // it got to the end in the time there was
	Total       int64         `json:"total"` // steps that people took
	Checked     int64         `json:"checked"`
	Unsure      int64         `json:"unsure"` // of them, those that today's rules would refuse as well: the past is not wholly known
	Clocks      ClockTally    `json:"clocks"`
	Assumptions []string      `json:"assumptions"` // words; see play.assume_…
	Differences []*Divergence `json:"differences"`
}

// ClockTally compares terms that were kept and missed.
type ClockTally struct {
	Checked int64 `json:"checked"`
	Late    int64 `json:"late"`  // as it was
	Would   int64 `json:"would"` // as it would have been
}

// Divergence is what would have gone differently, of one kind at one place.
type Divergence struct {
	Kind   string          `json:"kind"` // refused, transition_gone, type_gone, approval_added, approval_dropped, state, breach_added, breach_removed
	Type   string          `json:"type"` // slug
	Key    string          `json:"key"`
	Title  string          `json:"title"`
	Count  int64           `json:"count"`
	Sample []DivergentDeed `json:"sample"`
}

// DivergentDeed is one of them.
type DivergentDeed struct {
	Id     string       `json:"id"`
	Type   string       `json:"type"`
	Number string       `json:"number"`
	Title  string       `json:"title"`
	At     string       `json:"at"`
	Text   string       `json:"text"`
	Hidden bool         `json:"hidden,omitempty"` // whoever asks does not see the record
	Fault  *fault.Fault `json:"-"`                // the refusal; Text is for whoever says it
}

// Past says how far back to look, and how long that may take.
type Past struct {
	Since  time.Time
	Type   string // key; "" for all
	Within time.Duration
	Now    func() time.Time
}

const (
	movesAtOnce  = 500
	booksAtOnce  = 5000
	clocksAtOnce = 500
	sampleSize   = 20
)

// assumptions are what the answer rests on.
var assumptions = []string{"moves", "people", "others", "clocks", "uniques", "human", "hooks"}

// Replay makes a backtest of a model against the engine's own.
func Replay(ctx context.Context, app core.App, e *engine.Engine, draft *model.Model, p Past) (*Backtest, error) {
	ctx, cancel := context.WithTimeout(ctx, p.Within)
	defer cancel()
	r := &replay{
		app: app, zone: e.Zone(), live: e.Model(), draft: draft, past: p, books: newBooks(e.Model()), found: map[string]*Divergence{},
		out: &Backtest{From: store.InstantText(p.Since), To: store.InstantText(p.Now()), Whole: true, Assumptions: slices.Clone(assumptions)},
	}
	if p.Type != "" {
		t := r.live.TypeByKey(p.Type)
		if t == nil {
			return nil, fault.New(fault.Invalid, "unknown_type", fault.Params{"type": p.Type}).At("type")
		}
		r.only = t.StableId
	}
	if err := r.moves(ctx); err != nil {
		return nil, err
	}
	if err := r.clocks(ctx); err != nil {
		return nil, err
	}
	r.out.Differences = []*Divergence{}
	for _, d := range r.found {
		r.out.Differences = append(r.out.Differences, d)
	}
	slices.SortFunc(r.out.Differences, func(a, b *Divergence) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Kind+a.Type+a.Key, b.Kind+b.Type+b.Key))
	})
	return r.out, nil
}

// replay is a backtest under way.
type replay struct {
	app         core.App
	zone        *time.Location
	live, draft *model.Model
	past        Past
	only        string // stable id of the one type; "" for all
	books       *books
	base        *store.Snapshot
	were, would *pastWorld
	free        *pastWorld               // the draft without limits
	deeds       map[string][]*store.Deed // by record
	found       map[string]*Divergence
	out         *Backtest
}

// fresh opens the world anew, so that what was read does not pile up.
func (r *replay) fresh() error {
	base, err := store.NewSnapshot(r.app, r.live, r.zone)
	if err != nil {
		return err
	}
	r.base, r.deeds = base, map[string][]*store.Deed{}
	r.were = &pastWorld{base: base, live: r.live, m: r.live, books: r.books}
	r.would = &pastWorld{base: base, live: r.live, m: r.draft, books: r.books, kinds: map[*model.Type]*likeness{}}
	r.free = &pastWorld{base: base, live: r.live, m: unlimited(r.draft), books: r.books, kinds: map[*model.Type]*likeness{}}
	return nil
}

// unlimited is a model whose registers hold anything.
func unlimited(m *model.Model) *model.Model {
	free := *m
	free.Registers = make([]*model.Register, len(m.Registers))
	for i, reg := range m.Registers {
		open := *reg
		open.Limits, open.Lock = nil, nil
		free.Registers[i] = &open
	}
	return &free
}

// moves goes through the steps that people took, in the order of history.
func (r *replay) moves(ctx context.Context) error {
	var err error
	if r.out.Total, err = store.CountPersonalMoves(r.app, r.past.Since, r.only); err != nil {
		return err
	}
	after := int64(0)
	for {
		events, err := store.PersonalMoves(r.app, r.past.Since, after, r.only, movesAtOnce)
		if err != nil || len(events) == 0 {
			return err
		}
		if err := r.fresh(); err != nil {
			return err
		}
		for _, e := range events {
			if ctx.Err() != nil {
				r.out.Whole, r.out.To = false, e.At
				return nil
			}
			if err := r.books.upTo(r.app, e.Seq); err != nil {
				return err
			}
			if err := r.move(e); err != nil {
				return fmt.Errorf("event %d: %w", e.Seq, err)
			}
			after = e.Seq
		}
	}
}

// upTo enters everything that was booked before an event.
func (b *books) upTo(app core.App, event int64) error {
	entries, err := b.ahead(app, event)
	if err != nil {
		return err
	}
	for _, e := range entries {
		key := map[string]string{}
		if err := json.Unmarshal([]byte(e.Key), &key); err != nil {
			return fmt.Errorf("key of entry %d: %w", e.Seq, err)
		}
		b.enter(e, key)
	}
	b.wait = b.wait[len(entries):]
	return nil
}

// ahead looks at what is booked next, before an event.
func (b *books) ahead(app core.App, event int64) ([]store.Booked, error) {
	for {
		if i := slices.IndexFunc(b.wait, func(e store.Booked) bool { return e.Event >= event }); i >= 0 {
			return b.wait[:i], nil
		}
		if b.done {
			return b.wait, nil
		}
		last := b.seq
		if n := len(b.wait); n > 0 {
			last = b.wait[n-1].Seq
		}
		more, err := store.BookedAfter(app, last, booksAtOnce)
		if err != nil {
			return nil, err
		}
		b.wait = append(b.wait, more...)
		b.done = len(more) < booksAtOnce
	}
}

// deed finds what a record was before and after an event.
func (r *replay) deed(t *model.Type, e *store.Event) (*store.Deed, error) {
	deeds, known := r.deeds[e.Record]
	if !known {
		rec, err := r.base.Load(t, e.Record)
		if err != nil {
			return nil, err
		}
		if rec != nil {
			if deeds, err = store.Deeds(r.app, r.live, rec); err != nil {
				return nil, err
			}
		}
		r.deeds[e.Record] = deeds
	}
	i := slices.IndexFunc(deeds, func(d *store.Deed) bool { return d.Seq == e.Seq })
	if i < 0 {
		return nil, nil
	}
	return deeds[i], nil
}

func (r *replay) move(e *store.Event) error {
	t := byStableId(r.live, e.Type)
	if t == nil || t.Lifecycle == nil {
		return nil
	}
	d, err := r.deed(t, e)
	if err != nil {
		return err
	}
	tr := t.Lifecycle.Transition(e.Transition)
	if d == nil || d.Before == nil || tr == nil {
		r.out.Unsure++ // gone since, or by rules that are gone
		return nil
	}
	r.out.Checked++
	now := byStableId(r.draft, t.StableId)
	switch {
	case now == nil:
		r.note("type_gone", t, t.Key, t.Plural, d, "", nil)
		return nil
	case now.Lifecycle == nil || now.Lifecycle.Transition(e.Transition) == nil:
		r.note("transition_gone", t, tr.Key, tr.Title, d, "", nil)
		return nil
	}
	return r.compare(t, tr, d)
}

// compare decides a step by both configurations.
func (r *replay) compare(t *model.Type, tr *model.Transition, d *store.Deed) error {
	about := asJudged(tr, d)
	facts, err := store.PostedBefore(r.app, r.live, about.Reference(), r.books.seq)
	if err != nil {
		return err
	}
	was, before, err := r.decide(r.were, about, facts, tr.Key, d)
	if err != nil {
		return err
	}
	if before != nil {
		r.out.Unsure++
		return nil
	}
	would, refusal, err := r.decide(r.would, about, facts, tr.Key, d)
	if err != nil {
		return err
	}
	refusal, unsure, err := r.judgeLimits(refusal, about, was, d)
	switch {
	case err != nil:
		return err
	case refusal != nil:
		r.note("refused", t, tr.Key, tr.Title, d, "", refusal)
		return nil
	case unsure:
		r.out.Unsure++
		return nil
	case would == nil: // only limits spoke against it, and not of what was booked
		if would, _, err = r.decide(r.free, about, facts, tr.Key, d); would == nil {
			return err
		}
	}
	r.compareSteps(t, d, was, would)
	r.compareStates(t, tr, d, was, would)
	return nil
}

// asJudged is the record as it was judged: before the step, with what was typed for
// it, and without what the step itself wrote.
func asJudged(tr *model.Transition, d *store.Deed) *flow.Record {
	rec := d.Before.Clone()
	written := map[string]bool{}
	for _, effect := range tr.Then {
		for _, a := range slices.Concat(effect.Set, effect.Append) {
			written[a.Field.Key] = true
		}
	}
	for _, f := range d.Before.Type.Fields {
		switch {
		case f.Engine || f.ReadOnly || f.Computed != nil || written[f.Key]:
		case f.Kind == model.Rows:
			rec.Rows[f.Key] = d.After.Rows[f.Key]
		case d.After.Values[f.Key] != nil:
			rec.Values[f.Key] = d.After.Values[f.Key]
		default:
			delete(rec.Values, f.Key)
		}
	}
	return rec
}

// decide asks one model for a plan. A refusal is an answer.
func (r *replay) decide(w *pastWorld, about *flow.Record, facts []*flow.Fact, transition string, d *store.Deed) (*flow.Plan, *fault.Fault, error) {
	at, err := store.ParseInstant(d.At)
	if err != nil {
		return nil, nil, err
	}
	w.about, w.facts = about, facts
	defer func() { w.about, w.facts = nil, nil }()
	rec := w.seen(about)
	cmd := flow.Command{Kind: flow.Move, Type: rec.Type, Id: rec.Id, Transition: transition, Comment: d.Reason, Force: d.Reason != "", Actor: flow.Actor{System: true}}
	if who := cmp.Or(d.Behalf, d.Actor); who != "system" && who != "super" {
		p, known := r.base.Directory().Person(who)
		if !known {
			return nil, fault.New(fault.Denied, "account_inactive", nil), nil
		}
		cmd.Actor = flow.Actor{Person: p}
	}
	plan, err := flow.Decide(w.m, w, cmd, at)
	var refused *fault.Fault
	if errors.As(err, &refused) {
		return nil, refused, nil
	}
	return plan, nil, err
}

// compareSteps tells of steps of approval that came or went.
func (r *replay) compareSteps(t *model.Type, d *store.Deed, was, would *flow.Plan) {
	old, now := begun(t, d, was), begun(byStableId(r.draft, t.StableId), d, would)
	for _, s := range now {
		if !slices.Contains(old, s) {
			r.note("approval_added", t, s, stepTitle(byStableId(r.draft, t.StableId), s), d, "", nil)
		}
	}
	for _, s := range old {
		if !slices.Contains(now, s) {
			r.note("approval_dropped", t, s, stepTitle(t, s), d, "", nil)
		}
	}
}

// begun lists what the rounds that a step begins ask: route.step. A round that went
// on already is not begun by it.
func begun(t *model.Type, d *store.Deed, p *flow.Plan) []string {
	var out []string
	for _, f := range p.Facts {
		round, is := f.After.(*flow.Round)
		route := t.Facts.Approval(f.Key)
		if !is || f.Record.Id != d.Record || route == nil || route.In[stateNow(t.Lifecycle, d.Before.Status())] {
			continue
		}
		for _, s := range round.Steps {
			if s.Applies && s.Skip == "" {
				out = append(out, f.Key+"."+s.Key)
			}
		}
	}
	slices.Sort(out)
	return out
}

func stepTitle(t *model.Type, key string) string {
	route, step, _ := strings.Cut(key, ".")
	if t != nil {
		if a := t.Facts.Approval(route); a != nil && a.Step(step) != nil {
			return a.Step(step).Title
		}
	}
	return key
}

// compareStates tells of records that would have come to another state.
func (r *replay) compareStates(t *model.Type, tr *model.Transition, d *store.Deed, was, would *flow.Plan) {
	old, now := finalState(was, d.Record), finalState(would, d.Record)
	if now != "" && stateNow(byStableId(r.draft, t.StableId).Lifecycle, old) != now {
		r.note("state", t, tr.Key, tr.Title, d, now, nil)
	}
}

func finalState(p *flow.Plan, id string) string {
	state := ""
	for _, c := range p.Changes {
		if c.After.Id == id {
			state = c.After.Status()
		}
	}
	return state
}

// clocks counts the terms that began in the time anew.
func (r *replay) clocks(ctx context.Context) error {
	var after [3]string
	for {
		list, last, err := store.ClocksSince(r.app, r.live, r.past.Since, after, r.only, clocksAtOnce)
		if err != nil || last == after {
			return err
		}
		after = last
		if err := r.fresh(); err != nil {
			return err
		}
		for _, c := range list {
			if ctx.Err() != nil {
				r.out.Whole = false
				return nil
			}
			if err := r.clock(c); err != nil {
				return err
			}
		}
	}
}

func (r *replay) clock(k store.KeptClock) error {
	t := r.live.TypeByKey(k.Record.Type)
	rec, err := r.base.Load(t, k.Record.Id)
	if err != nil || rec == nil || k.Clock.State == flow.ClockCancelled {
		return err
	}
	r.out.Clocks.Checked++
	late := k.Clock.IsLate()
	would := late
	if seen := r.would.seen(rec); seen != nil && seen.Type.Lifecycle != nil {
		next, err := flow.ClockUnder(r.draft, r.would, seen, k.Key, k.Clock, r.past.Now())
		if _, refused := fault.As(err); err != nil && !refused {
			return err
		}
		if next != nil && !next.Due.Equal(k.Clock.Due) {
			would = next.Late
		}
	}
	d := &store.Deed{Event: &store.Event{Record: rec.Id, At: store.InstantText(k.Clock.Start)}, After: rec}
	title := k.Key
	if f := t.Facts.Clock(k.Key); f != nil {
		title = f.Title
	}
	if late {
		r.out.Clocks.Late++
	}
	if would {
		r.out.Clocks.Would++
	}
	switch {
	case would && !late:
		r.note("breach_added", t, k.Key, title, d, "", nil)
	case late && !would:
		r.note("breach_removed", t, k.Key, title, d, "", nil)
	}
	return nil
}

// note adds a difference to those of its kind and place.
func (r *replay) note(kind string, t *model.Type, key, title string, d *store.Deed, text string, refused *fault.Fault) {
	name := kind + " " + t.Key + " " + key
	one := r.found[name]
	if one == nil {
		one = &Divergence{Kind: kind, Type: t.Slug, Key: key, Title: title, Sample: []DivergentDeed{}}
		r.found[name] = one
	}
	one.Count++
	if len(one.Sample) >= sampleSize {
		return
	}
	deed := DivergentDeed{Id: d.Record, Type: t.Slug, At: d.At, Text: text, Fault: refused, Title: flow.Title(r.live, r.base, d.After)}
	if f := t.Work.Number; f != nil {
		deed.Number, _ = d.After.Values[f.Key].(string)
	}
	if refused != nil {
		deed.Text = refused.Error()
	}
	one.Sample = append(one.Sample, deed)
}
