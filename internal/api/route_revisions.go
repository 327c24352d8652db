package api

import (
	"encoding/json"
	"strconv"

	"kontora/internal/designer"
	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/rule"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// planAnswer is what publishing changes would mean for the records that exist.
type planAnswer struct {
	Diagnostics []saidFinding `json:"diagnostics"`
	*designer.Report
	// Refused is why it would not be published; nil when it would.
	Refused *fault.Fault `json:"refused"`
	planRight
}

// planConfig tells what publishing changes would do, and does nothing.
func planConfig(a *asker) (answer, error) {
	in, files, err := a.readChanges(designsReading)
	if err != nil {
		return nil, err
	}
	m, found := engine.Check(files)
	out := planAnswer{Diagnostics: a.said(found), Report: &designer.Report{Differences: []designer.Impact{}}, planRight: planRight{Who: []whoMay{}}}
	if m == nil {
		return out, nil
	}
	if out.planRight, err = a.planRight(engine.Publishing{Files: files, Moves: in.Moves}); err != nil {
		return nil, err
	}
	plan := designer.Planning{Engine: a.e, Wanted: m, Moves: in.Moves, Speech: a.speech(), Names: a.recordNames}
	if out.Report, err = plan.Plan(a.re.Request.Context()); err != nil {
		return nil, err
	}
	err = a.e.Stranded(m, in.Moves)
	if f, refused := fault.As(err); refused {
		out.Refused, err = a.translated(a.lang, f), nil
	}
	return out, err
}

// speech tells differences in the asker's language.
func (a *asker) speech() designer.Speech {
	w := a.words()
	return designer.Speech{Lang: a.lang, Titled: w.titled}
}

// recordNames names records as far as the asker may see them.
func (a *asker) recordNames(refs []rule.Reference) (map[rule.Reference]designer.Sample, error) {
	named := a.references()
	for _, ref := range refs {
		named.add(ref)
	}
	infos, err := named.resolve()
	if err != nil {
		return nil, err
	}
	out := map[rule.Reference]designer.Sample{}
	for _, ref := range refs {
		t := a.model.TypeByKey(ref.Type)
		if info, known := infos[t.Slug+"/"+ref.Id]; known && !info.Gone {
			out[ref] = designer.Sample{Id: ref.Id, Type: t.Slug, Number: info.Number, Title: info.Title}
		}
	}
	return out, nil
}

type revisionOut struct {
	Revision int64        `json:"revision"`
	Hash     string       `json:"hash"`
	At       string       `json:"at"`
	By       string       `json:"by"`     // id of a person, super or system
	Author   *namedPerson `json:"author"` // the same by name; nil for operators and the program
	Note     string       `json:"note"`
}

// revisionsShown bounds the history that one request gives.
const revisionsShown = 200

// getRevisions lists what has been published, the newest first.
func getRevisions(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	found, err := store.Revisions(a.re.App, revisionsShown)
	out := make([]revisionOut, len(found))
	for i, r := range found {
		out[i] = revisionOut{r.Number, r.Hash, r.At, r.Actor, a.namedPerson(r.Actor), r.Note}
	}
	return map[string]any{"items": out}, err
}

// getRevision gives one configuration of the past with its files.
func getRevision(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	number, err := strconv.ParseInt(a.re.Request.PathValue("number"), 10, 64)
	if err != nil {
		return nil, fault.New(fault.Missing, "unknown_revision", fault.Params{"revision": a.re.Request.PathValue("number")})
	}
	rev, err := a.revision(number)
	if err != nil {
		return nil, err
	}
	return configurationOf(rev), nil
}

func (a *asker) revision(number int64) (*store.Revision, error) {
	rev, err := store.RevisionAt(a.re.App, number)
	if err == nil && rev == nil {
		err = fault.New(fault.Missing, "unknown_revision", fault.Params{"revision": number})
	}
	return rev, err
}

// restoreConfig publishes a configuration of the past again, as a new revision: what
// has happened since stays, and records that it leaves no place need moves as
// ever.
func restoreConfig(a *asker) (answer, error) {
	if err := a.designer(designsPublishing); err != nil {
		return nil, err
	}
	var in struct {
		Revision int64        `json:"revision"`
		Note     string       `json:"note"`
		Base     string       `json:"base"`
		Moves    engine.Moves `json:"moves"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	rev, err := a.revision(in.Revision)
	if err != nil {
		return nil, err
	}
	return a.publishFiles(engine.Publishing{Files: rev.Files, By: a.author(), Note: in.Note, Base: in.Base, Moves: in.Moves,
		With: func(tx core.App, made *store.Revision) error {
			return designer.RestoreOrigins(tx, rev.Number, made.Number)
		}})
}

// moveOut is what a configuration does with records that it leaves no place, and
// how far that has come.
type moveOut struct {
	Revision int64        `json:"revision"`
	Type     string       `json:"type"`
	What     string       `json:"what"`
	Field    string       `json:"field,omitempty"`
	From     string       `json:"from,omitempty"`
	To       string       `json:"to,omitempty"`
	Done     int64        `json:"done"`
	Refused  int64        `json:"refused"`
	Finished *string      `json:"finished"`
	Unmoved  []unmovedOut `json:"unmoved"`
}

type unmovedOut struct {
	Record string   `json:"record"`
	Why    []string `json:"why"`
}

const (
	movesShown   = 50
	unmovedShown = 100
)

// getMoves lists the moves of the latest configurations, and the records that
// could not move.
func getMoves(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	found, err := store.Moves(a.re.App, movesShown)
	if err != nil {
		return nil, err
	}
	out := make([]moveOut, len(found))
	for i, m := range found {
		out[i] = moveOut{Revision: m.Config, Type: a.slugOf(m.Type), What: m.What, Field: m.Field, From: m.From, To: m.To,
			Done: m.Done, Refused: m.Refused, Finished: orNull(m.Finished), Unmoved: []unmovedOut{}}
		if m.Refused == 0 {
			continue
		}
		left, err := store.Unmoved(a.re.App, m.Id, unmovedShown)
		if err != nil {
			return nil, err
		}
		for _, one := range left {
			f := &fault.Fault{}
			if err := json.Unmarshal([]byte(one.Why), f); err != nil {
				return nil, err
			}
			out[i].Unmoved = append(out[i].Unmoved, unmovedOut{one.Record, a.allTexts(a.translated(a.lang, f))})
		}
	}
	return map[string]any{"items": out}, nil
}

// slugOf names a type by its stable id; "" when it is gone.
func (a *asker) slugOf(stableId string) string {
	for _, t := range a.model.Types {
		if t.StableId == stableId {
			return t.Slug
		}
	}
	return ""
}
