package model_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"kontora/internal/model"
	"kontora/internal/spec"

	"golang.org/x/sync/errgroup"
)

// Whatever is changed in the packs that ship with the program, the comparison
// tells of it, as long as the changed configuration is one at all. One value is
// changed for each word of the language in each place in which it can stand.
func TestDiffMissesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the packs a thousand times")
	}
	t.Parallel()
	told, tried := map[string]bool{}, map[string]bool{}
	for _, root := range []string{"../../schemas/examples/library", "../../schemas/examples/advance", "../.."} { // small ones first
		b, _ := spec.Load(os.DirFS(root))
		old, _ := model.Compile(b)
		if old == nil {
			t.Fatalf("%s does not compile", root)
		}
		before := maps.Clone(told)
		var mu sync.Mutex
		var workers errgroup.Group
		workers.SetLimit(runtime.GOMAXPROCS(0))
		for _, group := range changesOf(t, b.Files) {
			place := group[0].place
			tried[place] = true
			if before[place] {
				continue
			}
			workers.Go(func() error {
				if slices.ContainsFunc(group, func(c change) bool { return tellsOf(t, b.Files, old, c) }) {
					mu.Lock()
					defer mu.Unlock()
					told[place] = true
				}
				return nil
			})
		}
		_ = workers.Wait()
	}
	t.Logf("%d of %d words: a valid change was found and told", len(told), len(tried))
	if len(told) < 250 {
		t.Errorf("only %d changes were tried", len(told))
	}
}

// tellsOf makes a change and looks whether it is told; false when what comes of it
// is no configuration, or the same one.
func tellsOf(t *testing.T, sources map[string][]byte, old *model.Model, c change) bool {
	t.Helper()
	files := maps.Clone(sources)
	files[c.file] = c.text
	next, found := spec.LoadFiles(files)
	if spec.HasErrors(found) {
		return false
	}
	m, _ := model.Compile(next)
	if m == nil || m.Hash == old.Hash || strings.Contains(c.file, "/types/") && digests(m) == digests(old) {
		return false
	}
	if len(model.Diff(old, m)) == 0 || len(model.Diff(m, old)) == 0 {
		t.Errorf("%s: %s is changed, and nothing is told", c.file, strings.ReplaceAll(c.path, "\x00", " "))
	}
	return true
}

// digests are those of the types that have records.
func digests(m *model.Model) string {
	var out strings.Builder
	for _, t := range m.Types {
		if !t.Abstract {
			out.WriteString(t.Digest)
		}
	}
	return out.String()
}

// triesPerPlace is how many changes of one word are tried until one is a configuration.
const triesPerPlace = 3

// change is a file with one value changed.
type change struct {
	file, path, place string
	text              []byte
}

// changesOf lists ways to change values, grouped by the word that is changed.
func changesOf(t *testing.T, files map[string][]byte) [][]change {
	t.Helper()
	groups := map[string][]change{}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		if !strings.HasSuffix(file, ".json") {
			continue
		}
		var tree any
		if err := json.Unmarshal(files[file], &tree); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		kind := strings.Join(strings.Split(file, "/")[2:], "/")
		if folder, _, in := strings.Cut(kind, "/"); in {
			kind = folder
		} else if strings.HasPrefix(file, "rules/") {
			kind = "cases"
		}
		if kind == "i18n" { // counted, not told one by one: one change will do
			tree = nil
		}
		walk(tree, "", func(path string, v any) {
			for _, other := range altered(v) {
				place := kind + " " + placeOf(path)
				if word := path[strings.LastIndexByte(path, 0)+1:]; word == "$schema" || len(groups[place]) >= triesPerPlace {
					continue
				}
				if text, ok := replaced(files[file], path, other); ok {
					groups[place] = append(groups[place], change{file, path, place, text})
				}
			}
		})
	}
	out := [][]change{}
	for _, place := range slices.Sorted(maps.Keys(groups)) {
		out = append(out, groups[place])
	}
	return out
}

// altered lists other values in place of one; nil takes it away.
func altered(v any) []any {
	switch x := v.(type) {
	case string:
		return []any{x + "x", nil}
	case bool:
		return []any{!x}
	case float64:
		return []any{x + 1, nil}
	case []any:
		if len(x) > 1 {
			return []any{x[1:], nil}
		}
	case map[string]any:
		return []any{nil}
	}
	return []any{nil}
}

func walk(v any, path string, visit func(string, any)) {
	if path != "" {
		visit(path, v)
	}
	switch x := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(x)) {
			walk(x[k], path+"\x00"+k, visit)
		}
	case []any:
		for i, item := range x {
			walk(item, fmt.Sprintf("%s\x00#%d", path, i), visit)
		}
	}
}

// known are words after which keys of the author stand.
var known = regexp.MustCompile(`\x00(properties|prints|blocks|pairs|columns|metrics|match|states|transitions|roles|menu|settings|numbers|messages|registers|groups|sections|rules|unique|access|deny|views|approvals|steps|outcomes|postings|ensure|sla|escalate|timers|set|append|dimensions|resources|derived|limits|post|by|x-labels|x-was|week|years|holidays|short|working|swaps|custom|args)\x00[^\x00]+`)

// placeOf is a path without the keys of the author.
func placeOf(path string) string {
	place := known.ReplaceAllString(path, "\x00$1\x00*")
	place = regexp.MustCompile(`\x00edit(\x00[^\x00]+)?(\x00[^\x00]+)?`).ReplaceAllString(place, "\x00edit")
	place = regexp.MustCompile(`\x00records\x00.*`).ReplaceAllString(place, "\x00records")
	place = regexp.MustCompile(`\x00(args|want|default)\x00.*`).ReplaceAllString(place, "\x00$1")
	place = regexp.MustCompile(`\x00#\d+`).ReplaceAllString(place, "[]")
	return strings.TrimPrefix(strings.ReplaceAll(place, "\x00", "."), ".")
}

// replaced writes a file anew with another value at a path, key order kept.
func replaced(data []byte, path string, other any) ([]byte, bool) {
	steps := strings.Split(strings.TrimPrefix(path, "\x00"), "\x00")
	out, ok := rewrite(json.RawMessage(data), steps, other)
	return out, ok
}

func rewrite(raw json.RawMessage, steps []string, other any) (json.RawMessage, bool) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if _, err := dec.Token(); err != nil {
		return nil, false
	}
	isObject := bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{"))
	var parts []string
	for i := 0; dec.More(); i++ {
		key, prefix := fmt.Sprintf("#%d", i), ""
		if isObject {
			name, err := dec.Token()
			if err != nil {
				return nil, false
			}
			key = name.(string)
			quoted, _ := json.Marshal(key)
			prefix = string(quoted) + ": "
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, false
		}
		if key == steps[0] {
			switch {
			case len(steps) > 1:
				inner, ok := rewrite(value, steps[1:], other)
				if !ok {
					return nil, false
				}
				value = inner
			case other == nil:
				continue
			default:
				value, _ = json.Marshal(other)
			}
		}
		parts = append(parts, prefix+string(value))
	}
	if isObject {
		return json.RawMessage("{" + strings.Join(parts, ", ") + "}"), true
	}
	return json.RawMessage("[" + strings.Join(parts, ", ") + "]"), true
}
