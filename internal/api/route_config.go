package api

import (
	"errors"
	"maps"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/spec"
	"kontora/internal/store"
)

type configAnswer struct {
	Revision int64             `json:"revision"`
	Hash     string            `json:"hash"`
	At       string            `json:"at"`
	By       string            `json:"by"`
	Note     string            `json:"note"`
	Files    map[string]string `json:"files"`
}

type published struct {
	Revision    int64         `json:"revision"`
	Hash        string        `json:"hash"`
	Diagnostics []saidFinding `json:"diagnostics"`
}

// designer refuses those who may not change the configuration, and keys whose
// scope does not reach so far.
func (a *asker) designer(needs designing) error {
	if a.actor.Scope != nil {
		if given, _ := a.re.Get(designKey).(designing); given < needs {
			return fault.New(fault.Denied, "key_scope", nil)
		}
	}
	if !a.isDesigner() {
		return fault.New(fault.Denied, "may_not_design", nil)
	}
	return nil
}

func getConfig(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	rev, err := store.LastRevision(a.re.App)
	if err != nil || rev == nil {
		return nil, err
	}
	return configurationOf(rev), nil
}

func configurationOf(rev *store.Revision) configAnswer {
	out := configAnswer{rev.Number, rev.Hash, rev.At, rev.Actor, rev.Note, map[string]string{}}
	for path, data := range rev.Files {
		out.Files[path] = string(data)
	}
	return out
}

// changes are files to be changed: path → text, null to delete one.
type changes struct {
	Files map[string]*string `json:"files"`
	Note  string             `json:"note"`
	Base  string             `json:"base"`
	Moves engine.Moves       `json:"moves"` // where records go that it leaves no place
}

// edited is the whole configuration in force with the changes applied.
func (a *asker) edited(in changes) (map[string][]byte, error) {
	files := map[string][]byte{}
	rev, err := store.LastRevision(a.re.App)
	if err != nil {
		return nil, err
	}
	if rev != nil {
		maps.Copy(files, rev.Files)
	}
	for path, text := range in.Files {
		if text == nil {
			delete(files, path)
		} else {
			files[path] = []byte(*text)
		}
	}
	return files, nil
}

func (a *asker) readChanges(needs designing) (changes, map[string][]byte, error) {
	var in changes
	if err := a.designer(needs); err != nil {
		return in, nil, err
	}
	if err := a.body(&in); err != nil {
		return in, nil, err
	}
	files, err := a.edited(in)
	return in, files, err
}

func checkConfig(a *asker) (answer, error) {
	_, files, err := a.readChanges(designsReading)
	if err != nil {
		return nil, err
	}
	_, found := engine.Check(files)
	return map[string]any{"diagnostics": a.said(found)}, nil
}

func postConfig(a *asker) (answer, error) {
	in, files, err := a.readChanges(designsPublishing)
	if err != nil {
		return nil, err
	}
	return a.publishFiles(engine.Publishing{Files: files, By: a.author(), Note: in.Note, Base: in.Base, Moves: in.Moves})
}

func postPacks(a *asker) (answer, error) {
	if err := a.installer(); err != nil {
		return nil, err
	}
	var in struct {
		Packs []string `json:"packs"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	if err := a.shipped(in.Packs); err != nil {
		return nil, err
	}
	rev, found, err := a.e.Install(a.o.Packs, in.Packs, a.author())
	return a.published(rev, found, err)
}

// shipped refuses packs that do not come with the program.
func (s *server) shipped(packs []string) error {
	for _, key := range packs {
		if s.o.Packs == nil || s.o.Packs.Pack(key) == nil {
			return fault.New(fault.Missing, "unknown_pack", fault.Params{"pack": key}).At("packs")
		}
	}
	if len(packs) == 0 {
		return fault.New(fault.Invalid, "packs_empty", nil).At("packs")
	}
	return nil
}

// author is who stands in the revision.
func (a *asker) author() string {
	if a.actor.Person != nil {
		return a.actor.Person.Id
	}
	return "super"
}

// published answers a publish. A refused configuration is an answer too, not an
// error: revision 0 and what is wrong with it.
func (a *asker) published(rev *store.Revision, found []spec.Diagnostic, err error) (answer, error) {
	out := published{Diagnostics: a.said(found)}
	if errors.Is(err, engine.ErrRefused) {
		out.Hash = a.model.Hash
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	out.Revision, out.Hash = rev.Number, rev.Hash
	return out, nil
}

// asFault tells somebody who cannot see diagnostics what stands in the way.
func asFault(err error, found []spec.Diagnostic) error {
	if !errors.Is(err, engine.ErrRefused) || len(found) == 0 {
		return err
	}
	d := found[0]
	return fault.New(fault.Invalid, "configuration_refused", fault.Params{"file": d.File, "line": d.Line, "message": d.Message})
}
