package scenario

import (
	"errors"
	"slices"
	"strings"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// next picks what is done next; nil when there is nothing.
func (w *walker) next() (*Step, error) {
	snap, err := w.snapshot()
	if err != nil {
		return nil, err
	}
	open, err := w.open(snap)
	if err != nil {
		return nil, err
	}
	if len(w.order) == 0 {
		return w.begin(w.t, nil)
	}
	if len(open) == 0 {
		return nil, nil
	}
	name := open[w.rng.Intn(len(open))]
	rec, err := w.load(snap, name)
	if err != nil {
		return nil, err
	}
	switch dice := w.rng.Intn(20); {
	case dice == 0:
		return &Step{Do: "wait", Wait: []string{"next", "1d", "3d", "1h"}[w.rng.Intn(4)]}, nil
	case dice < 4:
		if s, err := w.edit(snap, name, rec); s != nil || err != nil {
			return s, err
		}
	case dice < 6 && len(w.order) < mostRecords:
		if s, err := w.child(rec); s != nil || err != nil {
			return s, err
		}
	}
	s, err := w.press(snap, name, rec)
	if s == nil && err == nil {
		s = &Step{Do: "wait", Wait: "next"}
	}
	return s, err
}

func (w *walker) shuffled() []string {
	names := w.peopleNames()
	w.rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return names
}

// begin has somebody create a record.
func (w *walker) begin(t *model.Type, given map[string]any) (*Step, error) {
	for _, who := range w.shuffled() {
		if _, active := w.actor(who); !active {
			continue
		}
		values, err := w.fill(who, want{t: t, given: given}, true)
		if err != nil {
			continue
		}
		s := &Step{As: who, Do: "create", Type: t.Key, Record: w.freshName(t), Fields: values}
		cmd, ok := w.command(*s)
		if !ok {
			continue
		}
		snap, err := w.snapshot()
		if err != nil {
			return nil, err
		}
		if _, err := flow.Decide(w.m, quiet{snap}, cmd, w.e.Now()); err == nil {
			return s, nil
		} else if f, refused := fault.As(err); refused {
			w.unable = f.Error()
		}
	}
	return nil, nil
}

// quiet asks a snapshot without taking numbers.
type quiet struct{ *store.Snapshot }

func (quiet) Next(string, string) (int64, error) { return 1, nil }

// child adds a record that points at another one.
func (w *walker) child(rec *flow.Record) (*Step, error) {
	var fields []*model.Field
	for _, f := range rec.Type.Fields {
		if f.Kind == model.Inverse && f.From.Owner == nil && !f.From.Abstract && f.From.Directory == "" {
			fields = append(fields, f)
		}
	}
	if len(fields) == 0 {
		return nil, nil
	}
	f := fields[w.rng.Intn(len(fields))]
	via := f.From.Field(f.Via.Key)
	if via == nil || !isFillable(via) || via.Many {
		return nil, nil
	}
	return w.begin(f.From, map[string]any{via.Key: w.referenceTo(via, rec.Reference())})
}

// referenceTo is a reference as a step carries it: by the name of the record.
func (w *walker) referenceTo(f *model.Field, ref rule.Reference) any {
	for name, r := range w.records {
		if r.Id == ref.Id && f.Exact {
			return "$" + name
		}
		if r.Id == ref.Id {
			return "$" + name + ".ref"
		}
	}
	if f.Exact {
		return ref.Id
	}
	return ref.Type + "/" + ref.Id
}

// press has somebody do what they are offered, rather what was done seldom.
func (w *walker) press(snap *store.Snapshot, name string, rec *flow.Record) (*Step, error) {
	type choice struct {
		who string
		act *flow.Action
	}
	var best *choice
	looked := 0
	for _, who := range w.shuffled() {
		actor, active := w.actor(who)
		if !active {
			continue
		}
		actions, err := flow.Actions(w.m, snap, rec, actor, w.e.Now())
		if _, refused := fault.As(err); err != nil && !refused {
			return nil, err
		}
		w.rng.Shuffle(len(actions), func(i, j int) { actions[i], actions[j] = actions[j], actions[i] })
		for _, a := range actions {
			if !a.Allowed || a.Vote != nil && !a.Vote.IsPlain() && a.Vote.Outcome == nil {
				continue
			}
			c := &choice{who, a}
			if best == nil || w.often(a) < w.often(best.act) || w.rng.Intn(3) == 0 {
				best = c
			}
		}
		if best != nil {
			if looked++; looked >= 3 {
				break
			}
		}
	}
	if best == nil {
		return nil, nil
	}
	return w.button(best.who, name, rec, best.act)
}

func (w *walker) often(a *flow.Action) int {
	if a.Transition == nil {
		return w.run["·"+a.Vote.Ballot.Route+a.Vote.Ballot.Step+a.Vote.Ballot.Verdict]
	}
	return w.run[a.Transition.Key]
}

// button fills the dialog of an action in.
func (w *walker) button(who, name string, rec *flow.Record, a *flow.Action) (*Step, error) {
	s := &Step{As: who, Record: name, Do: "transition"}
	what := want{t: rec.Type, id: rec.Id}
	if a.Vote != nil {
		b := a.Vote.Ballot
		s.Do, s.Route, s.Stage, s.Verdict = "vote", b.Route, b.Step, b.Verdict
		what.transition = strings.Join([]string{b.Route, b.Step, b.Verdict}, ".")
		w.run["·"+b.Route+b.Step+b.Verdict]++
	} else {
		s.Transition = a.Transition.Key
		what.transition = s.Transition
	}
	if a.AskReason {
		s.Comment = w.p.opts.Words(w.p.opts.Language, "play.because", nil)
	}
	values, err := w.fill(who, what, false)
	if _, refused := fault.As(err); err != nil && !refused {
		return nil, err
	}
	for _, f := range a.Asks {
		if _, there := values[f.Key]; !there && isFillable(f) && w.rng.Intn(3) == 0 {
			if v, err := w.valueOf(who, what, f, values); err == nil && v != nil {
				values[f.Key] = v
			}
		}
	}
	if s.Fields = values; len(values) == 0 {
		s.Fields = nil
	}
	return s, nil
}

// edit has somebody change one field that they may change.
func (w *walker) edit(snap *store.Snapshot, name string, rec *flow.Record) (*Step, error) {
	for _, who := range w.shuffled() {
		actor, active := w.actor(who)
		if !active {
			continue
		}
		fields, err := w.editable(snap, rec, actor)
		if err != nil || len(fields) == 0 {
			if err != nil {
				return nil, err
			}
			continue
		}
		f := fields[w.rng.Intn(len(fields))]
		what := want{t: rec.Type, id: rec.Id}
		v, err := w.valueOf(who, what, f, nil)
		if err != nil || v == nil {
			return nil, nil
		}
		return &Step{As: who, Do: "edit", Record: name, Fields: map[string]any{f.Key: v}}, nil
	}
	return nil, nil
}

// editable lists the fields that somebody sees and may change.
func (w *walker) editable(snap *store.Snapshot, rec *flow.Record, actor flow.Actor) ([]*model.Field, error) {
	rights, err := flow.RightsOf(w.m, snap, rec, actor)
	if err != nil || !rights.Row() {
		return nil, err
	}
	states, err := flow.FieldStates(w.m, snap, rec, actor, w.e.Now())
	if err != nil {
		if _, refused := fault.As(err); refused {
			return nil, nil
		}
		return nil, err
	}
	var out []*model.Field
	for _, f := range rec.Type.Fields {
		if st := states[f]; isFillable(f) && st.Visible && !st.ReadOnly && rights.Reads(f) {
			out = append(out, f)
		}
	}
	return out, nil
}

func (w *walker) filler(who string, what want) *filler {
	return &filler{p: w.p, ask: inside{w}, as: &actor{name: who}, pick: w.rng.Intn, want: what, tries: map[string]int{}}
}

func (w *walker) valueOf(who string, what want, f *model.Field, values map[string]any) (any, error) {
	return w.filler(who, what).value(f, values, "")
}

// fill makes up what a form demands, and of what it offers a part.
func (w *walker) fill(who string, what want, more bool) (map[string]any, error) {
	if more {
		given := map[string]any{}
		for k, v := range what.given {
			given[k] = v
		}
		form, err := inside{w}.draft(who, what, given)
		if err != nil {
			return nil, err
		}
		for _, f := range what.t.Fields {
			st := form.Fields[f]
			if _, there := given[f.Key]; there || !isFillable(f) || !st.Visible || st.ReadOnly || w.rng.Intn(5) > 1 {
				continue
			}
			if v, err := w.valueOf(who, what, f, given); err == nil && v != nil {
				given[f.Key] = v
			}
		}
		tried, err := w.filler(who, want{t: what.t, given: given, transition: what.transition}).fill()
		if err == nil {
			return tried, nil
		}
	}
	return w.filler(who, what).fill()
}

// inside tells of forms as the world stands in the transaction.
type inside struct{ w *walker }

var _ teller = inside{}

func (in inside) draft(who string, what want, values map[string]any) (*flow.Form, error) {
	w := in.w
	actor, _ := w.actor(who)
	snap, err := w.snapshot()
	if err != nil {
		return nil, err
	}
	fields, wrong := flow.ReadFields(what.t, w.expanded(formValues(what.t, values)))
	cmd := flow.Command{Kind: flow.Create, Type: what.t, Fields: fields, Wrong: wrong, Transition: what.transition, Actor: actor}
	if what.id != "" {
		cmd.Id, cmd.Kind = what.id, flow.Edit
		if what.transition != "" {
			cmd.Kind = flow.Move
			if parts := strings.Split(what.transition, "."); len(parts) == 3 {
				cmd.Kind, cmd.Transition = flow.CastVote, ""
				cmd.Ballot = flow.Ballot{Route: parts[0], Step: parts[1], Verdict: parts[2]}
			}
		}
	}
	return flow.FormOf(w.m, snap, cmd, w.e.Now())
}

func (in inside) form(as *actor, what want, values map[string]any) ([]wrongCell, error) {
	form, err := in.draft(as.name, what, values)
	if err != nil {
		return nil, err
	}
	var out []wrongCell
	var gather func(f *fault.Fault)
	gather = func(f *fault.Fault) {
		if f.Field != "" && !slices.Contains(out, wrongCell{f.Field, f.Code}) {
			out = append(out, wrongCell{f.Field, f.Code})
		}
		for _, part := range f.Fields {
			gather(part)
		}
	}
	for _, f := range form.Faults {
		gather(f)
	}
	return out, nil
}

// candidates is how many records of a type are looked at for a reference.
const candidates = 30

func (in inside) options(as *actor, what want, field *model.Field, values map[string]any, _ string) ([]any, error) {
	w := in.w
	form, err := in.draft(as.name, what, values)
	if err != nil {
		return nil, err
	}
	who, _ := w.actor(as.name)
	snap, err := w.snapshot()
	if err != nil {
		return nil, err
	}
	var out []any
	for _, t := range w.m.Descendants(field.Target) {
		ids, err := store.NewestIds(w.tx, t, candidates)
		if err != nil {
			return nil, err
		}
		if err := snap.LoadAll(t, ids); err != nil {
			return nil, err
		}
		for _, id := range ids {
			rec, err := snap.Load(t, id)
			if err != nil || rec == nil {
				return nil, err
			}
			rights, err := flow.RightsOf(w.m, snap, rec, who)
			if err != nil || !rights.Row() || id == what.id {
				continue
			}
			fits, err := flow.IsOption(w.m, snap, field, form.Record, rec, who, w.e.Now())
			if err == nil && fits {
				out = append(out, w.referenceTo(field, rec.Reference()))
			}
		}
	}
	return out, nil
}

// expanded puts ids in the place of the names of records of the walk.
func (w *walker) expanded(values map[string]any) map[string]any {
	out := map[string]any{}
	for key, v := range values {
		out[key] = w.expand(v)
	}
	return out
}

func (w *walker) expand(v any) any {
	switch x := v.(type) {
	case string:
		name, isName := strings.CutPrefix(x, "$")
		bare := strings.TrimSuffix(name, ".ref")
		ref, known := w.records[bare]
		switch {
		case !isName || !known:
			return x
		case bare != name:
			return ref.Type + "/" + ref.Id
		}
		return ref.Id
	case []any:
		out := make([]any, len(x))
		for i, one := range x {
			out[i] = w.expand(one)
		}
		return out
	case map[string]any:
		return w.expanded(x)
	}
	return v
}

// command is a step as the engine takes it; false when it names what is not there.
func (w *walker) command(s Step) (flow.Command, bool) {
	cmd := flow.Command{Comment: s.Comment, Force: s.Comment != "", Transition: s.Transition}
	var active bool
	if cmd.Actor, active = w.actor(s.As); !active {
		return cmd, false
	}
	if s.Do == "create" {
		cmd.Kind, cmd.Type = flow.Create, w.m.TypeByKey(s.Type)
	} else {
		ref, known := w.records[s.Record]
		if !known {
			return cmd, false
		}
		cmd.Type, cmd.Id = w.m.TypeByKey(ref.Type), ref.Id
		cmd.Kind = map[string]flow.Kind{"edit": flow.Edit, "transition": flow.Move, "vote": flow.CastVote}[s.Do]
		cmd.Ballot = flow.Ballot{Route: s.Route, Step: s.Stage, Verdict: s.Verdict}
	}
	cmd.Fields, cmd.Wrong = flow.ReadFields(cmd.Type, w.expanded(formValues(cmd.Type, s.Fields)))
	return cmd, cmd.Kind != ""
}

// try does a command whole or not at all. That something is refused is well.
func (w *walker) try(cmd flow.Command, s Step) (out *engine.Outcome, refused *fault.Fault, err error) {
	files, err := w.uploads(&cmd, s)
	if err != nil {
		return nil, nil, err
	}
	return w.guarded(func() (*engine.Outcome, error) { return w.e.Do(w.tx, engine.Input{Command: cmd, Files: files}) })
}

func (w *walker) guarded(do func() (*engine.Outcome, error)) (out *engine.Outcome, refused *fault.Fault, err error) {
	if err := w.sql("SAVEPOINT step"); err != nil {
		return nil, nil, err
	}
	out, failed := do()
	if failed != nil {
		if err := w.sql("ROLLBACK TO step"); err != nil {
			return nil, nil, err
		}
	}
	if err := w.sql("RELEASE step"); err != nil {
		return nil, nil, err
	}
	if errors.As(failed, &refused) && refused.Kind != fault.Internal {
		return nil, refused, nil
	}
	return out, nil, failed
}

func (w *walker) sql(text string) error {
	_, err := w.tx.DB().NewQuery(text).Execute()
	return err
}

// uploads makes the files that a step sends.
func (w *walker) uploads(cmd *flow.Command, s Step) (map[string][]*filesystem.File, error) {
	var files map[string][]*filesystem.File
	for _, f := range cmd.Type.Fields {
		v := s.Fields[f.Key]
		if f.Kind != model.File || v == nil {
			continue
		}
		list, many := v.([]any)
		if !many {
			list = []any{v}
		}
		var attached []any
		for _, one := range list {
			m, _ := one.(map[string]any)
			name, _ := m["name"].(string)
			file, err := filesystem.NewFileFromBytes([]byte(contentOf(name)), fileName(name))
			if err != nil {
				return nil, err
			}
			if files == nil {
				files = map[string][]*filesystem.File{}
			}
			files[f.Key] = append(files[f.Key], file)
			attached = append(attached, rule.Attachment{Name: file.Name, Size: file.Size})
		}
		if cmd.Fields[f.Key] = attached; !f.Many {
			cmd.Fields[f.Key] = attached[0]
		}
	}
	return files, nil
}

// ringsAtMost bounds the alarms of one wait.
const ringsAtMost = 200

// wait lets time pass and answers what it brings, at the instants at which it does.
func (w *walker) wait(span string) (*broken, error) {
	target, err := w.until(span)
	if err != nil {
		return nil, err
	}
	for range ringsAtMost {
		due, err := store.DueAlarms(w.tx, w.m, target, 1)
		if err != nil || len(due) == 0 {
			return nil, w.setClock(target, err)
		}
		a := due[0]
		if a.Next.After(w.e.Now()) {
			if err := w.setClock(a.Next.Truncate(time.Second).Add(time.Second), nil); err != nil {
				return nil, err
			}
		}
		if found, err := w.ring(a); found != nil || err != nil {
			return found, err
		}
	}
	return nil, w.setClock(target, nil)
}

func (w *walker) setClock(at time.Time, err error) error {
	if at.After(w.e.Now()) {
		w.p.w.office.clock.Store(at.UnixMilli())
	}
	return err
}

func (w *walker) until(span string) (time.Time, error) {
	now := w.e.Now()
	if span == "next" {
		due, err := store.DueAlarms(w.tx, w.m, now.Add(longest), 1)
		if err != nil || len(due) == 0 {
			return now.Add(24 * time.Hour), err
		}
		return due[0].Next.Truncate(time.Second).Add(time.Second), nil
	}
	s, err := rule.ParseSpan(span)
	if err != nil {
		return now, err
	}
	return s.After(now, w.e.Zone(), w.p.w.office.calendar())
}

func (w *walker) ring(a store.Alarm) (*broken, error) {
	t := w.m.TypeByKey(a.Record.Type)
	out, refused, err := w.guarded(func() (*engine.Outcome, error) {
		taken, err := store.TakeAlarm(w.tx, w.m, a)
		if err != nil || !taken || t == nil {
			return nil, err
		}
		return w.e.Do(w.tx, engine.Input{Command: flow.Command{Kind: flow.Ring, Type: t, Id: a.Record.Id, Actor: flow.Actor{System: true},
			Alarm: flow.Alarmed{Fact: a.Fact, Level: a.Level}}})
	})
	switch {
	case err != nil:
		return &broken{kind: "failed", name: w.nameOf(a.Record), why: []string{err.Error()}}, nil
	case refused != nil:
		return nil, store.PostponeAlarm(w.tx, w.m, a, refused.Code, w.e.Now().Add(6*time.Hour))
	case out != nil && out.Plan != nil:
		w.note(Step{}, out)
	}
	return nil, nil
}

func (w *walker) nameOf(ref rule.Reference) string {
	for name, r := range w.records {
		if r == ref {
			return name
		}
	}
	return ""
}
