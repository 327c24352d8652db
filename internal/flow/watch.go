package flow

import (
	"kontora/internal/model"
	"kontora/internal/rule"
)

// watch stands beside an evaluation that is told to somebody: it says of every
// cell, record and sum that is read whether that is for their eyes. These are
// judged by the configuration in force and by records as they are stored: who
// writes a configuration could give themselves any right in it, and copy any cell
// into one that they see.
type watch struct {
	s     *session    // of the evaluation, possibly under another configuration
	trace *rule.Trace // nil: nothing is noted, see eyes.also
	live  *session    // of the configuration in force
	eyes  *eyes       // there; nil sees everything
	other bool        // the evaluation is under another configuration
	moved bool        // of records as a transition would leave them
}

// newWatch watches for somebody; live is the world in force, m its configuration.
func (s *session) newWatch(m *model.Model, live Snapshot, asker Actor, trace *rule.Trace) *watch {
	w := &watch{s: s, trace: trace, live: newSession(m, live, asker, s.now), other: m != s.m}
	w.eyes = w.live.eyesOf(asker)
	return w
}

// sees reports whether a cell is for the reader's eyes.
func (w *watch) sees(r *Record, f *model.Field) (bool, error) {
	if w.eyes == nil {
		return true, nil
	}
	head, cell := r, f
	if r.Type.Owner != nil {
		owner, err := w.s.ownerOf(r)
		if err != nil || owner == nil {
			return false, err
		}
		head, cell = owner, r.Type.OwnerField
	}
	stored, err := w.stored(head)
	if err != nil || stored == nil {
		return false, err
	}
	there := fieldKept(stored.Type, cell.StableId)
	if there == nil { // a new formula: what it reads is looked at; else nothing is stored there yet
		isEmpty := !w.moved && cell.Computed == nil && head.Values[cell.Key] == nil && len(head.Rows[cell.Key]) == 0
		return w.other && (cell.Live || isEmpty), nil
	}
	seen, err := w.eyes.sees(stored, there)
	if err != nil || !seen || !w.other || f.Live {
		return seen, err
	}
	return w.isKept(stored, r, f)
}

// stored finds a record as it is kept in force.
func (w *watch) stored(r *Record) (*Record, error) {
	t := typeKept(w.live.m, r.Type.StableId)
	if t == nil || r.Id == "" {
		return nil, nil
	}
	return w.live.load(t, r.Id)
}

// isKept reports whether a value is the one that is stored, or one that follows
// from the way of the record alone.
func (w *watch) isKept(stored, r *Record, f *model.Field) (bool, error) {
	switch {
	case f.Engine:
		return true, nil
	case r.Type.Owner != nil:
		if stored = rowKept(stored, r); stored == nil {
			return false, nil
		}
	case f.Kind == model.Rows || f.Kind == model.Inverse:
		return true, nil // what is in them is looked at by itself
	}
	there := fieldKept(stored.Type, f.StableId)
	if there == nil {
		return false, nil
	}
	was := moveValue(there, f, w.s.m, w.live.m, stored.Values[there.Key])
	return equal(was, r.Values[f.Key]), nil
}

func rowKept(owner, row *Record) *Record {
	for key, rows := range owner.Rows {
		for _, r := range rows {
			if f := owner.Type.Field(key); f != nil && r.Id == row.Id && f.StableId == row.Type.OwnerField.StableId {
				return r
			}
		}
	}
	return nil
}

// knows reports whether the reader knows of a record at all.
func (w *watch) knows(r *Record) bool {
	if w.eyes == nil {
		return true
	}
	owner, err := w.s.ownerOf(r)
	if err != nil || owner == nil {
		return false
	}
	stored, err := w.stored(owner)
	return err == nil && stored != nil && w.eyes.knows(stored)
}

// isReworked reports whether a stored formula is another one than in force, and
// was worked out anew for the record at hand: what it reads is looked at, not
// where its value would stand.
func (w *watch) isReworked(r *Record, f *model.Field) bool {
	if !w.other || f.Computed == nil || f.Live {
		return false
	}
	if head, err := w.s.ownerOf(r); err != nil || head == nil || !w.s.drafts[head] {
		return false
	}
	t := typeKept(w.live.m, r.Type.StableId)
	if t == nil {
		return true
	}
	there := fieldKept(t, f.StableId)
	return there == nil || there.Computed == nil || there.Computed.Source() != f.Computed.Source()
}

// shows is sees where a failure means no.
func (w *watch) shows(r *Record, f *model.Field) bool {
	seen, err := w.sees(r, f)
	return err == nil && seen
}

// cell notes that a cell of a record is read.
func (w *watch) cell(r *Record, f *model.Field) error {
	seen, err := w.sees(r, f)
	if err == nil && !seen {
		w.trace.Hide()
	}
	return err
}

// derived notes that something is read that follows from a field: phase and open
// from the state.
func (w *watch) derived(r *Record) error {
	if f := r.Type.Field("status"); f != nil {
		return w.cell(r, f)
	}
	return nil
}

// record notes that a record is found.
func (w *watch) record(r *Record) {
	if r != nil && !w.knows(r) {
		w.trace.Hide()
	}
}

// search notes that records of a type are looked through: what is found, and that
// nothing is, tells of all of them.
func (w *watch) search(t *model.Type) error {
	if w.eyes == nil || t == nil {
		return nil
	}
	for _, one := range w.s.m.Descendants(t.Key) {
		wide, err := w.wide(one)
		if err != nil {
			return err
		}
		if !wide.Row() {
			w.trace.Hide()
			return nil
		}
	}
	return nil
}

// wide are the reader's rights on all records of a type.
func (w *watch) wide(t *model.Type) (Rights, error) {
	if t.Owner != nil {
		t = t.Owner
	}
	there := typeKept(w.live.m, t.StableId)
	if there == nil {
		return Rights{Type: t}, nil
	}
	return w.live.wide(there)
}

// register notes that the sums of a register are read: these tell of every record
// that contributes to them.
func (w *watch) register(key string) error {
	if w.eyes == nil {
		return nil
	}
	reg := w.s.m.Register(key)
	if reg == nil {
		return nil
	}
	if reg = w.live.m.RegisterKept(reg.StableId); reg == nil {
		return nil // nothing is entered there yet
	}
	for _, t := range w.live.m.Types {
		if t.Facts == nil || t.Owner != nil {
			continue
		}
		for _, p := range t.Facts.Postings {
			if p.Register != reg.StableId {
				continue
			}
			wide, err := w.wide(t)
			if err != nil {
				return err
			}
			if !readsPosting(wide, t, p) {
				w.trace.Hide()
				return nil
			}
		}
	}
	return nil
}

// readsPosting reports whether rights on all records of a type show every cell
// from which a posting is worked out.
func readsPosting(wide Rights, t *model.Type, p *model.Posting) bool {
	rules := []*rule.Rule{p.When, p.Each, p.Day}
	for _, r := range p.Dimensions {
		rules = append(rules, r)
	}
	for _, c := range p.Post {
		rules = append(rules, c.Amount)
	}
	for _, r := range rules {
		if r == nil {
			continue
		}
		for _, cell := range r.Cells() {
			if f := t.Field(cell.Field); cell.Type == t.Key && f != nil && !wide.Reads(f) {
				return false
			}
		}
	}
	return wide.Row()
}

// formula works out a live formula; every cell that it reads is looked at.
func (w *watch) formula(rec *Record, f *model.Field) (any, error) {
	sc := w.s.scope(f.Computed, rec, nil, nil)
	w.over(sc, f.Computed, rec, nil)
	v, err := f.Computed.Eval(sc)
	if err != nil {
		return nil, err
	}
	return w.s.outcome(f, rec, v)
}

// over makes whatever a scope reads of records be noted.
func (w *watch) over(sc *rule.Scope, r *rule.Rule, rec, old *Record) {
	sc.Source = watchedSource{source{s: w.s}, w}
	if rec != nil {
		sc.Self = view{s: w.s, r: rec, past: rec.Type.IsPast(r), watch: w}
	}
	if old != nil {
		sc.Old = view{s: w.s, r: old, past: old.Type.IsPast(r), watch: w}
	}
	if sc.Me != nil && w.s.m.Person != nil {
		me := *sc.Me
		if own, err := w.s.load(w.s.m.Person, me.Id); err == nil && own != nil {
			me.Fields = view{s: w.s, r: own, watch: w}
		}
		sc.Me = &me
	}
}

// watchedSource is a source of which every answer is noted.
type watchedSource struct {
	source
	w *watch
}

var _ rule.Source = watchedSource{}

// Record loads what a reference points at.
func (x watchedSource) Record(ref rule.Reference) (rule.Record, error) {
	r, err := x.s.follow(ref)
	if r == nil || err != nil {
		return nil, err
	}
	x.w.record(r)
	return view{s: x.s, r: r, watch: x.w}, nil
}

// Lookup finds the most specific row of a catalog.
func (x watchedSource) Lookup(typ string, keys map[string]any, on *rule.Date) (rule.Record, error) {
	if err := x.w.search(x.s.m.TypeByKey(typ)); err != nil {
		return nil, err
	}
	found, err := x.source.Lookup(typ, keys, on)
	return x.w.shown(found), err
}

// Coded finds the row of a catalog by its code.
func (x watchedSource) Coded(typ, code string) (rule.Record, error) {
	if err := x.w.search(x.s.m.TypeByKey(typ)); err != nil {
		return nil, err
	}
	found, err := x.source.Coded(typ, code)
	return x.w.shown(found), err
}

// Balance is what a register holds.
func (x watchedSource) Balance(register string, by map[string]any) (map[string]any, error) {
	if err := x.w.register(register); err != nil {
		return nil, err
	}
	return x.source.Balance(register, by)
}

// Exceeds reports whether a record would break a limit.
func (x watchedSource) Exceeds(rec rule.Record, register, state string) (bool, error) {
	if err := x.w.register(register); err != nil {
		return false, err
	}
	return x.source.Exceeds(rec, register, state)
}

// Opened reports whether a person has opened a record: nobody else's business.
func (x watchedSource) Opened(ref rule.Reference, person string) (bool, error) {
	if e := x.w.eyes; e != nil && (e.actor.Person == nil || e.actor.Person.Id != person) {
		x.w.trace.Hide()
	}
	return x.source.Opened(ref, person)
}

// shown is a found record that is read on under the same watch; nil for none.
func (w *watch) shown(found rule.Record) rule.Record {
	v, ok := found.(view)
	if !ok {
		return nil
	}
	v.watch = w
	w.record(v.r)
	return v
}
