package script

import (
	"reflect"
	"sync"
	"time"

	"kontora/internal/fault"

	"github.com/dop251/goja"
	"github.com/pocketbase/pocketbase/plugins/jsvm"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// watchdog interrupts a VM that runs for too long. Time in which the VM waits
// for the rest of a chain of hooks is not counted: that rest may have been
// committed, and it has limits of its own.
type watchdog struct {
	vm    *goja.Runtime
	limit time.Duration

	mu     sync.Mutex
	timer  *time.Timer
	run    int // counts starts and stops, so that a late timer hits nobody else
	left   time.Duration
	since  time.Time
	paused bool
}

// overdue is what an interrupted handler of PocketBase's ends with; our own are
// told which they are.
var overdue = fault.New(fault.Internal, "hook_timeout", fault.Params{"hook": "pb_hooks"})

// start begins to count for a new run.
func (w *watchdog) start() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.halt()
	w.vm.ClearInterrupt()
	w.paused = false
	w.left = w.limit
	w.count()
}

// stop ends the run; the VM can be used again.
func (w *watchdog) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.halt()
	w.vm.ClearInterrupt()
}

func (w *watchdog) halt() {
	w.run++
	if w.timer != nil {
		w.timer.Stop()
		w.timer = nil
	}
}

func (w *watchdog) count() {
	run := w.run
	w.since = time.Now()
	w.timer = time.AfterFunc(w.left, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.run == run {
			w.vm.Interrupt(overdue)
		}
	})
}

func (w *watchdog) pause() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer == nil || w.paused {
		return
	}
	w.halt()
	w.paused = true
	w.left -= time.Since(w.since)
}

func (w *watchdog) resume() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.paused {
		return
	}
	w.paused = false
	w.left = max(w.left, time.Millisecond)
	w.count()
}

// guard limits every handler that the plugin runs in a VM. The plugin knows no
// limit, but it sets __args before each run and unsets it afterwards; as an
// accessor, __args winds the watchdog up. It relies on an inner name: a test
// fails when another version of the plugin drops it.
func guard(vm *goja.Runtime, limit time.Duration) {
	w := &watchdog{vm: vm, limit: limit}
	args := goja.Undefined()
	get := vm.ToValue(func(goja.FunctionCall) goja.Value { return args })
	put := vm.ToValue(func(call goja.FunctionCall) goja.Value {
		args = call.Argument(0)
		if goja.IsUndefined(args) {
			w.stop()
		} else {
			w.start()
		}
		return nil
	})
	err := vm.GlobalObject().DefineAccessorProperty("__args", get, put, goja.FLAG_FALSE, goja.FLAG_TRUE)
	if err != nil {
		panic(err) // the name is ours
	}
	pauseInNext(vm, w)
}

// pauseInNext stops the clock of a handler while e.next() runs. The method is
// hidden behind another name and next is found on the prototype instead, where
// it is seen by objects that have the hidden one only.
func pauseInNext(vm *goja.Runtime, w *watchdog) {
	vm.SetFieldNameMapper(nextMapper{})
	run, err := vm.RunScript("next", `(function (pause, resume) {
		Object.defineProperty(Object.prototype, "next", {
			configurable: true,
			get() {
				if (this === null || this === undefined || typeof this.__next !== "function") return undefined
				const event = this
				return function () { pause(); try { return event.__next() } finally { resume() } }
			},
			set(value) {
				Object.defineProperty(this, "next", { value, writable: true, enumerable: true, configurable: true })
			},
		})
	})`)
	if err != nil {
		panic(err)
	}
	fn, _ := goja.AssertFunction(run)
	if _, err := fn(goja.Undefined(), vm.ToValue(w.pause), vm.ToValue(w.resume)); err != nil {
		panic(err)
	}
}

type nextMapper struct{ jsvm.FieldMapper }

var resolver = reflect.TypeFor[hook.Resolver]()

// MethodName hides the next of events.
func (m nextMapper) MethodName(t reflect.Type, method reflect.Method) string {
	if method.Name == "Next" && (t.Implements(resolver) || reflect.PointerTo(t).Implements(resolver)) {
		return "__next"
	}
	return m.FieldMapper.MethodName(t, method)
}
