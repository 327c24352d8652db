package designer_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"kontora/internal/designer"
	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

const settingsFile = "schemas/desk/settings.json"

var noon = time.Date(2026, 3, 26, 12, 0, 0, 0, time.UTC)

// values is a file of settings by what each is.
type values map[string]int

func (v values) text() string {
	settings := map[string]any{}
	for key, n := range v {
		settings[key] = map[string]any{"title": key, "type": "integer", "default": n}
	}
	data, _ := json.MarshalIndent(map[string]any{"settings": settings}, "", "  ")
	return string(data)
}

func read(t *testing.T, text string) values {
	t.Helper()
	var file struct {
		Settings map[string]struct {
			Default int `json:"default"`
		} `json:"settings"`
	}
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	out := values{}
	for key, s := range file.Settings {
		out[key] = s.Default
	}
	return out
}

func install(t *testing.T, e *engine.Engine, v values) {
	t.Helper()
	files := map[string][]byte{"schemas/desk/pack.json": []byte(pack), "schemas/desk/types/person.json": []byte(person), settingsFile: []byte(v.text())}
	if _, found, err := e.Publish(engine.Publishing{Files: files, By: "system"}); err != nil {
		t.Fatal(err, found)
	}
}

func begin(t *testing.T, e *engine.Engine) string {
	t.Helper()
	var id string
	err := e.App().RunInTransaction(func(tx core.App) error {
		d, err := designer.NewDraft(tx, "Черновик", "a", noon)
		if err == nil {
			id = d.Id
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func save(e *engine.Engine, id string, revision int64, text string) (*designer.Draft, error) {
	return designer.SaveDraft(e.App(), id, designer.Edit{Revision: revision, Files: map[string]*string{settingsFile: &text}, By: "a", At: noon})
}

// whole is a file as a draft has it.
func whole(t *testing.T, e *engine.Engine, id string) (string, int64) {
	t.Helper()
	d, err := designer.DraftOf(e.App(), id)
	if err != nil {
		t.Fatal(err)
	}
	return string(d.Whole()[settingsFile]), d.Revision
}

// Designers who each change what is theirs, from whatever they have seen last, while
// the configuration in force goes on as well: nothing of anybody is lost, and nobody
// is in another's way.
func TestDraftsLoseNothing(t *testing.T) {
	t.Parallel()
	e := start(t)
	const people, saves = 3, 14
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 1))
		want := values{"live": int(seed) * 1000}
		for i := range people {
			want[fmt.Sprint("own", i)] = 0
		}
		install(t, e, want)
		id := begin(t, e)
		seen, at := [people]values{}, [people]int64{}
		look := func(i int) {
			text, revision := whole(t, e, id)
			seen[i], at[i] = read(t, text), revision
		}
		for i := range people {
			look(i)
		}
		for step := range saves {
			i := random.IntN(people)
			switch what := random.IntN(10); {
			case what == 0:
				want["live"]++
				live := values{"live": want["live"]}
				for i := range people {
					live[fmt.Sprint("own", i)] = 0
				}
				install(t, e, live)
				if _, left, err := designer.Rebase(e.App(), id, nil, "b", noon); err != nil || len(left) > 0 {
					t.Fatalf("seed %d: %v %v", seed, left, err)
				}
			case what < 4:
				look(i)
			default:
				key := fmt.Sprint("own", i)
				want[key], seen[i][key] = step+1, step+1
				d, err := save(e, id, at[i], seen[i].text())
				if err != nil {
					t.Fatalf("seed %d, step %d: %v", seed, step, err)
				}
				at[i], seen[i] = d.Revision, read(t, *d.Changes()[settingsFile])
			}
		}
		text, _ := whole(t, e, id)
		if got := read(t, text); !equal(got, want) {
			t.Errorf("seed %d: %v, want %v", seed, got, want)
		}
	}
}

func equal(a, b values) bool {
	return fmt.Sprint(a) == fmt.Sprint(b) // maps are printed in order
}

func TestWhatADraftHasForgottenIsAskedAbout(t *testing.T) {
	t.Parallel()
	e := start(t)
	install(t, e, values{"a": 0, "b": 0})
	id := begin(t, e)
	for n := range 30 {
		if _, err := save(e, id, int64(n+1), values{"a": n + 1, "b": 0}.text()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := save(e, id, 25, values{"a": 24, "b": 1}.text()); err != nil {
		t.Errorf("remembered: %v", err)
	}
	_, err := save(e, id, 2, values{"a": 1, "b": 2}.text())
	var crossing *designer.Crossing
	if !errors.As(err, &crossing) || len(crossing.Files) != 1 || !slices.Equal(crossing.Files[0].Places, []string{""}) {
		t.Fatalf("forgotten: %v", err)
	}
	if text, _ := whole(t, e, id); !equal(read(t, text), values{"a": 30, "b": 1}) {
		t.Error(text)
	}
}

func TestADraftIsNotForgottenWithWhatNobodyPublished(t *testing.T) {
	t.Parallel()
	e := start(t)
	install(t, e, values{"a": 0})
	id := begin(t, e)
	d, err := save(e, id, 1, values{"a": 1}.text())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := save(e, id, 2, values{"a": 2}.text()); err != nil {
		t.Fatal(err)
	}
	_, _, err = e.Publish(engine.Publishing{Files: d.Whole(), By: "a", With: func(tx core.App, rev *store.Revision) error { return designer.Finish(tx, d, rev.Number) }})
	if f, is := fault.As(err); !is || f.Code != "draft_moved_on" {
		t.Fatalf("published over a later change: %v", err)
	}
	if text, _ := whole(t, e, id); !equal(read(t, text), values{"a": 2}) {
		t.Error(text)
	}
	last, err := store.LastRevision(e.App())
	if err != nil || last.Number != 1 {
		t.Errorf("half published: %v %v", last, err)
	}
}
