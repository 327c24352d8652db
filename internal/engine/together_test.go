package engine_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/spec"
	"kontora/internal/store"

	"golang.org/x/tools/txtar"
)

// staff of the desk that spends.
var staff = map[string]string{"ann": "desk/clerk", "bob": "desk/clerk", "dan": "desk/boss", "eva": "desk/boss", "fay": "desk/fin"}

// spender is an installation with the pack of testdata and its staff.
type spender struct {
	*desk
	people map[string]string // name → id
}

func newSpender(t *testing.T) *spender {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/desk.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}
	sources, found := spec.LoadFiles(files)
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	s := &spender{openDesk(t, t.TempDir()), map[string]string{}}
	if _, found, err := s.Install(sources, []string{"desk"}, "system"); err != nil {
		t.Fatal(err, found)
	}
	unit := s.create(t, "desk_unit", map[string]any{"name": "Контора"})
	for name, role := range staff {
		s.hire(t, name, role, unit)
	}
	return s
}

func (s *spender) hire(t *testing.T, name, role, unit string) {
	t.Helper()
	id := s.create(t, "users", map[string]any{"name": name, "email": name + "@example.kz", "department": unit, "roles": []any{role}})
	if err := s.Activate(s.App(), id); err != nil {
		t.Fatal(err)
	}
	s.people[name] = id
}

// as tells who somebody is.
func (s *spender) as(t *testing.T, name string) flow.Actor {
	t.Helper()
	auth, err := s.App().FindRecordById("users", s.people[name])
	if err != nil {
		t.Fatal(err)
	}
	actor, err := s.Actor(s.App(), auth)
	if err != nil {
		t.Fatal(err)
	}
	return actor
}

// by makes a record as somebody.
func (s *spender) by(t *testing.T, name, slug string, values map[string]any, transition string) string {
	t.Helper()
	typ, err := s.TypeOf(slug)
	if err != nil {
		t.Fatal(err)
	}
	fields, wrong := flow.ReadFields(typ, values)
	if len(wrong) > 0 {
		t.Fatal(wrong[0])
	}
	out, err := s.Do(s.App(), engine.Input{Command: flow.Command{Kind: flow.Create, Type: typ, Fields: fields, Transition: transition, Actor: s.as(t, name)}})
	if err != nil {
		t.Fatal(err)
	}
	return out.Id
}

func (s *spender) vote(t *testing.T, name, id string) engine.Input {
	t.Helper()
	typ, err := s.TypeOf("desk_request")
	if err != nil {
		t.Fatal(err)
	}
	return engine.Input{Command: flow.Command{Kind: flow.CastVote, Type: typ, Id: id, Actor: s.as(t, name), Ballot: flow.Ballot{Route: "main", Verdict: flow.Approve}}}
}

// together sends commands at one instant and returns how each of them ended.
func (s *spender) together(in []engine.Input) []error {
	errs := make([]error, len(in))
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range in {
		all.Go(func() {
			<-start
			_, errs[i] = s.Do(s.App(), in[i])
		})
	}
	close(start)
	all.Wait()
	return errs
}

// holds reads what a line holds.
func (s *spender) holds(t *testing.T, line string) map[string]int64 {
	t.Helper()
	snap, err := s.Snapshot(s.App())
	if err != nil {
		t.Fatal(err)
	}
	sums, err := snap.Balance(s.Model().Register("desk/budget"), map[string]string{"line": line})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

func (s *spender) sound(t *testing.T) {
	t.Helper()
	if _, n, bad, err := s.VerifyRegisters(); err != nil || bad != nil || n == 0 {
		t.Errorf("registers of %d contributions: %v, %v", n, bad, err)
	}
	if _, bad, err := store.VerifyAudit(s.App()); err != nil || bad != nil {
		t.Errorf("history: %v, %v", bad, err)
	}
}

func (s *spender) record(t *testing.T, id string) *flow.Record {
	t.Helper()
	snap, err := s.Snapshot(s.App())
	if err != nil {
		t.Fatal(err)
	}
	typ, err := s.TypeOf("desk_request")
	if err != nil {
		t.Fatal(err)
	}
	rec, err := snap.Load(typ, id)
	if err != nil || rec == nil {
		t.Fatal(rec, err)
	}
	return rec
}

// code is the first code of a refusal, "" for none.
func code(t *testing.T, err error) string {
	t.Helper()
	var f *fault.Fault
	switch {
	case err == nil:
		return ""
	case !errors.As(err, &f):
		t.Errorf("not a refusal: %v", err)
		return ""
	case len(f.Fields) > 0:
		return f.Fields[0].Code
	}
	return f.Code
}

func tally(t *testing.T, errs []error) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, err := range errs {
		counts[code(t, err)]++
	}
	return counts
}

// What several do at one instant. One installation serves all: the race detector
// makes each a matter of seconds.
func TestTogether(t *testing.T) {
	s := newSpender(t)
	t.Run("money", func(t *testing.T) { testTheLastMoneyGoesToOne(t, s) })
	t.Run("ceiling", func(t *testing.T) { testTheLastMoneyOfSeveralLinesGoesToOne(t, s) })
	t.Run("vote", func(t *testing.T) { testOneVoteDecidesAStep(t, s) })
	t.Run("alarm", func(t *testing.T) { testAnAlarmIsAnsweredOnce(t, s) })
	s.sound(t)
}

// The last money of a line goes to one of those who take it at the same instant,
// by the vote that ends an approval or by paying more than was promised.
func testTheLastMoneyGoesToOne(t *testing.T, s *spender) {
	for _, n := range []int{2, 16} {
		t.Run(fmt.Sprintf("votes of %d", n), func(t *testing.T) {
			line := s.by(t, "fay", "desk_line", map[string]any{"name": "Реклама", "plan": "100"}, "")
			in := make([]engine.Input, n)
			for i := range in {
				id := s.by(t, "ann", "desk_request", map[string]any{"line": line, "amount": "100", "why": "Надо"}, "submit")
				in[i] = s.vote(t, []string{"dan", "eva"}[i%2], id)
			}
			errs := s.together(in)
			if got := tally(t, errs); got[""] != 1 || got["limit_exceeded"] != n-1 {
				t.Errorf("ended as %v", got)
			}
			for i, err := range errs {
				want := "approved"
				if err != nil {
					want = "approval"
				}
				if rec := s.record(t, in[i].Id); rec.Status() != want {
					t.Errorf("request %d is %s, want %s", i, rec.Status(), want)
				}
			}
			if held := s.holds(t, line); held["committed"] != 10000 || held["plan"] != 10000 {
				t.Errorf("the line holds %v", held)
			}
		})
		t.Run(fmt.Sprintf("payments of %d", n), func(t *testing.T) {
			line := s.by(t, "fay", "desk_line", map[string]any{"name": "Реклама", "plan": "100"}, "")
			typ, _ := s.TypeOf("desk_payment")
			in := make([]engine.Input, n)
			for i := range in {
				id := s.by(t, "ann", "desk_request", map[string]any{"line": line, "amount": "1", "why": "Надо"}, "submit")
				if _, err := s.Do(s.App(), s.vote(t, "dan", id)); err != nil {
					t.Fatal(err)
				}
				request, _ := s.TypeOf("desk_request")
				pay := flow.Command{Kind: flow.Move, Type: request, Id: id, Transition: "pay", Fields: map[string]any{"invoice_no": "1"}, Actor: s.as(t, "fay")}
				if _, err := s.Do(s.App(), engine.Input{Command: pay}); err != nil {
					t.Fatal(err)
				}
				fields, _ := flow.ReadFields(typ, map[string]any{"request": id, "amount": fmt.Sprint(101 - n)})
				in[i] = engine.Input{Command: flow.Command{Kind: flow.Create, Type: typ, Fields: fields, Actor: s.as(t, "fay")}}
			}
			if got := tally(t, s.together(in)); got[""] != 1 || got["limit_exceeded"] != n-1 {
				t.Errorf("ended as %v", got)
			}
			held := s.holds(t, line)
			if held["fact"] != int64(101-n)*100 || held["committed"] != int64(n-1)*100 {
				t.Errorf("the line holds %v", held)
			}
		})
	}
}

// Each takes of a line of its own that has enough; all the lines are of one project, whose
// last money goes to one of them.
func testTheLastMoneyOfSeveralLinesGoesToOne(t *testing.T, s *spender) {
	for _, n := range []int{2, 16} {
		project := fmt.Sprintf("Проект на %d строк", n)
		in := make([]engine.Input, n)
		lines := make([]string, n)
		for i := range in {
			lines[i] = s.by(t, "fay", "desk_line", map[string]any{"name": "Строка", "plan": "100", "project": project}, "")
			id := s.by(t, "ann", "desk_request", map[string]any{"line": lines[i], "amount": "51", "why": "Надо"}, "submit")
			in[i] = s.vote(t, []string{"dan", "eva"}[i%2], id)
		}
		if got := tally(t, s.together(in)); got[""] != 1 || got["limit_exceeded"] != n-1 {
			t.Errorf("%d lines: ended as %v", n, got)
		}
		committed := int64(0)
		for _, line := range lines {
			committed += s.holds(t, line)["committed"]
		}
		if committed != 5100 {
			t.Errorf("%d lines hold %d", n, committed)
		}
	}
}

// Two answers at one instant to a step that needs one: the first decides, the other
// learns that it is decided; and one person who clicks twice has voted once.
func testOneVoteDecidesAStep(t *testing.T, s *spender) {
	line := s.by(t, "fay", "desk_line", map[string]any{"name": "Реклама", "plan": "100000"}, "")
	for _, voters := range [][]string{{"dan", "eva"}, {"dan", "dan"}} {
		id := s.by(t, "ann", "desk_request", map[string]any{"line": line, "amount": "500", "why": "Надо"}, "submit")
		in := make([]engine.Input, len(voters))
		for i, who := range voters {
			in[i] = s.vote(t, who, id)
			in[i].Ballot.Step = "boss"
		}
		got := tally(t, s.together(in))
		if got[""] != 1 || got["step_decided"] != 1 {
			t.Errorf("%v: ended as %v", voters, got)
		}
		if rec := s.record(t, id); rec.Status() != "approval" || rec.Revision() != 2 {
			t.Errorf("%v: the request is %s at revision %d", voters, rec.Status(), rec.Revision())
		}
	}
}

// Two schedulers at one instant, of one process and of two: each alarm is answered
// once.
func testAnAlarmIsAnsweredOnce(t *testing.T, s *spender) {
	line := s.by(t, "fay", "desk_line", map[string]any{"name": "Реклама", "plan": "100000"}, "")
	other := openDesk(t, s.App().DataDir())
	const drafts = 12
	ids := make([]string, drafts)
	for i := range ids {
		ids[i] = s.by(t, "ann", "desk_request", map[string]any{"line": line, "amount": "1"}, "")
	}
	s.now = s.now.Add(6 * 24 * time.Hour)
	other.now = s.now
	answered := make([]int, 4)
	var all sync.WaitGroup
	for i, d := range []*desk{s.desk, s.desk, other, other} {
		all.Go(func() {
			n, err := d.Tick(context.Background())
			if err != nil {
				t.Error(err)
			}
			answered[i] = n
		})
	}
	all.Wait()
	for _, id := range ids {
		rec := s.record(t, id)
		if n := fmt.Sprint(rec.Values["expired"]); rec.Status() != "rejected" || n != "1" || rec.Revision() != 2 {
			t.Errorf("%s: %s, expired %s times, revision %d", rec.Reference(), rec.Status(), n, rec.Revision())
		}
	}
	if due, err := store.DueAlarms(s.App(), s.Model(), s.now, 100); err != nil || len(due) > 0 {
		t.Errorf("alarms are left: %v, %v", due, err)
	}
	if n, err := s.Tick(context.Background()); n != 0 || err != nil {
		t.Errorf("answered again: %d, %v", n, err)
	}
}
