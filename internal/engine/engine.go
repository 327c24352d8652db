// Package engine is the running configuration: the active model, the one door
// through which every change of a managed record passes, configuration
// revisions, and what is announced after a change. It decides nothing itself
// (package flow does) and knows no table (package store does).
package engine

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Options are what the program decides at start.
type Options struct {
	Now  func() time.Time // the clock; every command sees one instant of it
	Zone *time.Location   // the installation's zone
}

// Engine runs one installation.
type Engine struct {
	app     core.App
	now     func() time.Time
	zone    *time.Location
	active  atomic.Pointer[Active]
	seats   sync.Map     // *core.Record → *seat, while the record is being saved
	pen     sync.RWMutex // held for writing while a configuration is written down; taken before gate
	gate    sync.RWMutex // held for writing while readers are kept out, too
	extend  extensions
	past    sync.Map     // number of a configuration → *model.Model
	holder  string       // this process among those that may hold a lease
	still   atomic.Int32 // how many keep alarms unanswered
	certify Certifier    // nil: nobody issues certificates
	moving  sync.Mutex   // held while records move to a new configuration

	signatory Signatory // nil: nobody signs with a certificate
	confirmed confirmations
}

// Active is the configuration in force.
type Active struct {
	Model  *model.Model
	Number int64 // of the revision
	At     time.Time
	pinned sync.Map // pin → *model.Type: rules that open records still live by
}

// New makes an engine over a PocketBase application. Bind must be called before
// the application is bootstrapped.
func New(app core.App, o Options) *Engine {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	return &Engine{app: app, now: o.Now, zone: o.Zone, holder: newHolder()}
}

// App is the application the engine runs in.
func (e *Engine) App() core.App { return e.app }

// Now is the present instant by the engine's clock.
func (e *Engine) Now() time.Time { return e.now().UTC().Truncate(time.Millisecond) }

// Zone is the installation's zone.
func (e *Engine) Zone() *time.Location { return e.zone }

// Active is the configuration in force; nil before packs are installed.
func (e *Engine) Active() *Active { return e.active.Load() }

// Model is the active model; nil before packs are installed.
func (e *Engine) Model() *model.Model {
	if a := e.active.Load(); a != nil {
		return a.Model
	}
	return nil
}

// Bind attaches the engine to the application's hooks.
func (e *Engine) Bind() {
	e.bindBoot()
	e.bindDoor()
	e.bindFiles()
	e.bindVersions()
	e.bindSweep()
	e.bindRequests()
	e.bindGuards()
	e.bindEnrich()
	e.bindTopics()
	e.bindSignIn()
	e.bindAddress()
	e.bindDevices()
	e.bindSchedule()
}

// Snapshot opens the stored world for one question or command.
func (e *Engine) Snapshot(app core.App) (*store.Snapshot, error) {
	a := e.active.Load()
	if a == nil {
		return nil, errNoModel
	}
	snap, err := store.NewSnapshot(app, a.Model, e.zone)
	if err != nil {
		return nil, err
	}
	return snap.WithPins(e.pin).At(e.Now()), nil
}

// Actor says who a signed-in PocketBase record is; a nil record is a guest.
func (e *Engine) Actor(app core.App, auth *core.Record) (flow.Actor, error) {
	switch {
	case auth == nil:
		return flow.Actor{}, nil
	case auth.IsSuperuser():
		return flow.Actor{Super: true}, nil
	}
	m := e.Model()
	if m == nil {
		return flow.Actor{}, errNoModel
	}
	dir, err := store.DirectoryOf(app, m)
	if err != nil {
		return flow.Actor{}, fmt.Errorf("directory: %w", err)
	}
	p, ok := dir.Person(auth.Id)
	if !ok || !p.Active {
		return flow.Actor{}, errInactive
	}
	return flow.Actor{Person: p}, nil
}

// Tokens lists what an actor may bear, for lists and realtime.
func (e *Engine) Tokens(app core.App, a flow.Actor) (map[rule.Principal]bool, error) {
	if a.Person == nil {
		return nil, nil
	}
	dir, err := store.DirectoryOf(app, e.Model())
	if err != nil {
		return nil, err
	}
	return dir.Tokens(a.Person.Id), nil
}
