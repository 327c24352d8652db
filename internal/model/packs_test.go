package model_test

import (
	"os"
	"strings"
	"testing"

	"kontora/internal/model"
	"kontora/internal/spec"
)

// The packs that ship with the program compile without an error.
func TestPacksCompile(t *testing.T) {
	for _, root := range []string{"../..", "../../schemas/examples/library", "../../schemas/examples/advance"} {
		t.Run(strings.TrimPrefix(root, "../../"), func(t *testing.T) {
			b, found := spec.Load(os.DirFS(root))
			if !spec.HasErrors(found) {
				_, more := model.Compile(b)
				found = append(found, more...)
			}
			var out strings.Builder
			if err := spec.Print(&out, found); err != nil {
				t.Fatal(err)
			}
			if spec.HasErrors(found) {
				t.Fatalf("%d findings:\n%s", len(found), out.String())
			}
		})
	}
}
