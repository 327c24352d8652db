package model_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kontora/internal/model"
	"kontora/internal/spec"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what is found into testdata/bad anew; read the difference")

// good is the sound pack that every bad one is made of.
func good(t *testing.T) map[string][]byte {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/good.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}
	return files
}

// bad lays a case over the sound pack. A file is taken as it stands; one called
// "edit <path>" changes lines of the pack's: "- " before lines that go, "+ " before
// those that come in their place.
func bad(t *testing.T, archive *txtar.Archive) map[string][]byte {
	t.Helper()
	files := good(t)
	for _, f := range archive.Files {
		path, edits := strings.CutPrefix(f.Name, "edit ")
		switch {
		case f.Name == "want":
		case edits:
			files[path] = edited(t, string(files[path]), string(f.Data))
		default:
			files[path] = f.Data
		}
	}
	return files
}

func edited(t *testing.T, text, edits string) []byte {
	t.Helper()
	lines := strings.Split(text, "\n")
	at := 0
	for _, edit := range strings.Split(strings.TrimSpace(edits), "\n") {
		sign, line := edit[:1], strings.TrimPrefix(edit[1:], " ")
		switch sign {
		case "-":
			i := slices.IndexFunc(lines, func(l string) bool { return strings.TrimSpace(l) == strings.TrimSpace(line) })
			if i < 0 {
				t.Fatalf("no line %q", line)
			}
			lines = slices.Delete(lines, i, i+1)
			at = i
		case "+":
			lines = slices.Insert(lines, at, line)
			at++
		default:
			t.Fatalf("neither - nor +: %q", edit)
		}
	}
	return []byte(strings.Join(lines, "\n"))
}

// found is everything that is wrong, as it is printed.
func found(t *testing.T, files map[string][]byte) ([]spec.Diagnostic, string) {
	t.Helper()
	all := model.CheckAll(files)
	var out strings.Builder
	if err := spec.Print(&out, all); err != nil {
		t.Fatal(err)
	}
	return all, out.String()
}

func TestTheSoundPackIsSound(t *testing.T) {
	t.Parallel()
	if _, out := found(t, good(t)); out != "" {
		t.Error(out)
	}
}

// Every mistake that analysis promises to find is made once, in a pack that is
// sound without it: testdata/bad/<what>.txtar. docs/diagnostics.md lists which
// promise is kept by which.
func TestBadConfigurations(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/bad/*.txtar")
	if err != nil || len(paths) < 50 {
		t.Fatalf("%d bad configurations: %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			all, got := found(t, bad(t, archive))
			if len(all) == 0 {
				t.Error("nothing is found")
			}
			for _, d := range all {
				if d.Code == "" || d.Line < 1 || d.Col < 1 || d.Length < 1 {
					t.Errorf("it is not placed exactly: %+v", d)
				}
			}
			compareWant(t, path, archive, got)
		})
	}
}

func compareWant(t *testing.T, path string, archive *txtar.Archive, got string) {
	t.Helper()
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
	if i < 0 {
		archive.Files = append(archive.Files, txtar.File{Name: "want"})
		i = len(archive.Files) - 1
	}
	if *update {
		archive.Files[i].Data = []byte(got)
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(archive.Files[i].Data), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What is promised stands in the table with a case that keeps it, and the case says
// so with the code that it is about.
func TestEveryPromiseHasACase(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/diagnostics.md")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, line := range strings.Split(string(page), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 5 || !strings.Contains(line, "`") {
			continue
		}
		code := strings.Trim(strings.TrimSpace(cells[2]), "`")
		for _, name := range strings.Fields(strings.ReplaceAll(cells[3], "`", "")) {
			told[name] = true
			archive, err := txtar.ParseFile(filepath.Join("testdata/bad", name+".txtar"))
			if err != nil {
				t.Errorf("%s: %v", strings.TrimSpace(cells[1]), err)
				continue
			}
			all, _ := found(t, bad(t, archive))
			if !slices.ContainsFunc(all, func(d spec.Diagnostic) bool { return d.Code == code }) {
				t.Errorf("%s does not show %s", name, code)
			}
		}
	}
	paths, _ := filepath.Glob("testdata/bad/*.txtar")
	for _, path := range paths {
		if name := strings.TrimSuffix(filepath.Base(path), ".txtar"); !told[name] {
			t.Errorf("docs/diagnostics.md does not name the case %s", name)
		}
	}
	if len(told) == 0 {
		t.Error(fmt.Sprint("no table in ", string(page)))
	}
}
