package script

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// collector gathers the handlers of our events while files are loaded.
type collector struct {
	g    *generation
	src  *source
	open bool
}

// errLate is thrown when a handler registers handlers.
var errLate = errors.New("onTransition, onEffect and onPublish belong at the top of a file")

func (c *collector) bind(vm *goja.Runtime) {
	add := func(list *[]*handler) func(call goja.FunctionCall) (goja.Value, error) {
		return func(call goja.FunctionCall) (goja.Value, error) {
			if !c.open {
				return nil, errLate
			}
			h, err := c.handler(vm, call)
			if err == nil {
				h.id = h.file + "#" + strconv.Itoa(1+count(*list, h.file))
				*list = append(*list, h)
			}
			return goja.Undefined(), err
		}
	}
	bind := func(name string, list *[]*handler) {
		fn := add(list)
		set(vm, name, func(call goja.FunctionCall) goja.Value {
			v, err := fn(call)
			if err != nil {
				panic(vm.NewGoError(err))
			}
			return v
		})
	}
	bind("onTransition", &c.g.transition)
	bind("onEffect", &c.g.effect)
	bind("onPublish", &c.g.publish)
}

// handler is one registered function, kept as its source: it runs in other VMs
// than the one that loaded it, so it sees nothing of what stands around it.
type handler struct {
	id      string // file#1 for the first of its event in the file: the same when lines move
	file    string
	at      string // file:line
	types   map[string]bool
	program *goja.Program
}

func (h *handler) wants(key, slug string) bool {
	return len(h.types) == 0 || h.types[key] || h.types[slug]
}

func (c *collector) handler(vm *goja.Runtime, call goja.FunctionCall) (*handler, error) {
	if _, ok := goja.AssertFunction(call.Argument(0)); !ok {
		return nil, errors.New("a handler must be a function")
	}
	name, line := c.src.place(lineOf(vm))
	h := &handler{file: name, at: fmt.Sprintf("%s:%d", name, line), types: map[string]bool{}}
	for _, t := range call.Arguments[1:] {
		h.types[t.String()] = true
	}
	// Empty lines before it make positions in errors those of the file.
	text := strings.Repeat("\n", max(line-1, 0)) + "(" + call.Argument(0).String() + ")"
	program, err := goja.Compile(name, text, true)
	if err != nil {
		return nil, err
	}
	h.program = program
	return h, nil
}

func count(list []*handler, file string) (n int) {
	for _, h := range list {
		if h.file == file {
			n++
		}
	}
	return n
}

// lineOf finds the line of the joined program that is running.
func lineOf(vm *goja.Runtime) int {
	for _, frame := range vm.CaptureCallStack(0, nil) {
		if line := frame.Position().Line; line > 0 {
			return line
		}
	}
	return 0
}
