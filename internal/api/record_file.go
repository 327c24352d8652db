package api

import (
	"errors"
	"io/fs"
	"net/http"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// download serves a file to whoever may see the cell that holds it. Besides the
// Authorization header a short-lived file token is taken, as PocketBase does:
// pictures and links cannot send headers.
func (s *server) download(re *core.RequestEvent, t *model.Type) error {
	missing := fault.New(fault.Missing, "file_missing", nil)
	if !knowsAsker(re) {
		return missing
	}
	a, err := s.asker(re)
	if err != nil {
		return err
	}
	id, name := re.Request.PathValue("recordId"), re.Request.PathValue("filename")
	seen, err := a.seesFile(t, id, name)
	if isMissing(err) || err == nil && !seen {
		return missing
	}
	if err != nil {
		return err
	}
	title := name
	known, err := store.Files(re.App, []store.FileName{{Record: id, Name: name}})
	if err != nil {
		return err
	}
	if f := known[store.FileName{Record: id, Name: name}]; f != nil {
		title = f.Title
	}
	if err := s.serveFile(re, engine.CollectionId(t)+"/"+id, name, title, missing); err != nil {
		return err
	}
	if !isWhole(re.Request) {
		return nil
	}
	return a.opened(t, id, name, 0)
}

// isWhole reports whether a request is for a file as it is and from its beginning:
// neither a part of it, nor a thumb, nor whether it is there.
func isWhole(r *http.Request) bool {
	part := r.Header.Get("Range")
	return r.Method == http.MethodGet && r.URL.Query().Get("thumb") == "" && (part == "" || part == "bytes=0-")
}

// opened keeps that the asker has opened a file of a record, or its card under "",
// where a rule asks for it.
func (a *asker) opened(t *model.Type, id, name string, revision int64) error {
	if a.actor.Person == nil || a.actor.Scope != nil || !a.model.AsksOpened(t) {
		return nil // a key is no reader
	}
	app, of := a.re.App, rule.Reference{Type: t.Key, Id: id}
	return a.e.Aside(func() error { return store.NoteOpened(app, a.model, of, a.actor.Person.Id, name, revision, a.now) })
}

// knowsAsker reports whether it is known who asks, by the header or by a file
// token.
func knowsAsker(re *core.RequestEvent) bool {
	token := re.Request.URL.Query().Get("token")
	if re.Auth != nil || token == "" {
		return re.Auth != nil
	}
	owner, err := re.App.FindAuthRecordByToken(token, core.TokenTypeFile)
	if err == nil {
		re.Auth = owner
	}
	return err == nil
}

// serveFile sends a file that may be seen, under the name that people gave it, or
// its thumb.
func (s *server) serveFile(re *core.RequestEvent, folder, name, title string, missing error) error {
	files, err := re.App.NewFilesystem()
	if err != nil {
		return err
	}
	defer files.Close()
	h := re.Response.Header()
	h.Set("Cache-Control", "private, max-age=86400")
	h.Del("X-Frame-Options") // documents are shown in frames; the sandbox policy of PocketBase stays
	path, served := s.thumb(re, files, folder, name)
	if served == name {
		served = namedAs(title)
	}
	err = files.Serve(re.Response, re.Request, path, served)
	if errors.Is(err, fs.ErrNotExist) {
		return missing
	}
	return err
}

// seesFile reports whether some cell that the asker sees holds the file.
func (a *asker) seesFile(t *model.Type, id, name string) (bool, error) {
	if t.Owner != nil {
		return a.seesRowFile(t, id, name)
	}
	if !a.inScope(t) {
		return false, nil
	}
	rec, rights, err := a.load(t, id)
	if err != nil {
		return false, err
	}
	for _, f := range t.Fields {
		if f.Kind == model.File && rights.Reads(f) && holds(rec.Values[f.Key], name) {
			return true, nil
		}
	}
	return a.wasIn(rec, rights, name)
}

// seesRowFile judges a file in a row by the record the row belongs to.
func (a *asker) seesRowFile(t *model.Type, id, name string) (bool, error) {
	row, err := a.snap.Load(t, id)
	if err != nil || row == nil || !a.inScope(t.Owner) {
		return false, err
	}
	_, rights, err := a.load(t.Owner, refId(row.Values["parent"]))
	if err != nil || !rights.Reads(t.OwnerField) {
		return false, err
	}
	return rowHolds(row, name), nil
}

func rowHolds(row *flow.Record, name string) bool {
	for _, f := range row.Type.Fields {
		if f.Kind == model.File && holds(row.Values[f.Key], name) {
			return true
		}
	}
	return false
}

func holds(v any, name string) bool {
	switch x := v.(type) {
	case rule.Attachment:
		return x.Name == name
	case []any:
		for _, item := range x {
			if holds(item, name) {
				return true
			}
		}
	}
	return false
}
