package spec_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontora/internal/spec"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// load reads a folder of testdata, merges it and returns all findings.
func load(t *testing.T, folder string) (*spec.Bundle, map[string]*spec.TypeFile, []spec.Diagnostic) {
	t.Helper()
	bundle, diags := spec.Load(os.DirFS(folder))
	types, more := spec.Expand(bundle)
	diags = append(diags, more...)
	spec.Sort(diags)
	return bundle, types, diags
}

func printed(t *testing.T, diags []spec.Diagnostic) string {
	t.Helper()
	var b bytes.Buffer
	if err := spec.Print(&b, diags); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// golden compares a text with a file and rewrites it under -update.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("differs from %s (-want +got):\n%s", path, diff)
	}
}

func TestFindingsOfAConfiguration(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("testdata/check/*")
	if err != nil || len(folders) == 0 {
		t.Fatal("no cases", err)
	}
	for _, folder := range append(folders, "testdata/memo", "testdata/invoice") {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			_, _, diags := load(t, folder)
			golden(t, filepath.Join(folder, "want.txt"), printed(t, diags))
		})
	}
}

func TestTheSimpleExampleIsClean(t *testing.T) {
	t.Parallel()
	bundle, types, diags := load(t, "testdata/memo")
	if len(diags) != 0 {
		t.Fatal(printed(t, diags))
	}
	memo := types["base/memo"]
	if got, want := memo.Data.Properties.Keys(), []string{"subject", "text", "to", "due", "answer"}; !cmp.Equal(got, want) {
		t.Errorf("fields %v, want %v", got, want)
	}
	if draft, _ := memo.Lifecycle.States.Get("draft"); draft.Title != "Черновик" {
		t.Errorf("short form of a state gives title %q", draft.Title)
	}
	parties, _ := memo.Access.Get("parties")
	if len(parties.Who) != 2 || parties.Who[1].Src != "to" || parties.Read[0].Key != "*" {
		t.Errorf("access is read as %+v", parties)
	}
	if len(bundle.Hash) != 64 {
		t.Errorf("hash %q", bundle.Hash)
	}
}

func TestReservedPartsAreNamed(t *testing.T) {
	t.Parallel()
	_, types, diags := load(t, "testdata/invoice")
	var reserved []string
	for _, d := range diags {
		if d.Code != "not_yet" {
			t.Errorf("unexpected: %s", d)
		}
		reserved = append(reserved, d.Path)
	}
	want := []string{"channels"}
	if diff := cmp.Diff(want, reserved); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	invoice := types["backoffice/invoice"]
	if !invoice.Channels.Written || invoice.Postings.Len() == 0 {
		t.Error("a reserved keyword is not marked where it was written")
	}
	request, _ := invoice.Data.Properties.Get("request")
	if request.Ref.Qualified() != "backoffice/payment" {
		t.Errorf("short reference means %q", request.Ref.Qualified())
	}
}

func TestFindingsCarryWhatATranslationNeeds(t *testing.T) {
	t.Parallel()
	_, _, diags := load(t, "testdata/check/words")
	got := map[string]map[string]any{}
	for _, d := range diags {
		if got[d.Code] == nil {
			got[d.Code] = d.Params
		}
	}
	for code, want := range map[string]map[string]any{
		"unknown_keyword": {"word": "titel"},
		"missing_keyword": {"word": "title"},
		"wrong_type":      {"word": "types", "wanted": "a text", "found": "an object"},
		"unknown_word":    {"word": "persons", "allowed": []string{"person", "unit", "absence"}},
		"not_yet":         {"word": "print", "with": "prints"},
		"bad_key":         {"key": "Coord"},
	} {
		if diff := cmp.Diff(want, got[code]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", code, diff)
		}
	}
}

func TestFindingsAreBounded(t *testing.T) {
	t.Parallel()
	var file strings.Builder
	file.WriteString(`{"title": "Основа"`)
	for i := range 500 {
		file.WriteString(`, "x` + strings.Repeat("y", i) + `": 1`)
	}
	file.WriteString("}")
	_, diags := spec.LoadFiles(map[string][]byte{"schemas/base/pack.json": []byte(file.String()), "schemas/base/types/a.json": []byte("[]")})
	count := map[string]int{}
	for _, d := range diags {
		count[d.File+" "+d.Code]++
	}
	want := map[string]int{
		"schemas/base/pack.json unknown_keyword": 200, "schemas/base/pack.json too_many_findings": 1,
		"schemas/base/types/a.json wrong_type": 1,
	}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	seed := func(record string) string { return `{"type": "a", "key": "b", "records": [` + record + `]}` }
	for name, c := range map[string]struct{ file, code string }{
		"deep but allowed":  {seed(deep(60)), ""},
		"too deep":          {seed(deep(80)), "too_deep"},
		"a very deep file":  {strings.Repeat("[", 1_000_000), "too_deep"},
		"too large":         {seed(`"` + strings.Repeat("я", 1<<20) + `"`), "file_too_large"},
		"huge exponent":     {seed("1e999"), "bad_number"},
		"hundred digits":    {seed(strings.Repeat("1", 100)), "bad_number"},
		"a null character":  {seed(`"\u0000"`), "bad_escape"},
		"half a pair":       {seed(`"\ud83d"`), "bad_escape"},
		"a pair of escapes": {seed(`"\ud83d\ude00"`), ""},
		"a raw tab":         {seed("\"a\tb\""), "control_character"},
		"single quotes":     {`{'type': 'a'}`, "syntax"},
		"typographic quote": {`{“type”: “a”}`, "syntax"},
		"not a number":      {seed("NaN"), "syntax"},
		"a leading plus":    {seed("+1"), "syntax"},
		"a bare point":      {seed("1."), "bad_number"},
		"a lone minus":      {seed("-"), "bad_number"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := spec.LoadFiles(map[string][]byte{
				"schemas/base/pack.json":   []byte(`{"title": "Основа"}`),
				"schemas/base/seed/a.json": []byte(c.file),
			})
			got := ""
			for _, d := range diags {
				got += d.Code
			}
			if got != c.code {
				t.Errorf("found %q, want %q", got, c.code)
			}
		})
	}
}
