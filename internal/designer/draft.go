package designer

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"time"
	"unicode/utf8"

	"kontora/internal/fault"
	"kontora/internal/spec"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// Limits of drafts.
const (
	MaxDraftFile  = 1 << 20
	MaxDraft      = 16 << 20
	MaxDrafts     = 100
	MaxDraftTitle = 200
)

// Draft is a configuration in the making, with the one that it stands on.
type Draft struct {
	*store.Draft
	Texts map[string]store.DraftText // what it does with files, by path
	// Clashes are files of which somebody has yet to decide.
	Clashes []Clash
	// Behind says that another configuration is in force than the draft stands on.
	Behind bool
	base   map[string][]byte // files that it stands on
}

// Clash is a file that two changed so that they cannot be brought together. A
// text that is nil is no file.
type Clash struct {
	Path   string   `json:"path"`
	Base   *string  `json:"base"`
	Ours   *string  `json:"ours"`
	Theirs *string  `json:"theirs"`
	Merged *string  `json:"merged"` // what could be brought together; ours where it could not
	Places []string `json:"places"` // JSON paths; "" for the file as a whole
}

// Edit is what somebody has done to a draft since they saw one of its revisions.
type Edit struct {
	Revision int64
	Title    *string
	Files    map[string]*string // nil deletes
	Revert   []string           // files to be as they are in force
	By       string
	At       time.Time
}

// Crossing says that somebody else has changed the same places meanwhile.
// Nothing has been saved.
type Crossing struct{ Files []Crossed }

// Crossed is one file of a crossing.
type Crossed struct {
	Path   string
	Theirs *string
	By     string
	At     string
	Places []string
}

func (c *Crossing) Error() string {
	return fmt.Sprintf("%d files were changed meanwhile", len(c.Files))
}

// Drafts lists the drafts with what they do with files, but without knowing the
// files that they stand on.
func Drafts(app core.App) ([]*Draft, error) {
	rows, err := store.Drafts(app)
	if err != nil {
		return nil, err
	}
	live, err := inForce(app)
	if err != nil {
		return nil, err
	}
	list := make([]*Draft, len(rows))
	for i, row := range rows {
		if list[i], err = drafted(app, row, live); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// DraftOf reads one draft.
func DraftOf(app core.App, id string) (*Draft, error) {
	row, err := store.DraftOf(app, id)
	if err != nil {
		return nil, err
	}
	if row == nil {
		return nil, fault.New(fault.Missing, "unknown_draft", fault.Params{"id": id})
	}
	live, err := inForce(app)
	if err != nil {
		return nil, err
	}
	d, err := drafted(app, row, live)
	if err == nil {
		d.base, err = filesOf(app, row.Base())
	}
	return d, err
}

// inForce names the configuration in force; the zero base before the first.
func inForce(app core.App) (store.DraftBase, error) {
	last, err := store.Revisions(app, 1)
	if err != nil || len(last) == 0 {
		return store.DraftBase{}, err
	}
	return store.DraftBase{Number: last[0].Number, Hash: last[0].Hash}, nil
}

func filesOf(app core.App, base store.DraftBase) (map[string][]byte, error) {
	rev, err := store.RevisionAt(app, base.Number)
	if err != nil || rev == nil {
		return nil, err
	}
	return rev.Files, nil
}

func drafted(app core.App, row *store.Draft, live store.DraftBase) (*Draft, error) {
	d := &Draft{Draft: row, Behind: row.Base().Hash != live.Hash}
	texts, err := store.DraftTexts(app, row.Id)
	if err != nil {
		return nil, err
	}
	d.Texts = texts
	maps.DeleteFunc(d.Texts, func(_ string, t store.DraftText) bool { return t.Kind == store.DraftAsBase })
	if err := json.Unmarshal(row.Conflicts, &d.Clashes); err != nil {
		return nil, fmt.Errorf("conflicts of draft %s: %w", row.Id, err)
	}
	return d, nil
}

// NewDraft begins a draft over the configuration in force.
func NewDraft(tx core.App, title, by string, at time.Time) (*Draft, error) {
	if err := titled(title); err != nil {
		return nil, err
	}
	all, err := store.Drafts(tx)
	if err != nil {
		return nil, err
	}
	if len(all) >= MaxDrafts {
		return nil, fault.New(fault.Limit, "too_many_drafts", fault.Params{"max": MaxDrafts})
	}
	live, err := inForce(tx)
	if err != nil {
		return nil, err
	}
	live.Since = 1
	row := &store.Draft{Title: strings.TrimSpace(title), Author: by, Revision: 1, Bases: []store.DraftBase{live}, Upgrades: map[string]string{}}
	if err := store.SaveDraft(tx, row, at); err != nil {
		return nil, fmt.Errorf("save draft: %w", err)
	}
	return DraftOf(tx, row.Id)
}

func titled(title string) error {
	if n := utf8.RuneCountInString(title); n > MaxDraftTitle {
		return fault.New(fault.Invalid, "too_long", fault.Params{"max": MaxDraftTitle, "is": n}).At("title")
	}
	return nil
}

// Changes are the files of the draft by path, nil for one that it deletes.
func (d *Draft) Changes() map[string]*string {
	out := make(map[string]*string, len(d.Texts))
	for path, t := range d.Texts {
		out[path] = textOf(t)
	}
	return out
}

func textOf(t store.DraftText) *string {
	if t.Kind == store.DraftGone {
		return nil
	}
	return &t.Text
}

// Whole is the configuration that the draft makes of the one that it stands on.
func (d *Draft) Whole() map[string][]byte {
	files := map[string][]byte{}
	maps.Copy(files, d.base)
	for path, text := range d.Changes() {
		if text == nil {
			delete(files, path)
		} else {
			files[path] = []byte(*text)
		}
	}
	return files
}

// file is a file as the draft has it now; nil when there is none.
func (d *Draft) file(path string) *string {
	if t, changed := d.Texts[path]; changed {
		return textOf(t)
	}
	return fileIn(d.base, path)
}

func fileIn(files map[string][]byte, path string) *string {
	data, is := files[path]
	if !is {
		return nil
	}
	text := string(data)
	return &text
}

// checkFile refuses what cannot be a file of a configuration.
func checkFile(path string, text *string) error {
	if !fs.ValidPath(path) || !strings.HasPrefix(path, "schemas/") && !strings.HasPrefix(path, "rules/") {
		return fault.New(fault.Invalid, "draft_path", fault.Params{"path": path}).At("files." + path)
	}
	if text != nil && len(*text) > MaxDraftFile {
		return fault.New(fault.Limit, "draft_file_too_big", fault.Params{"path": path, "max": MaxDraftFile >> 20}).At("files." + path)
	}
	return nil
}

// fits refuses a draft that has become too big.
func (d *Draft) fits() error {
	size := 0
	for _, t := range d.Texts {
		size += len(t.Text)
	}
	if size > MaxDraft {
		return fault.New(fault.Limit, "draft_too_big", fault.Params{"max": MaxDraft >> 20})
	}
	return nil
}

// put makes a file of the draft what somebody wants, in its next revision. A
// file that is as it was is no change any more.
func (d *Draft) put(tx core.App, path string, text *string, by string, at time.Time) error {
	t := store.DraftText{Path: path, Revision: d.Revision, Kind: store.DraftWritten, By: by, At: store.InstantText(at)}
	switch base := fileIn(d.base, path); {
	case sameText(text, base):
		t.Kind = store.DraftAsBase
		delete(d.Texts, path)
	case text == nil:
		t.Kind = store.DraftGone
		d.Texts[path] = t
	default:
		t.Text = *text
		d.Texts[path] = t
	}
	if err := store.AddDraftText(tx, d.Id, t, at); err != nil {
		return fmt.Errorf("save %s of a draft: %w", path, err)
	}
	return nil
}

func sameText(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }

// keep writes the draft itself down.
func (d *Draft) keep(tx core.App, at time.Time) (err error) {
	if d.Clashes == nil {
		d.Clashes = []Clash{}
	}
	if d.Conflicts, err = json.Marshal(d.Clashes); err != nil {
		return err
	}
	if err := d.fits(); err != nil {
		return err
	}
	return store.SaveDraft(tx, d.Draft, at)
}

// places are the JSON paths of disagreements.
func places(found []spec.Disagreement) []string {
	out := make([]string, len(found))
	for i, d := range found {
		out[i] = d.Path
	}
	return out
}
