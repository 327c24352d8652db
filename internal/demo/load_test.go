package demo_test

import (
	"os"
	"testing"
	"time"

	"kontora/internal/demo"
	"kontora/internal/engine"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/sign"
	"kontora/internal/sign/pki"
	"kontora/internal/spec"
	"kontora/internal/store"
	"kontora/pb_migrations"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
)

// Every command of the demo company is legal by the packs' own rules. What
// falls into which month of the budget depends on the day: DEMO_DAY=2026-11-29
// plays it as of another one.
func TestCompanyLivesByItsRules(t *testing.T) {
	t.Run("backoffice", func(t *testing.T) { live(t, "backoffice", "../../schemas/demo") })
	t.Run("journals", func(t *testing.T) { live(t, "journals", "../../schemas/demo/journals") })
}

func live(t *testing.T, pack, folder string) {
	store.RegisterFields()
	pb_migrations.Register()
	start := time.Date(2026, 3, 26, 6, 40, 0, 0, time.UTC)
	if d, err := time.Parse(time.DateOnly, os.Getenv("DEMO_DAY")); err == nil {
		start = d.Add(6*time.Hour + 40*time.Minute)
	}
	app := pocketbase.NewWithConfig(store.Config(t.TempDir()))
	e := engine.New(app, engine.Options{Now: func() time.Time { return start }, Zone: time.UTC})
	e.Bind()
	keys := sign.New(e, sign.Options{Name: "demo", Secret: "of this test", Cost: pki.Cost{Time: 1, Memory: 1024, Lanes: 1}})
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close(app) })
	sources, _ := spec.Load(os.DirFS("../.."))
	began := time.Now()
	if _, found, err := e.Install(sources, []string{pack}, "system"); err != nil {
		t.Fatal(err, found)
	}
	t.Log("install", time.Since(began))
	comments := 0
	say := func(core.App, flow.Actor, *model.Type, string, string, time.Time) error { comments++; return nil }
	ready := func() error { t.Log("people", time.Since(began)); return nil }
	began = time.Now()
	if err := demo.Load(e, os.DirFS(folder), keys, say, ready); err != nil {
		t.Fatal(err)
	}
	t.Log("load", time.Since(began), "comments", comments)
	n, bad, err := store.VerifyAudit(app)
	if err != nil || bad != nil {
		t.Fatal(n, bad, err)
	}
	t.Log("events", n)
	signed, flaw, err := e.VerifySignatures()
	if err != nil || flaw != nil {
		t.Fatal(signed, flaw, err)
	}
	if pack == "journals" && signed < 15 {
		t.Errorf("%d signatures, the journals of half a year are signed by both sides", signed)
	}
}
