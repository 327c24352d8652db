package api

import (
	"net/url"
	"strings"

	"kontora/internal/rule"
	"kontora/internal/store"
)

// fileRef is the key under which refs tell of a stored file. No type has such a
// slug: those name their pack.
const fileRef = "file"

// fileNoted is a file that an answer shows.
type fileNoted struct {
	withPerson bool // the asker may see who put it there
	isTold     bool // looked up already
}

// file notes the files of a cell.
func (r *references) file(record string, v any, withPerson bool) {
	switch x := v.(type) {
	case rule.Attachment:
		r.file(record, x.Name, withPerson)
	case string:
		name := store.FileName{Record: record, Name: x}
		if _, noted := r.files[name]; x != "" && !noted {
			r.files[name] = fileNoted{withPerson: withPerson}
		}
	case []any:
		for _, item := range x {
			r.file(record, item, withPerson)
		}
	}
}

// nameFiles tells how people called the files that were noted, when they came
// and from whom. The people are noted too, so it is asked first.
func (r *references) nameFiles() error {
	var names []store.FileName
	for name, noted := range r.files {
		if !noted.isTold {
			names = append(names, name)
			r.files[name] = fileNoted{noted.withPerson, true}
		}
	}
	found, err := store.Files(r.a.re.App, names)
	if err != nil {
		return err
	}
	for _, f := range found {
		info := refInfo{Type: fileRef, Id: f.Name, Title: f.Title, Size: f.Size, At: f.At}
		if r.files[f.FileName].withPerson && f.By != "system" && f.By != "super" {
			info.By = orEmpty(r.person(f.By))
		}
		r.named[fileRef+"/"+f.Name] = info
	}
	return nil
}

// namedAs is what follows "filename=" in a header that names a file: a name
// that any program reads, then the name as people wrote it.
func namedAs(title string) string {
	plain := strings.Map(func(c rune) rune {
		if c < ' ' || c > '~' || strings.ContainsRune(`"\;%`, c) {
			return '_'
		}
		return c
	}, title)
	return `"` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(title), "+", "%20")
}
