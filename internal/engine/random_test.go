package engine_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/money"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"pgregory.net/rapid"
)

// errUndo takes a sequence of commands back, so that the next one begins anew.
var errUndo = errors.New("undo")

// TestRandomCommands has random people do random things and looks after each of
// them whether everything that must always hold does. -rapid.checks asks for more
// sequences than a handful, -rapid.steps for longer ones.
func TestRandomCommands(t *testing.T) {
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		if err := flag.Set("rapid.checks", "12"); err != nil {
			t.Fatal(err)
		}
	}
	s := newSpender(t)
	began := s.now
	rapid.Check(t, func(rt *rapid.T) {
		s.now = began
		err := s.App().RunInTransaction(func(tx core.App) error {
			w := &walk{spender: s, t: t, rt: rt, tx: tx, used: map[string]time.Duration{}}
			for i, plan := range []string{"1000", "100"} {
				w.lines = append(w.lines, w.make("fay", "desk_line", map[string]any{"name": fmt.Sprint(i), "plan": plan}))
			}
			for _, amount := range []string{"350", "100", "30"} {
				w.requests = append(w.requests, w.make("ann", "desk_request", map[string]any{"line": w.lines[0], "amount": amount, "why": "Надо"}))
			}
			w.through(w.requests[0])
			w.through(w.requests[1])
			rt.Repeat(map[string]func(*rapid.T){
				"create": w.create, "edit": w.edit, "move": w.move, "vote": w.vote, "archive": w.archive, "wait": w.wait,
				"offered": w.offered, "offered again": w.offered, "offered once more": w.offered, "pay": w.pay, "pay again": w.pay, "pay otherwise": w.payOtherwise,
				"": w.check,
			})
			return errUndo
		})
		if !errors.Is(err, errUndo) {
			rt.Fatal(err)
		}
	})
}

// through takes a request to where it is paid, so that money is moved in every walk.
func (w *walk) through(id string) {
	for _, step := range []struct{ who, transition string }{{"ann", "submit"}, {"dan", ""}, {"fay", ""}, {"fay", "pay"}} {
		c := w.typeOf("desk_request")
		c.Kind, c.Id, c.Transition = flow.Move, id, step.transition
		if step.transition == "" {
			c.Kind, c.Ballot = flow.CastVote, flow.Ballot{Route: "main", Verdict: flow.Approve}
		}
		if step.transition == "pay" {
			c.Fields = map[string]any{"invoice_no": "7"}
		}
		w.command(c, step.who)
	}
}

// walk is one sequence of commands.
type walk struct {
	*spender
	t        *testing.T
	rt       *rapid.T
	tx       core.App
	lines    []string
	requests []string
	payments []string
	used     map[string]time.Duration // clock → time counted when last seen
	log      []string
}

// try does one command whole or not at all, and reports whether it was done. That
// something is refused is well; that it fails is not.
func (w *walk) try(do func() error) bool {
	w.sql("SAVEPOINT step")
	err := do()
	if err != nil {
		w.sql("ROLLBACK TO step")
	}
	w.sql("RELEASE step")
	var refused *fault.Fault
	if err != nil && !errors.As(err, &refused) {
		w.rt.Fatalf("failed: %v", err)
	}
	return err == nil
}

func (w *walk) sql(text string) {
	if _, err := w.tx.DB().NewQuery(text).Execute(); err != nil {
		w.rt.Fatal(err)
	}
}

func (w *walk) command(c flow.Command, who string) (string, bool) {
	id := ""
	done := w.try(func() error {
		c.Actor = w.as(w.t, who)
		out, err := w.Do(w.tx, engine.Input{Command: c})
		if err == nil {
			id = out.Id
		}
		return err
	})
	w.rt.Logf("%s: %s %s %s %v %v: %v", who, c.Kind, c.Type.Name, c.Transition, c.Ballot.Verdict, c.Fields, done)
	return id, done
}

func (w *walk) typeOf(slug string) flow.Command {
	typ, err := w.TypeOf(slug)
	if err != nil {
		w.rt.Fatal(err)
	}
	return flow.Command{Type: typ}
}

func (w *walk) make(who, slug string, values map[string]any) string {
	c := w.typeOf(slug)
	c.Kind = flow.Create
	c.Fields, _ = flow.ReadFields(c.Type, values)
	id, _ := w.command(c, who)
	return id
}

func (w *walk) somebody(rt *rapid.T) string {
	return rapid.SampledFrom([]string{"ann", "bob", "dan", "eva", "fay"}).Draw(rt, "who")
}

// request is a command about some request, skipped when there is none.
func (w *walk) request(rt *rapid.T) flow.Command {
	if len(w.requests) == 0 {
		rt.Skip("no requests")
	}
	c := w.typeOf("desk_request")
	c.Id = rapid.SampledFrom(w.requests).Draw(rt, "request")
	return c
}

// some draws values for a part of the fields that people type, empty ones too.
func (w *walk) some(rt *rapid.T, keys ...string) map[string]any {
	values := map[string]any{}
	for _, key := range keys {
		if rapid.IntRange(0, 2).Draw(rt, key+"?") == 0 {
			continue
		}
		switch {
		case rapid.IntRange(0, 5).Draw(rt, "empty") == 0:
			values[key] = nil
		case key == "line":
			values[key] = rapid.SampledFrom(w.lines).Draw(rt, key)
		case key == "amount":
			values[key] = rapid.SampledFrom([]string{"0.01", "30", "99.99", "100", "350", "900"}).Draw(rt, key)
		default:
			values[key] = "Надо"
		}
	}
	return values
}

func (w *walk) create(rt *rapid.T) {
	if len(w.requests) > 5 {
		rt.Skip("enough")
	}
	values := w.some(rt, "why")
	values["line"], values["amount"] = rapid.SampledFrom(w.lines).Draw(rt, "line"), rapid.SampledFrom([]string{"30", "100", "350"}).Draw(rt, "amount")
	if id := w.make(rapid.SampledFrom([]string{"ann", "bob", "eva"}).Draw(rt, "who"), "desk_request", values); id != "" {
		w.requests = append(w.requests, id)
	}
}

func (w *walk) edit(rt *rapid.T) {
	c := w.request(rt)
	c.Kind = flow.Edit
	c.Fields, _ = flow.ReadFields(c.Type, w.some(rt, "line", "amount", "why", "invoice_no", "undo_why"))
	w.command(c, w.somebody(rt))
}

// offered presses one of the buttons that somebody has, with what it asks for; most
// of what is done is done so.
func (w *walk) offered(rt *rapid.T) {
	c := w.request(rt)
	snap, err := w.Snapshot(w.tx)
	if err != nil {
		rt.Fatal(err)
	}
	rec := w.load(snap, "desk_request", c.Id)
	var who []string
	var what []*flow.Action
	for _, name := range slices.Sorted(maps.Keys(staff)) {
		actions, _ := flow.Actions(w.Model(), snap, rec, w.as(w.t, name), w.Now())
		for _, a := range actions {
			if a.Allowed {
				who, what = append(who, name), append(what, a)
			}
		}
	}
	if len(what) == 0 {
		rt.Skip("nothing is offered")
	}
	i := rapid.IntRange(0, len(what)-1).Draw(rt, "button")
	c.Kind, c.Comment, c.Fields = flow.Move, "Так надо", map[string]any{}
	for _, f := range what[i].Required {
		c.Fields[f.Key] = "Надо"
	}
	if v := what[i].Vote; v != nil {
		c.Kind, c.Ballot = flow.CastVote, v.Ballot
		if rapid.IntRange(0, 2).Draw(rt, "approve") > 0 {
			c.Ballot.Verdict = flow.Approve
		}
	} else {
		c.Transition = what[i].Transition.Key
	}
	w.command(c, who[i])
}

func (w *walk) move(rt *rapid.T) {
	c := w.request(rt)
	c.Kind, c.Comment = flow.Move, rapid.SampledFrom([]string{"Так надо", ""}).Draw(rt, "comment")
	c.Transition = rapid.SampledFrom(c.Type.Lifecycle.Transitions).Draw(rt, "transition").Key
	c.Fields, _ = flow.ReadFields(c.Type, w.some(rt, "why", "invoice_no", "undo_why"))
	w.command(c, w.somebody(rt))
}

func (w *walk) vote(rt *rapid.T) {
	c := w.request(rt)
	c.Kind, c.Comment = flow.CastVote, "Так"
	c.Ballot = flow.Ballot{Route: "main", Verdict: rapid.SampledFrom([]string{flow.Approve, flow.Approve, flow.Approve, flow.Return, flow.Reject}).Draw(rt, "verdict")}
	w.command(c, rapid.SampledFrom([]string{"dan", "eva", "fay", "ann"}).Draw(rt, "who"))
}

func (w *walk) pay(rt *rapid.T) {
	c := w.request(rt)
	if snap, err := w.Snapshot(w.tx); err != nil || !slices.Contains([]string{"paying", "paid"}, w.load(snap, "desk_request", c.Id).Status()) {
		rt.Skip("not to be paid")
	}
	values := map[string]any{"request": c.Id, "amount": rapid.SampledFrom([]string{"10", "30", "-10", "100", "320", "-5.50"}).Draw(rt, "amount")}
	if id := w.make("fay", "desk_payment", values); id != "" {
		w.payments = append(w.payments, id)
	}
}

// payOtherwise corrects a payment, or has it belong to another request.
func (w *walk) payOtherwise(rt *rapid.T) {
	if len(w.payments) == 0 {
		rt.Skip("no payments")
	}
	c := w.typeOf("desk_payment")
	c.Kind, c.Id = flow.Edit, rapid.SampledFrom(w.payments).Draw(rt, "payment")
	values := map[string]any{"amount": rapid.SampledFrom([]string{"5", "29.99", "-3", "100"}).Draw(rt, "amount")}
	if rapid.Bool().Draw(rt, "moved") {
		values["request"] = rapid.SampledFrom(w.requests).Draw(rt, "request")
	}
	c.Fields, _ = flow.ReadFields(c.Type, values)
	w.command(c, "fay")
}

func (w *walk) archive(rt *rapid.T) {
	if rapid.IntRange(0, 3).Draw(rt, "really") > 0 {
		rt.Skip("kept")
	}
	c := w.request(rt)
	if len(w.payments) > 0 && rapid.Bool().Draw(rt, "payment") {
		c = w.typeOf("desk_payment")
		c.Id = rapid.SampledFrom(w.payments).Draw(rt, "payment")
	}
	c.Kind = flow.Archive
	w.command(c, w.somebody(rt))
}

// wait lets time pass and answers what it brings.
func (w *walk) wait(rt *rapid.T) {
	w.now = w.now.Add(time.Duration(rapid.SampledFrom([]int{1, 7, 25, 60, 130}).Draw(rt, "hours")) * time.Hour)
	rt.Logf("it is %s", w.now)
	for {
		due, err := store.DueAlarms(w.tx, w.Model(), w.Now(), 50)
		if err != nil {
			rt.Fatal(err)
		}
		if len(due) == 0 {
			return
		}
		for _, a := range due {
			done := w.try(func() error {
				if taken, err := store.TakeAlarm(w.tx, w.Model(), a); err != nil || !taken {
					return err
				}
				c := flow.Command{Kind: flow.Ring, Type: w.Model().TypeByKey(a.Record.Type), Id: a.Record.Id, Actor: flow.Actor{System: true}, Alarm: flow.Alarmed{Fact: a.Fact, Level: a.Level}}
				_, err := w.Do(w.tx, engine.Input{Command: c})
				return err
			})
			rt.Logf("alarm %s of %s: %v", a.Fact.Key, a.Record.Id, done)
			if !done {
				rt.Fatalf("the alarm %v of %v is refused", a.Fact, a.Record)
			}
		}
	}
}

// demanded are the fields without which no request gets into a state.
var demanded = map[string][]string{
	"approval": {"why"}, "approved": {"why"}, "paying": {"why", "invoice_no"}, "paid": {"why", "invoice_no"}, "reversed": {"undo_why"},
}

// check is what holds after every command.
func (w *walk) check(rt *rapid.T) {
	snap, err := w.Snapshot(w.tx)
	if err != nil {
		rt.Fatal(err)
	}
	committed, fact := map[string]int64{}, map[string]int64{}
	for _, id := range w.requests {
		rec := w.load(snap, "desk_request", id)
		for _, key := range append([]string{"line", "amount"}, demanded[rec.Status()]...) {
			if v := rec.Values[key]; v == nil || v == "" {
				rt.Fatalf("%s is %s and has no %s", id, rec.Status(), key)
			}
		}
		w.clocks(rt, snap, rec)
		if rec.IsArchived() {
			continue
		}
		w.goesOn(rt, snap, rec)
		paid := int64(0)
		for _, p := range w.payments {
			if pay := w.load(snap, "desk_payment", p); !pay.IsArchived() && pay.Values["request"] == any(rec.Reference()) {
				paid += minor(pay.Values["amount"])
			}
		}
		line := rec.Values["line"].(rule.Reference).Id
		switch rec.Status() {
		case "approved":
			committed[line] += max(0, minor(rec.Values["amount"])-paid)
		case "paying", "paid":
			committed[line] += max(0, minor(rec.Values["amount"])-paid)
			fact[line] += paid
		}
		if done := paid >= minor(rec.Values["amount"]); rec.Status() == "paid" != done && slices.Contains([]string{"paying", "paid"}, rec.Status()) {
			rt.Fatalf("%s is %s, and %d of %v is paid", id, rec.Status(), paid, rec.Values["amount"])
		}
	}
	for _, line := range w.lines {
		held, err := snap.Balance(w.Model().Register("desk/budget"), map[string]string{"line": line})
		if err != nil {
			rt.Fatal(err)
		}
		if held["committed"] < 0 || held["committed"] != committed[line] || held["fact"] != fact[line] {
			rt.Fatalf("the line holds %v; records make it %d and %d", held, committed[line], fact[line])
		}
	}
	w.verify(rt)
}

// verify asks those who recount everything.
func (w *walk) verify(rt *rapid.T) {
	snapshot := func() (*store.Snapshot, error) { return w.Snapshot(w.tx) }
	if _, _, bad, err := store.VerifyRegisters(w.tx, w.Model(), snapshot); bad != nil || err != nil {
		rt.Fatalf("registers: %v, %v", bad, err)
	}
	if _, bad, err := store.VerifyAudit(w.tx); bad != nil || err != nil {
		rt.Fatalf("history: %v, %v", bad, err)
	}
	if _, bad, err := store.VerifyClocks(w.tx, w.Model(), w.Zone()); bad != nil || err != nil {
		rt.Fatalf("clocks: %v, %v", bad, err)
	}
}

func (w *walk) load(snap *store.Snapshot, slug, id string) *flow.Record {
	rec, err := snap.Load(w.typeOf(slug).Type, id)
	if err != nil || rec == nil {
		w.rt.Fatal(rec, err)
	}
	return rec
}

func minor(v any) int64 {
	a, _ := v.(money.Amount)
	return a.Minor()
}

// clocks: what a clock has counted never gets less while it is the same clock.
func (w *walk) clocks(rt *rapid.T, snap *store.Snapshot, rec *flow.Record) {
	facts, err := snap.Facts(rec.Reference())
	if err != nil {
		rt.Fatal(err)
	}
	for _, f := range facts {
		c, ok := f.Doc.(*flow.Clock)
		if !ok {
			continue
		}
		name := strings.Join([]string{rec.Id, f.Key, c.Start.String()}, " ")
		until := w.now
		if !c.Ended.IsZero() {
			until = c.Ended
		}
		used := until.Sub(c.Start)
		for i, p := range c.Pauses {
			to := p.To
			if to.IsZero() {
				to = until
			}
			used -= to.Sub(p.From)
			if to.Before(p.From) || i > 0 && p.From.Before(c.Pauses[i-1].To) {
				rt.Fatalf("clock %s has pauses that cross: %v", name, c.Pauses)
			}
		}
		if used < w.used[name] && c.Ended.IsZero() {
			rt.Fatalf("clock %s ran backwards from %s to %s", name, w.used[name], used)
		}
		if until.Before(c.Start) {
			rt.Fatalf("clock %s ended before it began", name)
		}
		w.used[name] = used
	}
}

// goesOn: an open request can be moved by somebody, or by the clock.
func (w *walk) goesOn(rt *rapid.T, snap *store.Snapshot, rec *flow.Record) {
	if !rec.IsOpen() {
		return
	}
	for name := range staff {
		actions, err := flow.Actions(w.Model(), snap, rec, w.as(w.t, name), w.Now())
		var refused *fault.Fault
		if err != nil && !errors.As(err, &refused) {
			rt.Fatal(err)
		}
		if slices.ContainsFunc(actions, func(a *flow.Action) bool { return a.Allowed }) {
			return
		}
	}
	rt.Fatalf("nobody can do anything with %s, which is %s", rec.Id, rec.Status())
}
