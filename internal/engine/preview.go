package engine

import (
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"
)

// Previewed is what a configuration would make of one record.
type Previewed struct {
	Record   *flow.Record // as it is
	From, To string       // states
	Changes  []flow.Diff  // fields of its new type
	Refused  *fault.Fault // why it would stay by its own rules; nil when it would go over
}

// Preview makes the moves of a configuration for a page of the records of a type,
// without writing anything: what each would become, or why it would be refused.
// After is the number of the last record of the page before; the next one is
// given, 0 at the end.
func (e *Engine) Preview(m *model.Model, moves Moves, t *model.Type, after int64, most int) ([]Previewed, int64, error) {
	if err := refusedMoves(m, moves); err != nil {
		return nil, 0, err
	}
	old := e.active.Load()
	was := byStableId(old.Model, t.StableId)
	if was == nil {
		return nil, 0, nil
	}
	steps := Moves{t.Key: moves[t.Key]}.list(m, old.Number+1)
	page, err := e.toPreview(was, t, steps, after, most)
	if err != nil {
		return nil, 0, err
	}
	trial, err := e.Try(m)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]string, len(page))
	for i, p := range page {
		ids[i] = p.Id
	}
	if err := trial.LoadAll(was, ids); err != nil {
		return nil, 0, err
	}
	out := make([]Previewed, 0, len(page))
	next := int64(0)
	for _, p := range page {
		one, err := e.previewed(trial, was, t, steps, p)
		if err != nil {
			return nil, 0, err
		}
		if one != nil {
			out = append(out, *one)
		}
		next = p.N
	}
	if len(page) < most {
		next = 0
	}
	return out, next, nil
}

// toPreview lists the next records that one of the moves is about.
func (e *Engine) toPreview(was, now *model.Type, steps []store.Move, after int64, most int) ([]store.Moved, error) {
	var all []store.Moved
	for _, step := range steps {
		step.After, step.Field = after, nameBefore(was, now, step.Field)
		found, err := store.ToMove(e.app, was, &step, most)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b store.Moved) int { return int(a.N - b.N) })
	all = slices.CompactFunc(all, func(a, b store.Moved) bool { return a.N == b.N })
	return all[:min(len(all), most)], nil
}

// nameBefore is the name of a field of choices as it is in force.
func nameBefore(was, now *model.Type, name string) string {
	for _, f := range choiceFields(was, now) {
		if f.name == name {
			return f.wasName
		}
	}
	return name
}

// previewed makes the moves that are about a record one after another, as they
// would be made.
func (e *Engine) previewed(trial *Trial, was, t *model.Type, steps []store.Move, at store.Moved) (*Previewed, error) {
	rec, err := trial.Snapshot.Load(was, at.Id)
	if err != nil || rec == nil {
		return nil, err
	}
	start, err := trial.Load(t, at.Id)
	if err != nil || start == nil {
		return nil, err
	}
	out := &Previewed{Record: rec, From: rec.Status(), To: rec.Status()}
	diffs := map[*model.Field]*flow.Diff{}
	for i := range steps {
		now, err := trial.Load(t, at.Id)
		if err != nil {
			return nil, err
		}
		if !isAbout(&steps[i], now, rec) {
			continue
		}
		after, refused, err := e.tried(trial, t, &steps[i], at.Id)
		if err != nil {
			return nil, err
		}
		if refused != nil {
			out.Refused = refused
			continue
		}
		trial.Put(after)
		out.To = after.Status()
		for _, d := range flow.Differences(start, after) {
			diffs[d.Field] = &d
		}
	}
	for _, f := range t.Fields {
		if d := diffs[f]; d != nil && !f.Engine {
			out.Changes = append(out.Changes, *d)
		}
	}
	return out, nil
}

// tried decides one move without making it.
func (e *Engine) tried(trial *Trial, t *model.Type, step *store.Move, id string) (*flow.Record, *fault.Fault, error) {
	cmd, err := migrationOver(trial.m, trial, t, step, id, e.Now())
	var plan *flow.Plan
	if err == nil {
		plan, err = flow.Decide(trial.m, trial, cmd, e.Now())
	}
	if f, refused := fault.As(err); refused {
		return nil, f, nil
	}
	if err != nil {
		return nil, nil, err
	}
	after := plan.Changes[0].After.Clone()
	after.Config = step.Config
	return after, nil, nil
}

// isAbout reports whether a move concerns a record as it is by now.
func isAbout(step *store.Move, now, was *flow.Record) bool {
	switch step.What {
	case store.MoveState:
		return now.Status() == step.From
	case store.MoveChoice:
		table, column, ofRow := strings.Cut(step.Field, ".")
		if !ofRow {
			return holds(now.Values[step.Field], step.From)
		}
		return slices.ContainsFunc(now.Rows[table], func(row *flow.Record) bool { return holds(row.Values[column], step.From) })
	}
	return stillOpen(was) && was.Config > 0 && was.Config < step.Config && now.Config < step.Config
}
