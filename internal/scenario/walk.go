package scenario

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// A walk has people do at random what they may do with a record, with values that
// its forms take, and looks after each step whether everything holds that must
// always hold. What is found is told with as few steps as lead there.

// WalkOptions say what to walk over.
type WalkOptions struct {
	Type   string // key or slug
	Steps  int    // of all walks together
	Seed   int64
	Within time.Duration
	Now    func() time.Time
}

// Walked is what came of it.
type Walked struct {
	Type   string `json:"type"` // slug
	Title  string `json:"title"`
	Seed   int64  `json:"seed"`
	Walks  int    `json:"walks"`
	Steps  int    `json:"steps"`
	Asked  int    `json:"asked"` // how many steps were asked for
	Whole  bool   `json:"whole"` // all of them were walked in the time there was
	Unable string `json:"unable,omitempty"`
	// Never are states that no record came into and transitions that nobody ran.
	Never  []Unwalked `json:"never"`
	Silent []Silence  `json:"silent"` // messages that never had a reader
	Found  *Finding   `json:"found"`  // nil: everything held
}

// Unwalked is a state or a transition that no walk came to.
type Unwalked struct {
	Kind  string `json:"kind"`
	Key   string `json:"key"`
	Title string `json:"title"`
}

// Silence is a message that was sent to nobody each time.
type Silence struct {
	Message string `json:"message"`
	Times   int    `json:"times"`
}

// Finding is a way to something that must not be.
type Finding struct {
	Kind     string   `json:"kind"` // stuck, lacking, clock, books, history, clocks, failed, endless
	Text     string   `json:"text"`
	Story    []string `json:"story"`
	Steps    []Step   `json:"steps"`
	Walked   int      `json:"walked"`   // how many steps the walk had before it was shortened
	Scenario string   `json:"scenario"` // a script that leads there; "" when it cannot be written
	Played   bool     `json:"played"`   // the script was played and led there
}

const (
	walkLength  = 40
	mostRecords = 4

	barredAtMost = 8 // walks in a row that nobody could begin
)

// errUndo takes a walk back, so that the next one begins anew.
var errUndo = errors.New("undo")

// Walk walks over one type of a configuration.
func Walk(ctx context.Context, o Options, opening Opening, wo WalkOptions) (*Walked, error) {
	p, err := Open(o, opening)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	return p.walk(ctx, wo)
}

func (p *Play) walk(ctx context.Context, wo WalkOptions) (*Walked, error) {
	t, err := p.w.typ(wo.Type)
	if err != nil || t.Abstract || t.Owner != nil {
		return nil, fault.New(fault.Invalid, "unknown_type", fault.Params{"type": wo.Type}).At("type")
	}
	out := &Walked{Type: t.Slug, Title: t.Title, Seed: wo.Seed, Asked: wo.Steps, Never: []Unwalked{}, Silent: []Silence{}}
	rules := newRules(p, t)
	if err := rules.prepare(); err != nil {
		return nil, err
	}
	silence := map[string]*[2]int{} // message → sent, unheard
	ends, barred := wo.Now().Add(wo.Within), 0
	for n := 0; out.Steps < wo.Steps && ctx.Err() == nil && wo.Now().Before(ends); n++ {
		w, broken, err := rules.once(func(w *walker) (*broken, error) {
			w.rng = rand.New(rand.NewSource(wo.Seed + int64(n)))
			w.silence = silence
			return w.wander(min(walkLength, wo.Steps-out.Steps))
		})
		if err != nil {
			return nil, err
		}
		out.Walks++
		out.Steps += w.taken
		if w.taken == 0 {
			out.Unable = w.unable
			if barred++; barred > barredAtMost {
				break
			}
			continue
		}
		barred = 0
		if broken != nil {
			out.Found, err = rules.tell(w.steps[:w.at], broken)
			break
		}
	}
	out.Whole = out.Steps >= wo.Steps || out.Found != nil
	if out.Steps > 0 {
		out.Unable = ""
	}
	for name, n := range silence {
		if n[0] == 0 && n[1] > 2 {
			out.Silent = append(out.Silent, Silence{name, n[1]})
		}
	}
	slices.SortFunc(out.Silent, func(a, b Silence) int { return strings.Compare(a.Message, b.Message) })
	out.Never = rules.never()
	return out, err
}

// rules is what all walks over a type share.
type rules struct {
	p       *Play
	e       *engine.Engine
	m       *model.Model
	t       *model.Type
	began   time.Time
	entered map[string]bool // states
	run     map[string]int  // transitions
	moved   map[string]bool // "type state": other records may move it on
}

func newRules(p *Play, t *model.Type) *rules {
	e := p.w.office.engine
	return &rules{p: p, e: e, m: e.Model(), t: e.Model().TypeByKey(t.Key), began: p.Now(), entered: map[string]bool{}, run: map[string]int{}, moved: map[string]bool{}}
}

// prepare makes the records that one of the type must point at: whoever walks does
// not make them.
func (r *rules) prepare() error {
	for _, who := range append([]string{"employee"}, r.peopleNames()...) {
		as := r.p.w.actors[who]
		if as == nil {
			continue
		}
		if _, err := r.p.filled(as, want{t: r.t}); err == nil {
			return nil
		} else if _, refused := fault.As(err); !refused {
			return err
		}
	}
	return nil
}

func (r *rules) peopleNames() []string {
	out := make([]string, len(r.p.cast))
	for i, c := range r.p.cast {
		out[i] = c.Key
	}
	return out
}

func (r *rules) never() []Unwalked {
	out := []Unwalked{}
	if r.t.Lifecycle == nil {
		return out
	}
	for _, s := range r.t.Lifecycle.States {
		if !r.entered[s.Key] {
			out = append(out, Unwalked{"state", s.Key, s.Title})
		}
	}
	for _, tr := range r.t.Lifecycle.Transitions {
		if r.run[tr.Key] == 0 && tr != r.t.Lifecycle.Birth {
			out = append(out, Unwalked{"transition", tr.Key, tr.Title})
		}
	}
	return out
}

// once does something in a transaction that is taken back.
func (r *rules) once(do func(*walker) (*broken, error)) (w *walker, found *broken, err error) {
	r.p.w.office.clock.Store(r.began.UnixMilli())
	serial := r.p.serial
	err = r.e.App().RunInTransaction(func(tx core.App) error {
		w = &walker{rules: r, tx: tx, records: map[string]rule.Reference{}, used: map[string]time.Duration{}, closed: map[string]bool{}}
		var failed error
		if found, failed = do(w); failed != nil {
			return failed
		}
		return errUndo
	})
	r.p.w.office.clock.Store(r.began.UnixMilli())
	r.p.serial = serial
	if !errors.Is(err, errUndo) {
		return w, nil, err
	}
	return w, found, nil
}

// walker is one walk.
type walker struct {
	*rules
	tx      core.App
	rng     *rand.Rand
	records map[string]rule.Reference // by name
	order   []string                  // names, in which they were made
	steps   []Step
	at      int // steps that were taken when something broke
	taken   int
	unable  string // why nobody could begin
	used    map[string]time.Duration
	closed  map[string]bool
	silence map[string]*[2]int
}

// wander takes steps until nothing is left to do, something broke, or it is enough.
func (w *walker) wander(most int) (*broken, error) {
	for tries := 0; w.taken < most && tries < 3*most; tries++ {
		s, err := w.next()
		if err != nil {
			return nil, err
		}
		if s == nil {
			return w.whole()
		}
		done, found, err := w.step(*s)
		if err != nil || found != nil {
			w.at = len(w.steps)
			return found, err
		}
		if done {
			if found, err := w.check(); err != nil || found != nil {
				w.at = len(w.steps)
				return found, err
			}
		}
	}
	return w.whole()
}

// whole looks at what takes long, once a walk is over.
func (w *walker) whole() (*broken, error) {
	w.at = len(w.steps)
	if w.taken == 0 {
		return nil, nil
	}
	return w.verify()
}

// replay takes the given steps, those that are refused left out, and tells what
// breaks. kept are the steps that were done.
func (r *rules) replay(steps []Step) (kept []Step, found *broken, err error) {
	w, found, err := r.once(func(w *walker) (*broken, error) {
		w.rng = rand.New(rand.NewSource(1))
		for _, s := range steps {
			done, found, err := w.step(s)
			if err != nil || found != nil {
				return found, err
			}
			if !done {
				continue
			}
			if found, err := w.check(); err != nil || found != nil {
				return found, err
			}
		}
		return w.verify()
	})
	return w.steps, found, err
}

// step carries out one step; done reports that it was not refused.
func (w *walker) step(s Step) (done bool, found *broken, err error) {
	if s.Do == "wait" {
		found, err = w.wait(s.Wait)
		w.steps = append(w.steps, s)
		w.taken++
		return true, found, err
	}
	cmd, ok := w.command(s)
	if !ok {
		return false, nil, nil
	}
	out, refused, err := w.try(cmd, s)
	switch {
	case err != nil:
		w.steps = append(w.steps, s)
		w.taken++
		return true, &broken{kind: "failed", name: s.Record, why: []string{err.Error()}}, nil
	case refused != nil && refused.Code == "settle_limit":
		w.steps = append(w.steps, s)
		w.taken++
		return true, &broken{kind: "endless", name: s.Record}, nil
	case refused != nil:
		w.unable = refused.Error()
		return false, nil, nil
	}
	w.note(s, out)
	w.steps = append(w.steps, s)
	w.taken++
	return true, nil, nil
}

// note remembers what a step has made and where it led.
func (w *walker) note(s Step, out *engine.Outcome) {
	if s.Do == "create" {
		w.know(s.Record, rule.Reference{Type: out.Plan.Changes[0].After.Type.Key, Id: out.Id})
	}
	for _, c := range out.Plan.Changes {
		if c.Transition != nil && c.After.Type.Key == w.t.Key {
			w.run[c.Transition.Key]++
		}
		if c.After.Type.Key == w.t.Key {
			w.entered[c.After.Status()] = true
		}
		if c.Before == nil && c.After.Type.Lifecycle != nil && c.After.Id != out.Id {
			w.know(w.freshName(c.After.Type), c.After.Reference())
		}
	}
	if w.silence == nil {
		return
	}
	for _, n := range out.Plan.Notices {
		w.heard(n.Message, 0)
	}
	for _, m := range out.Plan.Unheard {
		w.heard(m, 1)
	}
}

func (w *walker) heard(m *model.Message, i int) {
	if m == nil {
		return
	}
	if w.silence[m.Key] == nil {
		w.silence[m.Key] = &[2]int{}
	}
	w.silence[m.Key][i]++
}

func (w *walker) know(name string, ref rule.Reference) {
	if w.records[name] == (rule.Reference{}) {
		w.order = append(w.order, name)
	}
	w.records[name] = ref
}

func (w *walker) freshName(t *model.Type) string {
	stem := strings.ReplaceAll(t.Name, "-", "_")
	for i := 1; ; i++ {
		name := stem
		if i > 1 {
			name = fmt.Sprint(stem, i)
		}
		if _, there := w.records[name]; !there && w.p.w.records[name] == nil && w.p.w.actors[name] == nil {
			return name
		}
	}
}

// actor says who somebody of the cast is.
func (w *walker) actor(key string) (flow.Actor, bool) {
	dir, err := store.DirectoryOf(w.tx, w.m)
	if err != nil {
		return flow.Actor{}, false
	}
	for _, c := range w.p.cast {
		if c.Key == key {
			p, known := dir.Person(c.Id)
			return flow.Actor{Person: p}, known && p.Active
		}
	}
	return flow.Actor{}, false
}

func (w *walker) snapshot() (*store.Snapshot, error) { return w.e.Snapshot(w.tx) }

func (w *walker) load(snap *store.Snapshot, name string) (*flow.Record, error) {
	ref := w.records[name]
	t := w.m.TypeByKey(ref.Type)
	if t == nil {
		return nil, nil
	}
	return snap.Load(t, ref.Id)
}

// open lists the records on which work is owed.
func (w *walker) open(snap *store.Snapshot) ([]string, error) {
	var out []string
	for _, name := range w.order {
		rec, err := w.load(snap, name)
		if err != nil {
			return nil, err
		}
		if rec != nil && rec.Type.Lifecycle != nil && rec.IsOpen() && !rec.IsArchived() {
			out = append(out, name)
		}
	}
	return out, nil
}

func keysOf[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
