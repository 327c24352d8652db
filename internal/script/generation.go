package script

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"

	"github.com/dop251/goja"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/plugins/jsvm"
	"github.com/pocketbase/pocketbase/tools/cron"
)

// generation is the hooks of a folder as they were at one moment. It never
// changes once it is in force.
type generation struct {
	digest, routes string
	transition     []*handler
	effect         []*handler
	publish        []*handler
	inside         *pool // VMs of transitions
	outside        *pool // VMs of effects and publications
	shadow         *shadow
	hooks          map[string]reflect.Value // PocketBase's hooks that have handlers, by name
}

// poolSize is how many VMs wait for PocketBase's hooks. One is held for the
// whole chain of a hook, so nested and parallel saves need many.
const poolSize = 32

var (
	hookWord = regexp.MustCompile(`\bon[A-Z]\w*|\brouter(Add|Use)|\bcronAdd`)
	ownWord  = regexp.MustCompile(`^on(Transition|Effect|Publish)$`)
)

// machines spares the pool, some megabytes and a moment of every load, when no
// file names a hook of PocketBase's. One that is named in a roundabout way still
// runs, in a VM made for the call.
func machines(src *source) int {
	for _, word := range hookWord.FindAllString(src.text, -1) {
		if !ownWord.MatchString(word) {
			return poolSize
		}
	}
	return 0
}

// shadow is an application that only collects: the plugin registers the hooks
// of a generation on it, and the real application passes its events on. So
// they can be replaced without starting the process anew.
type shadow struct {
	*core.BaseApp
	real core.App
	jobs *cron.Cron
	live bool // its jobs run by the real application's clock
}

// Cron collects jobs while files are loaded; later it is the real one, where
// handlers may remove jobs.
func (s *shadow) Cron() *cron.Cron {
	if s.live {
		return s.real.Cron()
	}
	return s.jobs
}

// Logger is the real application's.
func (s *shadow) Logger() *slog.Logger { return s.real.Logger() }

func newShadow(app core.App) *shadow {
	s := &shadow{BaseApp: core.NewBaseApp(core.BaseAppConfig{DataDir: app.DataDir(), IsDev: app.IsDev()}), real: app, jobs: cron.New()}
	for _, name := range hookNames {
		hookOf(s, name).MethodByName("UnbindAll").Call(nil) // PocketBase's own run on the real one
	}
	return s
}

// hookNames are the events of an application.
var hookNames = func() []string {
	var names []string
	t := reflect.TypeFor[core.App]()
	for i := range t.NumMethod() {
		if name := t.Method(i).Name; strings.HasPrefix(name, "On") {
			names = append(names, name)
		}
	}
	return names
}()

func hookOf(app core.App, name string) reflect.Value {
	return reflect.ValueOf(app).MethodByName(name).Call(nil)[0]
}

// load makes a generation of the files, or says what is wrong with them.
func (s *Scripts) load(src *source) (*generation, error) {
	g := &generation{digest: src.digest, routes: src.routes, shadow: newShadow(s.app), hooks: map[string]reflect.Value{}}
	if len(src.files) == 0 {
		return g, nil
	}
	c := &collector{g: g, src: src, open: true}
	err := s.register(g, src, c)
	c.open = false
	if err != nil {
		return nil, err
	}
	for _, name := range hookNames {
		if h := hookOf(g.shadow, name); h.MethodByName("Length").Call(nil)[0].Int() > 0 {
			g.hooks[name] = h.MethodByName("Trigger")
		}
	}
	g.inside = newPool(func() *machine { return s.newMachine(src.dir, false) })
	g.outside = newPool(func() *machine { return s.newMachine(src.dir, true) })
	g.shadow.live = true
	return g, nil
}

// register has PocketBase's plugin run the files. It reads a folder, so the
// joined program is put in one for the moment.
func (s *Scripts) register(g *generation, src *source, c *collector) (err error) {
	dir, err := os.MkdirTemp("", "kontora-hooks-")
	if err != nil {
		return fmt.Errorf("load hooks: %w", err)
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "all.pb.js"), []byte(src.text), 0o600); err != nil {
		return fmt.Errorf("load hooks: %w", err)
	}
	defer func() { // the plugin panics when a file cannot be run
		if p := recover(); p != nil {
			_, message, found := strings.Cut(fmt.Sprint(p), "\n - ")
			if !found {
				message = fmt.Sprint(p)
			}
			err = fmt.Errorf("%s", src.located(message))
		}
	}()
	return jsvm.Register(g.shadow, jsvm.Config{
		HooksDir:               dir,
		HooksPoolSize:          machines(src),
		MigrationsDir:          dir,
		MigrationsFilesPattern: `^$`, // the engine owns the schema
		TypesDir:               s.app.DataDir(),
		OnInit:                 func(vm *goja.Runtime) { s.prepare(vm, src, c) },
	})
}

// prepare completes a VM of PocketBase's own.
func (s *Scripts) prepare(vm *goja.Runtime, src *source, c *collector) {
	guard(vm, s.o.Limit)
	set(vm, "$app", s.app)
	set(vm, "__hooks", src.dir)
	c.bind(vm)
	bindKontora(vm, &desk{s: s, vm: vm, around: func() (*surroundings, error) {
		app, ok := vm.Get("$app").Export().(core.App)
		if !ok {
			app = s.app
		}
		return &surroundings{app: app, actor: bySystem(nil)}, nil
	}})
}

// set names a value in a VM. It fails only for names that a VM locks, which
// ours are not.
func set(vm *goja.Runtime, name string, value any) {
	if err := vm.Set(name, value); err != nil {
		panic(err)
	}
}

// swapJobs replaces the cron jobs of one generation by those of the next.
func (s *Scripts) swapJobs(old, g *generation) {
	kept := map[string]bool{}
	for _, j := range g.shadow.jobs.Jobs() {
		kept[j.Id()] = true
		if err := s.app.Cron().Add(j.Id(), j.Expression(), j.Run); err != nil {
			s.app.Logger().Error("job of a hook not added", "job", j.Id(), "error", err)
		}
	}
	if old.shadow == nil {
		return
	}
	for _, j := range old.shadow.jobs.Jobs() {
		if !kept[j.Id()] {
			s.app.Cron().Remove(j.Id())
		}
	}
}
