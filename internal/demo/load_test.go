package demo_test

import (
	"os"
	"testing"
	"time"

	"kontora/internal/demo"
	"kontora/internal/engine"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/spec"
	"kontora/internal/store"
	"kontora/pb_migrations"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
)

// Every command of the demo company is legal by the packs' own rules.
func TestCompanyLivesByItsRules(t *testing.T) {
	store.RegisterFields()
	pb_migrations.Register()
	start := time.Date(2026, 3, 26, 6, 40, 0, 0, time.UTC)
	app := pocketbase.NewWithConfig(store.Config(t.TempDir()))
	e := engine.New(app, engine.Options{Now: func() time.Time { return start }, Zone: time.UTC})
	e.Bind()
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close(app) })
	sources, _ := spec.Load(os.DirFS("../.."))
	began := time.Now()
	if _, found, err := e.Install(sources, []string{"backoffice"}, "system"); err != nil {
		t.Fatal(err, found)
	}
	t.Log("install", time.Since(began))
	comments := 0
	say := func(core.App, flow.Actor, *model.Type, string, string, time.Time) error { comments++; return nil }
	ready := func() error { t.Log("people", time.Since(began)); return nil }
	began = time.Now()
	if err := demo.Load(e, os.DirFS("../../schemas/demo"), say, ready); err != nil {
		t.Fatal(err)
	}
	t.Log("load", time.Since(began), "comments", comments)
	n, bad, err := store.VerifyAudit(app)
	if err != nil || bad != nil {
		t.Fatal(n, bad, err)
	}
	t.Log("events", n)
}
