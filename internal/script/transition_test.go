package script_test

import (
	"strings"
	"testing"
	"time"

	"kontora/internal/flow"
)

func TestTransitionHooksDecide(t *testing.T) {
	for _, c := range []struct {
		name, hook string
		code       string // "" for none
		text       string
		field      string
	}{
		{name: "a silent handler lets pass", hook: `() => {}`},
		{name: "reject refuses with its words", hook: `(e) => { e.reject("не сегодня") }`, code: "hook_refused", text: "не сегодня"},
		{name: "reject names fields", hook: `(e) => { e.reject({amount: "много"}) }`, code: "hook_refused", text: "много", field: "amount"},
		{name: "reject cannot be swallowed", hook: `(e) => { try { e.reject("нет") } catch {} }`, code: "hook_refused", text: "нет"},
		{name: "PocketBase's error refuses", hook: `(e) => { throw new BadRequestError("Так нельзя.") }`, code: "hook_refused", text: "Так нельзя."},
		{name: "an exception fails", hook: `(e) => { throw new Error("сломалось") }`, code: "hook_failed", text: "сломалось"},
		{name: "a thrown text fails", hook: `(e) => { throw "сломалось" }`, code: "hook_failed", text: "сломалось"},
		{name: "a mistake fails", hook: `(e) => { e.record.nothing.here }`, code: "hook_failed"},
		{name: "a rejected promise fails", hook: `async (e) => { throw new Error("позже") }`, code: "hook_failed", text: "позже"},
		{name: "an endless promise fails", hook: `async (e) => { await new Promise(() => {}) }`, code: "hook_failed"},
		{name: "a loop runs out of time", hook: `(e) => { while (true) {} }`, code: "hook_timeout"},
		{name: "a loop that catches runs out of time", hook: `(e) => { while (true) { try { while (true) {} } catch {} finally {} } }`, code: "hook_timeout"},
		{name: "endless recursion fails", hook: `(e) => { const f = () => f() + 1; f() }`, code: "hook_failed"},
		{name: "a panic of Go code fails", hook: `(e) => { new DynamicModel({}) }`, code: "hook_failed"},
		{name: "the record cannot be written", hook: `(e) => { e.record.amount = 1 }`, code: "hook_failed"},
		{name: "the event cannot be written", hook: `(e) => { e.to = "done" }`, code: "hook_failed"},
		{name: "another type is not asked", hook: `(e) => { e.reject("нет") }, "desk/task"`},
		{name: "a type is known by its key", hook: `(e) => { e.reject("нет") }, "desk/order"`, code: "hook_refused"},
		{name: "a type is known by its name in addresses", hook: `(e) => { e.reject("нет") }, "desk_task", "desk_order"`, code: "hook_refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, `onTransition(`+c.hook+`)`)
			id := d.order(t)
			err := d.move(t, id, "send")
			if c.code == "" {
				if err != nil || d.value(t, "desk_order", id, "status") != "sent" {
					t.Fatal(err)
				}
				return
			}
			f := wantFault(t, err, c.code)
			if c.text != "" && f.Text != c.text || f.Field != c.field {
				t.Errorf("want %q at %q, got %v", c.text, c.field, f)
			}
			if d.value(t, "desk_order", id, "status") != "new" {
				t.Error("the refused transition was written")
			}
		})
	}
}

func TestTransitionEventTells(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `onTransition((e) => {
		const keys = Object.keys(e).sort().join()
		const seen = [e.type, e.transition, e.from, e.to, e.comment, e.user.name, e.user.roles[0], e.old.status, e.record.status,
			e.record.title, e.record.amount, e.record.double, e.record.collectionName, new Date().toISOString(), $kontora.now()].join("|")
		e.reject(keys + "\n" + seen)
	}, "desk/order")`)
	want := "comment,from,old,record,reject,set,to,transition,type,user\n" +
		"desk_order|send|new|sent|пора|Анна|desk/clerk|new|sent|Бумага|10|20|desk_order|2026-03-26T06:40:00.000Z|2026-03-26 06:40:00.000Z"
	if f := wantFault(t, d.move(t, d.order(t), "send"), "hook_refused"); f.Text != want {
		t.Errorf("want %s\ngot  %s", want, f.Text)
	}
}

func TestMachineIsUsableAfterTimeout(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `onTransition((e) => {
		globalThis.runs = (globalThis.runs || 0) + 1
		while (e.record.amount === 10) {}
		e.set("note", "run " + globalThis.runs)
	})`)
	slow, fast := d.order(t), d.create(t, "desk_order", map[string]any{"title": "Перья", "amount": 11})
	begin := time.Now()
	wantFault(t, d.move(t, slow, "send"), "hook_timeout")
	if took := time.Since(begin); took < limit || took > 20*limit {
		t.Errorf("ended after %s", took)
	}
	if err := d.move(t, fast, "send"); err != nil {
		t.Fatal(err)
	}
	if got := d.value(t, "desk_order", fast, "note"); got != "run 2" {
		t.Errorf("another machine was used: %v", got)
	}
}

func TestAmendedRecordIsJudged(t *testing.T) {
	for _, c := range []struct {
		name, set string
		code      string
		column    string
		want      any
	}{
		{name: "a field is amended", set: `e.set("note", "из сценария")`, column: "note", want: "из сценария"},
		{name: "formulas follow", set: `e.set("amount", 21)`, column: "double", want: 42},
		{name: "a field is emptied", set: `e.set("amount", null)`, column: "amount"},
		{name: "rules hold", set: `e.set("amount", 2000)`, code: "rule_failed"},
		{name: "required fields stay required", set: `e.set("title", "")`, code: "field_required"},
		{name: "bounds of a field hold", set: `e.set("title", "х".repeat(51))`, code: "too_long"},
		{name: "a value must fit", set: `e.set("amount", "много")`, code: "not_number"},
		{name: "references must exist", set: `e.set("buyer", "nobody123456789")`, code: "reference_missing"},
		{name: "status is by transition", set: `e.set("status", "done")`, code: "status_by_transition"},
		{name: "the engine's fields are its own", set: `e.set("revision", 5)`, code: "field_of_engine"},
		{name: "computed fields are computed", set: `e.set("double", 1)`, code: "field_computed"},
		{name: "locked fields stay locked", set: `e.set("terms", "иначе")`, code: "field_locked"},
		{name: "unknown fields are refused", set: `e.set("colour", 1)`, code: "unknown_field"},
		{name: "an overlooked reject still counts", set: `e.set("note", "x"); e.reject("нет")`, code: "hook_refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			transition := "send"
			d := newDesk(t, `onTransition((e) => { if (e.transition === "`+transition+`" && e.record.title !== "Условия") { `+c.set+` } })`)
			id := d.order(t)
			if c.code == "field_locked" { // locked in the state that the transition leaves
				d.write(t, "main.pb.js", `onTransition((e) => { if (e.transition === "back") { `+c.set+` } })`)
				if err := d.scripts.Reload(); err != nil {
					t.Fatal(err)
				}
				if err := d.move(t, id, "send"); err != nil {
					t.Fatal(err)
				}
				transition = "back"
			}
			before := d.value(t, "desk_order", id, "status")
			err := d.move(t, id, transition)
			if c.code != "" {
				wantFault(t, err, c.code)
				if got := d.value(t, "desk_order", id, "status"); got != before {
					t.Errorf("status became %v", got)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := d.value(t, "desk_order", id, c.column)
			if n, isNumber := c.want.(int); isNumber {
				if rec, _ := d.app.FindRecordById("desk_order", id); rec.GetInt(c.column) != n {
					t.Errorf("want %v, got %v", c.want, got)
				}
			} else if c.want != nil && got != c.want {
				t.Errorf("want %v, got %v", c.want, got)
			}
		})
	}
}

func TestNextHandlerSeesAmendment(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `onTransition((e) => { e.set("amount", 30) })`)
	d.write(t, "z.pb.js", `onTransition((e) => { e.set("note", "вижу " + e.record.amount + " " + e.record.double) })`)
	if err := d.scripts.Reload(); err != nil {
		t.Fatal(err)
	}
	id := d.order(t)
	if err := d.move(t, id, "send"); err != nil {
		t.Fatal(err)
	}
	if got := d.value(t, "desk_order", id, "note"); got != "вижу 30 60" {
		t.Error(got)
	}
}

func TestTransitionMachineIsClosed(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `onTransition((e) => {
		const open = ["$os", "$http", "$filesystem", "$filepath", "$app", "$apis", "$mails", "$template", "$dbx", "FormData", "Command", "sleep", "process"]
			.filter((name) => typeof globalThis[name] !== "undefined")
		for (const name of ["fs", "os", "child_process", "process", "node:process", "/etc/hostname", "../outside.js", __hooks + "/../outside.js"]) {
			try { require(name); open.push("require " + name) } catch {}
		}
		e.reject("open: " + open.join() + "; inside: " + require(__hooks + "/lib/shared.js").word)
	})`)
	d.write(t, "lib/shared.js", `module.exports = { word: "общее" }`)
	d.write(t, "../outside.js", `module.exports = {}`)
	if f := wantFault(t, d.move(t, d.order(t), "send"), "hook_refused"); f.Text != "open: ; inside: общее" {
		t.Error(f.Text)
	}
}

func TestHandlersSeeNothingAroundThem(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "const around = 1\nonTransition((e) => {\n  around + 1\n})")
	f := wantFault(t, d.move(t, d.order(t), "send"), "hook_failed")
	if !strings.Contains(f.Text, "around is not defined") || f.Params["hook"] != "main.pb.js:2" {
		t.Error(f)
	}
}

func TestCommandsOfTransitionRunAfterItAndWithIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `onTransition((e) => {
		const made = $kontora.create("desk/task", {title: "За " + e.record.title})
		$kontora.do("desk_task", made.id, "finish", {comment: "сразу"})
		if (e.record.note === "дальше нельзя") $kontora.edit("desk_task", made.id, {times: 1000})
	}, "desk/order")`)
	good := d.order(t)
	if err := d.move(t, good, "send"); err != nil {
		t.Fatal(err)
	}
	task, err := d.app.FindFirstRecordByData("desk_task", "title", "За Бумага")
	if err != nil || task.GetString("status") != "done" {
		t.Fatal(err, task)
	}
	bad := d.create(t, "desk_order", map[string]any{"title": "Скрепки", "note": "дальше нельзя"})
	wantFault(t, d.move(t, bad, "send"), "too_great")
	if n := d.count(t, "desk_task"); n != 1 {
		t.Errorf("the refused command left %d tasks", n)
	}
	if got := d.value(t, "desk_order", bad, "status"); got != "new" {
		t.Errorf("status %v", got)
	}
}

func TestHooksThatLeadToOneAnotherEnd(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `onTransition((e) => { $kontora.do("desk/task", e.record.id, e.transition === "finish" ? "reopen" : "finish") }, "desk/task")`)
	id := d.create(t, "desk_task", map[string]any{"title": "Туда и обратно"})
	_, err := d.command(t, flow.Command{Kind: flow.Move, Id: id, Transition: "finish"}, "desk_task", nil)
	wantFault(t, err, "hook_depth")
}

// A guard that refuses an automatic transition leaves it pending; a hook that
// refuses takes the whole command back.
func TestRefusedAutomaticTransitionRefusesTheCommand(t *testing.T) {
	t.Parallel()
	d := newDesk(t, `onTransition((e) => { if (e.user === null && e.transition === "expire") e.reject("не само") }, "desk/task")`)
	id := d.create(t, "desk_task", map[string]any{"title": "Долгая"})
	_, err := d.command(t, flow.Command{Kind: flow.Edit, Id: id}, "desk_task", map[string]any{"times": 60})
	if f := wantFault(t, err, "hook_refused"); f.Text != "не само" {
		t.Error(f)
	}
	rec, err := d.app.FindRecordById("desk_task", id)
	if err != nil || rec.GetInt("times") != 0 {
		t.Error(err, rec.GetInt("times"))
	}
}
