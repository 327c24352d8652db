package spec_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"kontora/internal/spec"
)

// seeds gives a fuzz target every file of testdata of one extension.
func seeds(f *testing.F, glob string) (found [][]byte) {
	f.Helper()
	for _, depth := range []string{"*/schemas/*", "*/schemas/*/*", "*/*/schemas/*", "*/*/schemas/*/*", "*/rules/*", "*/*/rules/*"} {
		paths, err := filepath.Glob(filepath.Join("testdata", depth, glob))
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			found = append(found, data)
		}
	}
	if len(found) == 0 {
		f.Fatal("no seeds")
	}
	return found
}

// FuzzParse reads any bytes as the records of a seed file. What the reader
// accepts must be JSON, and must be kept as it was.
func FuzzParse(f *testing.F) {
	for _, seed := range seeds(f, "*.json") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := append(append([]byte(`{"type": "a", "key": "b", "records": [`), data...), "]}"...)
		bundle, diags := spec.LoadFiles(map[string][]byte{
			"schemas/base/pack.json":   []byte(`{"title": "О"}`),
			"schemas/base/seed/a.json": file,
		})
		if len(diags) > 0 {
			return
		}
		if !json.Valid(file) {
			t.Fatalf("accepted what is not JSON: %q", file)
		}
		var want struct{ Records []any }
		if err := json.Unmarshal(file, &want); err != nil {
			t.Fatal(err)
		}
		seed, _ := bundle.Pack("base").Seeds.Get("a")
		for i, record := range seed.Records {
			var got any
			if err := json.Unmarshal(record.JSON, &got); err != nil {
				t.Fatalf("record %d is kept as %q: %v", i, record.JSON, err)
			}
			if a, b := encode(t, got), encode(t, want.Records[i]); !bytes.Equal(a, b) {
				t.Fatalf("record %d is %s, written %s", i, a, b)
			}
		}
	})
}

func encode(t *testing.T, value any) []byte {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// FuzzLoad puts any bytes into two types that build on one another and into a
// rule: whatever is found must have a place in its file.
func FuzzLoad(f *testing.F) {
	for _, seed := range seeds(f, "*.json") {
		f.Add(seed, []byte(`{"extends": "one", "data": {"required": ["a"]}}`), "a == nil")
		f.Add(seed, []byte(`{"augments": "one", "groups": {"g": "a"}}`), "")
		f.Add(seed, seed, "x\r\n")
	}
	f.Fuzz(func(t *testing.T, one, two []byte, rule string) {
		files := map[string][]byte{
			"schemas/base/pack.json":      []byte(`{"title": "О"}`),
			"schemas/base/types/one.json": one,
			"schemas/base/types/two.json": two,
			"rules/base/r.expr":           []byte(rule),
			"rules/base/r.cases.json":     one,
		}
		bundle, diags := spec.LoadFiles(files)
		types, more := spec.Expand(bundle)
		for key, typ := range types {
			if typ == nil && bundle.Files != nil && !spec.HasErrors(append(diags, more...)) {
				t.Fatalf("%s is nil without an error", key)
			}
		}
		diags = append(diags, more...)
		for _, d := range diags {
			if d.File == "" || d.Code == "" || d.Message == "" || d.Line > 0 && d.Col < 1 {
				t.Fatalf("a finding without a place: %+v", d)
			}
		}
		if err := spec.Print(io.Discard, diags); err != nil {
			t.Fatal(err)
		}
	})
}
