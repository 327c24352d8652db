package store

import (
	"fmt"
	"strings"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// EventUse is how often something stands in history.
type EventUse struct {
	Type       string // stable id
	Action     string
	Transition string // or kind:key of a fact
	To         string // state; of a vote, the step
	Recent     int64  // since an instant
	Ever       int64
	Last       string
}

// ActorUse is how much somebody has done since an instant.
type ActorUse struct {
	Actor  string
	Recent int64
	Last   string
}

// HistoryUse adds up the newest lines of history. From is the instant of the
// oldest of them, Whole tells that it is all there is.
type HistoryUse struct {
	Uses   []EventUse
	Actors []ActorUse
	Events int64
	From   string
	Whole  bool
}

// historyAtOnce is how many lines of history one statement adds up: sorting more
// of them together takes memory.
const historyAtOnce = 50_000

// UseOfHistory adds up at most so many of the newest lines of history.
func UseOfHistory(app core.App, since time.Time, most int64) (*HistoryUse, error) {
	last, err := LastEvent(app)
	if err != nil {
		return nil, err
	}
	behind := max(0, last-most)
	h := &HistoryUse{Events: last - behind, Whole: behind == 0}
	uses, actors := map[EventUse]*EventUse{}, map[string]*ActorUse{}
	for from := behind; from < last; from += historyAtOnce {
		if err := h.addUses(app, since, from, uses); err != nil {
			return nil, fmt.Errorf("use of history: %w", err)
		}
		if err := addActors(app, since, from, actors); err != nil {
			return nil, fmt.Errorf("use of history: %w", err)
		}
	}
	for _, u := range uses {
		h.Uses = append(h.Uses, *u)
	}
	for _, a := range actors {
		h.Actors = append(h.Actors, *a)
	}
	return h, nil
}

func (h *HistoryUse) addUses(app core.App, since time.Time, from int64, uses map[EventUse]*EventUse) error {
	rows, err := query(app, `SELECT type, action, transition,
			CASE WHEN action IN ('vote', 'round') THEN coalesce(json_extract(diff, '$[0].step'), '') ELSE "to" END AS place,
			sum(at >= ?), count(*), max(at), min(at)
		FROM k_events WHERE seq > ? AND seq <= ? GROUP BY type, action, transition, place`, instantText(since), from, from+historyAtOnce)
	for _, r := range rows {
		key := EventUse{Type: text(r[0]), Action: text(r[1]), Transition: text(r[2]), To: text(r[3])}
		u := uses[key]
		if u == nil {
			fresh := key
			u = &fresh
			uses[key] = u
		}
		u.Recent += number(r[4])
		u.Ever += number(r[5])
		u.Last = max(u.Last, text(r[6]))
		if first := text(r[7]); h.From == "" || first < h.From {
			h.From = first // not the first in order: data may tell of the past
		}
	}
	return err
}

func addActors(app core.App, since time.Time, from int64, actors map[string]*ActorUse) error {
	rows, err := query(app, `SELECT actor, sum(at >= ?), max(at) FROM k_events WHERE seq > ? AND seq <= ? GROUP BY actor`, instantText(since), from, from+historyAtOnce)
	for _, r := range rows {
		a := actors[text(r[0])]
		if a == nil {
			a = &ActorUse{Actor: text(r[0])}
			actors[a.Actor] = a
		}
		a.Recent += number(r[1])
		a.Last = max(a.Last, text(r[2]))
	}
	return err
}

// FieldUse is how often a field has a value.
type FieldUse struct {
	Recent int64 // among records changed since an instant
	Ever   int64
	Last   string // when a record that has one was changed last
}

// fieldsAtOnce keeps one statement within what SQLite takes.
const fieldsAtOnce = 300

// UseOfFields counts values among the newest records of a type, at most so many. A
// table counts where it has rows.
func UseOfFields(app core.App, t *model.Type, since time.Time, most int64) (uses map[*model.Field]FieldUse, looked int64, err error) {
	uses = map[*model.Field]FieldUse{}
	var stored []*model.Field
	for _, f := range t.Fields {
		if !f.Engine && (f.Stored() || f.Kind == model.Rows) {
			stored = append(stored, f)
		}
	}
	for len(stored) > 0 {
		part := stored[:min(len(stored), fieldsAtOnce)]
		stored = stored[len(part):]
		sums := []string{`count(*)`}
		var args []any
		for _, f := range part {
			has := holdsValue(f)
			sums = append(sums, `sum(`+has+` AND updated >= ?)`, `sum(`+has+`)`, `max(CASE WHEN `+has+` THEN updated END)`)
			args = append(args, instantText(since))
		}
		row, err := one(app, `SELECT `+strings.Join(sums, `, `)+` FROM (SELECT * FROM `+table(t)+` ORDER BY n DESC LIMIT ?) t`, append(args, most)...)
		if err != nil {
			return nil, 0, fmt.Errorf("fields of %s: %w", t.Key, err)
		}
		looked = number(row[0])
		for i, f := range part {
			use := FieldUse{}
			if row[2+3*i] != nil {
				use = FieldUse{number(row[1+3*i]), number(row[2+3*i]), text(row[3+3*i])}
			}
			uses[f] = use
		}
	}
	return uses, looked, nil
}

// holdsValue is the condition that a record has a value in a field.
func holdsValue(f *model.Field) string {
	if f.Kind == model.Rows {
		return `EXISTS (SELECT 1 FROM ` + table(f.RowType) + ` r WHERE r.` + colParent + ` = t.id)`
	}
	column := `t.` + quote(f.Key)
	return `(` + column + ` IS NOT NULL AND ` + column + ` NOT IN ('', '[]', 'null'))`
}

// TitleUse is how often a message with a heading was sent.
type TitleUse struct {
	Title  string
	Recent int64
	Ever   int64
	Last   string
}

// UseOfTitles adds messages up by their headings, at most so many of these; whole
// tells that it is all.
func UseOfTitles(app core.App, since time.Time, most int) (uses []TitleUse, whole bool, err error) {
	rows, err := query(app, `SELECT title, sum(at >= ?), count(*), max(at) FROM k_notices GROUP BY title ORDER BY max(at) DESC LIMIT ?`, instantText(since), most+1)
	if err != nil {
		return nil, false, fmt.Errorf("use of messages: %w", err)
	}
	for _, r := range rows[:min(len(rows), most)] {
		uses = append(uses, TitleUse{text(r[0]), number(r[1]), number(r[2]), text(r[3])})
	}
	return uses, len(rows) <= most, nil
}

// RevisionBefore is the configuration that was in force at an instant, with its
// files; nil when none was.
func RevisionBefore(app core.App, at time.Time) (*Revision, error) {
	return revision(app, `SELECT number, hash, at, actor, note, files FROM k_revisions WHERE at <= ? ORDER BY number DESC LIMIT 1`, instantText(at))
}

// Holders counts the active people who hold a role.
func Holders(app core.App, m *model.Model, role string) (int64, error) {
	dir, err := DirectoryOf(app, m)
	if err != nil {
		return 0, err
	}
	return int64(len(dir.Resolve(rule.Principal("role:" + role)))), nil
}
