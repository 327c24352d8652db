package api_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kontora/internal/demo"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// toldCompany is the demonstration, loaded once; every test works on a copy.
var toldCompany struct {
	once sync.Once
	dir  string
}

// company is an installation with everything that the demonstration tells.
func company(t *testing.T) *office {
	t.Helper()
	toldCompany.once.Do(func() {
		dir, err := os.MkdirTemp("", "company")
		if err != nil {
			t.Fatal(err)
		}
		o := start(t, dir)
		if _, found, err := o.e.Install(shipped(t), []string{"backoffice"}, "system"); err != nil {
			t.Fatal(err, found)
		}
		say := func(core.App, flow.Actor, *model.Type, string, string, time.Time) error { return nil }
		if err := demo.Load(o.e, os.DirFS("../../schemas/demo"), o.keys, say, func() error { return nil }); err != nil {
			t.Fatal(err)
		}
		if err := store.Close(o.app); err != nil {
			t.Fatal(err)
		}
		toldCompany.dir = dir
	})
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(toldCompany.dir)); err != nil {
		t.Fatal(err)
	}
	return start(t, dir)
}

// everyRecord gives records that have states to a visitor, of each type at most so many.
func (o *office) everyRecord(most int, visit func(snap *store.Snapshot, rec *flow.Record)) {
	o.t.Helper()
	for _, typ := range o.e.Model().Types {
		if typ.Abstract || typ.Owner != nil || typ.Lifecycle == nil {
			continue
		}
		var ids []struct {
			Id string `db:"id"`
		}
		if err := o.app.DB().NewQuery(fmt.Sprintf("SELECT id FROM `%s` ORDER BY n LIMIT %d", typ.Slug, most)).All(&ids); err != nil {
			o.t.Fatal(err)
		}
		for _, row := range ids {
			snap, err := o.e.Snapshot(o.app)
			if err != nil {
				o.t.Fatal(err)
			}
			rec, err := snap.Load(typ, row.Id)
			if err != nil || rec == nil {
				o.t.Fatal(typ.Key, row.Id, err)
			}
			visit(snap, rec)
		}
	}
}

// verdict tries a rule as somebody for an operator, who sees everything.
func (o *office) verdict(snap flow.Snapshot, rec *flow.Record, transition string, r *rule.Rule, as flow.Actor) (*flow.Tried, bool) {
	o.t.Helper()
	m := o.e.Model()
	tried, err := flow.Try(m, snap, flow.Trial{Rule: r, Record: rec, Transition: transition, As: as, Asker: flow.Actor{Super: true}, Live: flow.World{Model: m, Snap: snap}}, o.e.Now())
	if err != nil {
		o.t.Fatalf("%s %s %s: %s: %v", rec.Type.Key, rec.Id, transition, r.Source(), err)
	}
	if tried.Hidden {
		o.t.Fatalf("%s is hidden from an operator", r.Source())
	}
	if tried.Trace != nil && tried.Failed == nil && fmt.Sprint(tried.Trace.Value) != fmt.Sprint(tried.Value) {
		o.t.Errorf("%s %s: %s: the trace says %v, the value is %v", rec.Type.Key, rec.Id, r.Source(), tried.Trace.Value, tried.Value)
	}
	return tried, tried.Value == true
}

// Whether a guard holds, the engine and who tries it say the same, for every
// guard of every transition that the records of the company stand before.
func TestWhoTriesARuleAndTheEngineAgree(t *testing.T) {
	o := company(t)
	admin := o.anybody("base/admin")
	persons := []flow.Actor{{Person: admin}, {Person: o.anybody("backoffice/fin")}}
	judged, refused, declared := 0, 0, map[*model.Guard]bool{}
	o.everyRecord(1000, func(snap *store.Snapshot, rec *flow.Record) {
		for _, tr := range rec.Type.Lifecycle.Transitions {
			if !tr.From[rec.Status()] || len(tr.Guards) == 0 || tr.Who == nil {
				continue
			}
			for _, as := range persons {
				problems, err := flow.Problems(o.e.Model(), snap, flow.Command{Kind: flow.Move, Type: rec.Type, Id: rec.Id, Transition: tr.Key, Actor: as}, o.e.Now())
				if err != nil {
					continue // put away, or out of sight
				}
				for _, g := range tr.Guards {
					if g.When != nil {
						if _, applies := o.verdict(snap, rec, tr.Key, g.When, as); !applies {
							continue
						}
					}
					tried, holds := o.verdict(snap, rec, tr.Key, g.Check, as)
					if !tried.Known && tried.Failed == nil {
						continue // an empty field is asked for once, elsewhere
					}
					if !tried.Moved {
						t.Errorf("%s %s %s was not judged as the engine judges it", rec.Type.Key, rec.Id, tr.Key)
					}
					if slices.ContainsFunc(problems, func(p *flow.Problem) bool { return p.Fault.Code == "hidden_reason" }) {
						continue // the person is told of one for all that they may not know of
					}
					fails := slices.ContainsFunc(problems, func(p *flow.Problem) bool { return p.Check == g.Check })
					if fails == holds {
						t.Errorf("%s %s, %s: %s: the engine refuses: %v, tried: %v", rec.Type.Key, rec.Id, tr.Key, g.Check.Source(), fails, holds)
					}
					judged, declared[g] = judged+1, true
					if fails {
						refused++
					}
				}
			}
		}
	})
	t.Logf("%d verdicts on %d guards, %d refusals", judged, len(declared), refused)
	if judged < 100 || len(declared) < 10 || refused < 10 {
		t.Errorf("too few to mean anything: %d verdicts on %d guards, %d refusals", judged, len(declared), refused)
	}
	o.agreesOverREST(admin)
}

// agreesOverREST tries every declared guard at its place in the files, on one
// record that stands before it, and compares with what the engine says.
func (o *office) agreesOverREST(admin *rule.Person) {
	t := o.t
	t.Helper()
	rec, err := o.app.FindRecordById("users", admin.Id)
	if err != nil {
		t.Fatal(err)
	}
	if o.tokens["admin"], err = rec.NewAuthToken(); err != nil {
		t.Fatal(err)
	}
	done, told := map[string]bool{}, 0
	o.everyRecord(1000, func(snap *store.Snapshot, rec *flow.Record) {
		for _, tr := range rec.Type.Lifecycle.Transitions {
			place := tr.At.File + tr.At.Path
			if !tr.From[rec.Status()] || len(tr.Guards) == 0 || tr.Who == nil || done[place] {
				continue
			}
			if rights, err := flow.RightsOf(o.e.Model(), snap, rec, flow.Actor{Person: admin}); err != nil || !rights.Row() || rec.Type.Pinned() {
				continue
			}
			done[place] = true
			for i, g := range tr.Guards {
				path := fmt.Sprintf("%s.guards[%d].check", tr.At.Path, i)
				r := o.ask("admin", "POST", "/api/kontora/config/try", map[string]any{"files": map[string]any{}, "file": tr.At.File, "path": path, "type": rec.Type.Key, "record": rec.Id})
				if r.status == 404 && strings.Contains(r.text, "no_expression_here") {
					continue // written elsewhere, in a type that this one extends
				}
				r.ok()
				tried, holds := o.verdict(snap, rec, tr.Key, g.Check, flow.Actor{Person: admin})
				if r.at("hidden") == true || !tried.Known {
					continue
				}
				if told++; r.at("ok") != holds {
					t.Errorf("%s: over REST %v, the engine says %v: %s", path, r.at("ok"), holds, g.Check.Source())
				}
			}
		}
	})
	t.Logf("%d guards told over REST", told)
	if told < 3 {
		t.Errorf("only %d guards were told", told)
	}
}

// anybody finds a person with a role.
func (o *office) anybody(role string) *rule.Person {
	o.t.Helper()
	snap, err := o.e.Snapshot(o.app)
	if err != nil {
		o.t.Fatal(err)
	}
	found := snap.Directory().Resolve(rule.RolePrincipal(role, ""))
	if len(found) == 0 {
		o.t.Fatalf("nobody is %s", role)
	}
	return found[0]
}
