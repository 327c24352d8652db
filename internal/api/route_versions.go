package api

import (
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"
)

type versionsAnswer struct {
	Fields []versionsOfField  `json:"fields"`
	Refs   map[string]refInfo `json:"refs"`
}

type versionsOfField struct {
	Field    string        `json:"field"`
	Title    string        `json:"title"`
	Versions []fileVersion `json:"versions"` // newest first
}

type fileVersion struct {
	Version int64   `json:"version"`
	Name    string  `json:"name"`  // under which it is downloaded
	Title   string  `json:"title"` // by which people know it
	Size    int64   `json:"size"`  // bytes
	Type    string  `json:"type"`
	Sha256  string  `json:"sha256"` // "" of a file that came before versions were kept
	At      string  `json:"at"`
	By      *string `json:"by"`
	Comment string  `json:"comment,omitempty"`
	Current bool    `json:"current,omitempty"`
}

// getVersions tells which files the fields of a record hold and have held, of those
// fields that keep versions and that the asker sees now.
func getVersions(a *asker) (answer, error) {
	rec, rights, err := a.record()
	if err != nil {
		return nil, err
	}
	out := versionsAnswer{Fields: []versionsOfField{}}
	refs := a.references()
	for _, f := range rec.Type.Fields {
		if !f.KeepsVersions() || !rights.Reads(f) {
			continue
		}
		list, err := a.versions(rec, f, seesAuthor(rights), refs)
		if err != nil {
			return nil, err
		}
		out.Fields = append(out.Fields, versionsOfField{f.Key, a.words().field(f), list})
	}
	out.Refs, err = refs.resolve()
	return out, err
}

func (a *asker) versions(rec *flow.Record, f *model.Field, withPerson bool, refs *references) ([]fileVersion, error) {
	found, err := store.FileVersions(a.re.App, rec.Id, f)
	if err != nil {
		return nil, err
	}
	list := make([]fileVersion, len(found))
	for i, v := range found {
		list[i] = fileVersion{Version: v.Version, Name: v.Name, Title: v.Title, Size: v.Size, Type: v.Type, Sha256: v.Sha256,
			At: v.At, Comment: v.Comment, Current: holds(rec.Values[f.Key], v.Name)}
		if withPerson && isPerson(v.By) {
			list[i].By = refs.person(v.By)
		}
	}
	return list, nil
}

// wasIn reports whether a stored file is a version of a field that the asker sees.
func (a *asker) wasIn(rec *flow.Record, rights flow.Rights, name string) (bool, error) {
	field, err := store.VersionField(a.re.App, rec.Id, name)
	if err != nil || field == "" {
		return false, err
	}
	for _, f := range rec.Type.Fields {
		if f.StableId == field {
			return f.KeepsVersions() && rights.Reads(f), nil
		}
	}
	return false, nil
}
