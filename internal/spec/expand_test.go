package spec_test

import (
	"os"
	"testing"
	"testing/fstest"

	"kontora/internal/spec"

	"github.com/google/go-cmp/cmp"
)

func TestBasesAreMerged(t *testing.T) {
	t.Parallel()
	_, types, _ := load(t, "testdata/check/merge")
	good := types["desk/good"]
	if good == nil {
		t.Fatal("the type is missing")
	}
	subject, _ := good.Data.Properties.Get("subject")
	if subject.Title != "Тема" || *subject.MaxLength != 200 {
		t.Errorf("subject is %q of %d characters", subject.Title, *subject.MaxLength)
	}
	for what, c := range map[string]struct{ got, want []string }{
		"base fields stand first, removed ones are gone, augments of the base reach it": {good.Data.Properties.Keys(), []string{"subject", "desk", "room"}},
		"required unites":     {good.Data.Required.Keys(), []string{"subject", "room"}},
		"states keep order":   {good.Lifecycle.States.Keys(), []string{"new", "done"}},
		"null removes":        {good.Lifecycle.Transitions.Keys(), []string{"finish"}},
		"own bases stay":      {good.Extends.Keys(), []string{"base/request", "base/flow"}},
		"groups are taken":    {good.Groups.Keys(), []string{"required"}},
		"augments add rights": {good.Access.Keys(), []string{"desk"}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	finish, _ := good.Lifecycle.Transitions.Get("finish")
	if len(finish.Guards) != 0 || finish.Title != "Готово" {
		t.Errorf("guards must replace and the rest stay: %+v", finish)
	}
	if good.Icon != "" || good.Abstract || good.Title != "Хорошая" {
		t.Error("what describes a base must not be inherited")
	}
}

func TestMergedPartsKeepTheirPlace(t *testing.T) {
	t.Parallel()
	_, types, _ := load(t, "testdata/check/merge")
	good := types["desk/good"]
	finish, _ := good.Lifecycle.Transitions.Get("finish")
	desk, _ := good.Data.Properties.Get("desk")
	for what, c := range map[string]struct{ got, want string }{
		"the type":             {good.File, "schemas/desk/types/good.json"},
		"an inherited name":    {finish.To.File, "schemas/base/types/request.json"},
		"an overridden object": {finish.File, "schemas/desk/types/good.json"},
		"an added field":       {desk.Pos.File, "schemas/desk/types/adds.json"},
		"the fields' object":   {types["base/request"].Data.File, "schemas/base/types/request.json"},
		"a short reference":    {desk.Ref.Qualified(), "desk/place"},
		"an inherited group":   {good.Groups.At("required").Pack(), "base"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", what, c.got, c.want)
		}
	}
}

func TestAugmentsAreNoTypes(t *testing.T) {
	t.Parallel()
	bundle, types, _ := load(t, "testdata/check/merge")
	if types["desk/adds"] != nil {
		t.Error("an augment file must not be a type of its own")
	}
	if as, _ := bundle.Pack("desk").Types.Get("adds"); as.Augments.Key != "base/request" {
		t.Error("the bundle keeps the file as written")
	}
	if request := types["base/request"]; !request.Abstract {
		t.Error("an abstract type is kept and marked")
	}
}

// conf makes a configuration of one pack from its types.
func conf(types map[string]string) *spec.Bundle {
	files := map[string][]byte{"schemas/base/pack.json": []byte(`{"title": "Основа"}`)}
	for key, text := range types {
		files["schemas/base/types/"+key+".json"] = []byte(text)
	}
	bundle, _ := spec.LoadFiles(files)
	return bundle
}

func TestWhatBasesMayNotDo(t *testing.T) {
	t.Parallel()
	field := func(decl string) string { return `{"data": {"properties": {"a": ` + decl + `}}}` }
	extends := func(bases, decl string) string {
		return `{"extends": ` + bases + `, "data": {"properties": {"a": ` + decl + `}}}`
	}
	for name, c := range map[string]struct {
		base, other, own, code string
	}{
		"two bases agree":                   {field(`{"type": "string"}`), field(`{"type": "string"}`), extends(`["base", "other"]`, `{}`), ""},
		"two bases differ":                  {field(`{"title": "А"}`), field(`{"title": "Б"}`), extends(`["base", "other"]`, `{}`), "base_conflict"},
		"the type decides":                  {field(`{"title": "А"}`), field(`{"title": "Б"}`), extends(`["base", "other"]`, `{"title": "В"}`), ""},
		"the type removes the whole":        {field(`{"title": "А"}`), field(`{"title": "Б"}`), extends(`["base", "other"]`, `null`), ""},
		"a column changes":                  {field(`{"items": {"properties": {"q": {"type": "integer"}}}}`), "", extends(`"base"`, `{"items": {"properties": {"q": {"type": "string"}}}}`), "storage_changed"},
		"another text format is the same":   {field(`{"type": "string"}`), "", extends(`"base"`, `{"format": "multiline"}`), ""},
		"a date is not a text":              {field(`{"type": "string"}`), "", extends(`"base"`, `{"format": "date"}`), "storage_changed"},
		"one file becomes many":             {field(`{"x-file": {}}`), "", extends(`"base"`, `{"x-file": {"many": true}}`), "storage_changed"},
		"a file may be limited":             {field(`{"x-file": {}}`), "", extends(`"base"`, `{"x-file": {"max": "1MB"}}`), ""},
		"a choice appears":                  {field(`{"type": "string"}`), "", extends(`"base"`, `{"enum": ["x"]}`), "storage_changed"},
		"a choice gets other words":         {field(`{"enum": ["x"]}`), "", extends(`"base"`, `{"enum": ["x", "y"]}`), ""},
		"a default may be null":             {field(`{"type": "string"}`), "", extends(`"base"`, `{"default": null}`), ""},
		"a title cannot be null from below": {field(`{"type": "string"}`), "", extends(`"base"`, `{"title": null}`), "null_value"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			types := map[string]string{"base": c.base, "own": c.own}
			if c.other != "" {
				types["other"] = c.other
			}
			bundle := conf(types)
			_, diags := spec.Expand(bundle)
			codes := ""
			for _, d := range diags {
				codes += d.Code
			}
			if codes != c.code {
				t.Errorf("found %q, want %q\n%s", codes, c.code, printed(t, diags))
			}
		})
	}
}

func TestARemovedDefaultIsGone(t *testing.T) {
	t.Parallel()
	types, diags := spec.Expand(conf(map[string]string{
		"base": `{"data": {"properties": {"a": {"default": "x"}, "b": {"title": "Б"}}}}`,
		"own":  `{"extends": "base", "data": {"properties": {"a": {"default": null}, "b": {"default": null}}}}`,
	}))
	if len(diags) > 0 {
		t.Fatal(printed(t, diags))
	}
	a, _ := types["base/own"].Data.Properties.Get("a")
	b, _ := types["base/own"].Data.Properties.Get("b")
	if a.Default != nil || b.Default == nil || string(b.Default.JSON) != "null" {
		t.Errorf("defaults %v and %v; want none and null", a.Default, b.Default)
	}
}

func TestExpandNeedsOnlyTheFiles(t *testing.T) {
	t.Parallel()
	bundle, _ := spec.Load(os.DirFS("testdata/check/merge"))
	bare := &spec.Bundle{Packs: bundle.Packs, Files: bundle.Files}
	want, _ := spec.Expand(bundle)
	got, _ := spec.Expand(bare)
	if len(got) != len(want) || !cmp.Equal(got["desk/good"].Data.Properties.Keys(), want["desk/good"].Data.Properties.Keys()) {
		t.Error("a bundle without remembered trees expands differently")
	}
}

func TestPacksStandBehindWhatTheyRequire(t *testing.T) {
	t.Parallel()
	pack := func(requires string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`{"title": "П", "requires": [` + requires + `]}`)}
	}
	bundle, diags := spec.Load(fstest.MapFS{
		"schemas/a/pack.json": pack(`"c"`), "schemas/b/pack.json": pack(``), "schemas/c/pack.json": pack(`"d", "b"`),
		"schemas/d/pack.json": pack(``), "schemas/e/pack.json": pack(``),
	})
	if len(diags) > 0 {
		t.Fatal(printed(t, diags))
	}
	keys := func(b *spec.Bundle) (keys []string) {
		for _, p := range b.Packs {
			keys = append(keys, p.Key)
		}
		return keys
	}
	if diff := cmp.Diff([]string{"b", "d", "c", "a", "e"}, keys(bundle)); diff != "" {
		t.Error(diff)
	}
	part, diags := spec.Subset(bundle, []string{"c", "cc"})
	if diff := cmp.Diff([]string{"b", "d", "c"}, keys(part)); diff != "" {
		t.Error(diff)
	}
	if len(diags) != 1 || diags[0].Code != "unknown_pack" || !spec.HasErrors(diags) {
		t.Errorf("an unknown pack is reported once: %v", diags)
	}
	if bundle.Sees("a", "b") || !bundle.Sees("a", "c") || !bundle.Sees("a", "a") {
		t.Error("a pack sees itself and what it requires, not what those require")
	}
}

func TestHashIsOfTheContent(t *testing.T) {
	t.Parallel()
	hash := func(pack, rule string) string {
		b, _ := spec.LoadFiles(map[string][]byte{
			"schemas/base/pack.json": []byte(pack), "rules/base/r.expr": []byte(rule),
			"rules/base/r.cases.json": []byte(`{"returns": "bool", "cases": []}`),
		})
		return b.Hash
	}
	same := hash(`{"title": "О", "version": "1"}`, "1 > 0")
	if got := hash("{\n\t\"title\":\"\\u041e\",\"version\" : \"1\"}\n", "1 > 0\r\n"); got != same {
		t.Error("white space and escapes must not count")
	}
	for what, got := range map[string]string{
		"a value":       hash(`{"title": "О", "version": "2"}`, "1 > 0"),
		"order of keys": hash(`{"version": "1", "title": "О"}`, "1 > 0"),
		"a rule":        hash(`{"title": "О", "version": "1"}`, "1 > 1"),
	} {
		if got == same {
			t.Errorf("%s must count", what)
		}
	}
}
