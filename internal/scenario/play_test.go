package scenario_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"kontora/internal/api"
	"kontora/internal/scenario"
	"kontora/internal/spec"
)

func opening(t *testing.T, o scenario.Options, packs ...string) scenario.Opening {
	t.Helper()
	files := map[string][]byte{}
	for path, data := range o.Packs.Files {
		pack := strings.Split(path, "/")[1]
		if len(packs) == 0 || slices.Contains(packs, pack) {
			files[path] = data
		}
	}
	return scenario.Opening{Files: files, At: time.Date(2026, 11, 30, 4, 0, 0, 0, time.UTC), Language: "ru", Words: api.Words()}
}

func openPlay(t *testing.T, o scenario.Options, with scenario.Opening) *scenario.Play {
	t.Helper()
	p, err := scenario.Open(o, with)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func take(t *testing.T, p *scenario.Play, s scenario.Step) *scenario.Seen {
	t.Helper()
	seen, err := p.Take(s)
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

func status(seen *scenario.Seen, name string) string {
	for _, l := range seen.Records {
		if l.Name == name {
			return l.Status
		}
	}
	return "?"
}

// A memo is sent, refused for want of an answer, answered; one step is taken back;
// what is saved plays.
func TestAPlayIsAScenario(t *testing.T) {
	t.Parallel()
	o := options(t, shipped)
	p := openPlay(t, o, opening(t, o, "base"))
	colleague := ""
	seen := take(t, p, scenario.Step{As: "employee", Do: "create", Type: "base/memo", Fill: true, Fields: map[string]any{"subject": "Новый принтер: 'лучше' прежнего"}})
	if !seen.Ok {
		t.Fatalf("%v", seen.Refused)
	}
	keys := map[string]bool{}
	for _, m := range seen.People {
		keys[m.Key] = true
		if m.Key == "colleague" {
			colleague = m.Id
		}
	}
	if want := []string{"admin", "certifier", "chief", "clerk", "colleague", "director", "employee", "keeper"}; !slices.Equal(slices.Sorted(maps.Keys(keys)), want) {
		t.Errorf("people %v", keys)
	}
	take(t, p, scenario.Step{As: "employee", Do: "edit", Record: "memo", Fields: map[string]any{"to": colleague}})
	seen = take(t, p, scenario.Step{As: "employee", Do: "transition", Record: "memo", Transition: "send"})
	if status(seen, "memo") != "sent" && status(seen, "memo") == "?" {
		t.Fatalf("%+v", seen.Records)
	}
	if len(seen.Events) == 0 || seen.Events[0].By != "employee" {
		t.Errorf("events %+v", seen.Events)
	}
	seen = take(t, p, scenario.Step{As: "colleague", Do: "transition", Record: "memo", Transition: "finish"})
	if text, _ := json.Marshal(seen.Refused); seen.Ok || !strings.Contains(string(text), "field_required") {
		t.Fatalf("it should be refused: %s", text)
	}
	seen = take(t, p, scenario.Step{As: "colleague", Do: "transition", Record: "memo", Transition: "finish", Fields: map[string]any{"answer": "Покупайте"}})
	if status(seen, "memo") != "done" {
		t.Fatalf("%+v", seen.Refused)
	}
	seen, err := p.Back()
	if err != nil {
		t.Fatal(err)
	}
	if status(seen, "memo") == "done" || seen.Steps != 4 {
		t.Errorf("taken back: %s after %d", status(seen, "memo"), seen.Steps)
	}
	take(t, p, scenario.Step{Do: "wait", Wait: "3wd"})
	seen = take(t, p, scenario.Step{As: "colleague", Do: "transition", Record: "memo", Transition: "finish", Fill: true})
	if status(seen, "memo") != "done" {
		t.Fatalf("%+v", seen.Refused)
	}
	text, proven, err := p.Save("Служебная записка")
	if err != nil || !proven.Passed() {
		t.Fatalf("%v\n%s\n%s", err, proven, text)
	}
	if !strings.Contains(text, "! do memo finish") || !strings.Contains(text, "fault field_required answer") {
		t.Errorf("the refusal is not kept:\n%s", text)
	}
	again := openPlay(t, o, scenario.Opening{Files: opening(t, o, "base").Files, Seed: text, Language: "en", Words: api.Words()})
	if seen := take(t, again, scenario.Step{Do: "wait", Wait: "1h"}); status(seen, "memo") != "done" {
		t.Errorf("the seed does not stand: %+v", seen.Records)
	}
}

func bundleOf(t *testing.T, files map[string][]byte) *spec.Bundle {
	t.Helper()
	b, found := spec.LoadFiles(files)
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	return b
}
