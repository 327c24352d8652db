package script_test

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/script"
	"kontora/internal/spec"
	"kontora/internal/store"
	"kontora/pb_migrations"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
)

func TestMain(m *testing.M) {
	store.RegisterFields()
	pb_migrations.Register()
	os.Exit(m.Run())
}

// desk is a running installation with a small pack and a folder of hooks.
type desk struct {
	*engine.Engine
	app     core.App
	scripts *script.Scripts
	hooks   string
	data    string
	clerk   string
	clock   *atomic.Int64 // milliseconds
}

// limit is short, so that a test of a loop is, and long enough for a handler on a
// machine that is busy.
const limit = time.Second

var now = time.Date(2026, 3, 26, 6, 40, 0, 0, time.UTC)

// newDesk starts an installation with one file of hooks, "" for none.
func newDesk(t testing.TB, hooks string) *desk {
	t.Helper()
	d := bareDesk(t, map[string]string{"main.pb.js": hooks})
	d.boot(t)
	d.publish(t)
	d.clerk = d.create(t, "users", map[string]any{"full_name": "Анна", "email": "anna@example.test", "roles": []any{"desk/clerk"}})
	return d
}

// bareDesk is an installation that has not been started.
func bareDesk(t testing.TB, hooks map[string]string) *desk {
	t.Helper()
	d := &desk{hooks: t.TempDir(), data: t.TempDir(), clock: &atomic.Int64{}}
	d.clock.Store(now.UnixMilli())
	for name, text := range hooks {
		if text != "" {
			d.write(t, name, text)
		}
	}
	d.make()
	return d
}

// make makes the program anew, over the same data and hooks and by the same clock.
func (d *desk) make() {
	d.app = pocketbase.NewWithConfig(store.Config(d.data))
	d.Engine = engine.New(d.app, engine.Options{Now: func() time.Time { return time.UnixMilli(d.clock.Load()) }, Zone: time.UTC})
	d.Bind()
	d.scripts = script.Bind(d.app, d.Engine, script.Options{Dir: d.hooks, Limit: limit, Outside: 5 * limit})
}

func (d *desk) boot(t testing.TB) {
	t.Helper()
	if err := d.app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	app := d.app
	t.Cleanup(func() { _ = store.Close(app) })
}

func (d *desk) publish(t testing.TB) {
	t.Helper()
	sources, found := spec.Load(os.DirFS("testdata"))
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	if _, found, err := d.Install(sources, []string{"desk"}, "system"); err != nil {
		t.Fatal(err, found)
	}
}

func (d *desk) write(t testing.TB, name, text string) {
	t.Helper()
	path := filepath.Join(d.hooks, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) command(t testing.TB, c flow.Command, slug string, values map[string]any) (string, error) {
	t.Helper()
	var wrong []*fault.Fault
	var err error
	if c.Type, err = d.TypeOf(slug); err != nil {
		t.Fatal(err)
	}
	if c.Fields, wrong = flow.ReadFields(c.Type, values); len(wrong) > 0 {
		t.Fatal(wrong[0])
	}
	if c.Actor.Person == nil {
		c.Actor.System = true
	}
	out, err := d.Do(d.app, engine.Input{Command: c})
	if err != nil {
		return "", err
	}
	return out.Id, nil
}

func (d *desk) create(t testing.TB, slug string, values map[string]any) string {
	t.Helper()
	id, err := d.command(t, flow.Command{Kind: flow.Create}, slug, values)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (d *desk) order(t testing.TB) string {
	t.Helper()
	return d.create(t, "desk_order", map[string]any{"title": "Бумага", "amount": 10})
}

// asClerk is the person who gives commands in the tests.
func (d *desk) asClerk(t testing.TB) flow.Actor {
	t.Helper()
	rec, err := d.app.FindRecordById("users", d.clerk)
	if err != nil {
		t.Fatal(err)
	}
	a, err := d.Actor(d.app, rec)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (d *desk) move(t testing.TB, id, transition string) error {
	t.Helper()
	_, err := d.command(t, flow.Command{Kind: flow.Move, Id: id, Transition: transition, Comment: "пора", Actor: d.asClerk(t)}, "desk_order", nil)
	return err
}

// moveSilently runs a transition without a comment.
func (d *desk) moveSilently(t testing.TB, id, transition string) error {
	t.Helper()
	_, err := d.command(t, flow.Command{Kind: flow.Move, Id: id, Transition: transition, Actor: d.asClerk(t)}, "desk_order", nil)
	return err
}

// value reads a column as it is stored.
func (d *desk) value(t testing.TB, slug, id, column string) any {
	t.Helper()
	rec, err := d.app.FindRecordById(slug, id)
	if err != nil {
		t.Fatal(err)
	}
	return rec.Get(column)
}

func (d *desk) count(t testing.TB, slug string) int64 {
	t.Helper()
	n, err := d.app.CountRecords(slug)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// effects waits until all effects have run.
func (d *desk) effects(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := d.scripts.Drain(ctx); err != nil {
		t.Fatal(err)
	}
}

// wantFault demands a fault and returns the one that says why.
func wantFault(t testing.TB, err error, code string) *fault.Fault {
	t.Helper()
	f, ok := fault.As(err)
	if !ok {
		t.Fatalf("want fault %s, got %v", code, err)
	}
	if found := find(f, code); found != nil {
		return found
	}
	t.Fatalf("want fault %s, got %v", code, f)
	return nil
}

func find(f *fault.Fault, code string) *fault.Fault {
	if f.Code == code {
		return f
	}
	for _, part := range f.Fields {
		if found := find(part, code); found != nil {
			return found
		}
	}
	return nil
}
