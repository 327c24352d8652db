package engine_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"kontora/internal/engine"
	"kontora/internal/store"
	"kontora/pb_migrations"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
)

// The test starts itself as another process, which publishes and is killed.
const (
	killFolder = "KONTORA_TEST_FOLDER" // data folder of the process that is killed
	killAt     = "KONTORA_TEST_KILL"   // the statement after which it kills itself; 0: never
	killMemos  = 30
)

// killed is the configuration that is published: another name for a state that
// records are in, rights that change, a new field with an index, a new type.
func killed(files map[string][]byte) (map[string][]byte, engine.Moves) {
	next := maps.Clone(files)
	const memo = "schemas/base/types/memo.json"
	next[memo] = []byte(strings.NewReplacer(`"draft"`, `"sketch"`,
		`"text":    {`, `"room": {"title": "Кабинет", "type": "string", "x-index": true}, "text":    {`,
		`"access": {`, `"access": {"all": {"who": "role('employee')", "read": "subject"}, `).Replace(string(files[memo])))
	next["schemas/base/types/visit.json"] = []byte(`{"title": "Визит", "data": {"properties": {"whom": {"title": "К кому", "x-ref": "user"}}},
		"access": {"all": {"who": "role('employee')", "read": "*", "can": ["create"]}}}`)
	return next, engine.Moves{"base/memo": {States: map[string]string{"draft": "sketch"}}}
}

// TestPublishInAnotherProcess is that process; by itself it does nothing.
func TestPublishInAnotherProcess(t *testing.T) {
	dir := os.Getenv(killFolder)
	if dir == "" {
		t.Skip("started by TestKilledAtEveryStep")
	}
	at, err := strconv.ParseInt(os.Getenv(killAt), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	var begun atomic.Bool
	var count atomic.Int64
	step := func() {
		if begun.Load() && count.Add(1) == at {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			time.Sleep(time.Hour)
		}
	}
	store.RegisterFields()
	pb_migrations.Register()
	c := store.Config(dir)
	connect := c.DBConnect
	c.DBConnect = func(path string) (*dbx.DB, error) {
		db, err := connect(path)
		if err == nil {
			db.ExecLogFunc = func(context.Context, time.Duration, string, sql.Result, error) { step() }
			db.QueryLogFunc = func(context.Context, time.Duration, string, *sql.Rows, error) { step() }
		}
		return db, err
	}
	e := engine.New(pocketbase.NewWithConfig(c), engine.Options{Now: func() time.Time { return time.Date(2026, 3, 26, 7, 0, 0, 0, time.UTC) }})
	e.Bind()
	if err := e.App().Bootstrap(); err != nil {
		t.Fatal(err)
	}
	last, err := store.LastRevision(e.App())
	if err != nil {
		t.Fatal(err)
	}
	files, moves := killed(last.Files)
	begun.Store(true)
	if _, found, err := e.Publish(engine.Publishing{Files: files, By: "system", Moves: moves}); err != nil {
		t.Fatal(err, found)
	}
	begun.Store(false)
	fmt.Printf("statements=%d\n", count.Load())
	_ = store.Close(e.App())
}

// Whoever publishes may be killed at any statement: the old configuration is in
// force, or the new one, whole; what was left to do is done afterwards, and the same
// publication can be made again.
func TestKilledAtEveryStep(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a process for each step")
	}
	prepared := t.TempDir()
	prepare(t, prepared)
	total := publishElsewhere(t, copied(t, prepared), 0)
	if total < 100 {
		t.Fatalf("only %d statements were counted", total)
	}
	const kills = 16
	outcomes := map[string]int{}
	for i := range kills {
		dir := copied(t, prepared)
		publishElsewhere(t, dir, 1+int64(i)*(total-1)/(kills-1))
		outcomes[afterwards(t, dir)]++
	}
	t.Logf("%d statements; %v", total, outcomes)
	if outcomes["old"] == 0 || outcomes["new"] == 0 {
		t.Errorf("killed on one side of the commit only: %v of %d statements", outcomes, total)
	}
}

func prepare(t *testing.T, dir string) {
	t.Helper()
	made := newDesk(t, "base")
	unit := made.create(t, "base_org_unit", map[string]any{"name": "Алматы", "kind": "organization"})
	person := made.create(t, "users", map[string]any{"full_name": "Ольга Литвинова", "email": "olga@example.kz", "department": unit, "roles": []any{"base/employee"}})
	for range killMemos {
		made.create(t, "base_memo", map[string]any{"subject": "Принтер", "to": person})
	}
	if err := store.Close(made.App()); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(made.App().DataDir())); err != nil {
		t.Fatal(err)
	}
}

func copied(t *testing.T, from string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// publishElsewhere publishes in a process that kills itself after a statement; it
// tells how many there were.
func publishElsewhere(t *testing.T, dir string, at int64) (statements int64) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestPublishInAnotherProcess$", "-test.v")
	c.Env = append(os.Environ(), killFolder+"="+dir, fmt.Sprintf("%s=%d", killAt, at))
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	err := c.Run()
	if at > 0 {
		status, ok := c.ProcessState.Sys().(syscall.WaitStatus)
		if !ok || !status.Signaled() && err != nil {
			t.Fatalf("not killed at %d: %v\n%s", at, err, &out)
		}
		return 0
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	if _, text, ok := strings.Cut(out.String(), "statements="); ok {
		_, _ = fmt.Sscan(text, &statements)
	}
	return statements
}

// afterwards starts the program over what was left, looks at it, and finishes it.
func afterwards(t *testing.T, dir string) (inForce string) {
	t.Helper()
	d := openDesk(t, dir)
	inForce = "old"
	if d.Model().TypeByKey("base/visit") != nil {
		inForce = "new"
	}
	last, err := store.LastRevision(d.App())
	if err != nil {
		t.Fatal(err)
	}
	if isNew := last.Number == 2; isNew != (inForce == "new") || last.Hash != d.Model().Hash {
		t.Errorf("revision %d is stored, the %s configuration is in force", last.Number, inForce)
	}
	if inForce == "old" {
		if _, err := d.App().FindCollectionByNameOrId("base_visit"); err == nil {
			t.Error("a collection of the new configuration is left")
		}
		files, moves := killed(last.Files)
		if _, found, err := d.Publish(engine.Publishing{Files: files, By: "system", Moves: moves}); err != nil {
			t.Fatal(err, found)
		}
	}
	if _, err := d.Migrate(context.Background(), 10_000); err != nil {
		t.Fatal(err)
	}
	typ, err := d.TypeOf("base_memo")
	if err != nil {
		t.Fatal(err)
	}
	at, err := store.StateCounts(d.App(), typ)
	if err != nil || at["sketch"].Count != killMemos || at["draft"].Count != 0 {
		t.Errorf("%v, %v", at, err)
	}
	var events int
	if err := d.App().DB().NewQuery(`SELECT COUNT(*) FROM k_events WHERE action = 'migrate'`).Row(&events); err != nil || events != killMemos {
		t.Errorf("%d moves are told, %v", events, err)
	}
	wrong, err := store.CheckDerived(d.App(), d.Model().Types, engine.GrantsOf(d.Engine, d.Model()), d.Titles())
	if err != nil || len(wrong) > 0 {
		t.Error(wrong, err)
	}
	if _, bad, err := store.VerifyAudit(d.App()); err != nil || bad != nil {
		t.Error(bad, err)
	}
	return inForce
}
