package main

import (
	"database/sql"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// build makes the program once for all tests of the command line: exit codes and
// streams are those of a process.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "kontora")
	out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// shell runs the program in a folder of its own.
type shell struct {
	t       *testing.T
	program string
	dir     string
}

// run expects an exit code and returns what was written to both streams.
func (s shell) run(code int, args ...string) (stdout, stderr string) {
	s.t.Helper()
	var out, errs strings.Builder
	c := exec.Command(s.program, args...)
	c.Dir, c.Stdout, c.Stderr = s.dir, &out, &errs
	err := c.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		s.t.Fatal(err)
	}
	if got := c.ProcessState.ExitCode(); got != code {
		s.t.Fatalf("kontora %s: exit %d, want %d\n%s%s", strings.Join(args, " "), got, code, &out, &errs)
	}
	return out.String(), errs.String()
}

// start runs the program until the test ends, or until it is killed.
func (s shell) start(args ...string) (kill func()) {
	s.t.Helper()
	c := exec.Command(s.program, args...)
	c.Dir = s.dir
	if err := c.Start(); err != nil {
		s.t.Fatal(err)
	}
	kill = sync.OnceFunc(func() {
		if err := c.Process.Kill(); err != nil {
			s.t.Error(err)
		}
		_ = c.Wait() // it says that the process was killed
	})
	s.t.Cleanup(kill)
	return kill
}

func (s shell) write(path, text string) {
	s.t.Helper()
	full := filepath.Join(s.dir, path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s shell) expect(got, want string) {
	s.t.Helper()
	if !strings.Contains(got, want) {
		s.t.Errorf("want %q in:\n%s", want, got)
	}
}

const (
	pack   = `{"title": "Стол", "roles": {"clerk": "Служащий"}}`
	person = `{"title": "Человек", "directory": "person", "display": "{name}", "data": {"properties": {
	"name": {"title": "Имя", "type": "string"}, "roles": {"title": "Роли", "type": "array", "items": {"type": "string"}}}},
	"access": {"all": {"who": "role('clerk')", "read": "*", "can": ["create"]}}}`
	shelf = `{"title": "Полка", "display": "{name}", "data": {"properties": {"name": {"title": "Название", "type": "string"}}},
	"access": {"all": {"who": "role('clerk')", "read": "*", "can": ["create"]}}}`
	job = `{"title": "Работа", "data": {"properties": {"a": {"title": "А", "type": "integer", "minimum": 1}, "b": {"title": "Б", "type": "integer", "minimum": 1}}, "required": ["a", "b"]},
	"lifecycle": {"states": {"new": {"title": "Новая", "phase": "new"}, "on": {"title": "Идёт", "phase": "active"}, "done": {"title": "Готова", "phase": "done"}},
	"transitions": {"begin": {"title": "Начать", "from": "new", "to": "on", "who": "author"},
		"end": {"title": "Кончить", "from": "on", "to": "done", "who": "author", "guards": [{"check": "a * b < 0", "message": "Никогда"}]}}},
	"access": {"all": {"who": "role('clerk')", "read": "*", "can": ["create"]}}}`
	renamed = `{"title": "Человек", "directory": "person", "display": "{full}", "data": {"properties": {
	"full": {"title": "Имя", "type": "string", "was": "name"}, "roles": {"title": "Роли", "type": "array", "items": {"type": "string"}}}},
	"access": {"all": {"who": "role('clerk')", "read": "*", "can": ["create"]}}}`
)

func TestCommandLine(t *testing.T) {
	t.Parallel()
	program := build(t)
	here := func(t *testing.T) shell {
		t.Parallel()
		s := shell{t, program, t.TempDir()}
		s.write("a/schemas/desk/pack.json", pack)
		s.write("a/schemas/desk/types/person.json", person)
		s.write("b/schemas/desk/pack.json", pack)
		s.write("b/schemas/desk/types/person.json", renamed)
		s.write("bad/schemas/desk/pack.json", pack)
		s.write("bad/schemas/desk/types/person.json", strings.Replace(person, "role('clerk')", "role('clerc')", 1))
		return s
	}
	t.Run("check finds what is wrong and where", func(t *testing.T) {
		s := here(t)
		out, _ := s.run(0, "check", "--from", "a")
		s.expect(out, "1 packs, 1 types: sound")
		_, errs := s.run(1, "check", "--from", "bad")
		s.expect(errs, `schemas/desk/types/person.json:3:34 access.all.who: unknown role "clerc"`)
		out, _ = s.run(1, "check", "--from", "bad", "--json")
		s.expect(out, `"line": 3`)
		out, _ = s.run(0, "check")
		s.expect(out, "3 packs")
		if _, err := os.Stat(filepath.Join(s.dir, "pb_data")); err == nil {
			t.Error("check made a data folder")
		}
	})
	t.Run("diff says in words", func(t *testing.T) {
		s := here(t)
		out, _ := s.run(0, "diff", "a", "a")
		s.expect(out, "no difference")
		out, _ = s.run(2, "diff", "a", "b")
		s.expect(out, "~ New key: field «Имя»: name → full, nothing stored is lost")
		out, _ = s.run(2, "diff", "a", "b", "--lang", "ru")
		s.expect(out, "~ Новый ключ: поле «Имя»: name → full, данные остаются")
		out, _ = s.run(2, "diff", "a", "b", "--json")
		s.expect(out, `"was": "name"`)
		s.run(1, "diff", "a", "nowhere")
	})
	t.Run("a thing is looked up and renamed wherever it is named", func(t *testing.T) {
		s := here(t)
		s.write("a/schemas/desk/scenarios/one.txtar", "packs desk\nlist desk/person sort=name\n")
		s.write("a/pb_hooks/one.pb.js", "// users\nrecord.name = 1\n")
		out, _ := s.run(0, "uses", "field", "desk/person.name", "--from", "a")
		for _, want := range []string{
			"schemas/desk/types/person.json:1:58 text display\n", "schemas/desk/types/person.json:2:3 declaration data.properties.name\n",
			"schemas/desk/scenarios/one.txtar:2:23 scenario? ", "pb_hooks/one.pb.js:2:8 script? ",
		} {
			s.expect(out, want)
		}
		out, _ = s.run(0, "uses", "role", "desk/clerk", "--from", "a", "--json")
		s.expect(out, `"what": "expression"`)
		s.run(1, "uses", "role", "desk/nobody", "--from", "a")

		s.run(0, "rename", "field", "desk/person.name", "full", "--from", "a")
		s.run(0, "diff", "a", "a")
		out, _ = s.run(0, "rename", "field", "desk/person.name", "full", "--from", "a", "--write")
		s.expect(out, "not changed, look at them:\npb_hooks/one.pb.js:2:8 script?")
		s.run(0, "diff", "a", "b")
		s.run(0, "rename", "type", "desk/person", "human", "--from", "a", "--write")
		out, _ = s.run(0, "check", "--from", "a")
		s.expect(out, "1 packs, 1 types: sound")
		_, errs := s.run(1, "rename", "field", "desk/human.full", "roles", "--from", "a")
		s.expect(errs, "rename_taken")
		_, errs = s.run(1, "rename", "field", "desk/human.roles", "duties", "--from", "a", "--write")
		s.expect(errs, `a type of persons needs a field "roles"`)
		s.run(1, "rename", "role", "desk/clerk", "officer", "--from", "bad")
	})
	t.Run("what nobody used, and the past under another configuration", func(t *testing.T) {
		s := here(t)
		s.run(1, "unused")
		s.run(0, "apply", "--from", "a")
		out, _ := s.run(0, "unused", "--days", "30")
		s.expect(out, "0 things; looked at 0 events, all of history. Not counted: rule, view")
		out, _ = s.run(0, "unused", "--days", "30", "--all")
		s.expect(out, "type users desk/person «Человек»: 0 in 30 days, 0 in all, never")
		s.run(1, "unused", "--days", "0")
		out, _ = s.run(0, "backtest", "--from", "b")
		s.expect(out, "0 of 0 steps checked")
		s.expect(out, "assumed: ")
		s.run(1, "backtest", "--from", "bad")
		s.run(1, "backtest", "--from", "b", "--months", "0")
	})
	t.Run("walk tells how a record comes to stand still", func(t *testing.T) {
		s := here(t)
		s.run(1, "walk", "--from", "a")
		s.write("c/schemas/desk/pack.json", strings.Replace(pack, `"clerk": "Служащий"`, `"clerk": {"title": "Служащий", "owner": true}`, 1))
		s.write("c/schemas/desk/types/person.json", strings.Replace(person, `"roles": {"title"`, `"email": {"title": "Почта", "type": "string", "format": "email"}, "roles": {"title"`, 1))
		s.write("c/schemas/desk/types/job.json", job)
		out, _ := s.run(1, "walk", "desk", "--from", "c", "--lang", "ru")
		s.expect(out, "desk/job: stuck\n  1. ")
		s.expect(out, "→ job застревает в состоянии «Идёт»")
		s.expect(out, "do job begin")
		s.write("c/schemas/desk/types/job.json", strings.Replace(job, `"guards": [{"check": "a * b < 0", "message": "Никогда"}]`, `"description": "Кончить"`, 1))
		out, _ = s.run(0, "walk", "--from", "c", "--steps", "20")
		s.expect(out, "desk/job: 20 steps in ")
	})
	t.Run("apply, plan and export agree", func(t *testing.T) {
		s := here(t)
		s.run(2, "plan", "--from", "a")
		s.run(1, "apply", "--from", "bad")
		s.run(1, "export", "--to", "out")
		out, _ := s.run(0, "apply", "--from", "a", "--note", "первая")
		s.expect(out, "revision 1 is in force")
		out, _ = s.run(0, "plan", "--from", "a")
		s.expect(out, "no difference")
		out, _ = s.run(2, "plan", "--from", "b")
		s.expect(out, "desk/person\n  ~ New key: field «Имя»: name → full, nothing stored is lost\n\nPlan: 0 to add, 1 to change, 0 to remove; 0 records concerned.")
		for range 2 {
			s.run(0, "export", "--to", "out")
			out, _ = s.run(0, "apply", "--from", "out")
			s.expect(out, "already in force")
		}
		s.run(0, "apply", "--from", "b")
		s.run(0, "export", "--to", "out")
		s.run(0, "diff", "out", "b")
		s.run(0, "audit", "verify")
		_, errs := s.run(1, "apply", "--from", "a", "--map", "moves.json")
		s.expect(errs, "moves.json: no such file")
		s.write("moves.json", `{"desk/person": {"stats": {}}}`)
		_, errs = s.run(1, "apply", "--from", "a", "--map", "moves.json")
		s.expect(errs, `unknown field "stats"`)
		s.write("moves.json", `{"desk/nobody": {"open": "migrate"}}`)
		_, errs = s.run(1, "apply", "--from", "a", "--map", "moves.json")
		s.expect(errs, "moves.desk/nobody")
		out, _ = s.run(2, "plan", "--from", "a", "--map", "moves.json")
		s.expect(out, "publishing would be refused")
	})
	t.Run("audit verify names a line of history that was changed in the database", func(t *testing.T) {
		s := here(t)
		s.write("c/schemas/desk/pack.json", pack)
		s.write("c/schemas/desk/types/person.json", person)
		s.write("c/schemas/desk/types/shelf.json", shelf)
		s.write("c/schemas/desk/seed/shelf.json", `{"type": "desk/shelf", "key": "name", "records": [{"name": "Верхняя"}]}`)
		s.run(0, "apply", "--from", "c")
		out, _ := s.run(0, "audit", "verify")
		s.expect(out, "1 lines, all sound")
		files, _ := filepath.Glob(filepath.Join(s.dir, "*", "data.db"))
		if len(files) != 1 {
			t.Fatal(files)
		}
		db, err := sql.Open("sqlite", files[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range []string{"DROP TRIGGER k_events_no_UPDATE", "UPDATE k_events SET at = '2020-01-01 00:00:00.000Z' WHERE seq = (SELECT min(seq) FROM k_events)"} {
			if _, err := db.Exec(q); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		_, errs := s.run(1, "audit", "verify")
		s.expect(errs, "history is broken at line 1")
	})
	t.Run("plan announces what apply would refuse", func(t *testing.T) {
		s := here(t)
		s.write("c/schemas/desk/pack.json", pack)
		s.write("c/schemas/desk/types/person.json", person)
		s.write("c/schemas/desk/types/shelf.json", shelf)
		s.write("c/schemas/desk/seed/shelf.json", `{"type": "desk/shelf", "key": "name", "records": [{"name": "Верхняя"}]}`)
		s.run(0, "apply", "--from", "c")
		out, _ := s.run(2, "plan", "--from", "a")
		s.expect(out, "publishing would be refused:\n  type_in_use count=1 key=desk/shelf")
		s.expect(out, "  - Removed type «Полка»\n      «Полка» has 1 record: archive them first («Верхняя»)\n")
		out, _ = s.run(2, "plan", "--from", "a", "--lang", "ru")
		s.expect(out, "Итого: добавлено 0, изменено 0, убрано 2; задевает записей: 1.")
		_, errs := s.run(1, "apply", "--from", "a")
		s.expect(errs, "type_in_use")
	})
	t.Run("a mistake on the command line never ends well", func(t *testing.T) {
		s := here(t)
		s.run(1, "chekc")
		s.run(1, "check", "--form", "a")
		s.run(1, "diff", "a")
		s.run(1, "serve", "--http", "256.0.0.1:1")
		s.run(1, "test", "--scenarios", "nowhere")
		s.run(0, "--help")
		s.run(0, "--version")
	})
	t.Run("scenarios of a folder are played", func(t *testing.T) {
		s := here(t)
		s.write("play/good.txtar", "packs desk\nlist desk/person\ncount 0\n")
		out, _ := s.run(0, "test", "--from", "a", "--scenarios", "play")
		s.expect(out, "1 scenarios, 0 failed")
		s.write("play/wrong.txtar", "packs desk\nlist desk/person\ncount 3\n")
		out, _ = s.run(1, "test", "--from", "a", "--scenarios", "play")
		s.expect(out, "wrong.txtar:3: 0, expected 3")
		out, _ = s.run(0, "test", "--from", "a", "--scenarios", "play", "--run", "good", "--json")
		s.expect(out, `"passed": true`)
		out, _ = s.run(0, "test", "--from", "a", "--scenarios", "play/good.txtar")
		s.expect(out, "1 scenarios, 0 failed")
		s.write("play/typo.txtar", "packs desk\nlist 'desk/person\n")
		for _, path := range []string{"play", "play/typo.txtar"} {
			_, errs := s.run(1, "test", "--from", "a", "--scenarios", path)
			s.expect(errs, "typo.txtar:")
			s.expect(errs, "the quote opened in line 2 is not closed")
		}
	})
	t.Run("a feed of holidays is taken into a calendar", func(t *testing.T) {
		s := here(t)
		s.importHolidays()
	})
	t.Run("effects outlive a kill", func(t *testing.T) {
		s := here(t)
		heard, stuck := make(chan string, 10), make(chan struct{})
		release := sync.OnceFunc(func() { close(stuck) })
		hear := func() string {
			select {
			case said := <-heard:
				return said
			case <-time.After(time.Minute):
				t.Fatal("nothing was told")
				return ""
			}
		}
		world := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			said, _ := io.ReadAll(r.Body)
			heard <- string(said)
			<-stuck
		}))
		t.Cleanup(world.Close)
		t.Cleanup(release)
		s.write("c/schemas/desk/pack.json", pack)
		s.write("c/schemas/desk/types/person.json", person)
		s.write("c/schemas/desk/types/shelf.json", shelf)
		s.write("pb_hooks/tell.pb.js", `onPublish(() => { $kontora.create("desk/shelf", {name: "Верхняя"}) })
			onEffect((e) => { $http.send({method: "POST", url: "`+world.URL+`", body: [e.id, e.record.name, e.attempt].join("|")}) }, "desk/shelf")`)
		kill := s.start("serve", "--http", "127.0.0.1:0", "--watch", "c")
		first := hear()
		kill()
		release()
		s.start("serve", "--http", "127.0.0.1:0")
		told, found := strings.CutSuffix(first, "|Верхняя|1")
		if again := hear(); !found || again != told+"|Верхняя|2" {
			t.Errorf("%s, then %s", first, again)
		}
	})
	t.Run("the demonstration touches no other folder", func(t *testing.T) {
		s := here(t)
		s.write("mine/notes.txt", "моё")
		_, errs := s.run(1, "serve", "--demo", "--dir", "mine")
		s.expect(errs, "nothing was touched")
	})
}
