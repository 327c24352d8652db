package engine

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"kontora/internal/fault"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// wholeBody is where a request keeps its body as it came, without a limit.
const wholeBody = "kontoraBody"

// gated makes requests wait while a configuration is being published: those that
// may write as long as that takes, those that only read while tables change. Streams
// and the publishing routes themselves do not wait. The gate is held only while
// the engine works, never while a client is waited for: whoever sends half a
// request, or does not read the answer, would otherwise keep a configuration from
// being published, and that would keep everybody.
func (e *Engine) gated(re *core.RequestEvent) error {
	path := re.Request.URL.Path
	if !strings.HasPrefix(path, "/api/") || path == "/api/realtime" ||
		strings.HasPrefix(path, "/api/kontora/config") || strings.HasPrefix(path, "/api/kontora/setup") {
		return re.Next()
	}
	if err := receive(re); err != nil {
		return err
	}
	enter := e.enter
	if onlyReads(re.Request) {
		enter = e.enterReading
	}
	held := &gateHeld{ResponseWriter: re.Response, leave: sync.OnceFunc(enter())}
	defer held.leave()
	re.Response = held
	return re.Next()
}

// enter waits until nothing is being published, and keeps it from beginning.
func (e *Engine) enter() (leave func()) {
	e.pen.RLock()
	e.gate.RLock()
	return func() {
		e.gate.RUnlock()
		e.pen.RUnlock()
	}
}

// enterReading is enter for whoever writes nothing: it goes on while a configuration
// is being written down. Whoever enters so and writes all the same waits for a
// transaction that waits for them; see closing.
func (e *Engine) enterReading() (leave func()) {
	e.gate.RLock()
	return e.gate.RUnlock
}

// writingGets are routes below /api/kontora/ that may make what they are asked for.
var writingGets = []string{"sign/", "push"}

// onlyReads reports whether a request writes nothing. What is not known to be so
// counts as writing.
func onlyReads(r *http.Request) bool {
	rest, own := strings.CutPrefix(r.URL.Path, "/api/kontora/")
	switch {
	case r.Method == http.MethodPost:
		return own && strings.HasPrefix(rest, "forms/")
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return false
	case own:
		return !slices.ContainsFunc(writingGets, func(route string) bool { return strings.HasPrefix(rest, route) })
	}
	return strings.HasPrefix(r.URL.Path, "/api/collections/") && strings.Contains(r.URL.Path, "/records") || strings.HasPrefix(r.URL.Path, "/api/files/")
}

// Aside does a piece of writing that belongs to reading and that nobody waits for,
// such as when a key was last used: at once, or when the configuration that is being
// written is in force.
func (e *Engine) Aside(write func() error) error {
	if e.pen.TryRLock() {
		defer e.pen.RUnlock()
		return write()
	}
	go func() {
		e.pen.RLock()
		defer e.pen.RUnlock()
		if err := write(); err != nil {
			e.app.Logger().Error("not written behind a publication", "error", err)
		}
	}()
	return nil
}

// closing keeps readers out.
type closing struct {
	gate *sync.RWMutex
	held bool
}

// readersEnd is how long readers that are under way are waited for. One that takes
// longer most likely waits for the transaction that waits for it.
const readersEnd = 30 * time.Second

// shut waits until nobody reads, and lets nobody begin. If that takes too long, it
// gives up, and whoever publishes is told to try again.
func (c *closing) shut() error {
	if c.held {
		return nil
	}
	shut := make(chan struct{})
	go func() {
		c.gate.Lock()
		close(shut)
	}()
	select {
	case <-shut:
		c.held = true
		return nil
	case <-time.After(readersEnd):
		go func() {
			<-shut
			c.gate.Unlock()
		}()
		return fault.New(fault.Conflict, "publish_kept_waiting", nil)
	}
}

// open lets readers in, if they were kept out.
func (c *closing) open() {
	if c.held {
		c.held = false
		c.gate.Unlock()
	}
}

// receive reads the whole body, within its limit; what was read is kept by
// PocketBase, in memory or in a file, to be read again.
func receive(re *core.RequestEvent) error {
	_, err := io.Copy(io.Discard, re.Request.Body)
	var refused *router.ApiError
	if errors.As(err, &refused) { // too big
		return err
	}
	if err != nil {
		return fault.New(fault.Invalid, "body_broken_off", nil)
	}
	if whole, ok := re.Get(wholeBody).(io.ReadCloser); ok {
		re.Request.Body = whole // the limit would count a second reading too
	}
	return nil
}

// gateHeld leaves the gate when the answer begins: then the work is done.
type gateHeld struct {
	http.ResponseWriter
	leave func()
}

func (g *gateHeld) WriteHeader(status int) {
	g.leave()
	g.ResponseWriter.WriteHeader(status)
}

func (g *gateHeld) Write(p []byte) (int, error) {
	g.leave()
	return g.ResponseWriter.Write(p)
}

func (g *gateHeld) ReadFrom(r io.Reader) (int64, error) {
	g.leave()
	return io.Copy(g.ResponseWriter, r)
}

// Unwrap lets PocketBase and net/http find what the wrapped writer can do.
func (g *gateHeld) Unwrap() http.ResponseWriter { return g.ResponseWriter }

var _ io.ReaderFrom = (*gateHeld)(nil)
