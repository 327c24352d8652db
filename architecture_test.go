package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers are the packages of the program from the bottom up. A package imports
// from layers below its own only, so neighbours never import one another.
var layers = [][]string{
	{"internal/fault", "internal/money", "internal/worktime", "internal/push", "internal/sign/pki", "internal/extract", "pb_migrations", "ui", "ui/src/i18n"},
	{"internal/exchange", "internal/paper", "internal/spec", "internal/holiday"},
	{"internal/rule"},
	{"internal/model"},
	{"internal/flow"},
	{"internal/store"},
	{"internal/engine"},
	{"internal/designer"},
	{"internal/deliver", "internal/sign", "internal/insight", "internal/api", "internal/script", "internal/scenario", "internal/demo"},
	{""},
}

// pure packages decide without knowing where records are kept.
var pure = []string{"internal/fault", "internal/money", "internal/worktime", "internal/exchange", "internal/paper", "internal/extract", "internal/holiday", "internal/sign/pki", "internal/spec", "internal/rule", "internal/model", "internal/flow"}

// listed is what go list tells of a package.
type listed struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func list(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", ".", "./internal/...", "./pb_migrations/...", "./ui", "./ui/src/...").Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		t.Fatalf("go list: %s", failed.Stderr)
	}
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// own is a package's path inside the project; ok is false for foreign ones.
func own(path string) (string, bool) {
	if path == "kontora" {
		return "", true
	}
	return strings.CutPrefix(path, "kontora/")
}

func layerOf(path string) int {
	return slices.IndexFunc(layers, func(l []string) bool { return slices.Contains(l, path) })
}

func TestImportsPointDownwards(t *testing.T) {
	t.Parallel()
	for _, p := range list(t) {
		name, _ := own(p.ImportPath)
		level := layerOf(name)
		if level < 0 {
			t.Errorf("%s stands in no layer: decide where it belongs and add it to the table above", p.ImportPath)
			continue
		}
		for _, used := range p.Imports {
			below, isOwn := own(used)
			if isOwn && layerOf(below) >= level {
				t.Errorf("%s imports %s, which is not below it", p.ImportPath, used)
			}
		}
	}
}

func TestPurePackagesDoNotKnowPocketBase(t *testing.T) {
	t.Parallel()
	for _, p := range list(t) {
		name, _ := own(p.ImportPath)
		if !slices.Contains(pure, name) {
			continue
		}
		for _, used := range p.Deps {
			if strings.HasPrefix(used, "github.com/pocketbase/") || used == "net/http" || used == "database/sql" {
				t.Errorf("%s reaches %s", p.ImportPath, used)
			}
		}
	}
}
