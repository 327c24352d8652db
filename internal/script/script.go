package script

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"kontora/internal/engine"

	"github.com/pocketbase/pocketbase/core"
)

// Options are what the program decides at start.
type Options struct {
	Dir     string        // folder of hooks; "" for ./pb_hooks
	Limit   time.Duration // of one handler; 0 for a second
	Outside time.Duration // of one onEffect or onPublish, which may wait for others; 0 for half a minute
}

// Scripts are the hooks of one installation.
type Scripts struct {
	app    core.App
	engine *engine.Engine
	o      Options

	current atomic.Pointer[generation]
	loading sync.Mutex
	bridged map[string]bool // PocketBase's hooks that lead to ours; guarded by loading
	served  string          // digest of the routes that the server was started with
	broken  error           // why the first generation could not be loaded
	outside lanes
	queue   queue
	lease   lease
	traces  sync.Map // application of a transaction → trace
	depths  sync.Map // id of a request → how many hooks led to it
}

// Bind loads the hooks and attaches them. Broken hooks keep the application
// from starting: they may hold refusals on which somebody relies.
func Bind(app core.App, e *engine.Engine, o Options) *Scripts {
	s := &Scripts{app: app, engine: e, o: o.complete(), bridged: map[string]bool{}, lease: newLease(), queue: newQueue()}
	s.current.Store(&generation{})
	e.OnTransition(s.onTransition)
	e.OnEffect(s.onEffect)
	e.OnPublish(s.onPublish)
	s.broken = s.Reload()
	app.OnBootstrap().BindFunc(func(ev *core.BootstrapEvent) error {
		if s.broken != nil {
			return fmt.Errorf("hooks: %w", s.broken)
		}
		return ev.Next()
	})
	app.OnServe().BindFunc(func(ev *core.ServeEvent) error {
		s.served = s.current.Load().routes
		if err := s.Watch(); err != nil {
			app.Logger().Warn("hooks are not watched", "folder", s.o.Dir, "error", err)
		}
		return ev.Next()
	})
	app.OnTerminate().BindFunc(func(ev *core.TerminateEvent) error {
		ctx, cancel := context.WithTimeout(context.Background(), lastWait)
		defer cancel()
		if err := s.Drain(ctx); err != nil {
			app.Logger().Warn("effects put off by the end of the program", "waiting", s.outside.waiting())
		}
		if err := s.leaveOff(); err != nil {
			app.Logger().Warn("lease not given back", "error", err)
		}
		return ev.Next()
	})
	return s
}

// lastWait is how long the end of the program waits for effects.
const lastWait = 5 * time.Second

func (o Options) complete() Options {
	if o.Dir == "" {
		o.Dir = "pb_hooks"
	}
	if abs, err := filepath.Abs(o.Dir); err == nil {
		o.Dir = abs
	}
	if o.Limit <= 0 {
		o.Limit = time.Second
	}
	if o.Outside <= 0 {
		o.Outside = 30 * time.Second
	}
	return o
}

// Reload puts the hooks as the folder holds them in force. When one file is
// broken all are refused, and those before stay.
func (s *Scripts) Reload() error {
	s.loading.Lock()
	defer s.loading.Unlock()
	src, err := readSource(s.o.Dir)
	if err != nil {
		return err
	}
	old := s.current.Load()
	if old.digest == src.digest {
		return nil
	}
	g, err := s.load(src)
	if err != nil {
		return err
	}
	s.bridge(g)
	s.current.Store(g)
	s.swapJobs(old, g)
	if s.served != "" && s.served != g.routes {
		s.app.Logger().Warn("routerAdd and routerUse take effect when the program starts again")
	}
	return nil
}

// Drain waits until the effects that are under way are done, or have failed.
func (s *Scripts) Drain(ctx context.Context) error { return s.outside.drain(ctx) }
