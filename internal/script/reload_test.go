package script_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kontora/internal/store"
)

func TestBrokenFileRefusesAllAndOldHooksStay(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"syntax", "const a = 1\nonTransition((e) => {\n  if (\n})", "b.pb.js:4:1: "},
		{"unknown name", "\n\nnothing()\n", "b.pb.js:3:8"},
		{"no function", "onTransition('x')", "a handler must be a function"},
		{"a name declared twice", "const first = 2", "b.pb.js:1:"},
		{"wrong cron", "\ncronAdd('x', 'never', () => {})", "failed to register cron job x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, "")
			d.write(t, "a.pb.js", `const first = 1; onTransition((e) => { e.reject("старый") }, "desk/order")`)
			if err := d.scripts.Reload(); err != nil {
				t.Fatal(err)
			}
			d.write(t, "a.pb.js", `const first = 1; onTransition((e) => { e.reject("новый") }, "desk/order")`)
			d.write(t, "b.pb.js", c.text)
			if err := d.scripts.Reload(); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want %q, got %v", c.want, err)
			}
			if f := wantFault(t, d.move(t, d.order(t), "send"), "hook_refused"); f.Text != "старый" {
				t.Error(f)
			}
			d.write(t, "b.pb.js", "")
			if err := d.scripts.Reload(); err != nil {
				t.Fatal(err)
			}
			if f := wantFault(t, d.move(t, d.order(t), "send"), "hook_refused"); f.Text != "новый" {
				t.Error(f)
			}
		})
	}
}

func TestBrokenHooksKeepTheProgramFromStarting(t *testing.T) {
	t.Parallel()
	d := bareDesk(t, map[string]string{"refuse.pb.js": "onTransition((e) => {\n"})
	if err := d.app.Bootstrap(); err == nil || !strings.Contains(err.Error(), "refuse.pb.js:2:1") {
		t.Errorf("want the place, got %v", err)
		_ = store.Close(d.app)
	}
}

func TestFilesAreNotHooks(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "")
	d.write(t, "examples/limit.pb.js", `broken(`)
	d.write(t, "kontora.d.ts", `broken(`)
	d.write(t, "shared.js", `broken(`)
	if err := d.scripts.Reload(); err != nil {
		t.Fatal(err)
	}
}

// Commands are given all the time while a file changes; none of them fails, and
// the last version is in force in the end.
func TestNoRequestFailsWhileHooksChange(t *testing.T) {
	t.Parallel()
	const versions, people = 20, 16
	text := func(n int) string {
		return fmt.Sprintf(`onTransition((e) => { e.set("note", "версия %d") }, "desk/order")
			onRecordUpdate((e) => { e.next() }, "desk_order")`, n)
	}
	d := newDesk(t, text(0))
	if err := d.scripts.Watch(); err != nil {
		t.Fatal(err)
	}
	var done atomic.Bool
	var given atomic.Int64
	seen := sync.Map{}
	var wait sync.WaitGroup
	for range people {
		id := d.order(t)
		wait.Go(func() {
			for i := 0; !done.Load(); i++ {
				if err := d.move(t, id, []string{"send", "back"}[i%2]); err != nil {
					t.Errorf("a command failed: %v", err)
					return
				}
				given.Add(1)
				seen.Store(d.value(t, "desk_order", id, "note"), true)
			}
		})
	}
	wanted := func(n int) bool { _, ok := seen.Load(fmt.Sprintf("версия %d", n)); return ok }
	for n := 1; n <= versions; n++ {
		d.write(t, "main.pb.js", text(n))
		for begin := time.Now(); !wanted(n); time.Sleep(5 * time.Millisecond) {
			if time.Since(begin) > 10*time.Second {
				t.Errorf("version %d never came into force", n)
				break
			}
		}
	}
	done.Store(true)
	wait.Wait()
	t.Logf("%d commands during %d reloads", given.Load(), versions)
	if given.Load() < versions {
		t.Error("too few commands to tell")
	}
}

// The folder of hooks may be made, and taken away, while the program runs.
func TestAFolderOfHooksMayAppear(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "")
	if err := os.Remove(d.hooks); err != nil {
		t.Fatal(err)
	}
	if err := d.scripts.Watch(); err != nil {
		t.Fatal(err)
	}
	refused := func() bool {
		err := d.move(t, d.order(t), "send")
		if err != nil {
			wantFault(t, err, "hook_refused")
		}
		return err != nil
	}
	until := func(want bool, what string) {
		t.Helper()
		for begin := time.Now(); refused() != want; time.Sleep(20 * time.Millisecond) {
			if time.Since(begin) > 10*time.Second {
				t.Fatal(what)
			}
		}
	}
	until(false, "a hook from nowhere")
	if err := os.Mkdir(d.hooks, 0o755); err != nil {
		t.Fatal(err)
	}
	d.write(t, "main.pb.js", `onTransition((e) => { e.reject("нет") }, "desk/order")`)
	until(true, "hooks of a new folder are not in force")
	if err := os.RemoveAll(d.hooks); err != nil {
		t.Fatal(err)
	}
	until(false, "hooks of a folder that is gone are in force")
}
