package engine_test

import (
	"context"
	"maps"
	"strings"
	"testing"

	"kontora/internal/engine"
	"kontora/internal/store"
)

// Records that a configuration leaves no place move one by one. Whoever is
// stopped in between goes on behind the last one, and each has moved once.
func TestMovesGoOnAfterAStop(t *testing.T) {
	d := newDesk(t, "base")
	unit := d.create(t, "base_org_unit", map[string]any{"name": "Алматы", "kind": "organization"})
	person := d.create(t, "users", map[string]any{"full_name": "Ольга Литвинова", "email": "olga@example.kz", "department": unit, "roles": []any{"base/employee"}})
	const memos = 25
	for range memos {
		d.create(t, "base_memo", map[string]any{"subject": "Принтер", "to": person})
	}
	last, err := store.LastRevision(d.App())
	if err != nil {
		t.Fatal(err)
	}
	files := maps.Clone(last.Files)
	const path = "schemas/base/types/memo.json"
	files[path] = []byte(strings.ReplaceAll(string(files[path]), `"draft"`, `"sketch"`))
	moves := engine.Moves{"base/memo": {States: map[string]string{"draft": "sketch"}}}
	if err := d.PublishAndDie(files, moves); err != nil {
		t.Fatal(err)
	}
	states := func(d *desk) map[string]store.Held {
		typ, err := d.TypeOf("base_memo")
		if err != nil {
			t.Fatal(err)
		}
		counts, err := store.StateCounts(d.App(), typ)
		if err != nil {
			t.Fatal(err)
		}
		return counts
	}

	next := openDesk(t, d.App().DataDir())
	if n, err := next.Migrate(context.Background(), 10); err != nil || n != 10 {
		t.Fatal(n, err)
	}
	if at := states(next); at["draft"].Count != memos-10 || at["sketch"].Count != 10 {
		t.Fatal(at)
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if n, err := next.Migrate(stopped, 10); err == nil || n != 0 {
		t.Fatal(n, err)
	}
	end := openDesk(t, d.App().DataDir())
	for range 2 { // the second time there is nothing left
		if _, err := end.Migrate(context.Background(), 1000); err != nil {
			t.Fatal(err)
		}
	}
	if at := states(end); at["draft"].Count != 0 || at["sketch"].Count != memos {
		t.Fatal(at)
	}
	found, err := store.Moves(end.App(), 10)
	if err != nil || len(found) != 1 || found[0].Done != memos || found[0].Refused != 0 || found[0].Finished == "" {
		t.Fatalf("%+v, %v", found, err)
	}
	var events int
	if err := end.App().DB().NewQuery(`SELECT COUNT(*) FROM k_events WHERE action = 'migrate' AND "from" = 'draft' AND "to" = 'sketch'`).Row(&events); err != nil || events != memos {
		t.Error(events, err)
	}
	wrong, err := store.CheckDerived(end.App(), end.Model().Types, engine.GrantsOf(end.Engine, end.Model()), end.Titles())
	if err != nil || len(wrong) > 0 {
		t.Error(wrong, err)
	}
	if _, bad, err := store.VerifyAudit(end.App()); err != nil || bad != nil {
		t.Error(bad, err)
	}
}
