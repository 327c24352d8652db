package scenario

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"
)

// ear is an open stream of realtime messages.
type ear struct {
	mu      sync.Mutex
	header  http.Header
	heard   bytes.Buffer
	changed chan struct{} // closed and replaced whenever something arrives
	hangUp  context.CancelFunc
}

func newEar(hangUp context.CancelFunc) *ear {
	return &ear{header: http.Header{}, changed: make(chan struct{}), hangUp: hangUp}
}

// Header, Write, WriteHeader and Flush make an ear the far end of a request.
func (e *ear) Header() http.Header { return e.header }

// WriteHeader does nothing: a stream that is refused says so in its body.
func (e *ear) WriteHeader(int) {}

// Flush does nothing: every write arrives at once.
func (e *ear) Flush() {}

func (e *ear) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard.Write(p)
	close(e.changed)
	e.changed = make(chan struct{})
	return len(p), nil
}

func (e *ear) all() (string, <-chan struct{}) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.heard.String(), e.changed
}

// patience is how long a message may take. It is real time: the clock of the
// script stands still.
const patience = 5 * time.Second

// wait returns what was heard as soon as it contains a text.
func (e *ear) wait(text string) (string, bool) {
	late := time.After(patience)
	for {
		heard, changed := e.all()
		if strings.Contains(heard, text) {
			return heard, true
		}
		select {
		case <-changed:
		case <-late:
			return heard, false
		}
	}
}

// runListen opens a stream for the present person.
func runListen(c *call) error {
	name, err := c.take("name of the ear")
	if err != nil {
		return err
	}
	topics := []string{}
	for _, a := range c.args {
		topics = append(topics, a.text)
	}
	c.args = nil
	ctx, cancel := context.WithCancel(context.Background())
	e := newEar(cancel)
	req := httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/realtime", nil)
	go c.office.routes.ServeHTTP(e, req)
	c.ears[name] = e
	hello, ok := e.wait(`"clientId":"`)
	if !ok {
		return fmt.Errorf("the stream does not open: %s", hello)
	}
	_, rest, _ := strings.Cut(hello, `"clientId":"`)
	id, _, _ := strings.Cut(rest, `"`)
	return c.ask(request{method: http.MethodPost, path: "/api/realtime", body: map[string]any{"clientId": id, "subscriptions": topics}})
}

// runHeard waits for a message with a text; with "!" it looks at what has
// arrived so far, so a message that must arrive is to be waited for first.
func runHeard(c *call) error {
	words, err := c.takes("name of the ear", "text")
	if err != nil {
		return err
	}
	e := c.ears[words[0]]
	if e == nil {
		return fmt.Errorf("nobody listens by the name %q", words[0])
	}
	if c.not {
		if heard, _ := e.all(); strings.Contains(heard, words[1]) {
			return fmt.Errorf("%s has heard %q:\n%s", words[0], words[1], shorten(heard))
		}
		return c.end()
	}
	if heard, ok := e.wait(words[1]); !ok {
		return fmt.Errorf("%s has not heard %q, only:\n%s", words[0], words[1], shorten(heard))
	}
	return c.end()
}

// hangUp ends all streams.
func (w *world) hangUp() {
	for _, e := range w.ears {
		e.hangUp()
	}
}

var (
	_ http.ResponseWriter = (*ear)(nil)
	_ http.Flusher        = (*ear)(nil)
)
