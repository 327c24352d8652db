package scenario_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kontora/internal/model"
	"kontora/internal/scenario"
	"kontora/internal/spec"

	"golang.org/x/tools/txtar"
)

// renamed gives things other keys, one after another: "WHAT KEY NEW".
func renamed(t *testing.T, b *spec.Bundle, list ...string) *spec.Bundle {
	t.Helper()
	for _, one := range list {
		what, rest, _ := strings.Cut(one, " ")
		key, to, _ := strings.Cut(rest, " ")
		g := model.References(b)
		s, ok := g.Symbol(what, key)
		if !ok {
			t.Fatalf("there is no %s %s", what, key)
		}
		r, err := g.Rename(s, to, nil)
		if err != nil {
			t.Fatal(one, err)
		}
		if len(r.Found) > 0 {
			t.Fatal(one, r.Found)
		}
		now, found := spec.LoadFiles(r.After(b))
		if spec.HasErrors(found) {
			t.Fatal(one, found)
		}
		b = now
	}
	return b
}

// Everything that a record holds is there after the configuration has been renamed
// through and through: fields, choices, columns, states, roles, the type itself,
// sums of registers, numbers, lists that somebody has kept.
func TestRenamingKeepsData(t *testing.T) {
	t.Parallel()
	archive, err := txtar.ParseFile("testdata/renamed/story.txt")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}
	before, found := spec.LoadFiles(files)
	if spec.HasErrors(found) {
		t.Fatal(found)
	}
	after := renamed(t, before,
		"choice desk/note.kind.paper sheet", "choice desk/note.tags.red crimson", "field desk/note.kind sort_of", "field desk/note.tags marks",
		"field desk/note.lines.part share", "field desk/note.lines rows", "field desk/note.subject topic", "state desk/note.sent posted",
		"transition desk/note.send post", "role desk/clerk officer", "measure desk/kept.fact given", "dimension desk/kept.owner whom",
		"register desk/kept store", "field desk/note.about linked", "type desk/note letter")
	var drops strings.Builder
	for path := range before.Files {
		if _, there := after.Files[path]; !there {
			fmt.Fprintf(&drops, " -drop %s", path)
		}
	}
	for path, text := range after.Files {
		archive.Files = append(archive.Files, txtar.File{Name: "renamed/" + path, Data: text})
	}
	archive.Comment = []byte(strings.Replace(string(archive.Comment), "publish renamed", "publish renamed"+drops.String(), 1))
	s, err := scenario.Parse("renamed", "testdata/renamed/story.txt", txtar.Format(archive))
	if err != nil {
		t.Fatal(err)
	}
	if r := scenario.Run(options(t, shipped), s); !r.Passed() {
		t.Error(r)
	}
}

// The scenarios of a pack pass when things that they do not name are called
// otherwise.
func TestPacksPlayRenamed(t *testing.T) {
	t.Parallel()
	for root, pack := range map[string]string{library: "library", advance: "advance"} {
		t.Run(pack, func(t *testing.T) {
			t.Parallel()
			b := load(t, root)
			plays := playsOf(t, root, pack)
			g := model.References(b)
			var list []string
			for _, s := range g.Symbols() {
				uses := g.Uses(s, plays)
				doubted := slices.ContainsFunc(uses, func(u model.Use) bool { return !u.Sure })
				if _, err := g.Rename(s, "zz_"+s.Word(), nil); err == nil && !doubted && len(uses) > 2 && s.What != "type" && s.What != "choice" { // their fields go by another name
					list = append(list, fmt.Sprintf("%s %s zz_%s", s.What, strings.TrimPrefix(s.Type+"."+s.Key, "."), s.Word()))
				}
			}
			if list = every(list, 10); len(list) < 5 {
				t.Fatal("too few things to rename: ", list)
			}
			o := options(t, root)
			o.Packs = spec.Overlay(load(t, shipped), renamed(t, b, list...))
			for name, text := range plays {
				s, err := scenario.Parse(name, name, text)
				if err != nil {
					t.Fatal(err)
				}
				if r := scenario.Run(o, s); !r.Passed() {
					t.Errorf("%v\n%v", list, r)
				}
			}
		})
	}
}

// every keeps at most so many items of a list, evenly.
func every(list []string, most int) []string {
	step := max(1, len(list)/most)
	var out []string
	for i := 0; i < len(list); i += step {
		out = append(out, list[i])
	}
	return out
}

func playsOf(t *testing.T, root, pack string) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, "schemas", pack, "scenarios", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, path := range paths {
		if out[path], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	if len(out) == 0 {
		t.Fatal("no scenarios: ", slices.Collect(maps.Keys(out)))
	}
	return out
}
