package model_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"kontora/internal/model"
	"kontora/internal/spec"
)

// The packs that ship with the program, and the examples, are sound: nothing is
// found in them but what is meant so.
func TestPacksCompile(t *testing.T) {
	meant := []string{
		// A wish waits for copies of a book; many wish for one, and each is looked at.
		`schemas/library/types/wish.json: fan_out`,
		// Only who is responsible signs; a guard keeps entries of sites without one from coming so far.
		`schemas/journals/types/entry.json: step_may_be_empty`,
	}
	for _, root := range []string{"../..", "../../schemas/examples/library", "../../schemas/examples/advance"} {
		t.Run(strings.TrimPrefix(root, "../../"), func(t *testing.T) {
			b, found := spec.Load(os.DirFS(root))
			if !spec.HasErrors(found) {
				_, more := model.Compile(b)
				found = append(found, more...)
			}
			found = slices.DeleteFunc(found, func(d spec.Diagnostic) bool {
				return slices.ContainsFunc(meant, func(place string) bool {
					file, line, _ := strings.Cut(place, ":")
					return d.File == file && strings.HasSuffix(line, d.Code)
				})
			})
			var out strings.Builder
			if err := spec.Print(&out, found); err != nil {
				t.Fatal(err)
			}
			if len(found) > 0 {
				t.Fatalf("%d findings:\n%s", len(found), out.String())
			}
		})
	}
}
