package spec_test

import (
	"testing"

	"kontora/internal/spec"
)

func TestAFileOutsideTheFolderIsRefused(t *testing.T) {
	for _, path := range []string{"../evil.json", "/etc/passwd", "schemas/base/../../../evil.json", "rules/../x.expr", "schemas/base/./pack.json"} {
		_, found := spec.LoadFiles(map[string][]byte{path: []byte("{}"), "schemas/base/pack.json": []byte(`{"title": "База"}`)})
		refused := false
		for _, d := range found {
			refused = refused || d.Code == "bad_file_name" && d.File == path
		}
		if !refused {
			t.Errorf("%s: expected bad_file_name, found %v", path, found)
		}
	}
}
