package engine

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"kontora/internal/fault"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// wholeBody is where a request keeps its body as it came, without a limit.
const wholeBody = "kontoraBody"

// gated makes requests wait while a configuration is being published. Streams
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
	e.gate.RLock()
	held := &gateHeld{ResponseWriter: re.Response, leave: sync.OnceFunc(e.gate.RUnlock)}
	defer held.leave()
	re.Response = held
	return re.Next()
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
