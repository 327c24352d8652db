package scenario

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// broken is something that must not be.
type broken struct {
	kind  string
	name  string // of the record, "" for none
	state *model.State
	why   []string // in the words of refusals, or of whoever recounts
}

// same reports whether both are the same mistake.
func (b *broken) same(other *broken) bool {
	return other != nil && b.kind == other.kind && (b.state == nil) == (other.state == nil) && (b.state == nil || b.state.Key == other.state.Key)
}

// check is what holds after every step.
func (w *walker) check() (*broken, error) {
	snap, err := w.snapshot()
	if err != nil {
		return nil, err
	}
	for _, name := range w.order {
		rec, err := w.load(snap, name)
		if err != nil {
			return nil, err
		}
		if rec == nil || rec.IsArchived() || rec.Type.Lifecycle == nil {
			continue
		}
		for _, look := range []func(*store.Snapshot, string, *flow.Record) (*broken, error){w.clocksRun, w.hasAll, w.goesOn} {
			if found, err := look(snap, name, rec); found != nil || err != nil {
				return found, err
			}
		}
	}
	return nil, nil
}

// clocksRun: what a clock has counted never gets less while it is the same clock.
func (w *walker) clocksRun(snap *store.Snapshot, name string, rec *flow.Record) (*broken, error) {
	facts, err := snap.Facts(rec.Reference())
	if err != nil {
		return nil, err
	}
	for _, f := range facts {
		c, is := f.Doc.(*flow.Clock)
		if !is {
			continue
		}
		key := name + " " + f.Key + " " + c.Start.String()
		until := w.e.Now()
		if !c.Ended.IsZero() {
			until = c.Ended
		}
		used := until.Sub(c.Start)
		for _, p := range c.Pauses {
			to := p.To
			if to.IsZero() {
				to = until
			}
			used -= to.Sub(p.From)
		}
		if used < w.used[key]-time.Second && c.Ended.IsZero() || until.Before(c.Start) {
			return &broken{kind: "clock", name: name, state: rec.State(), why: []string{f.Key}}, nil
		}
		w.used[key] = used
	}
	return nil, nil
}

// hasAll: an open record has what its state demands.
func (w *walker) hasAll(snap *store.Snapshot, name string, rec *flow.Record) (*broken, error) {
	if !rec.IsOpen() {
		return nil, nil
	}
	form, err := flow.FormOf(w.m, snap, flow.Command{Kind: flow.Edit, Type: rec.Type, Id: rec.Id, Actor: flow.Actor{System: true}}, w.e.Now())
	if err != nil {
		if _, refused := fault.As(err); refused {
			return nil, nil
		}
		return nil, err
	}
	var why []string
	for f, st := range form.Fields {
		if st.Visible && st.Required && isFillable(f) && rec.Values[f.Key] == nil && len(rec.Rows[f.Key]) == 0 {
			why = append(why, f.Title)
		}
	}
	if len(why) == 0 {
		return nil, nil
	}
	slices.Sort(why)
	return &broken{kind: "lacking", name: name, state: rec.State(), why: why}, nil
}

// goesOn: an open record can be moved on by somebody, by the clock, or by other
// records.
func (w *walker) goesOn(snap *store.Snapshot, name string, rec *flow.Record) (*broken, error) {
	if !rec.IsOpen() {
		return nil, nil
	}
	if waits, err := store.HasAlarm(w.tx, rec.Type, rec.Id); waits || err != nil {
		return nil, err
	}
	if w.movedByOthers(rec.Type, rec.Status()) {
		return nil, nil
	}
	why := map[string]bool{}
	mend := map[*model.Field]bool{}
	for _, who := range w.peopleNames() {
		actor, active := w.actor(who)
		if !active {
			continue
		}
		actions, err := flow.Actions(w.m, snap, rec, actor, w.e.Now())
		if _, refused := fault.As(err); err != nil && !refused {
			return nil, err
		}
		for _, a := range actions {
			if a.Allowed {
				return nil, nil
			}
			w.gather(a, why, mend)
		}
	}
	if mended, err := w.canMend(snap, rec, mend); mended || err != nil {
		return nil, err
	}
	return &broken{kind: "stuck", name: name, state: rec.State(), why: keysOf(why)}, nil
}

// gather notes what keeps an action from being done, apart from who asks, and the
// fields that would mend it.
func (w *walker) gather(a *flow.Action, why map[string]bool, mend map[*model.Field]bool) {
	if a.Why == nil {
		return
	}
	for _, r := range a.Why.Failed {
		for _, f := range r.Fields {
			if f != nil {
				mend[f] = true
			}
		}
		if r.Sort == flow.SortPeople {
			continue
		}
		title := ""
		if a.Transition != nil {
			title = "«" + strings.TrimSuffix(a.Transition.Title, "…") + "» — "
		}
		text := r.Text
		if text == "" {
			text = w.p.opts.Words(w.p.opts.Language, "faults."+r.Fault.Code, r.Fault.Params)
		}
		why[title+text] = true
	}
}

// canMend reports whether somebody may change one of the fields.
func (w *walker) canMend(snap *store.Snapshot, rec *flow.Record, mend map[*model.Field]bool) (bool, error) {
	if len(mend) == 0 {
		return false, nil
	}
	for _, who := range w.peopleNames() {
		actor, active := w.actor(who)
		if !active {
			continue
		}
		fields, err := w.editable(snap, rec, actor)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(fields, func(f *model.Field) bool { return mend[f] }) {
			return true, nil
		}
	}
	return false, nil
}

// movedByOthers reports whether something else than this record may move it on from
// a state: an automatic transition or a condition that looks further than the record,
// or an effect of another one. What these do is not walked to its end, so nothing is
// said of such a state.
func (w *walker) movedByOthers(t *model.Type, state string) bool {
	key := t.Key + " " + state
	if known, ok := w.moved[key]; ok {
		return known
	}
	found := false
	out := map[string]bool{}
	for _, tr := range t.Lifecycle.Transitions {
		if !tr.From[state] {
			continue
		}
		out[tr.Key] = true
		found = found || looksFurther(t, tr.Auto) || looksFurther(t, tr.Who)
		for _, g := range tr.Guards {
			found = found || looksFurther(t, g.Check) || looksFurther(t, g.When)
		}
	}
	for _, other := range w.m.Types {
		if other.Lifecycle == nil {
			continue
		}
		for _, tr := range other.Lifecycle.Transitions {
			for _, e := range tr.Then {
				found = found || e.Fire != nil && out[e.Fire.Transition]
			}
		}
		for _, u := range other.Uniques {
			found = found || out[u.Fire] && other == t
		}
		if other.Facts != nil {
			for _, e := range other.Facts.Ensures {
				found = found || e.Type.Key == t.Key && (out[e.OnRemoved] || out[e.OnLeave])
			}
		}
	}
	w.moved[key] = found
	return found
}

// looksFurther reports whether a rule reads more than a record, its rows and who asks.
func looksFurther(t *model.Type, r *rule.Rule) bool {
	if r == nil {
		return false
	}
	if r.Uses("now") || r.Uses("today") || r.ReadsRegisters() {
		return true
	}
	for _, c := range r.Cells() {
		if c.Type != t.Key && !strings.HasPrefix(c.Type, t.Key+".") {
			return true
		}
		if f := t.Field(c.Field); f != nil && f.Kind == model.Inverse {
			return true
		}
	}
	return false
}

// verify asks those who recount everything.
func (w *walker) verify() (*broken, error) {
	_, _, wrong, err := store.VerifyRegisters(w.tx, w.m, w.snapshot)
	if err != nil {
		return nil, err
	}
	if wrong != nil {
		return &broken{kind: "books", why: []string{wrong.String()}}, nil
	}
	if _, bad, err := store.VerifyClocks(w.tx, w.m, w.e.Zone()); err != nil || bad != nil {
		if bad != nil {
			return &broken{kind: "clocks", name: w.nameOf(bad.Record), why: []string{bad.Key + ": " + bad.Reason}}, err
		}
		return nil, err
	}
	if _, bad, err := store.VerifyAudit(w.tx); err != nil || bad != nil {
		if bad != nil {
			return &broken{kind: "history", why: []string{fmt.Sprint(bad)}}, err
		}
		return nil, err
	}
	return nil, nil
}
