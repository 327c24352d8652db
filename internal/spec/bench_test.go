package spec_test

import (
	"fmt"
	"os"
	"testing"

	"kontora/internal/spec"
)

// BenchmarkLoad reads and merges a configuration of a hundred invoices.
func BenchmarkLoad(b *testing.B) {
	invoice, err := os.ReadFile("testdata/invoice/schemas/backoffice/types/invoice.json")
	if err != nil {
		b.Fatal(err)
	}
	files := map[string][]byte{"schemas/base/pack.json": []byte(`{"title": "Основа"}`)}
	for i := range 100 {
		files[fmt.Sprintf("schemas/base/types/invoice_%d.json", i)] = invoice
	}
	b.ReportAllocs()
	for b.Loop() {
		bundle, _ := spec.LoadFiles(files)
		spec.Expand(bundle)
	}
}
