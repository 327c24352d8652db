package script

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja_nodejs/console"
	"github.com/dop251/goja_nodejs/require"
	"github.com/pocketbase/pocketbase/plugins/jsvm"
)

// maxDepthOfCalls ends endless recursion long before memory does.
const maxDepthOfCalls = 2048

// newMachine builds a VM for our events. Only those outside the transaction may
// talk to the world; nobody gets files, processes or the application.
func (s *Scripts) newMachine(dir string, outside bool) *machine {
	vm := goja.New()
	vm.SetMaxCallStackSize(maxDepthOfCalls)
	vm.SetTimeSource(s.engine.Now)
	modules := require.NewRegistry(require.WithLoader(within(dir)))
	for _, name := range []string{"process", "node:process"} { // it shows the environment
		modules.RegisterNativeModule(name, closed(name))
	}
	modules.RegisterNativeModule("console", console.RequireWithPrinter(printer{s.app.Logger()}))
	modules.Enable(vm)
	console.Enable(vm)
	jsvm.BindCore(vm)
	jsvm.BindSecurity(vm)
	jsvm.BindApis(vm) // for the errors that people know from PocketBase
	dropped := []string{"$apis", "Command"}
	if outside {
		jsvm.BindHTTP(vm)
	} else {
		dropped = append(dropped, "sleep") // every writer would wait
	}
	for _, name := range dropped {
		if err := vm.GlobalObject().Delete(name); err != nil {
			panic(err)
		}
	}
	set(vm, "__hooks", dir)
	m := &machine{vm: vm, guard: &watchdog{vm: vm}, fns: map[*handler]goja.Callable{}}
	m.parse = callable(vm, `(text) => JSON.parse(text, (key, value) => Object.freeze(value))`)
	bindKontora(vm, &desk{s: s, vm: vm, around: func() (*surroundings, error) {
		if m.around == nil {
			return nil, errors.New("$kontora works inside handlers only")
		}
		return m.around, nil
	}})
	return m
}

func callable(vm *goja.Runtime, text string) goja.Callable {
	v, err := vm.RunString(text)
	if err != nil {
		panic(err) // the text is ours
	}
	fn, _ := goja.AssertFunction(v)
	return fn
}

// within reads modules of the hooks' folder and of nowhere else.
func within(dir string) require.SourceLoader {
	return func(path string) ([]byte, error) {
		rel, err := filepath.Rel(dir, path)
		if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return nil, require.ModuleFileDoesNotExistError
		}
		root, err := os.OpenRoot(dir) // links may lead nowhere else either
		if err != nil {
			return nil, require.ModuleFileDoesNotExistError
		}
		defer root.Close()
		data, err := fs.ReadFile(root.FS(), filepath.ToSlash(rel))
		if err != nil {
			return nil, require.ModuleFileDoesNotExistError
		}
		return data, nil
	}
}

func closed(name string) require.ModuleLoader {
	return func(vm *goja.Runtime, _ *goja.Object) {
		panic(vm.NewTypeError("module %s is closed to hooks", name))
	}
}

// frozen gives a handler a value to read.
func (m *machine) frozen(v any) goja.Value {
	text, err := json.Marshal(v)
	if err != nil {
		panic(m.vm.NewGoError(err))
	}
	return m.read(text)
}

// read is frozen for a value that is JSON already.
func (m *machine) read(text []byte) goja.Value {
	out, err := m.parse(goja.Undefined(), m.vm.ToValue(string(text)))
	if err != nil {
		panic(err)
	}
	return out
}

// lazy adds a property that is worked out when it is first read.
func (m *machine) lazy(o *goja.Object, name string, work func() goja.Value) {
	var known goja.Value
	get := m.vm.ToValue(func(goja.FunctionCall) goja.Value {
		if known == nil {
			known = work()
		}
		return known
	})
	if err := o.DefineAccessorProperty(name, get, nil, goja.FLAG_FALSE, goja.FLAG_TRUE); err != nil {
		panic(err)
	}
}

// fixed adds a property that cannot be written.
func (m *machine) fixed(o *goja.Object, name string, v any) {
	if err := o.DefineDataProperty(name, m.vm.ToValue(v), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE); err != nil {
		panic(err)
	}
}
