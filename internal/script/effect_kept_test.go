package script_test

import (
	"context"
	databasesql "database/sql"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kontora/internal/engine"
	"kontora/internal/flow"
	"kontora/internal/store"

	"github.com/google/go-cmp/cmp"
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// kill ends the program as a kill does, and starts it again.
func (d *desk) kill(t *testing.T) {
	t.Helper()
	d.scripts.Abandon()
	if err := d.app.ResetBootstrapState(); err != nil {
		t.Fatal(err)
	}
	d.make()
	d.boot(t)
}

// stop ends the program as a signal does, and starts it again.
func (d *desk) stop(t *testing.T) {
	t.Helper()
	if err := store.Close(d.app); err != nil {
		t.Fatal(err)
	}
	d.make()
	d.boot(t)
}

// later lets time pass, and runs what is due then.
func (d *desk) later(t *testing.T, pass time.Duration) {
	t.Helper()
	d.clock.Add(pass.Milliseconds())
	if err := d.scripts.Tick(); err != nil {
		t.Fatal(err)
	}
	d.effects(t)
}

func (d *desk) hook(t *testing.T, name, text string) {
	t.Helper()
	d.write(t, name, text)
	if err := d.scripts.Reload(); err != nil {
		t.Fatal(err)
	}
}

// outbox lists the effects in a state, the newest first.
func (d *desk) outbox(t *testing.T, state string, want int) []store.Outgoing {
	t.Helper()
	list, _, err := store.Outbox(d.app, d.Model(), state, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != want {
		t.Fatalf("want %d %s, got %+v", want, state, list)
	}
	return list
}

func (w *world) lines() []string { return strings.Split(w.heard(), "\n") }

// until waits for so many words to the world.
func (w *world) until(t *testing.T, n int) {
	t.Helper()
	for begin := time.Now(); len(w.lines()) < n || w.heard() == ""; time.Sleep(5 * time.Millisecond) {
		if time.Since(begin) > 10*time.Second {
			t.Fatalf("heard only %q", w.heard())
		}
	}
}

func TestEffectsOutliveAKill(t *testing.T) {
	t.Parallel()
	w, stuck := newWorld(t), make(chan struct{})
	answer := w.Config.Handler
	w.Config.Handler = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		answer.ServeHTTP(rw, r)
		<-stuck
	})
	d := newDesk(t, `onEffect((e) => { if (e.kind === "create") return; `+w.tell(`[e.id, e.attempt, e.type, e.kind, e.transition, e.from, e.to, e.comment,
		e.user.name, e.user.roles.join(), e.old.status, e.record.status, e.record.double, Object.isFrozen(e.record)].join("|")`)+` }, "desk/order")`)
	id := d.order(t)
	d.effects(t)
	for _, transition := range []string{"send", "back"} {
		if err := d.move(t, id, transition); err != nil {
			t.Fatal(err)
		}
	}
	w.until(t, 1)
	d.kill(t)
	close(stuck)
	d.later(t, 0)
	w.until(t, 1)
	if heard := w.lines(); len(heard) != 1 {
		t.Fatalf("told while somebody else might still be at it: %q", heard)
	}
	d.later(t, time.Minute)
	d.later(t, time.Hour)
	heard := w.lines()
	if len(heard) != 3 {
		t.Fatal(heard)
	}
	first, _, _ := strings.Cut(heard[0], "|")
	last, _, _ := strings.Cut(heard[2], "|")
	want := []string{
		first + "|1|desk_order|transition|send|new|sent|пора|Анна|desk/clerk|new|sent|20|true",
		first + "|2|desk_order|transition|send|new|sent|пора|Анна|desk/clerk|new|sent|20|true",
		last + "|1|desk_order|transition|back|sent|new|пора|Анна|desk/clerk|sent|new|20|true",
	}
	if diff := cmp.Diff(want, heard); diff != "" || first == last {
		t.Error(diff)
	}
	d.outbox(t, store.LetterQueued, 0)
}

func TestAnEffectThatFailsIsTriedAgainAndGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := newDesk(t, "")
	d.hook(t, "main.pb.js", `onEffect(() => {}, "desk/task")
onEffect((e) => {
	if (e.kind === "create") return
	`+w.tell(`String(e.attempt)`)+`
	throw new Error("не принято")
}, "desk/order")`)
	id := d.order(t)
	if err := d.move(t, id, "send"); err != nil {
		t.Fatal(err)
	}
	d.effects(t)
	d.later(t, time.Minute-time.Millisecond) // too early
	if got := w.heard(); got != "1" {
		t.Fatal(got)
	}
	waits := d.outbox(t, store.LetterQueued, 1)[0]
	if waits.Next != now.Add(time.Minute) || waits.Tries != 1 {
		t.Errorf("%+v", waits)
	}
	d.later(t, time.Millisecond)
	d.stop(t)
	for range 8 {
		d.later(t, 12*time.Hour)
	}
	if got := strings.Join(w.lines(), ""); got != "1234567" {
		t.Errorf("tried %s", got)
	}
	dead := d.outbox(t, store.LetterDead, 1)[0]
	dead.Next = time.Time{}
	want := store.Outgoing{Id: dead.Id, Kind: store.KindEffect, Place: "main.pb.js:5", Type: "desk/order", Record: id, At: now, State: store.LetterDead, Tries: 7, Error: "не принято"}
	if diff := cmp.Diff(want, dead); diff != "" {
		t.Error(diff)
	}
	// Mended, with other lines, and sent again.
	d.hook(t, "main.pb.js", `// Заметка
onEffect(() => {}, "desk/task")
onEffect((e) => { `+w.tell(`"снова " + e.attempt + " " + e.id`)+` }, "desk/order")`)
	if again, err := store.Resend(d.app, dead.Id, d.Now()); err != nil || !again {
		t.Fatal(again, err)
	}
	d.later(t, 0)
	if got := w.lines(); got[len(got)-1] != "снова 8 "+dead.Id {
		t.Error(got)
	}
	d.outbox(t, store.LetterDead, 0)
}

// Whoever mirrors a record hears of its changes in order, even when one of them
// has to be told again.
func TestLaterChangesWaitForOneThatFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := newDesk(t, `onEffect((e) => {
		if (e.transition === "send" && e.attempt === 1) throw new Error("занято")
		`+w.tell(`"первый " + e.record.title + " " + (e.transition || e.kind)`)+`
	}, "desk/order")
	onEffect((e) => { `+w.tell(`"второй " + e.record.title + " " + (e.transition || e.kind)`)+` }, "desk/order")`)
	id := d.order(t)
	for _, transition := range []string{"send", "back"} {
		if err := d.move(t, id, transition); err != nil {
			t.Fatal(err)
		}
	}
	other := d.create(t, "desk_order", map[string]any{"title": "Другой"})
	d.effects(t)
	of := func(who string) []string {
		return slices.DeleteFunc(w.lines(), func(line string) bool { return !strings.HasPrefix(line, who) })
	}
	if got := strings.Join(of("первый Бумага"), ","); got != "первый Бумага create" {
		t.Error(got)
	}
	if got := strings.Join(of("второй Бумага"), ","); got != "второй Бумага create,второй Бумага send,второй Бумага back" {
		t.Error("another handler was held up:", got)
	}
	if got := of("первый Другой"); len(got) != 1 {
		t.Error("another record was held up:", got, other)
	}
	d.kill(t)
	d.later(t, time.Hour)
	if got := strings.Join(of("первый Бумага"), ","); got != "первый Бумага create,первый Бумага send,первый Бумага back" {
		t.Error(got)
	}
}

func TestEffectsOfHandlersThatAreGoneAreGivenUp(t *testing.T) {
	for _, c := range []struct{ name, file, text string }{
		{"the file is empty", "main.pb.js", ""},
		{"the handler is gone", "main.pb.js", `onEffect(() => {}, "desk/order"); onPublish(() => {})`},
		{"another one has taken its place", "main.pb.js", `onEffect(() => {}, "desk/order"); onEffect(() => {}, "desk/task")`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, `onEffect(() => {}, "desk/order"); onEffect(() => { throw new Error("нет") }, "desk/order")`)
			d.order(t)
			d.effects(t)
			d.hook(t, c.file, c.text)
			d.later(t, 0)
			dead := d.outbox(t, store.LetterDead, 1)[0]
			if dead.Error != "handler_gone" || dead.Place != "main.pb.js:1" {
				t.Errorf("%+v", dead)
			}
			if _, err := store.Resend(d.app, dead.Id, d.Now()); err != nil {
				t.Fatal(err)
			}
			d.later(t, 0)
			d.outbox(t, store.LetterDead, 1) // as gone as before
		})
	}
}

func TestAHandlerOutOfTimeIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := newDesk(t, `onEffect((e) => { while (e.attempt === 1) {}; `+w.tell(`String(e.attempt)`)+` }, "desk/order")`)
	d.order(t)
	d.effects(t)
	if waits := d.outbox(t, store.LetterQueued, 1)[0]; waits.Error != "out_of_time" {
		t.Errorf("%+v", waits)
	}
	d.later(t, time.Hour)
	if got := w.heard(); got != "2" {
		t.Error(got)
	}
}

// A handler that takes the whole program down does so seven times, not for ever.
func TestAnEffectThatIsAlwaysCutOffIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := newDesk(t, `onEffect((e) => { if (e.attempt === 1) throw new Error("нет"); `+w.tell(`String(e.attempt)`)+` }, "desk/order")`)
	d.order(t)
	d.effects(t)
	waits := d.outbox(t, store.LetterQueued, 1)[0]
	d.clock.Add(time.Minute.Milliseconds())
	for try := 2; try <= engine.Tries; try++ {
		if begun, err := store.BeginEffect(d.app, d.Model(), waits.Id, d.Now()); err != nil || begun == nil || begun.Attempt != try {
			t.Fatal(begun, err)
		}
	}
	d.later(t, 0)
	if dead := d.outbox(t, store.LetterDead, 1)[0]; dead.Error != "cut_off" || w.heard() != "" {
		t.Errorf("%+v, heard %q", dead, w.heard())
	}
}

func TestTheLimitOfAChainOutlivesARestart(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `onEffect((e) => {
		if (e.record.times === 3 && e.attempt === 1) throw new Error("пауза")
		if (e.transition) $kontora.do("desk/task", e.record.id, e.transition === "finish" ? "reopen" : "finish", {fields: {times: e.record.times + 1}})
	}, "desk/task")`)
	id := d.create(t, "desk_task", map[string]any{"title": "Туда и обратно"})
	if _, err := d.command(t, flow.Command{Kind: flow.Move, Id: id, Transition: "finish"}, "desk_task", nil); err != nil {
		t.Fatal(err)
	}
	d.effects(t)
	d.kill(t)
	d.later(t, time.Hour)
	if got := d.value(t, "desk_task", id, "times"); fmt.Sprint(got) != "8" {
		t.Error(got)
	}
	if dead := d.outbox(t, store.LetterDead, 1)[0]; dead.Error != "hook_depth" {
		t.Errorf("%+v", dead)
	}
}

// An installation without hooks of a type pays nothing, and one with several a
// single statement.
func TestKeepingEffectsCostsOneStatement(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "")
	id := d.order(t)
	typ, err := d.TypeOf("desk_order")
	if err != nil {
		t.Fatal(err)
	}
	move := func(transition string) int {
		return d.statements(t, func(tx core.App) error {
			_, err := d.Do(tx, engine.Input{Command: flow.Command{Kind: flow.Move, Type: typ, Id: id, Transition: transition, Actor: flow.Actor{System: true}}})
			return err
		})
	}
	both := func() int { return move("send") + move("back") }
	both() // warm
	none := both()
	d.hook(t, "main.pb.js", `onEffect(() => {}, "desk/task"); onEffect(() => {}, "users")`)
	if got := both(); got != none {
		t.Errorf("%d statements, %d without hooks", got, none)
	}
	d.hook(t, "main.pb.js", `onEffect(() => {}, "desk/order"); onEffect(() => {}); onEffect(() => {}, "desk/task")`)
	if got := both(); got != none+2 {
		t.Errorf("%d statements, %d without hooks", got, none)
	}
	d.effects(t)
	d.outbox(t, store.LetterQueued, 0)
}

// statements counts what fn sends to the database inside a transaction.
func (d *desk) statements(t *testing.T, fn func(tx core.App) error) int {
	t.Helper()
	d.effects(t)
	var sent, n atomic.Int64
	db := d.app.NonconcurrentDB().(*dbx.DB)
	db.ExecLogFunc = func(context.Context, time.Duration, string, databasesql.Result, error) { sent.Add(1) }
	db.QueryLogFunc = func(context.Context, time.Duration, string, *databasesql.Rows, error) { sent.Add(1) }
	err := d.app.RunInTransaction(func(tx core.App) error {
		err := fn(tx)
		n.Store(sent.Load())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d.effects(t)
	db.ExecLogFunc, db.QueryLogFunc = nil, nil
	return int(n.Load())
}
