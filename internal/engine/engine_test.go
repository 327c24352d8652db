package engine_test

import (
	"os"
	"testing"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/spec"
	"kontora/internal/store"
	"kontora/pb_migrations"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
)

// desk is a running installation with the shipped packs.
type desk struct {
	*engine.Engine
	now time.Time
}

func newDesk(t *testing.T, packs ...string) *desk {
	t.Helper()
	d := openDesk(t, t.TempDir())
	sources, found := spec.Load(os.DirFS("../.."))
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	if _, found, err := d.Install(sources, packs, "system"); err != nil {
		t.Fatal(err, found)
	}
	return d
}

// openDesk starts the program over a data folder.
func openDesk(t *testing.T, dir string) *desk {
	t.Helper()
	store.RegisterFields()
	pb_migrations.Register()
	d := &desk{now: time.Date(2026, 3, 26, 6, 40, 0, 0, time.UTC)}
	app := pocketbase.NewWithConfig(store.Config(dir))
	zone, err := time.LoadLocation("Asia/Almaty")
	if err != nil {
		t.Fatal(err)
	}
	d.Engine = engine.New(app, engine.Options{Now: func() time.Time { return d.now }, Zone: zone})
	d.Bind()
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close(app) })
	return d
}

// create makes a record as the system.
func (d *desk) create(t *testing.T, slug string, values map[string]any) string {
	t.Helper()
	typ, err := d.TypeOf(slug)
	if err != nil {
		t.Fatal(err)
	}
	fields, wrong := flow.ReadFields(typ, values)
	if len(wrong) > 0 {
		t.Fatal(wrong[0])
	}
	out, err := d.Do(d.App(), engine.Input{Command: flow.Command{Kind: flow.Create, Type: typ, Fields: fields, Actor: flow.Actor{System: true}}})
	if err != nil {
		t.Fatal(err)
	}
	return out.Id
}

func TestPublishAndCreate(t *testing.T) {
	d := newDesk(t, "backoffice")
	unit := d.create(t, "base_org_unit", map[string]any{"name": "Алматы", "kind": "organization"})
	person := d.create(t, "users", map[string]any{"full_name": "Ольга Литвинова", "email": "olga@example.kz", "department": unit, "roles": []any{"base/employee", "backoffice/fin"}})
	if err := d.Activate(d.App(), person); err != nil {
		t.Fatal(err)
	}
	typ, _ := d.TypeOf("backoffice_it")
	system := d.create(t, "backoffice_it_system", map[string]any{"code": "crm", "title": "CRM"})
	fields, wrong := flow.ReadFields(typ, map[string]any{"title": "Доступ", "department": unit, "it_kind": "setup", "it_system": system, "description": "Нужен доступ к отчётам"})
	if len(wrong) > 0 {
		t.Fatal(wrong[0])
	}
	auth, err := d.App().FindRecordById("users", person)
	if err != nil {
		t.Fatal(err)
	}
	actor, err := d.Actor(d.App(), auth)
	if err != nil {
		t.Fatal(err)
	}
	out, err := d.Do(d.App(), engine.Input{Command: flow.Command{Kind: flow.Create, Type: typ, Fields: fields, Actor: actor}})
	if err != nil {
		t.Fatal(err)
	}
	if out.Id == "" {
		t.Error("nothing was created")
	}
	if n, bad, err := store.VerifyAudit(d.App()); err != nil || bad != nil || n == 0 {
		t.Fatal(n, bad, err)
	}
}

// Code and hooks of operators pass the same door, also when they ask PocketBase
// to skip its own checks.
func TestNoSaveGoesAroundTheDoor(t *testing.T) {
	d := newDesk(t, "base")
	id := d.create(t, "base_org_unit", map[string]any{"name": "Алматы", "kind": "organization"})
	rec, err := d.App().FindRecordById("base_org_unit", id)
	if err != nil {
		t.Fatal(err)
	}
	rec.Set("name", "")
	if err := d.App().SaveNoValidate(rec); !fault.IsKind(err, fault.Invalid) {
		t.Errorf("a record without its required field: %v", err)
	}
	people, err := d.App().FindCollectionByNameOrId("users")
	if err != nil {
		t.Fatal(err)
	}
	person := core.NewRecord(people)
	person.Set("full_name", "Ольга Литвинова")
	person.Set("email", "olga@example.kz")
	person.Set("status", "active")
	if err := d.App().SaveNoValidate(person); !fault.IsKind(err, fault.Invalid) {
		t.Errorf("a status that no transition gave: %v", err)
	}
	if again, err := d.App().FindRecordById("base_org_unit", id); err != nil || again.GetString("name") != "Алматы" {
		t.Error("the refused save left something", err)
	}
}
