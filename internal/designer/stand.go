package designer

import (
	"maps"
	"slices"
	"strings"

	"kontora/internal/model"
	"kontora/internal/spec"
)

// Place is an expression in a configuration that is being written.
type Place struct {
	Files map[string][]byte // as they would be, whole
	Live  map[string][]byte // as they are in force: what is read where a file is broken
	File  string
	Path  string
	Also  []string // paths of what is written beside it and wanted, too

	kept *Kept
}

// anything stands for an expression whose place is asked for: it fits everywhere.
const anything = "nil"

// Stands finds out where the expression stands, whether or not it is written
// there yet, and whatever else is broken. None when no expression can stand
// there. A value is an expression behind "=": see Stand.Value.
func (p Place) Stands() []*model.Stand {
	if found := p.put(p.Files[p.File]); len(found) > 0 {
		return found
	}
	if live, ok := p.Live[p.File]; ok {
		return p.put(live)
	}
	return nil
}

// Written finds the expression as it stands in the files, without its being
// replaced; none where it does not stand.
func (p Place) Written() []*model.Stand {
	return model.StandsAt(p.whole(p.Files), p.File, append(p.Also, p.Path)...)
}

// put writes something that is an expression there, and looks where it stands.
func (p Place) put(data []byte) []*model.Stand {
	for _, sign := range []string{"", "="} {
		files := maps.Clone(p.Files)
		if strings.HasSuffix(p.File, ".expr") {
			files[p.File] = []byte(anything)
		} else {
			text, ok := spec.Put(p.File, data, p.Path, sign+anything)
			if !ok {
				return nil
			}
			files[p.File] = text
		}
		found := p.kept.find(files, p, func() []*model.Stand {
			found := model.StandsAt(p.whole(files), p.File, append(p.Also, p.Path)...)
			for _, s := range found {
				s.Value = sign != ""
			}
			return found
		})
		if slices.ContainsFunc(found, func(s *model.Stand) bool { return s.Path == p.Path }) {
			return found
		}
	}
	return nil
}

// whole loads files; one that cannot be read stands as it is in force, or is
// left out. The file of the place itself is read as far as it goes.
func (p Place) whole(files map[string][]byte) *spec.Bundle {
	b, found := spec.LoadFiles(files)
	broken := map[string]bool{}
	for _, d := range found {
		if d.Severity == spec.SeverityError && d.File != p.File {
			broken[d.File] = true
		}
	}
	if len(broken) == 0 {
		return b
	}
	files = maps.Clone(files)
	for file := range broken {
		if live, ok := p.Live[file]; ok {
			files[file] = live
		} else {
			delete(files, file)
		}
	}
	b, _ = spec.LoadFiles(files)
	return b
}
