package spec

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// generated returns every generated file by its path from the project's root.
func generated() map[string][]byte {
	files := map[string][]byte{}
	for name, data := range Schemas() {
		files[filepath.Join("schemas", "meta", name)] = data
	}
	for name, data := range Reference() {
		files[filepath.Join("docs", "reference", name)] = data
	}
	files[filepath.Join("ui", "src", "studio", "grammar", "grammar.json")] = Panels()
	return files
}

// WriteGenerated writes the JSON Schemas, the reference pages and the panels of
// the Studio below a project's root.
func WriteGenerated(root string) error {
	for name, data := range generated() {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}

// CheckGenerated reports generated files that are missing, differ from the
// grammar or have no grammar any more.
func CheckGenerated(root string) error {
	var stale []string
	files := generated()
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || !bytes.Equal(got, want) {
			stale = append(stale, name)
		}
	}
	there, err := filepath.Glob(filepath.Join(root, "schemas", "meta", "*.schema.json"))
	if err != nil {
		return err
	}
	for _, path := range there {
		name := filepath.Join("schemas", "meta", filepath.Base(path))
		if files[name] == nil {
			stale = append(stale, name)
		}
	}
	if len(stale) == 0 {
		return nil
	}
	slices.Sort(stale)
	return fmt.Errorf("generated files are not current: %s", strings.Join(stale, ", "))
}
