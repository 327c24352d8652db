package spec_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontora/internal/spec"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func TestGeneratedFilesAreCurrent(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	if *update {
		if err := spec.WriteGenerated(root); err != nil {
			t.Fatal(err)
		}
	}
	if err := spec.CheckGenerated(root); err != nil {
		t.Error(err)
	}
}

func TestStaleGeneratedFilesAreFound(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := spec.CheckGenerated(root); err == nil || !strings.Contains(err.Error(), "docs/reference/type.md") {
		t.Errorf("missing files: %v", err)
	}
	if err := spec.WriteGenerated(root); err != nil {
		t.Fatal(err)
	}
	if err := spec.CheckGenerated(root); err != nil {
		t.Errorf("just written: %v", err)
	}
	left := filepath.Join(root, "schemas", "meta", "old.schema.json")
	if err := os.WriteFile(left, []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := spec.CheckGenerated(root); err == nil || !strings.Contains(err.Error(), "old.schema.json") {
		t.Errorf("a file without grammar: %v", err)
	}
}

func compileSchemas(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	compiled := map[string]*jsonschema.Schema{}
	for name, data := range spec.Schemas() {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource(name, doc); err != nil {
			t.Fatal(err)
		}
		schema, err := c.Compile(name)
		if err != nil {
			t.Fatal(err)
		}
		compiled[strings.TrimSuffix(name, ".schema.json")] = schema
	}
	return compiled
}

// kindOf tells which schema describes a file.
func kindOf(path string) string {
	switch dir, name := filepath.Base(filepath.Dir(path)), filepath.Base(path); {
	case dir == "types":
		return "type"
	case dir == "seed":
		return "seed"
	case strings.HasSuffix(name, ".cases.json"):
		return "cases"
	default:
		return strings.TrimSuffix(name, ".json")
	}
}

// The decoder checks the places of things that a schema cannot express; none of
// these findings is about the shape of one file.
var notOfShape = map[string]bool{
	"missing_file": true, "unknown_pack": true, "requires_cycle": true, "unknown_file": true, "bad_file_name": true,
}

func TestSchemasAgreeWithTheDecoder(t *testing.T) {
	t.Parallel()
	schemas := compileSchemas(t)
	accepted, refused := 0, 0
	for _, folder := range []string{"testdata/memo", "testdata/invoice", "testdata/check/words", "testdata/check/files", "testdata/check/merge"} {
		bundle, diags := spec.Load(os.DirFS(folder))
		wrong := map[string]bool{}
		for _, d := range diags {
			wrong[d.File] = wrong[d.File] || d.Severity == spec.SeverityError && !notOfShape[d.Code]
		}
		for path, data := range bundle.Files {
			schema := schemas[kindOf(path)]
			if schema == nil {
				continue
			}
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
			if err != nil {
				t.Fatal(path, err)
			}
			err = schema.Validate(doc)
			if (err != nil) != wrong[path] {
				t.Errorf("%s/%s: decoder refuses: %v; schema: %v", folder, path, wrong[path], err)
			}
			if err == nil {
				accepted++
			} else {
				refused++
			}
		}
	}
	if accepted < 10 || refused < 4 {
		t.Errorf("only %d accepted and %d refused files were compared", accepted, refused)
	}
}

func TestSchemaAndDecoderAgreeOnSmallThings(t *testing.T) {
	t.Parallel()
	schemas := compileSchemas(t)
	field := func(decl string) string { return `{"data": {"properties": {"a": ` + decl + `}}}` }
	transition := func(decl string) string {
		return `{"data": {"properties": {}}, "lifecycle": {"states": {"s": "С"}, "transitions": {"t": {"from": "s", "to": "s", ` + decl + `}}}}`
	}
	for name, c := range map[string]struct {
		kind, path, file string
		ok               bool
	}{
		"no title is needed":            {"type", "types/a.json", field(`{}`), true},
		"data is needed":                {"type", "types/a.json", `{"title": "А"}`, false},
		"data of an abstract type":      {"type", "types/a.json", `{"title": "А", "abstract": true}`, true},
		"abstract false":                {"type", "types/a.json", `{"title": "А", "abstract": false}`, false},
		"an overriding type":            {"type", "types/a.json", `{"extends": "b", "lifecycle": {"transitions": {"t": {"who": null}, "u": null}}}`, true},
		"items of arrays are whole":     {"type", "types/a.json", `{"extends": "b", "rules": {"r": {"message": "m"}}, "lifecycle": {"transitions": {"t": {"guards": [{"message": "m"}]}}}}`, false},
		"an augment":                    {"type", "types/a.json", `{"augments": "base/user", "access": {"x": {"who": "author"}}}`, true},
		"a default of any shape":        {"type", "types/a.json", field(`{"default": [null, {"x": 1}]}`), true},
		"a null default":                {"type", "types/a.json", field(`{"default": null}`), true},
		"a null title":                  {"type", "types/a.json", field(`{"title": null}`), false},
		"a series in place":             {"type", "types/a.json", field(`{"x-number": {"format": "{seq}", "per": ["a"]}}`), true},
		"a series by name":              {"type", "types/a.json", field(`{"x-number": "base/order"}`), true},
		"a series by number":            {"type", "types/a.json", field(`{"x-number": 5}`), false},
		"scale within bounds":           {"type", "types/a.json", field(`{"x-scale": 6}`), true},
		"scale beyond bounds":           {"type", "types/a.json", field(`{"x-scale": 10}`), false},
		"labels have free keys":         {"type", "types/a.json", field(`{"x-labels": {"A-1.b": "А"}}`), true},
		"labels are texts":              {"type", "types/a.json", field(`{"x-labels": {"a": 1}}`), false},
		"a reason":                      {"type", "types/a.json", transition(`"reason": true`), true},
		"ready-made reasons":            {"type", "types/a.json", transition(`"reason": ["Брак", "Опоздание"]`), true},
		"a reason as an object":         {"type", "types/a.json", transition(`"reason": {"ask": false, "templates": ["Брак"]}`), true},
		"a reason as a text":            {"type", "types/a.json", transition(`"reason": "Брак"`), false},
		"names as a text":               {"type", "types/a.json", transition(`"input": "a"`), true},
		"names twice":                   {"type", "types/a.json", transition(`"input": ["a", "a"]`), false},
		"names with a space":            {"type", "types/a.json", transition(`"input": "a b"`), false},
		"an empty name":                 {"type", "types/a.json", transition(`"input": ""`), false},
		"an empty people expression":    {"type", "types/a.json", transition(`"who": " "`), false},
		"nobody":                        {"type", "types/a.json", transition(`"who": []`), true},
		"values of every sort":          {"type", "types/a.json", transition(`"then": [{"set": {"a": null, "b": "=now", "c": [1], "d": {"e": 1.50}}}]`), true},
		"a reserved effect":             {"type", "types/a.json", transition(`"then": [{"send": "x"}]`), false},
		"a conflict that fires":         {"type", "types/a.json", `{"data": {"properties": {}}, "unique": {"u": {"key": ["a"], "on_conflict": {"fire": "t"}}}}`, true},
		"a conflict that warns":         {"type", "types/a.json", `{"data": {"properties": {}}, "unique": {"u": {"key": ["a"], "on_conflict": "warn"}}}`, true},
		"a section is a list of fields": {"type", "types/a.json", `{"data": {"properties": {}}, "sections": {"s": ["a", "b"], "t": "a"}}`, true},
		"a matrix of edits":             {"type", "types/a.json", `{"data": {"properties": {}}, "edit": {"@g a": {"draft new": "author", "@open *": ["author"]}}}`, true},
		"a matrix with a bad key":       {"type", "types/a.json", `{"data": {"properties": {}}, "edit": {"G": {"draft": "author"}}}`, false},
		"an upper-case key":             {"type", "types/a.json", `{"data": {"properties": {"Amount": {}}}}`, false},
		"a word of $":                   {"type", "types/a.json", `{"$id": "x", "data": {"properties": {}}}`, false},
		"a schema inside":               {"type", "types/a.json", `{"data": {"$schema": "x", "properties": {}}}`, false},
		"a setting without default":     {"settings", "settings.json", `{"settings": {"limit": {"title": "Лимит"}}}`, false},
		"a setting with a null":         {"settings", "settings.json", `{"settings": {"limit": {"title": "Лимит", "default": null}}}`, true},
		"a message in short":            {"notify", "notify.json", `{"messages": {"hi": "Привет", "bye": {"title": "Пока", "body": "…"}}}`, true},
		"a message without title":       {"notify", "notify.json", `{"messages": {"bye": {"body": "…"}}}`, false},
		"records":                       {"seed", "seed/a.json", `{"type": "a", "key": "b", "records": [{"b": 1}, null]}`, true},
		"records of a seed are needed":  {"seed", "seed/a.json", `{"type": "a", "key": "b"}`, false},
		"a pack":                        {"pack", "pack.json", `{"title": "П", "menu": {"m": {"title": "М", "items": ["a"]}}, "roles": {"r": {"title": "Р", "design": true}}}`, true},
		"a pack with an empty title":    {"pack", "pack.json", `{"title": ""}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string][]byte{"schemas/base/pack.json": []byte(`{"title": "О"}`)}
			files["schemas/base/"+c.path] = []byte(c.file)
			_, diags := spec.LoadFiles(files)
			if ok := len(diags) == 0; ok != c.ok {
				t.Errorf("decoder accepts: %v\n%s", ok, printed(t, diags))
			}
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(c.file))
			if err != nil {
				t.Fatal(err)
			}
			if err := schemas[c.kind].Validate(doc); (err == nil) != c.ok {
				t.Errorf("schema: %v", err)
			}
		})
	}
}

func TestEveryKeywordIsExplained(t *testing.T) {
	t.Parallel()
	for name, page := range spec.Reference() {
		for i, line := range strings.Split(string(page), "\n") {
			cells := strings.Split(line, " | ")
			if strings.HasPrefix(line, "| ") && (strings.Contains(line, "|  |") || strings.TrimSpace(strings.TrimSuffix(cells[len(cells)-1], "|")) == "") {
				t.Errorf("%s:%d: an empty cell: %s", name, i+1, line)
			}
		}
	}
}
