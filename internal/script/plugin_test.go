package script_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// save changes the note of an order as code of PocketBase would.
func (d *desk) save(t testing.TB, id, note string) error {
	t.Helper()
	rec, err := d.app.FindRecordById("desk_order", id)
	if err != nil {
		t.Fatal(err)
	}
	rec.Set("note", note)
	return d.app.Save(rec)
}

func TestPocketBaseHooksRun(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `onRecordUpdate((e) => {
		if (e.record.get("note") === "нельзя") throw new BadRequestError("Этого нельзя.")
		if (e.record.get("note") === "лишнее") e.record.set("title", "подмена")
		if (e.record.get("note") === "вперёд") e.record.set("status", "done")
		if (e.record.get("note") === "внутри") $kontora.create("desk/task", {title: "внутри чужой команды"})
		e.next()
	}, "desk_order")
	onRecordAfterUpdateSuccess((e) => {
		e.next()
		if (e.record.get("note") === "после") $kontora.create("desk/task", {title: "после " + $kontora.read("desk/order", e.record.id).note})
	}, "desk_order")`)
	id := d.order(t)
	if err := d.save(t, id, "можно"); err != nil {
		t.Fatal(err)
	}
	if err := d.save(t, id, "нельзя"); err == nil || !strings.Contains(err.Error(), "Этого нельзя") {
		t.Error(err)
	}
	wantFault(t, d.save(t, id, "лишнее"), "changed_by_hook")
	wantFault(t, d.save(t, id, "вперёд"), "changed_by_hook")
	wantFault(t, d.save(t, id, "внутри"), "command_within_command")
	if err := d.save(t, id, "после"); err != nil {
		t.Error(err)
	}
	if got := d.value(t, "desk_order", id, "note"); got != "после" {
		t.Error(got)
	}
	if task, err := d.app.FindFirstRecordByData("desk_task", "title", "после после"); err != nil {
		t.Error(err, task)
	}
	if n := d.count(t, "desk_task"); n != 1 {
		t.Errorf("%d tasks", n)
	}
}

func TestPocketBaseHookRunsOutOfTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `onRecordUpdate((e) => { while (e.record.get("note") === "вечно") {}; e.next() }, "desk_order")`)
	id := d.order(t)
	begin := time.Now()
	wantFault(t, d.save(t, id, "вечно"), "hook_timeout")
	if took := time.Since(begin); took > 20*limit {
		t.Errorf("took %s", took)
	}
	for range 40 { // more than there are machines: each is usable again
		if err := d.save(t, id, "дальше"); err != nil {
			t.Fatal(err)
		}
	}
	if got := d.value(t, "desk_order", id, "note"); got != "дальше" {
		t.Error(got)
	}
}

// A handler that waits for the rest of its chain is not cut off: the rest may
// have been committed, and then a failure would be a lie.
func TestTimeOfTheRestOfTheChainIsNotCounted(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `onRecordUpdate((e) => { const again = ({next: 5}).next; e.next(); for (let i = 0; i < 1000; i++) {}; if (again !== 5) throw "next" }, "desk_order")`)
	d.app.OnRecordUpdate("desk_order").BindFunc(func(e *core.RecordEvent) error {
		time.Sleep(2 * limit)
		return e.Next()
	})
	id := d.order(t)
	if err := d.save(t, id, "долго"); err != nil {
		t.Fatal(err)
	}
}

func TestPocketBaseHooksAreReplaced(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `onRecordUpdate((e) => { throw new BadRequestError("Первый") }, "desk_order")
		cronAdd("hourly", "0 * * * *", () => {})
		cronAdd("gone", "0 * * * *", () => {})`)
	id := d.order(t)
	if err := d.save(t, id, "а"); err == nil || !strings.Contains(err.Error(), "Первый") {
		t.Fatal(err)
	}
	for _, c := range []struct{ hooks, want string }{
		{`onRecordUpdate((e) => { throw new BadRequestError("Второй") }, "desk_order"); cronAdd("hourly", "5 * * * *", () => {})`, "Второй"},
		{`onRecordUpdate((e) => { e.next(); throw new BadRequestError("Третий") })`, "Третий"},
		{`onTransition(() => {})`, ""},
		{`onRecordUpdate((e) => { throw new BadRequestError("Снова") }, "desk_order", "users")`, "Снова"},
	} {
		d.write(t, "main.pb.js", c.hooks)
		if err := d.scripts.Reload(); err != nil {
			t.Fatal(err)
		}
		err := d.save(t, id, "к"+c.want)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("want %q, got %v", c.want, err)
		}
		for _, job := range d.app.Cron().Jobs() {
			if job.Id() == "gone" || job.Id() == "hourly" && job.Expression() != "5 * * * *" {
				t.Errorf("job %s %s stayed", job.Id(), job.Expression())
			}
		}
	}
}

func TestOrderOfPocketBaseHooksIsThatOfNames(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "")
	for _, name := range []string{"c", "a", "d", "b"} {
		d.write(t, name+".pb.js", `onRecordUpdate((e) => { $app.store().set("order", ($app.store().get("order") || "") + "`+name+`"); e.next() }, "desk_order")`)
	}
	if err := d.scripts.Reload(); err != nil {
		t.Fatal(err)
	}
	if err := d.save(t, d.order(t), "x"); err != nil {
		t.Fatal(err)
	}
	if got := d.app.Store().Get("order"); got != "abcd" {
		t.Error(got)
	}
}

func TestRoutesOfHooksAnswer(t *testing.T) {
	d := bareDesk(t, map[string]string{"main.pb.js": `routerAdd("GET", "/hello", (e) => e.json(200, {types: typeof $kontora.do}))`})
	if err := d.app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close(d.app) })
	router, err := apis.NewRouter(d.app)
	if err != nil {
		t.Fatal(err)
	}
	err = d.app.OnServe().Trigger(&core.ServeEvent{App: d.app, Router: router}, func(e *core.ServeEvent) error {
		mux, err := e.Router.BuildMux()
		if err != nil {
			return err
		}
		answer := httptest.NewRecorder()
		request := httptest.NewRequest(http.MethodGet, "/hello", nil)
		mux.ServeHTTP(answer, request)
		if got := answer.Body.String(); !strings.Contains(got, `"types":"function"`) {
			t.Error(got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
