package store

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Draft is a configuration in the making: files changed over one that was in
// force.
type Draft struct {
	Id       string
	Title    string
	Author   string // id of a person, or "super"
	Created  string
	Updated  string
	Revision int64
	Bases    []DraftBase // what it stood on, the latest last
	// Conflicts are files of which somebody has yet to decide, as the designer
	// package writes them.
	Conflicts json.RawMessage
	// Upgrades are packs that it brings to another original, by its hash.
	Upgrades map[string]string
}

// DraftBase is a configuration that a draft has stood on since one of its
// revisions.
type DraftBase struct {
	Since  int64  `json:"since"`
	Number int64  `json:"number"`
	Hash   string `json:"hash"`
}

// Base is what the draft stands on.
func (d *Draft) Base() DraftBase { return d.Bases[len(d.Bases)-1] }

// DraftText is what somebody made of one file in a draft.
type DraftText struct {
	Path     string
	Revision int64 // of the draft that brought it
	Kind     string
	Text     string
	By       string
	At       string
}

// What a draft does with a file.
const (
	DraftWritten = "written" // it is as Text says
	DraftGone    = "gone"    // it is deleted
	DraftAsBase  = "base"    // it was changed, and is not any more
)

// draftTextsKept is how many texts of one file a draft remembers.
const draftTextsKept = 20

const (
	draftColumns     = `id, title, author, created, updated, revision, bases, conflicts, upgrades`
	draftTextColumns = `path, revision, kind, text, by, at`
)

// Drafts lists the drafts, the one changed last first.
func Drafts(app core.App) ([]*Draft, error) {
	rows, err := query(app, `SELECT `+draftColumns+` FROM k_drafts ORDER BY updated DESC, id`)
	if err != nil {
		return nil, fmt.Errorf("read drafts: %w", err)
	}
	list := make([]*Draft, len(rows))
	for i, r := range rows {
		if list[i], err = readDraft(r); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// DraftOf finds one draft; nil when there is none.
func DraftOf(app core.App, id string) (*Draft, error) {
	row, err := one(app, `SELECT `+draftColumns+` FROM k_drafts WHERE id = ?`, id)
	if err != nil || row == nil {
		return nil, err
	}
	return readDraft(row)
}

func readDraft(r []any) (*Draft, error) {
	d := &Draft{Id: text(r[0]), Title: text(r[1]), Author: text(r[2]), Created: text(r[3]), Updated: text(r[4]), Revision: number(r[5]),
		Conflicts: json.RawMessage(text(r[7]))}
	if err := json.Unmarshal([]byte(text(r[6])), &d.Bases); err != nil {
		return nil, fmt.Errorf("bases of draft %s: %w", d.Id, err)
	}
	if err := json.Unmarshal([]byte(text(r[8])), &d.Upgrades); err != nil {
		return nil, fmt.Errorf("upgrades of draft %s: %w", d.Id, err)
	}
	return d, nil
}

// SaveDraft writes a draft down; one without id is new.
func SaveDraft(tx core.App, d *Draft, at time.Time) error {
	d.Updated = instantText(at)
	if d.Id == "" {
		d.Id, d.Created = core.GenerateDefaultRandomId(), d.Updated
	}
	bases, err := jsonText(d.Bases)
	if err != nil {
		return err
	}
	upgrades, err := jsonText(d.Upgrades)
	if err != nil {
		return err
	}
	conflicts := string(d.Conflicts)
	if conflicts == "" {
		conflicts = "[]"
	}
	_, err = exec(tx, `INSERT INTO k_drafts (`+draftColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET title = excluded.title, updated = excluded.updated, revision = excluded.revision,
		bases = excluded.bases, conflicts = excluded.conflicts, upgrades = excluded.upgrades`,
		d.Id, d.Title, d.Author, d.Created, d.Updated, d.Revision, bases, conflicts, upgrades)
	return err
}

// DropDraft forgets a draft; false when there was none.
func DropDraft(tx core.App, id string) (bool, error) {
	if _, err := exec(tx, `DELETE FROM k_draft_texts WHERE draft = ?`, id); err != nil {
		return false, err
	}
	n, err := exec(tx, `DELETE FROM k_drafts WHERE id = ?`, id)
	return n > 0, err
}

// DraftTexts is what a draft does with files now, by path.
func DraftTexts(app core.App, id string) (map[string]DraftText, error) {
	rows, err := query(app, `SELECT `+draftTextColumns+` FROM k_draft_texts t WHERE draft = ? AND revision =
		(SELECT MAX(revision) FROM k_draft_texts WHERE draft = t.draft AND path = t.path)`, id)
	if err != nil {
		return nil, fmt.Errorf("read texts of a draft: %w", err)
	}
	texts := map[string]DraftText{}
	for _, r := range rows {
		t := readDraftText(r)
		texts[t.Path] = t
	}
	return texts, nil
}

// DraftTextAt is what a draft did with a file at one of its revisions; nil when
// nothing yet. It reports false when that is not remembered.
func DraftTextAt(app core.App, id, path string, revision int64) (*DraftText, bool, error) {
	row, err := one(app, `SELECT `+draftTextColumns+` FROM k_draft_texts WHERE draft = ? AND path = ? AND revision <= ? ORDER BY revision DESC LIMIT 1`, id, path, revision)
	if err != nil {
		return nil, false, fmt.Errorf("read a text of a draft: %w", err)
	}
	if row != nil {
		t := readDraftText(row)
		return &t, true, nil
	}
	row, err = one(app, `SELECT COUNT(*) FROM k_draft_texts WHERE draft = ? AND path = ?`, id, path)
	if err != nil {
		return nil, false, fmt.Errorf("count texts of a draft: %w", err)
	}
	return nil, number(row[0]) < draftTextsKept, nil
}

func readDraftText(r []any) DraftText {
	return DraftText{Path: text(r[0]), Revision: number(r[1]), Kind: text(r[2]), Text: text(r[3]), By: text(r[4]), At: text(r[5])}
}

// AddDraftText writes down what somebody made of a file, and forgets what it was
// long ago.
func AddDraftText(tx core.App, id string, t DraftText, at time.Time) error {
	_, err := exec(tx, `INSERT INTO k_draft_texts (draft, `+draftTextColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		id, t.Path, t.Revision, t.Kind, t.Text, t.By, instantText(at))
	if err != nil {
		return err
	}
	_, err = exec(tx, `DELETE FROM k_draft_texts WHERE draft = ? AND path = ? AND revision <=
		(SELECT revision FROM k_draft_texts WHERE draft = ? AND path = ? ORDER BY revision DESC LIMIT 1 OFFSET ?)`, id, t.Path, id, t.Path, draftTextsKept)
	return err
}
