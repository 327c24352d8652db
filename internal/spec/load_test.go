package spec_test

import (
	"bytes"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"testing"
	"testing/fstest"

	"kontora/internal/spec"

	"github.com/google/go-cmp/cmp"
)

// shut is a file system with one file that cannot be opened.
type shut struct{ fstest.MapFS }

func (s shut) Open(name string) (fs.File, error) {
	if name == "schemas/base/settings.json" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return s.MapFS.Open(name)
}

func TestLoadReportsWhatItCannotRead(t *testing.T) {
	t.Parallel()
	pack := &fstest.MapFile{Data: []byte(`{"title": "Основа"}`)}
	for name, c := range map[string]struct {
		fsys fs.FS
		want []string
	}{
		"nothing at all":     {fstest.MapFS{}, []string{"no_packs"}},
		"only skipped":       {fstest.MapFS{"schemas/meta/x.json": pack, "schemas/examples/a/pack.json": pack, "schemas/README.md": pack}, []string{"no_packs"}},
		"a pack":             {fstest.MapFS{"schemas/base/pack.json": pack, "schemas/base/.hidden": pack, "main.go": pack}, nil},
		"a huge file":        {fstest.MapFS{"schemas/base/pack.json": {Data: bytes.Repeat([]byte(" "), 3<<20)}}, []string{"file_too_large"}},
		"a closed file":      {shut{fstest.MapFS{"schemas/base/pack.json": pack, "schemas/base/settings.json": pack}}, []string{"unreadable_file"}},
		"a pack's odd name":  {fstest.MapFS{"schemas/Base-1/pack.json": pack}, []string{"no_packs", "bad_file_name"}},
		"rules without pack": {fstest.MapFS{"rules/base/a.expr": {Data: []byte("1")}}, []string{"missing_file", "missing_file"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bundle, diags := spec.Load(c.fsys)
			var codes []string
			for _, d := range diags {
				codes = append(codes, d.Code)
			}
			if diff := cmp.Diff(c.want, codes); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, p := range bundle.Packs {
				if p.File == nil {
					t.Error("a pack always has a file")
				}
			}
		})
	}
}

func TestTooManyFilesAreRefusedUnread(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{}
	for i := range 6000 {
		files["schemas/base/types/a"+strconv.Itoa(i)+".json"] = []byte("{")
	}
	bundle, diags := spec.LoadFiles(files)
	if len(diags) != 1 || diags[0].Code != "configuration_too_large" || len(bundle.Packs) != 0 {
		t.Errorf("%d findings, %d packs", len(diags), len(bundle.Packs))
	}
}

func TestABundleKeepsOnlyItsOwnFiles(t *testing.T) {
	t.Parallel()
	bundle, _ := spec.LoadFiles(map[string][]byte{
		"schemas/base/pack.json":      []byte(`{"title": "Основа"}`),
		"schemas/base/i18n/en.json":   []byte(`{"$schema": "x", "pack.title": "Base"}`),
		"schemas/base/notes.txt":      []byte("x"),
		"schemas/base/README.md":      []byte("x"),
		"schemas/base/seed/01_a.json": []byte(`{"type": "a", "key": "b", "records": []}`),
	})
	want := []string{"schemas/base/i18n/en.json", "schemas/base/pack.json", "schemas/base/seed/01_a.json"}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(bundle.Files))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]map[string]string{"en": {"pack.title": "Base"}}, bundle.Pack("base").I18n); diff != "" {
		t.Error(diff)
	}
}
