package api

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"

	"kontora/internal/engine"
	"kontora/internal/fault"
)

// Stage is where configurations are tried out, each in an installation of its own
// that is thrown away: package scenario. What it answers is written as it is.
type Stage interface {
	Open(owner, lang string, files map[string][]byte, seed, at string) (any, error)
	Look(owner, id, lang string) (any, error)
	Step(owner, id, lang string, read func(any) error) (any, error)
	Back(owner, id, lang string) (any, error)
	Save(owner, id, lang, title string) (any, error)
	End(owner, id string) error
	Serve(owner, id, lang, person, path string, w http.ResponseWriter, r *http.Request) error
	Scenarios(ctx context.Context, files map[string][]byte, dropped map[string]bool, seconds int) (any, error)
	Walk(ctx context.Context, lang string, files map[string][]byte, typ string, steps int, seed int64, seconds int) (any, error)
}

// stage is where designers play; a server without one says so.
func (a *asker) stage() (Stage, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	if a.o.Stage == nil {
		return nil, fault.New(fault.Missing, "play_gone", nil)
	}
	return a.o.Stage, nil
}

// sound gives the whole configuration with changes, if it compiles; else what is
// wrong with it.
func (a *asker) sound(files map[string]*string) (map[string][]byte, []saidFinding, error) {
	whole, err := a.edited(changes{Files: files})
	if err != nil {
		return nil, nil, err
	}
	m, found := engine.Check(whole)
	if m == nil {
		return nil, a.said(found), nil
	}
	return whole, a.said(found), nil
}

// refusedDraft is the answer about a draft that cannot be tried: it does not compile.
func refusedDraft(found []saidFinding) answer { return map[string]any{"diagnostics": found} }

// postPlay opens a play of a draft.
func postPlay(a *asker) (answer, error) {
	stage, err := a.stage()
	if err != nil {
		return nil, err
	}
	var in struct {
		Files map[string]*string `json:"files"`
		Seed  string             `json:"seed"`
		At    string             `json:"at"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	files, found, err := a.sound(in.Files)
	if err != nil || files == nil {
		return refusedDraft(found), err
	}
	return stage.Open(a.author(), a.lang, files, in.Seed, in.At)
}

func getPlay(a *asker) (answer, error) {
	stage, err := a.stage()
	if err != nil {
		return nil, err
	}
	return stage.Look(a.author(), a.re.Request.PathValue("id"), a.lang)
}

// postPlayed takes a step, takes one back, or writes the play down.
func postPlayed(a *asker) (answer, error) {
	stage, err := a.stage()
	if err != nil {
		return nil, err
	}
	var in struct {
		Step json.RawMessage `json:"step"`
		Back bool            `json:"back"`
		Save *struct {
			Title string `json:"title"`
		} `json:"save"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	id := a.re.Request.PathValue("id")
	switch {
	case in.Back:
		return stage.Back(a.author(), id, a.lang)
	case in.Save != nil:
		return stage.Save(a.author(), id, a.lang, in.Save.Title)
	}
	read := func(v any) error { return decode(bytes.NewReader(in.Step), v) }
	return stage.Step(a.author(), id, a.lang, read)
}

func deletePlay(a *asker) (answer, error) {
	stage, err := a.stage()
	if err != nil {
		return nil, err
	}
	return nil, stage.End(a.author(), a.re.Request.PathValue("id"))
}

// askPlay answers a request inside a play as one of its people.
func askPlay(a *asker) (answer, error) {
	stage, err := a.stage()
	if err != nil {
		return nil, err
	}
	r := a.re.Request
	return nil, stage.Serve(a.author(), r.PathValue("id"), a.lang, r.PathValue("person"), r.PathValue("path"), a.re.Response, r)
}

// postScenarios plays the scenarios of packs under a draft.
func postScenarios(a *asker) (answer, error) {
	stage, err := a.stage()
	if err != nil {
		return nil, err
	}
	var in struct {
		Files  map[string]*string `json:"files"`
		Within int                `json:"within"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	files, found, err := a.sound(in.Files)
	if err != nil || files == nil {
		return refusedDraft(found), err
	}
	dropped := map[string]bool{}
	for path := range maps.Keys(in.Files) {
		dropped[path] = in.Files[path] == nil
	}
	return stage.Scenarios(a.re.Request.Context(), files, dropped, in.Within)
}
