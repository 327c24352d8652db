package script_test

import (
	"strconv"
	"syscall"
	"testing"

	"kontora/internal/engine"
	"kontora/internal/flow"
)

// BenchmarkTransition compares transitions without hooks with those that one
// handler looks at: at nothing, at the record, or to amend it.
func BenchmarkTransition(b *testing.B) {
	for _, c := range []struct{ name, hooks string }{
		{"none", ""},
		{"idle", `onTransition((e) => {}, "desk/order")`},
		{"reads", `onTransition((e) => { if (e.record.amount > 500 && e.user.roles.includes("desk/chief")) e.reject("нет") }, "desk/order")`},
		{"amends", `onTransition((e) => { e.set("note", e.from + e.record.revision) }, "desk/order")`},
		{"plugin", `onRecordUpdate((e) => { e.next() }, "desk_order")`},
	} {
		b.Run(c.name, func(b *testing.B) {
			d := newDesk(b, c.hooks)
			id, actor := d.order(b), d.asClerk(b)
			typ, err := d.TypeOf("desk_order")
			if err != nil {
				b.Fatal(err)
			}
			begin := processorTime(b)
			for i := 0; b.Loop(); i++ {
				cmd := flow.Command{Kind: flow.Move, Type: typ, Id: id, Transition: []string{"send", "back"}[i%2], Actor: actor}
				if _, err := d.Do(d.app, engine.Input{Command: cmd}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((processorTime(b)-begin)/float64(b.N), "cpu-µs/op")
		})
	}
}

// BenchmarkReload loads a file of the engine's events, and one of PocketBase's.
func BenchmarkReload(b *testing.B) {
	for _, c := range []struct{ name, hooks string }{
		{"events", `onTransition((e) => {})`},
		{"plugin", `onRecordUpdate((e) => { e.next() })`},
	} {
		b.Run(c.name, func(b *testing.B) {
			d := newDesk(b, "")
			for i := 0; b.Loop(); i++ {
				d.write(b, "main.pb.js", c.hooks+" // "+strconv.Itoa(i))
				if err := d.scripts.Reload(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// processorTime is what the process has used, in microseconds: unlike the time
// on the wall it says the same on a busy machine.
func processorTime(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Sec+u.Stime.Sec)*1e6 + float64(u.Utime.Usec+u.Stime.Usec)
}
