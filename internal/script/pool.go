package script

import (
	"errors"
	"fmt"
	"time"

	"github.com/dop251/goja"
)

// pool keeps VMs that are free. It makes another one when all are taken.
type pool struct {
	free  chan *machine
	build func() *machine
}

// spare is how many free VMs a pool keeps.
const spare = 16

func newPool(build func() *machine) *pool {
	return &pool{free: make(chan *machine, spare), build: build}
}

func (p *pool) take() *machine {
	select {
	case m := <-p.free:
		return m
	default:
		return p.build()
	}
}

func (p *pool) give(m *machine) {
	select {
	case p.free <- m:
	default:
	}
}

// machine is one VM of ours with what its handler works on.
type machine struct {
	vm     *goja.Runtime
	guard  *watchdog
	parse  goja.Callable // JSON text → a frozen or a plain value
	fns    map[*handler]goja.Callable
	around *surroundings // of the call that is running
}

// errOverdue is a handler that took too long.
var errOverdue = errors.New("hook ran out of time")

// errAsync is a handler that did not finish before it returned.
var errAsync = errors.New("a hook must finish before it returns: it cannot wait for a promise")

// call runs a handler with an event. A VM in which Go code has panicked is not
// used again.
func (p *pool) call(h *handler, around *surroundings, limit time.Duration, event func(m *machine) goja.Value) (err error) {
	m := p.take()
	m.around, m.guard.limit = around, limit
	m.guard.start()
	defer func() {
		m.guard.stop()
		m.around = nil
		if broken := recover(); broken != nil {
			err = fmt.Errorf("%v", broken)
			return
		}
		p.give(m)
	}()
	return m.run(h, event)
}

func (m *machine) run(h *handler, event func(m *machine) goja.Value) error {
	fn, known := m.fns[h]
	if !known {
		v, err := m.vm.RunProgram(h.program)
		if err != nil {
			return err
		}
		fn, _ = goja.AssertFunction(v)
		m.fns[h] = fn
	}
	v, err := fn(goja.Undefined(), event(m))
	var stopped *goja.InterruptedError
	if errors.As(err, &stopped) {
		return errOverdue
	}
	if err != nil {
		return err
	}
	return settled(v)
}

// settled looks at what an async function has come to.
func settled(v goja.Value) error {
	p, ok := v.Export().(*goja.Promise)
	if !ok {
		return nil
	}
	switch p.State() {
	case goja.PromiseStatePending:
		return errAsync
	case goja.PromiseStateRejected:
		return &rejected{p.Result()}
	}
	return nil
}

// rejected is what an async function has thrown.
type rejected struct{ value goja.Value }

func (r *rejected) Error() string { return r.value.String() }
