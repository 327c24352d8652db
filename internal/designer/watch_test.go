package designer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kontora/internal/designer"
	"kontora/internal/engine"
	"kontora/internal/spec"
	"kontora/internal/store"
	"kontora/pb_migrations"

	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations"
)

const (
	pack   = `{"title": "Стол", "roles": {"clerk": "Служащий"}}`
	person = `{"title": "Человек", "directory": "person", "display": "{name}", "data": {"properties": {
	"name": {"title": "Имя", "type": "string"}, "roles": {"title": "Роли", "type": "array", "items": {"type": "string"}}}},
	"access": {"all": {"who": "role('clerk')", "read": "*", "can": ["create"]}}}`
	note = `{"title": "Записка", "data": {"properties": {"title": {"title": "Тема", "type": "string"}, "kind": {"title": "Вид", "type": "string"}}},
	"lifecycle": {"states": {"draft": "Черновик", "done": "Готова"}, "transitions": {"finish": {"title": "Готово", "from": "draft", "to": "done", "who": "role('clerk')"}}},
	"access": {"all": {"who": "role('clerk')", "read": "*", "can": ["create"]}}}`
)

// start opens a real installation in an empty folder.
func start(t *testing.T) *engine.Engine {
	t.Helper()
	store.RegisterFields()
	pb_migrations.Register()
	c := store.Config(t.TempDir())
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: c.DefaultDataDir, DBConnect: c.DBConnect})
	noon := time.Date(2026, 3, 26, 12, 0, 0, 0, time.UTC)
	e := engine.New(app, engine.Options{Now: func() time.Time { return noon }})
	e.Bind()
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	if err := app.RunAllMigrations(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close(app) })
	return e
}

func write(t *testing.T, folder, path, text string) {
	t.Helper()
	full := filepath.Join(folder, path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// news is what Watch reports.
type news struct {
	found []spec.Diagnostic
	err   error
}

func next(t *testing.T, reports <-chan news) news {
	t.Helper()
	select {
	case n := <-reports:
		return n
	case <-time.After(20 * time.Second):
		t.Fatal("the folder changed, but nothing was reported")
		return news{}
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	e, folder := start(t), t.TempDir()
	write(t, folder, "schemas/desk/pack.json", pack)
	write(t, folder, "schemas/desk/types/person.json", person)
	reports := make(chan news, 10)
	if err := designer.Watch(t.Context(), e, folder, func(found []spec.Diagnostic, err error) { reports <- news{found, err} }); err != nil {
		t.Fatal(err)
	}
	if n := next(t, reports); n.err != nil || e.Model().TypeByKey("desk/person") == nil {
		t.Fatalf("the folder is not in force at the beginning: %v %v", n.err, n.found)
	}
	first := e.Model().Hash

	write(t, folder, "schemas/desk/types/note.json", note)
	if n := next(t, reports); n.err != nil || e.Model().TypeByKey("desk/note") == nil {
		t.Fatalf("a dropped file is no type: %v %v", n.err, n.found)
	}
	second := e.Model().Hash

	write(t, folder, "schemas/desk/types/note.json", strings.Replace(note, `"from": "draft"`, `"from": "darft"`, 1))
	if n := next(t, reports); n.err == nil || !spec.HasErrors(n.found) || e.Model().Hash != second {
		t.Fatalf("a mistake was published or not reported: %v %v", n.err, n.found)
	}

	if err := os.Remove(filepath.Join(folder, "schemas/desk/types/note.json")); err != nil {
		t.Fatal(err)
	}
	if n := next(t, reports); n.err != nil || e.Model().Hash != first {
		t.Fatalf("a deleted file still counts: %v %v", n.err, n.found)
	}
}

func TestPlanCountsRecords(t *testing.T) {
	t.Parallel()
	e := start(t)
	files := map[string][]byte{"schemas/desk/pack.json": []byte(pack), "schemas/desk/types/person.json": []byte(person), "schemas/desk/types/note.json": []byte(note)}
	if _, found, err := e.Publish(engine.Publishing{Files: files, By: "system"}); err != nil {
		t.Fatal(err, found)
	}
	collection, err := e.App().FindCollectionByNameOrId("desk_note")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"", "a", "b"} {
		rec := core.NewRecord(collection)
		rec.Set("title", "Записка")
		rec.Set("kind", kind)
		if err := e.App().Save(rec); err != nil {
			t.Fatal(err)
		}
	}
	files["schemas/desk/types/note.json"] = []byte(strings.NewReplacer(
		`, "kind": {"title": "Вид", "type": "string"}`, `, "due": {"title": "Срок", "type": "string", "format": "date"}`,
		`"draft": "Черновик"`, `"open": "Открыта"`, `"from": "draft"`, `"from": "open"`,
		"}},\n\t\"lifecycle\"", "}, \"required\": [\"due\"]},\n\t\"lifecycle\"",
	).Replace(note))
	m, found := engine.Check(files)
	if m == nil {
		t.Fatal(found)
	}
	report, err := designer.Planning{Engine: e, Wanted: m, Speech: designer.Speech{Lang: "ru"}}.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	for _, i := range report.Differences {
		got[i.Verb+" "+i.What+" "+i.Key] = i.Records
	}
	for what, want := range map[string]int64{"removed field kind": 2, "added field due": 3, "removed state draft": 3, "added state open": 0} {
		if n, listed := got[what]; !listed || n != want {
			t.Errorf("%s: %d records (listed: %t), want %d", what, n, listed, want)
		}
	}
}
