package scenario

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"kontora/internal/engine"
	"kontora/internal/spec"
	"kontora/internal/store"
	"kontora/pb_migrations"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations" // PocketBase's own tables
)

// Options are what all scripts of a run share.
type Options struct {
	Packs  *spec.Bundle                         // configurations that scripts install
	Zone   *time.Location                       // of the installation
	Bind   func(app core.App, e *engine.Engine) // attaches the HTTP routes
	Tamper bool                                 // scripts may damage their database
	Temp   string                               // what the folders of installations are called by; "" for the usual
}

// start is the instant at which a script begins unless it says another one: a
// Monday morning.
var start = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)

// office is one running installation.
type office struct {
	o      Options
	dir    string
	clock  atomic.Int64 // milliseconds
	app    *core.BaseApp
	engine *engine.Engine
	routes http.Handler
	super  string // token of the operator
}

func newOffice(o Options) (*office, error) {
	dir, err := os.MkdirTemp("", cmp.Or(o.Temp, "kontora-scenario-"))
	if err != nil {
		return nil, err
	}
	of := &office{o: o, dir: dir}
	of.clock.Store(start.UnixMilli())
	if err := of.open(); err != nil {
		of.close()
		return nil, err
	}
	return of, nil
}

func (of *office) now() time.Time { return time.UnixMilli(of.clock.Load()).UTC() }

// moveTo sets the clock; whatever waited for that time happens.
func (of *office) moveTo(at time.Time) error {
	of.clock.Store(at.UnixMilli())
	return of.tick()
}

// tick runs the scheduler once.
func (of *office) tick() error {
	_, err := of.engine.Tick(context.Background())
	return err
}

// open starts the installation over its data folder.
func (of *office) open() error {
	store.RegisterFields()
	pb_migrations.Register()
	c := store.Config(of.dir)
	of.app = core.NewBaseApp(core.BaseAppConfig{
		DataDir: c.DefaultDataDir, DBConnect: c.DBConnect,
		DataMaxOpenConns: c.DataMaxOpenConns, DataMaxIdleConns: c.DataMaxIdleConns,
		AuxMaxOpenConns: c.AuxMaxOpenConns, AuxMaxIdleConns: c.AuxMaxIdleConns,
	})
	of.engine = engine.New(of.app, engine.Options{Now: of.now, Zone: of.o.Zone})
	of.engine.Bind()
	of.o.Bind(of.app, of.engine)
	if err := of.app.Bootstrap(); err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if err := of.app.RunAllMigrations(); err != nil {
		return fmt.Errorf("create tables: %w", err)
	}
	if err := of.operator(); err != nil {
		return fmt.Errorf("create operator: %w", err)
	}
	return of.serve()
}

// operator signs in PocketBase's superuser, and makes one the first time.
func (of *office) operator() error {
	const email = "operator@example.test"
	rec, err := of.app.FindAuthRecordByEmail(core.CollectionNameSuperusers, email)
	if err != nil {
		operators, err := of.app.FindCollectionByNameOrId(core.CollectionNameSuperusers)
		if err != nil {
			return err
		}
		rec = core.NewRecord(operators)
		rec.SetEmail(email)
		rec.SetRandomPassword()
		if err := of.app.Save(rec); err != nil {
			return err
		}
	}
	of.super, err = rec.NewAuthToken()
	return err
}

func (of *office) serve() error {
	router, err := apis.NewRouter(of.app)
	if err != nil {
		return err
	}
	event := &core.ServeEvent{App: of.app, Router: router}
	return of.app.OnServe().Trigger(event, func(ev *core.ServeEvent) error {
		of.routes, err = ev.Router.BuildMux()
		return err
	})
}

// restart stops the installation and starts it over the same data.
func (of *office) restart() error {
	if err := store.Close(of.app); err != nil {
		return err
	}
	return of.open()
}

func (of *office) close() {
	if of.app != nil {
		_ = store.Close(of.app)
	}
	_ = os.RemoveAll(of.dir)
}
