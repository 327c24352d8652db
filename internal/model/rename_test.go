package model_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"kontora/internal/model"
	"kontora/internal/spec"
)

func load(t *testing.T, root string) *spec.Bundle {
	t.Helper()
	b, found := spec.Load(os.DirFS(root))
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	return b
}

// Whatever has a key can be called otherwise, and nothing else is different: the
// packs that ship with the program, and the examples, a part of them.
func TestEverythingCanBeRenamed(t *testing.T) {
	t.Parallel()
	for root, every := range map[string]int{"../..": 257, "../../schemas/examples/library": 9, "../../schemas/examples/advance": 13} {
		t.Run(strings.TrimPrefix(root, "../../"), func(t *testing.T) {
			t.Parallel()
			b := load(t, root)
			before, _ := model.Compile(b)
			g := model.References(b)
			if !g.Whole() {
				t.Fatal("the references of a sound configuration are not whole")
			}
			for i, s := range g.Symbols() {
				if i%every == 0 {
					renameOne(t, b, before, g, s)
				}
			}
		})
	}
}

func renameOne(t *testing.T, b *spec.Bundle, before *model.Model, g *model.Graph, s model.Symbol) {
	t.Helper()
	to := "renamed_" + strings.ReplaceAll(s.Key[strings.LastIndexAny(s.Key, "/.")+1:], "-", "_")
	r, err := g.Rename(s, to, nil)
	if err != nil {
		return // TestRenameRefuses tells of what
	}
	shared := slices.ContainsFunc(r.Left, func(u model.Use) bool { return u.What == "shared" || u.What == "convention" })
	if shared {
		return
	}
	if s.What == "choice" && slices.ContainsFunc(r.Found, func(d spec.Diagnostic) bool { return d.Code == "not_currency" }) {
		return // that of a currency means something by itself, and is told
	}
	if len(r.Found) > 0 {
		t.Errorf("%v → %s: %v", s, to, r.Found)
		return
	}
	after, found := spec.LoadFiles(r.After(b))
	now, more := model.Compile(after)
	if now == nil {
		t.Errorf("%v → %s: %v", s, to, append(found, more...))
		return
	}
	for _, d := range model.Diff(before, now) {
		if d.Verb != "renamed" && !remembersNothing(s) {
			t.Errorf("%v → %s: %v", s, to, d)
		}
	}
	back, err := model.References(after).Rename(s.Called(to), s.Word(), nil)
	if err != nil {
		t.Errorf("%v back from %s: %v", s, to, err)
		return
	}
	for text := range expressions(back.After(after)) {
		if !expressions(b.Files)[text] {
			t.Errorf("%v → %s and back: %s", s, to, text)
		}
	}
}

// remembersNothing are things that nothing is stored under, so that for the engine
// one goes and another comes.
func remembersNothing(s model.Symbol) bool {
	return slices.Contains([]string{"rule", "section", "group", "message", "measure"}, s.What)
}

// expressions are the lines of rules and the texts in quotes that hold one.
func expressions(files map[string][]byte) map[string]bool {
	out := map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		for _, line := range strings.Split(string(files[path]), "\n") {
			for i, text := range strings.Split(line, `"`) {
				if strings.HasSuffix(path, ".expr") || i%2 == 1 && strings.ContainsAny(text, "(=") {
					out[text] = true
				}
			}
		}
	}
	return out
}
