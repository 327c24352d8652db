package scenario_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kontora/internal/api"
	"kontora/internal/fault"
	"kontora/internal/scenario"
)

// stage keeps its plays below a folder of the test. It changes the environment, so
// the tests below do not run beside others.
func stage(t *testing.T, life time.Duration) (*scenario.Stage, map[string][]byte, func() int) {
	t.Helper()
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	o := options(t, shipped)
	s := scenario.NewStage(scenario.StageOptions{Options: o, Home: tmp, Words: api.Words(), Now: time.Now, Life: life})
	t.Cleanup(s.Close)
	return s, opening(t, o, "base").Files, func() int {
		found, err := filepath.Glob(filepath.Join(tmp, "kontora-play-*"))
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
}

func openOn(t *testing.T, s *scenario.Stage, owner string, files map[string][]byte) string {
	t.Helper()
	answer, err := s.Open(owner, "ru", files, "", "")
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	var seen struct{ Play string }
	if err := json.Unmarshal(data, &seen); err != nil || seen.Play == "" {
		t.Fatalf("%v: %s", err, data)
	}
	return seen.Play
}

func isCode(err error, code string) bool {
	f, ok := fault.As(err)
	return ok && f.Code == code
}

func TestAStageKeepsFewPlaysAndNothingOfThem(t *testing.T) {
	s, files, folders := stage(t, time.Minute)
	first := openOn(t, s, "ann", files)
	second := openOn(t, s, "ann", files) // instead of the first
	if _, err := s.Look("ann", first, "ru"); !isCode(err, "play_gone") {
		t.Errorf("the first one lives: %v", err)
	}
	if _, err := s.Look("bob", second, "ru"); !isCode(err, "play_gone") {
		t.Errorf("somebody else looks: %v", err)
	}
	if _, err := s.Look("ann", second, "ru"); err != nil {
		t.Error(err)
	}
	for _, owner := range []string{"bob", "eva", "dan"} {
		openOn(t, s, owner, files)
	}
	if _, err := s.Open("fay", "ru", files, "", ""); !isCode(err, "play_full") {
		t.Errorf("a fifth one: %v", err)
	}
	if n := folders(); n != 4 {
		t.Errorf("%d folders", n)
	}
	if err := s.End("bob", second); !isCode(err, "play_gone") {
		t.Errorf("somebody else ends it: %v", err)
	}
	if _, err := s.Open("ann", "ru", files, "packs nothing\n", ""); !isCode(err, "play_seed") {
		t.Errorf("a seed that does not play: %v", err)
	}
	if n := folders(); n != 3 {
		t.Errorf("%d folders: that of a play that could not begin is left", n)
	}
	s.Close()
	if n := folders(); n != 0 {
		t.Errorf("%d folders are left", n)
	}
}

func TestAPlayThatNobodyTouchesEnds(t *testing.T) {
	s, files, folders := stage(t, 300*time.Millisecond)
	id := openOn(t, s, "ann", files)
	for range 100 {
		if folders() == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if n := folders(); n != 0 {
		t.Errorf("%d folders are left", n)
	}
	if _, err := s.Look("ann", id, "ru"); !isCode(err, "play_gone") {
		t.Errorf("it lives: %v", err)
	}
}

// What a killed server has left goes when the next one plays; that of another server
// stays.
func TestAStageSweepsBehindAKilledServer(t *testing.T) {
	s, files, folders := stage(t, time.Minute)
	openOn(t, s, "ann", files)
	all, err := filepath.Glob(filepath.Join(os.TempDir(), "kontora-play-*"))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	mine := all[0][:strings.LastIndexByte(all[0], '-')+1]
	for _, dir := range []string{mine + "left", filepath.Join(os.TempDir(), "kontora-play-other-1")} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	next := scenario.NewStage(scenario.StageOptions{Options: options(t, shipped), Home: os.TempDir(), Words: api.Words(), Now: time.Now})
	t.Cleanup(next.Close)
	openOn(t, next, "ann", files)
	if n := folders(); n != 2 {
		t.Errorf("%d folders: the new play and that of another server were expected", n)
	}
	if _, err := next.Walk(context.Background(), "ru", files, "base/memo", -1, 1, 1); !isCode(err, "bad_parameter") {
		t.Errorf("steps: %v", err)
	}
}
