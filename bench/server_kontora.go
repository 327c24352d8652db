package main

import (
	"context"
	"embed"
	"fmt"
	"strings"
	"sync"
	"time"

	"kontora/internal/api"
	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/spec"
	"kontora/internal/store"
	"kontora/pb_migrations"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
)

//go:embed schemas
var declared embed.FS

// office is the engine with the pack of this folder.
type office struct {
	*engine.Engine
	world *store.Snapshot // of the transaction below
	of    core.App

	published sync.Map // by name of a publication: what came of it
}

// newKontora wires the program as the root package does.
func newKontora(folder string) (*subject, error) {
	store.RegisterFields()
	pb_migrations.Register()
	app := pocketbase.NewWithConfig(store.Config(folder))
	app.RootCmd.SilenceUsage = true
	o := &office{Engine: engine.New(app, engine.Options{Now: time.Now, Zone: time.UTC})}
	o.Bind()
	o.bindAlarms(app)
	o.bindPublish(app)
	app.OnServe().BindFunc(func(ev *core.ServeEvent) error {
		go store.CopyLog(context.Background(), app)
		return ev.Next()
	})
	api.Bind(app, o.Engine, api.Options{Product: "bench"})
	s := &subject{app: app, names: names{Request: "bench_request", Person: slugOfPeople}}
	s.fill, s.check = o.fill, o.verify
	return s, nil
}

// fill publishes the pack, makes catalogues through the engine and requests by
// bulk insertion; their rights, feeds, counters, projection and search index are
// then worked out by store.Rebuild, as after a change of access rules.
func (o *office) fill(rows int) error {
	sources, found := spec.Load(declared)
	if spec.HasErrors(found) {
		return fmt.Errorf("pack: %v", found[0])
	}
	if _, found, err := o.Install(sources, []string{"bench"}, "system"); err != nil {
		return fmt.Errorf("install: %w %v", err, found)
	}
	units, err := o.named("bench_unit", departments, departmentName)
	if err != nil {
		return err
	}
	kinds, err := o.named("bench_category", categories, categoryName)
	if err != nil {
		return err
	}
	staff, err := o.people(units)
	if err != nil {
		return err
	}
	t, err := o.TypeOf("bench_request")
	if err != nil {
		return err
	}
	err = insert(o.App(), t.Slug, rows, func(q request) dbx.Params {
		at := store.InstantText(q.created)
		return dbx.Params{
			"id": q.id(), "number": q.serial(), "title": q.title, "description": q.description, "place": q.place, "basis": q.basis,
			"answer": q.answer, "priority": q.priority, "status": q.state, "department": units[q.department], "category": kinds[q.category],
			"assignee": staff[q.assignee], "author": staff[q.department], "deadline": q.deadline.Format(time.DateOnly),
			"amount": q.amount, "quantity": q.quantity, "planned": q.planned,
			"created": at, "updated": at, "entered_at": at, "revision": 1, "config": o.Active().Number,
		}
	})
	if err != nil {
		return err
	}
	if err := store.Rebuild(o.App(), []*model.Type{t}, o.grants, o.title); err != nil {
		return err
	}
	if err := o.volume(min(rows, volumeRows), staff); err != nil {
		return err
	}
	return o.history(t, rows, staff)
}

// volume makes the journal that is printed.
func (o *office) volume(rows int, staff []string) error {
	id, err := o.create(printedType, map[string]any{"title": "Journal"})
	if err != nil {
		return err
	}
	t, err := o.TypeOf("bench_entry")
	if err != nil {
		return err
	}
	err = insert(o.App(), t.Slug, rows, func(q request) dbx.Params {
		at := store.InstantText(q.created)
		return dbx.Params{
			"id": q.id(), "volume": id, "seq": q.number, "day": q.deadline.Format(time.DateOnly), "title": q.title, "description": q.description,
			"by": staff[q.department], "amount": q.amount, "author": staff[q.department], "created": at, "updated": at, "revision": 1, "config": o.Active().Number,
		}
	})
	if err != nil {
		return err
	}
	return store.Rebuild(o.App(), []*model.Type{t}, o.grants, o.title)
}

func (o *office) named(slug string, count int, title func(int) string) ([]string, error) {
	ids := make([]string, count)
	var err error
	for i := range count {
		if ids[i], err = o.create(slug, map[string]any{"name": title(i)}); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

func (o *office) people(units []string) ([]string, error) {
	ids := make([]string, people)
	for i := range people {
		values := map[string]any{"name": personName(i), "email": personEmail(i), "roles": []any{"bench/clerk"}}
		if d := departmentOf(i); d >= 0 {
			values["department"] = units[d]
		}
		if i == widePerson {
			values["roles"] = []any{"bench/overseer"}
		}
		var err error
		if ids[i], err = o.create(slugOfPeople, values); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// slugOfPeople is PocketBase's own collection, whatever the pack calls its people.
const slugOfPeople = "users"

func (o *office) create(slug string, values map[string]any) (string, error) {
	t, err := o.TypeOf(slug)
	if err != nil {
		return "", err
	}
	fields, wrong := flow.ReadFields(t, values)
	if f := fault.Join(wrong); f != nil {
		return "", f
	}
	out, err := o.Do(o.App(), engine.Input{Command: flow.Command{Kind: flow.Create, Type: t, Fields: fields, Actor: flow.Actor{System: true}}})
	if err != nil {
		return "", fmt.Errorf("create %s: %w", slug, err)
	}
	return out.Id, nil
}

// eventChunk is how many events one statement may hold.
const eventChunk = 1000

// history gives each record the event of its creation.
func (o *office) history(t *model.Type, rows int, staff []string) error {
	for from := 1; from <= rows; from += eventChunk {
		var events []*store.Event
		for n := from; n < from+eventChunk && n <= rows; n++ {
			q := requestAt(n)
			events = append(events, &store.Event{
				At: store.InstantText(q.created), Type: t.StableId, Record: q.id(), Action: string(flow.Create),
				Actor: staff[q.department], To: q.state, Config: o.Active().Number,
			})
		}
		if err := o.App().RunInTransaction(func(tx core.App) error { return store.AppendEvents(tx, events) }); err != nil {
			return err
		}
	}
	return nil
}

func (o *office) grants(tx core.App, rec *flow.Record) ([]flow.Grant, error) {
	if o.of != tx {
		var err error
		if o.world, err = o.Snapshot(tx); err != nil {
			return nil, err
		}
		o.of = tx
	}
	return flow.Grants(o.Model(), o.world, rec)
}

func (o *office) title(rec *flow.Record) string { return flow.Title(o.Model(), o.world, rec) }

// verify compares everything derived with the records, and walks the history.
func (o *office) verify() error {
	differences, err := store.CheckDerived(o.App(), o.Model().Types, o.grants, o.title)
	if err != nil {
		return err
	}
	if len(differences) > 0 {
		return fmt.Errorf("derived tables differ: %s", strings.Join(differences[:min(3, len(differences))], "; "))
	}
	if _, bad, err := store.VerifyAudit(o.App()); err != nil || bad != nil {
		return fmt.Errorf("history: %v %w", bad, err)
	}
	return nil
}
