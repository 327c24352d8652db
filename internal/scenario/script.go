package scenario

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// Script is one scenario as written.
type Script struct {
	Name  string // path below the folder it was found in, without .txtar
	Path  string
	Files map[string][]byte

	statements []statement
}

// Parse reads a script. The error names the line.
func Parse(name, path string, data []byte) (*Script, error) {
	archive := txtar.Parse(data)
	s := &Script{Name: name, Path: path, Files: map[string][]byte{}}
	for _, f := range archive.Files {
		if _, twice := s.Files[f.Name]; twice {
			return nil, fmt.Errorf("%s: file %s stands twice in the archive", path, f.Name)
		}
		s.Files[f.Name] = f.Data
	}
	var err error
	if s.statements, err = parseStatements(string(archive.Comment)); err != nil {
		return nil, fmt.Errorf("%s:%w", path, err)
	}
	known := commands()
	for _, st := range s.statements {
		if known[st.name()] == nil {
			return nil, fmt.Errorf("%s:%d: there is no command %q", path, st.line, st.name())
		}
	}
	return s, nil
}

// Find reads all scripts below a folder, ordered by name.
func Find(fsys fs.FS, root string) ([]*Script, error) {
	var found []*Script
	err := fs.WalkDir(fsys, root, func(p string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(p) != ".txtar" {
			return err
		}
		data, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(p, root), "/"), ".txtar")
		s, err := Parse(name, p, data)
		if err != nil {
			return err
		}
		found = append(found, s)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// FindOfPacks reads the scripts that packs carry in schemas/<pack>/scenarios;
// of all packs when none is named.
func FindOfPacks(fsys fs.FS, packs []string) ([]*Script, error) {
	folders, err := fs.Glob(fsys, "schemas/*/scenarios")
	if err != nil {
		return nil, err
	}
	var found []*Script
	for _, folder := range folders {
		pack := path.Base(path.Dir(folder))
		if len(packs) > 0 && !slices.Contains(packs, pack) {
			continue
		}
		scripts, err := Find(fsys, folder)
		if err != nil {
			return nil, err
		}
		for _, s := range scripts {
			s.Name = pack + "/" + s.Name
			found = append(found, s)
		}
	}
	return found, nil
}

// configuration lists the files of the archive that belong to a configuration
// and stand below a folder of it ("" for its root), by their path there.
func (s *Script) configuration(folder string) map[string][]byte {
	files := map[string][]byte{}
	for name, data := range s.Files {
		inner, below := name, true
		if folder != "" {
			inner, below = strings.CutPrefix(name, folder+"/")
		}
		if below && (strings.HasPrefix(inner, "schemas/") || strings.HasPrefix(inner, "rules/")) {
			files[inner] = data
		}
	}
	return files
}
