package engine

import (
	"fmt"
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// Priorities of the engine's hooks: the door is outside everything, the last
// look is just inside PocketBase's own statement (99).
const (
	outermost = -1000
	innermost = 98
)

func (e *Engine) bindDoor() {
	bind := func(h *hook.TaggedHook[*core.ModelEvent], fn func(*core.ModelEvent) error) {
		h.Bind(&hook.Handler[*core.ModelEvent]{Id: "kontoraDoor", Priority: outermost, Func: fn})
	}
	bind(e.app.OnModelCreate(), e.onSave(flow.Create))
	bind(e.app.OnModelUpdate(), e.onSave(flow.Edit))
	bind(e.app.OnModelDelete(), e.onDelete)
	bind(e.app.OnModelAfterDeleteSuccess(), e.afterDelete)
	last := &hook.Handler[*core.RecordEvent]{Id: "kontoraLastLook", Priority: innermost, Func: e.lastLook}
	e.app.OnRecordCreateExecute().Bind(last)
	e.app.OnRecordUpdateExecute().Bind(last)
	e.app.OnRecordValidate().Bind(&hook.Handler[*core.RecordEvent]{Id: "kontoraPointers", Priority: innermost, Func: e.pointersDecided})
}

// onSave is the door for a record that PocketBase saves: over REST, in a batch,
// from its dashboard, from a hook. It turns what would be saved into a command,
// has it decided, and lets PocketBase write the outcome. PocketBase opens no
// transaction for a save, so the door does.
func (e *Engine) onSave(kind flow.Kind) func(*core.ModelEvent) error {
	return func(ev *core.ModelEvent) error {
		rec, ok := ev.Model.(*core.Record)
		if !ok {
			return ev.Next()
		}
		t := e.managed(rec.Collection())
		if t == nil {
			return ev.Next()
		}
		s := e.seat(rec)
		if s != nil && s.decided != nil {
			return ev.Next()
		}
		if s == nil {
			s = &seat{actor: flow.Actor{System: true}}
		}
		return e.throughDoor(ev, rec, t, kind, s)
	}
}

func (e *Engine) throughDoor(ev *core.ModelEvent, rec *core.Record, t *model.Type, kind flow.Kind, s *seat) error {
	if t.Owner != nil {
		return fault.New(fault.Invalid, "rows_with_record", fault.Params{"type": t.Owner.Slug, "field": t.OwnerField.Key})
	}
	contents, err := contentsOf(t, rec.GetUnsavedFiles)
	if err != nil {
		return err
	}
	outer := ev.App
	defer func() { ev.App = outer }() // what runs after the commit must not see the closed transaction
	return outer.RunInTransaction(func(tx core.App) error {
		ev.App = tx
		if err := e.notYet(tx, s); err != nil {
			return err
		}
		fields, wrong, err := e.fieldsOf(rec, t, s.body)
		if err != nil {
			return err
		}
		cmd := flow.Command{Kind: kind, Type: t, Id: rec.Id, Fields: fields, Wrong: wrong, Actor: s.actor}
		cmd.Reuse = s.body != nil // code that saves a record cannot be answered with another one
		if v, ok := s.body["revision"]; ok {
			if seen, isNumber := revisionOf(v); isNumber {
				cmd.Revision = &seen
			}
			delete(cmd.Fields, "revision")
		}
		at := e.Now()
		plan, err := e.decide(tx, cmd, at)
		if err != nil {
			return err
		}
		if plan.Existing != nil {
			s.answered = outcome(cmd, plan)
			return errAnswered
		}
		if len(plan.Changes) == 0 {
			if err := e.nothingChanged(ev, rec, t); err != nil {
				return err
			}
			return e.Remember(tx, s.once, &Outcome{Id: rec.Id})
		}
		s.saved = store.Final(plan)
		if err := e.carry(tx, plan, carried{at: at, request: s.request, own: rec, save: ev.Next, contents: contents}); err != nil {
			return err
		}
		return e.Remember(tx, s.once, outcome(cmd, plan))
	})
}

// nothingChanged lets PocketBase write what only it knows, such as a password.
func (e *Engine) nothingChanged(ev *core.ModelEvent, rec *core.Record, t *model.Type) error {
	same, err := store.FromPB(rec, t)
	if err != nil {
		return err
	}
	return e.sitting(rec, same, ev.Next)
}

func revisionOf(v any) (int64, bool) {
	switch n := v.(type) {
	case float64:
		return int64(n), true
	case int64:
		return n, true
	case string:
		var out int64
		_, err := fmt.Sscan(n, &out)
		return out, err == nil
	}
	return 0, false
}

// carried is what goes along with a plan into its transaction.
type carried struct {
	at       time.Time
	request  string
	files    map[string][]*filesystem.File
	contents map[string]store.Content // of uploads, by stored names
	own      *core.Record             // record of the command that PocketBase is saving itself
	save     func() error             // by this
}

// carry applies a plan in a transaction.
func (e *Engine) carry(tx core.App, plan *flow.Plan, c carried) error {
	a := e.active.Load()
	applying := store.Applying{
		Config: a.Number, Request: c.request, At: c.at,
		Title: e.titles(tx),
		Save: func(tx core.App, rec *core.Record) error {
			attach(rec, c.files)
			if err := e.keepFiles(tx, rec, plan, c); err != nil {
				return err
			}
			return e.saveDecided(tx, rec)
		},
	}
	if err := e.occupied(tx, func() error { return e.write(tx, plan, c, applying) }); err != nil {
		return err
	}
	if err := e.certificates(tx, plan, c.at); err != nil {
		return err
	}
	if err := e.endSignatures(tx, plan, c.at); err != nil {
		return err
	}
	if err := e.afterCommit(tx, plan, c.request); err != nil {
		return err
	}
	return further(tx, plan)
}

// write has PocketBase save the command's own record, and store the rest.
func (e *Engine) write(tx core.App, plan *flow.Plan, c carried, applying store.Applying) error {
	if c.own != nil && len(plan.Changes) > 0 {
		after := store.Final(plan)
		if err := store.Fill(tx, c.own, after, applying.Config); err != nil {
			return err
		}
		if err := e.keepFiles(tx, c.own, plan, c); err != nil {
			return err
		}
		if err := e.sitting(c.own, after, c.save); err != nil {
			return err
		}
		applying.Saved = c.own
	}
	return store.Apply(tx, e.Model(), plan, applying)
}

// keepFiles notes the uploads of a record that is about to be saved.
func (e *Engine) keepFiles(tx core.App, rec *core.Record, plan *flow.Plan, c carried) error {
	if err := store.KeepFiles(tx, rec, actorOf(plan), c.at); err != nil {
		return err
	}
	t := e.managed(rec.Collection())
	if t == nil || len(plan.Changes) == 0 {
		return nil
	}
	return store.KeepVersions(tx, t, rec, c.contents, plan.Changes[0].Reason)
}

// actorOf is who gave the command that a plan carries out.
func actorOf(plan *flow.Plan) flow.Actor {
	if len(plan.Changes) == 0 {
		return flow.Actor{System: true}
	}
	return plan.Changes[0].Actor
}

// saveDecided has PocketBase write a record that a plan has already filled.
func (e *Engine) saveDecided(tx core.App, rec *core.Record) error {
	t := e.managed(rec.Collection())
	if t == nil {
		return tx.Save(rec) // of a pack that is being installed
	}
	after, err := store.FromPB(rec, t)
	if err != nil {
		return err
	}
	return e.sitting(rec, after, func() error { return tx.Save(rec) })
}

// titles names records as links and pickers do.
func (e *Engine) titles(app core.App) func(*flow.Record) string {
	return e.titlesOf(app, e.Model())
}

func (e *Engine) titlesOf(app core.App, m *model.Model) func(*flow.Record) string {
	return titled(m, func() (*store.Snapshot, error) { return store.NewSnapshot(app, m, e.zone) })
}

// titled names records by what they point at in a snapshot.
func titled(m *model.Model, open func() (*store.Snapshot, error)) func(*flow.Record) string {
	return func(r *flow.Record) string {
		snap, err := open()
		if err != nil {
			return r.Id
		}
		return flow.Title(m, snap, r)
	}
}

// attach puts uploads where the decided record names them.
func attach(rec *core.Record, files map[string][]*filesystem.File) {
	for field, uploads := range files {
		if rec.Collection().Fields.GetByName(field) == nil {
			continue
		}
		var all []any
		byName := map[string]*filesystem.File{}
		for _, u := range uploads {
			byName[u.Name] = u
		}
		for _, name := range rec.GetStringSlice(field) {
			if u := byName[name]; u != nil {
				all = append(all, u)
				continue
			}
			all = append(all, name)
		}
		rec.Set(field, all)
	}
}

// onDelete puts a record away instead of deleting it: nothing that a business
// has written down disappears.
func (e *Engine) onDelete(ev *core.ModelEvent) error {
	rec, ok := ev.Model.(*core.Record)
	if !ok {
		return ev.Next()
	}
	t := e.managed(rec.Collection())
	if t == nil {
		return ev.Next()
	}
	if t.Owner != nil {
		return fault.New(fault.Invalid, "rows_with_record", fault.Params{"type": t.Owner.Slug, "field": t.OwnerField.Key})
	}
	s := e.seat(rec)
	if s == nil {
		s = &seat{actor: flow.Actor{System: true}}
	}
	return ev.App.RunInTransaction(func(tx core.App) error {
		if err := e.notYet(tx, s); err != nil {
			return err
		}
		at, cmd := e.Now(), flow.Command{Kind: flow.Archive, Type: t, Id: rec.Id, Actor: s.actor}
		plan, err := e.decide(tx, cmd, at)
		if err != nil {
			return err
		}
		if err := e.carry(tx, plan, carried{at: at, request: s.request}); err != nil {
			return err
		}
		return e.Remember(tx, s.once, outcome(cmd, plan))
	})
}

// afterDelete ends what PocketBase does once a record is gone, because ours is
// still there: it would delete the record's files.
func (e *Engine) afterDelete(ev *core.ModelEvent) error {
	if rec, ok := ev.Model.(*core.Record); ok && e.managed(rec.Collection()) != nil {
		return nil
	}
	return ev.Next()
}

// pointersDecided keeps PocketBase from looking up what a decided record points
// at: flow has, with the rights of the one who sent it.
func (e *Engine) pointersDecided(ev *core.RecordEvent) error {
	s := e.seat(ev.Record)
	if s == nil || s.decided == nil || e.managed(ev.Record.Collection()) == nil {
		return ev.Next()
	}
	kept := map[string]any{}
	for _, f := range ev.Record.Collection().Fields {
		if f.Type() == core.FieldTypeRelation {
			kept[f.GetName()] = ev.Record.GetRaw(f.GetName())
			ev.Record.SetRaw(f.GetName(), nil)
		}
	}
	err := ev.Next()
	for name, v := range kept {
		ev.Record.SetRaw(name, v)
	}
	return err
}

// lastLook compares what is about to be written with what was decided. A hook
// that altered the record in between is refused by name of the field.
func (e *Engine) lastLook(ev *core.RecordEvent) error {
	t := e.managed(ev.Record.Collection())
	if t == nil {
		return ev.Next()
	}
	s := e.seat(ev.Record)
	if s == nil || s.decided == nil {
		return fault.New(fault.Internal, "not_decided", fault.Params{"type": t.Slug})
	}
	is, err := store.FromPB(ev.Record, t)
	if err != nil {
		return err
	}
	for _, f := range t.Fields {
		if f.Stored() && f.Kind != model.File && !flow.SameValue(is.Values[f.Key], s.decided.Values[f.Key]) {
			return fault.New(fault.Invalid, "changed_by_hook", nil).At(f.Key)
		}
	}
	return ev.Next()
}
