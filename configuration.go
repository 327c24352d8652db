package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/spec"

	"github.com/spf13/cobra"
)

// fromFlag adds --from to a command.
func fromFlag(c *cobra.Command) *string {
	return c.Flags().String("from", "", "folder with schemas/ and rules/ (default: the current one if it has schemas/, else the packs of the program)")
}

// configurationAt opens the configuration of --from.
func configurationAt(from string) (fs.FS, error) {
	if !isFolder(from) {
		return shipped, nil
	}
	if from == "" {
		return os.DirFS("."), nil
	}
	info, err := os.Stat(filepath.Join(from, "schemas"))
	if err != nil || !info.IsDir() {
		return nil, fmt.Errorf("%s has no folder schemas/", from)
	}
	return os.DirFS(from), nil
}

// isFolder tells a configuration on disk from the packs of the program.
func isFolder(from string) bool {
	if from != "" {
		return true
	}
	info, err := os.Stat("schemas")
	return err == nil && info.IsDir()
}

// readConfiguration reads and compiles the configuration of --from. Findings are
// written to errors; with errors among them there is no model.
func readConfiguration(from string, errs io.Writer) (*spec.Bundle, *model.Model, error) {
	root, err := configurationAt(from)
	if err != nil {
		return nil, nil, err
	}
	b, m, found := compile(root)
	if err := spec.Print(errs, found); err != nil {
		return nil, nil, err
	}
	if m == nil {
		return nil, nil, errReported
	}
	return b, m, nil
}

func compile(root fs.FS) (*spec.Bundle, *model.Model, []spec.Diagnostic) {
	b, found := spec.Load(root)
	if spec.HasErrors(found) {
		return b, nil, found
	}
	m, more := model.Compile(b)
	found = append(found, more...)
	spec.Sort(found)
	return b, m, found
}

// compileFiles compiles a configuration that was stored or received.
func compileFiles(files map[string][]byte) (*model.Model, error) {
	m, found := engine.Check(files)
	if m == nil {
		return nil, fmt.Errorf("the configuration in force does not compile: %v", found[0])
	}
	return m, nil
}

// sayError writes an error as a person at a terminal reads it: each part of a
// refusal on its own line.
func sayError(err error) string {
	f, ok := fault.As(err)
	if !ok || len(f.Fields) == 0 {
		return " " + err.Error()
	}
	text := ""
	for _, part := range f.Fields {
		text += "\n  " + part.Error()
	}
	return text
}

// writeFiles puts a configuration below a folder. Files of the same packs that
// are not part of it are removed, so that the folder holds it and nothing else.
func writeFiles(folder string, files map[string][]byte) error {
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if !filepath.IsLocal(path) {
			return fmt.Errorf("refuse to write outside the folder: %s", path)
		}
		full := filepath.Join(folder, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(full, files[path], 0o644); err != nil {
			return err
		}
	}
	return removeStale(folder, files)
}

func removeStale(folder string, files map[string][]byte) error {
	there, found := spec.Load(os.DirFS(folder))
	if there == nil {
		return errors.New(found[0].String())
	}
	for path := range there.Files {
		if _, keep := files[path]; keep {
			continue
		}
		if err := os.Remove(filepath.Join(folder, filepath.FromSlash(path))); err != nil {
			return err
		}
	}
	return nil
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
