package api

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"kontora/internal/designer"
	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// draftOut is a draft as the browser sees it; a list shows paths instead of
// texts.
type draftOut struct {
	Id        string                `json:"id"`
	Title     string                `json:"title"`
	Author    *namedPerson          `json:"author"`
	Created   string                `json:"created"`
	Updated   string                `json:"updated"`
	Revision  int64                 `json:"revision"`
	Base      draftBase             `json:"base"`
	Behind    bool                  `json:"behind"`
	Files     any                   `json:"files"`
	Touched   map[string]touchedOut `json:"touched"`
	Conflicts []designer.Clash      `json:"conflicts"`
}

type draftBase struct {
	Revision int64  `json:"revision"`
	Hash     string `json:"hash"`
}

type touchedOut struct {
	By       *namedPerson `json:"by"`
	At       string       `json:"at"`
	Revision int64        `json:"revision"`
}

// namedPerson is somebody by name; operators are nobody.
type namedPerson struct {
	Id   string `json:"id"`
	Name string `json:"name"`
}

// crossedOut is a file that somebody else has changed meanwhile.
type crossedOut struct {
	Path   string       `json:"path"`
	Theirs *string      `json:"theirs"`
	By     *namedPerson `json:"by"`
	At     string       `json:"at"`
	Places []string     `json:"places"`
}

func (a *asker) namedPerson(id string) *namedPerson {
	if id == "" || id == "super" || id == "system" {
		return nil
	}
	return &namedPerson{id, a.personName(id)}
}

func (a *asker) draftView(d *designer.Draft) draftOut {
	base := d.Base()
	out := draftOut{Id: d.Id, Title: d.Title, Author: a.namedPerson(d.Author), Created: d.Created, Updated: d.Updated, Revision: d.Revision,
		Base: draftBase{base.Number, base.Hash}, Behind: d.Behind, Files: d.Changes(), Touched: map[string]touchedOut{}, Conflicts: []designer.Clash{}}
	for path, t := range d.Texts {
		out.Touched[path] = touchedOut{a.namedPerson(t.By), t.At, t.Revision}
	}
	out.Conflicts = append(out.Conflicts, d.Clashes...)
	return out
}

func getDrafts(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	found, err := designer.Drafts(a.re.App)
	out := make([]draftOut, len(found))
	for i, d := range found {
		out[i] = a.draftView(d)
		out[i].Files = slices.Sorted(maps.Keys(d.Texts))
		for j := range out[i].Conflicts {
			c := &out[i].Conflicts[j]
			c.Base, c.Ours, c.Theirs, c.Merged = nil, nil, nil, nil
		}
	}
	return map[string]any{"items": out}, err
}

func postDraft(a *asker) (answer, error) {
	if err := a.designer(designsPublishing); err != nil {
		return nil, err
	}
	var in struct {
		Title string `json:"title"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	return a.begun(func(tx core.App) (*designer.Draft, error) { return designer.NewDraft(tx, in.Title, a.author(), a.now) })
}

func getDraft(a *asker) (answer, error) {
	if err := a.designer(designsReading); err != nil {
		return nil, err
	}
	d, err := designer.DraftOf(a.re.App, a.draftId())
	if err != nil {
		return nil, err
	}
	return a.draftView(d), nil
}

func (a *asker) draftId() string { return a.re.Request.PathValue("id") }

func patchDraft(a *asker) (answer, error) {
	if err := a.designer(designsPublishing); err != nil {
		return nil, err
	}
	var in struct {
		Revision int64              `json:"revision"`
		Title    *string            `json:"title"`
		Files    map[string]*string `json:"files"`
		Revert   []string           `json:"revert"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	d, err := designer.SaveDraft(a.re.App, a.draftId(), designer.Edit{
		Revision: in.Revision, Title: in.Title, Files: in.Files, Revert: in.Revert, By: a.author(), At: a.now})
	return a.draftSaved(d, err)
}

func rebaseDraft(a *asker) (answer, error) {
	if err := a.designer(designsPublishing); err != nil {
		return nil, err
	}
	var in struct {
		Resolve map[string]*string `json:"resolve"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	d, left, err := designer.Rebase(a.re.App, a.draftId(), in.Resolve, a.author(), a.now)
	if err != nil {
		return nil, err
	}
	if len(left) == 0 {
		a.announceDraft(d.Id, d.Revision)
	}
	return map[string]any{"draft": a.draftView(d), "conflicts": append([]designer.Clash{}, left...)}, nil
}

func deleteDraft(a *asker) (answer, error) {
	if err := a.designer(designsPublishing); err != nil {
		return nil, err
	}
	id, found := a.draftId(), false
	err := a.re.App.RunInTransaction(func(tx core.App) (err error) {
		found, err = store.DropDraft(tx, id)
		return err
	})
	if err == nil && !found {
		err = fault.New(fault.Missing, "unknown_draft", fault.Params{"id": id})
	}
	if err == nil {
		a.announceDraft(id, 0)
	}
	return nil, err
}

// draftSaved answers with a draft after a change, and tells the others who design.
func (a *asker) draftSaved(d *designer.Draft, err error) (answer, error) {
	var crossing *designer.Crossing
	if errors.As(err, &crossing) {
		return nil, a.crossed(crossing)
	}
	if err != nil {
		return nil, err
	}
	a.announceDraft(d.Id, d.Revision)
	return a.draftView(d), nil
}

func (a *asker) crossed(c *designer.Crossing) error {
	out, paths := make([]crossedOut, len(c.Files)), make([]string, len(c.Files))
	for i, f := range c.Files {
		out[i], paths[i] = crossedOut{f.Path, f.Theirs, a.namedPerson(f.By), f.At, f.Places}, f.Path
	}
	return fault.New(fault.Conflict, "draft_conflict", fault.Params{"files": strings.Join(paths, ", "), "conflicts": out})
}

// announceDraft tells those who design that a draft has changed; revision 0 is
// that of one that is gone.
func (a *asker) announceDraft(id string, revision int64) {
	a.publish(engine.TopicDrafts, map[string]any{"draft": id, "revision": revision, "by": a.namedPerson(a.author())}, a.designs)
}

// designs judges a listener at the moment of the message.
func (a *asker) designs(auth *core.Record) bool {
	actor, err := a.e.Actor(a.re.App, auth)
	return err == nil && (actor.Super || flow.IsDesigner(a.e.Model(), actor.Person))
}

// publishDraft puts a draft in force, and forgets it in the same transaction: so
// nothing that somebody saves meanwhile is lost with it.
func publishDraft(a *asker) (answer, error) {
	if err := a.designer(designsPublishing); err != nil {
		return nil, err
	}
	var in struct {
		Revision int64        `json:"revision"` // that was seen; 0 for any
		Note     string       `json:"note"`
		Moves    engine.Moves `json:"moves"`
	}
	if err := a.body(&in); err != nil {
		return nil, err
	}
	d, err := designer.DraftOf(a.re.App, a.draftId())
	if err == nil {
		err = publishable(d, in.Revision)
	}
	if err != nil {
		return nil, err
	}
	out, err := a.publishFiles(engine.Publishing{Files: d.Whole(), By: a.author(), Note: in.Note, Base: d.Base().Hash, Moves: in.Moves,
		With: func(tx core.App, rev *store.Revision) error { return designer.Finish(tx, d, rev.Number) }})
	if f, is := fault.As(err); is && f.Code == "configuration_moved_on" {
		err = behind(d)
	}
	if _, err := designer.DraftOf(a.re.App, d.Id); isMissing(err) {
		a.announceDraft(d.Id, 0)
	}
	return out, err
}

func behind(d *designer.Draft) error {
	return fault.New(fault.Conflict, "draft_behind", fault.Params{"draft": d.Title})
}

// publishable refuses a draft that is not what would be published.
func publishable(d *designer.Draft, seen int64) error {
	switch {
	case d.Behind:
		return behind(d)
	case seen != 0 && seen != d.Revision:
		return fault.New(fault.Conflict, "draft_moved_on", fault.Params{"draft": d.Title})
	case len(d.Clashes) > 0:
		return fault.New(fault.Conflict, "draft_undecided", fault.Params{"file": d.Clashes[0].Path, "count": len(d.Clashes)})
	}
	return nil
}
