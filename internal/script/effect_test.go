package script_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"kontora/internal/engine"
	"kontora/internal/flow"

	"github.com/pocketbase/pocketbase/core"
)

// world is a server that remembers what hooks have told it.
type world struct {
	*httptest.Server
	mu   sync.Mutex
	said []string
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{}
	w.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.mu.Lock()
		defer w.mu.Unlock()
		w.said = append(w.said, string(body))
	}))
	t.Cleanup(w.Close)
	return w
}

func (w *world) heard() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.said, "\n")
}

// tell is a line of a hook that tells the world something.
func (w *world) tell(expression string) string {
	return `$http.send({method: "POST", url: "` + w.URL + `", body: ` + expression + `});`
}

func TestEffectRunsAfterCommitOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := newDesk(t, `onEffect((e) => { `+w.tell(`[e.type, e.kind, e.transition, e.from, e.to, e.old && e.old.status, e.record.status, e.user && e.user.name].join("|")`)+` }, "desk/order")`)
	id := d.order(t)
	d.effects(t)
	undone := errors.New("undone")
	err := d.app.RunInTransaction(func(tx core.App) error {
		typ, err := d.TypeOf("desk_order")
		if err != nil {
			return err
		}
		cmd := flow.Command{Kind: flow.Move, Type: typ, Id: id, Transition: "send", Actor: flow.Actor{System: true}}
		if _, err := d.Do(tx, engine.Input{Command: cmd}); err != nil {
			return err
		}
		d.effects(t)
		if heard := w.heard(); strings.Contains(heard, "send") {
			t.Errorf("told before the commit: %s", heard)
		}
		return undone
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	d.effects(t)
	if err := d.move(t, id, "send"); err != nil {
		t.Fatal(err)
	}
	d.effects(t)
	want := "desk_order|create|||new||new|\ndesk_order|transition|send|new|sent|new|sent|Анна"
	if heard := w.heard(); heard != want {
		t.Errorf("want %s\ngot  %s", want, heard)
	}
}

func TestRefusedTransitionHasNoEffect(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := newDesk(t, `onTransition((e) => { e.reject("нет") }, "desk/order")
		onEffect((e) => { `+w.tell(`e.kind`)+` }, "desk/order")`)
	id := d.order(t)
	wantFault(t, d.move(t, id, "send"), "hook_refused")
	d.effects(t)
	if heard := w.heard(); heard != "create" {
		t.Error(heard)
	}
}

func TestFailingEffectHarmsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := newDesk(t, `onEffect(() => { throw new Error("сломалось") })
		onEffect(() => { new DynamicModel({}) })
		onEffect((e) => { `+w.tell(`e.kind`)+` }, "desk/order")`)
	id := d.order(t)
	if err := d.move(t, id, "send"); err != nil {
		t.Fatal(err)
	}
	d.effects(t)
	if heard := w.heard(); heard != "create\ntransition" {
		t.Error(heard)
	}
	if got := d.value(t, "desk_order", id, "status"); got != "sent" {
		t.Error(got)
	}
}

func TestEffectMayGiveCommands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := newDesk(t, `onEffect((e) => {
		if (e.transition !== "send") return
		const made = $kontora.create("desk/task", {title: "Проверить"}, {as: e.user.id})
		$kontora.edit("desk/task", made.id, {times: 3})
		const done = $kontora.do("desk/task", made.id, "finish", {fields: {times: 4}, comment: "готово"})
		let refused = ""
		try { $kontora.do("desk/task", made.id, "finish") } catch (err) { refused = String(err) }
		const found = $kontora.list("desk/task", "it.times > 3", {limit: 5, sort: "-title"})
		`+w.tell(`[$kontora.read("desk_task", made.id).status, done.revision, found.length, found[0].times, refused.includes("wrong_state"),
			$kontora.read("desk_task", "nothing") === null, $kontora.settings["desk/limit"]].join("|")`)+`
	}, "desk/order")`)
	if err := d.move(t, d.order(t), "send"); err != nil {
		t.Fatal(err)
	}
	d.effects(t)
	if heard := w.heard(); heard != "done|3|1|4|true|true|7" {
		t.Error(heard)
	}
}

func TestEffectsCreateOnceWhatOthersSendTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := newDesk(t, `onEffect((e) => {
		if (e.transition !== "send") return
		const first = $kontora.create("desk/task", {title: "Счёт", origin: "bank-17"})
		const again = $kontora.create("desk/task", {title: "Счёт", origin: "bank-17"})
		let refused = ""
		try { $kontora.create("desk/task", {title: "Другой", origin: "bank-17"}) } catch (err) { refused = String(err) }
		`+w.tell(`[first.existing, again.existing, again.id === first.id, again.revision, refused.includes("exists_otherwise"),
			$kontora.list("desk/task", "it.origin == 'bank-17'").length].join("|")`)+`
	}, "desk/order")`)
	if err := d.move(t, d.order(t), "send"); err != nil {
		t.Fatal(err)
	}
	d.effects(t)
	if heard := w.heard(); heard != "|true|true|1|true|1" {
		t.Error(heard)
	}
}

func TestRulesHoldForCommandsOfEffects(t *testing.T) {
	for _, c := range []struct{ name, command, code string }{
		{"status cannot be edited", `$kontora.edit("desk/order", e.record.id, {status: "done"})`, "status_by_transition"},
		{"status cannot be given", `$kontora.create("desk/order", {title: "x", status: "done"})`, "status_by_transition"},
		{"invariants hold", `$kontora.edit("desk/order", e.record.id, {amount: 5000})`, "rule_failed"},
		{"a person has their own rights only", `$kontora.do("desk/order", e.record.id, "finish", {as: e.user.id})`, "may_not_run"},
		{"types must exist", `$kontora.read("desk/nothing", "x")`, "unknown_type"},
		{"filters must be sound", `$kontora.list("desk/order", "it.nothing > 1")`, "filter_wrong"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			d := newDesk(t, `onEffect((e) => { if (e.transition !== "send") return; try { `+c.command+` } catch (err) { `+w.tell(`String(err)`)+` } }, "desk/order")`)
			if err := d.move(t, d.order(t), "send"); err != nil {
				t.Fatal(err)
			}
			d.effects(t)
			if heard := w.heard(); !strings.Contains(heard, c.code) {
				t.Errorf("want %s, heard %q", c.code, heard)
			}
		})
	}
}

func TestEffectsThatLeadToOneAnotherEnd(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `onEffect((e) => {
		if (e.transition) $kontora.do("desk/task", e.record.id, e.transition === "finish" ? "reopen" : "finish", {fields: {times: e.record.times + 1}})
	}, "desk/task")`)
	id := d.create(t, "desk_task", map[string]any{"title": "Туда и обратно"})
	if _, err := d.command(t, flow.Command{Kind: flow.Move, Id: id, Transition: "finish"}, "desk_task", nil); err != nil {
		t.Fatal(err)
	}
	d.effects(t)
	rec, err := d.app.FindRecordById("desk_task", id)
	if err != nil || rec.GetInt("times") != 8 {
		t.Error(err, rec.GetInt("times"))
	}
}

func TestPublicationIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := newDesk(t, `onPublish((e) => { `+w.tell(`[Object.keys(e).sort().join(), e.revision, e.hash.length, e.by].join("|")`)+` })`)
	d.effects(t)
	if heard := w.heard(); heard != "by,hash,note,revision|1|64|system" {
		t.Error(heard)
	}
}
