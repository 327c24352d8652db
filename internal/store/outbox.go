package store

import (
	"fmt"
	"slices"
	"time"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Letter is one message that is to reach somebody outside the program.
type Letter struct {
	Id    string
	Kind  string // mail, push
	User  string // for whom
	Ref   string // id of the notice it tells of
	Level string // usual, urgent
	At    time.Time
	Next  time.Time // when it is to be tried
	State string    // queued, sent, dropped, dead
	Tries int
	Error string // why it was not sent: a word, or what the server said
	// Device is the one of the reader that a push goes to; "" for mail.
	Device string
}

// Ways of a letter.
const (
	ByMail = "mail"
	ByPush = "push"
)

// States of a letter.
const (
	LetterQueued  = "queued"
	LetterSent    = "sent"
	LetterDropped = "dropped" // nobody wants it any more; Error says why
	LetterDead    = "dead"    // given up; an administrator may send it again
)

const letterColumns = `id, kind, user, ref, level, at, next, state, tries, error, device`

// DueLetters lists letters of a kind whose time has come, the oldest first.
func DueLetters(app core.App, kind string, now time.Time, limit int) ([]Letter, error) {
	return letters(app, `WHERE state = 'queued' AND kind = ? AND next <= ? ORDER BY next, id LIMIT ?`, kind, instantText(now), limit)
}

// Outgoing is one thing that is to leave the program, as those who look after it
// see it: a letter, or an effect of a hook.
type Outgoing struct {
	Id     string
	Kind   string // mail, push, effect
	User   string // for whom a letter is
	Place  string // file:line of a hook
	Type   string // key of the type of the record that an effect tells of
	Record string
	At     time.Time
	Next   time.Time
	State  string
	Tries  int
	Error  string
}

// KindEffect is the kind of an effect among what goes out.
const KindEffect = "effect"

// Outbox lists what is in a state, the newest first, from before a cursor.
func Outbox(app core.App, m *model.Model, state, before string, limit int) ([]Outgoing, string, error) {
	after, err := parseCursor(before)
	if err != nil {
		return nil, "", err
	}
	bound, args := "", []any{state}
	if after != nil {
		at, id, ok := splitPlace(after)
		if !ok {
			return nil, "", errBadCursor()
		}
		bound, args = ` AND (at, id) < (?, ?)`, append(args, at, id)
	}
	rows, err := query(app, `SELECT id, kind, user, '' AS place, '' AS type, '' AS record, at, next, state, tries, error FROM k_outbox WHERE state = ?`+bound+`
		UNION ALL SELECT id, '`+KindEffect+`', '', place, type, record, at, next, state, tries, error FROM k_effects WHERE state = ?`+bound+`
		ORDER BY at DESC, id DESC LIMIT ?`, append(slices.Concat(args, args), limit+1)...)
	if err != nil {
		return nil, "", fmt.Errorf("read outbox: %w", err)
	}
	list := make([]Outgoing, len(rows))
	for i, row := range rows {
		o := Outgoing{Id: text(row[0]), Kind: text(row[1]), User: text(row[2]), Place: text(row[3]), Type: typeKey(m, text(row[4])), Record: text(row[5]),
			State: text(row[8]), Tries: int(number(row[9])), Error: text(row[10])}
		if o.At, err = ParseInstant(text(row[6])); err != nil {
			return nil, "", err
		}
		if o.Next, err = ParseInstant(text(row[7])); err != nil {
			return nil, "", err
		}
		list[i] = o
	}
	if len(list) <= limit {
		return list, "", nil
	}
	last := list[limit-1]
	return list[:limit], placeAt(instantText(last.At), last.Id), nil
}

func letters(app core.App, tail string, args ...any) ([]Letter, error) {
	rows, err := query(app, `SELECT `+letterColumns+` FROM k_outbox `+tail, args...)
	if err != nil {
		return nil, fmt.Errorf("read outbox: %w", err)
	}
	list := make([]Letter, len(rows))
	for i, row := range rows {
		l := Letter{Id: text(row[0]), Kind: text(row[1]), User: text(row[2]), Ref: text(row[3]), Level: text(row[4]),
			State: text(row[7]), Tries: int(number(row[8])), Error: text(row[9]), Device: text(row[10])}
		if l.At, err = ParseInstant(text(row[5])); err != nil {
			return nil, err
		}
		if l.Next, err = ParseInstant(text(row[6])); err != nil {
			return nil, err
		}
		list[i] = l
	}
	return list, nil
}

// SettleLetters puts letters into a state, with the reason.
func SettleLetters(app core.App, ids []string, state, reason string) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := exec(app, `UPDATE k_outbox SET state = ?, error = ? WHERE id IN (`+places(len(ids))+`)`, append([]any{state, reason}, anys(ids)...)...)
	return err
}

// PostponeLetters lets letters wait; failed counts the try and says what went wrong.
func PostponeLetters(app core.App, ids []string, until time.Time, failed string) error {
	if len(ids) == 0 {
		return nil
	}
	tried := 0
	if failed != "" {
		tried = 1
	}
	_, err := exec(app, `UPDATE k_outbox SET next = ?, tries = tries + ?, error = ? WHERE id IN (`+places(len(ids))+`)`,
		append([]any{instantText(until), tried, failed}, anys(ids)...)...)
	return err
}

// Resend lets what was given up be tried again; false when there is nothing.
func Resend(app core.App, id string, now time.Time) (bool, error) {
	for _, table := range []string{"k_outbox", "k_effects"} {
		n, err := exec(app, `UPDATE `+table+` SET state = 'queued', tries = 0, error = '', next = ? WHERE id = ? AND state IN ('dead', 'dropped')`, instantText(now), id)
		if err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, nil
}

// keptEffects is how long an effect is kept that an administrator wants no more.
const keptEffects = 90 * 24 * time.Hour

// Discard drops what was given up: nobody tries it again unless asked to; false
// when there is nothing. Effects that were dropped long ago are forgotten.
func Discard(app core.App, id, reason string, now time.Time) (bool, error) {
	if _, err := exec(app, `DELETE FROM k_effects WHERE state = 'dropped' AND at < ?`, instantText(now.Add(-keptEffects))); err != nil {
		return false, err
	}
	for _, table := range []string{"k_outbox", "k_effects"} {
		n, err := exec(app, `UPDATE `+table+` SET state = 'dropped', error = ? WHERE id = ? AND state = 'dead'`, reason, id)
		if err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, nil
}

// ForgetLetters drops letters of a kind that were settled before an instant.
func ForgetLetters(app core.App, kind string, before time.Time) error {
	_, err := exec(app, `DELETE FROM k_outbox WHERE state IN ('sent', 'dropped') AND kind = ? AND at < ?`, kind, instantText(before))
	return err
}

// NoticeById finds one message; nil when there is none.
func NoticeById(app core.App, m *model.Model, id string) (*Notice, error) {
	row, err := one(app, `SELECT id, at, title, body, type, record, read_at FROM k_notices WHERE id = ?`, id)
	if err != nil || row == nil {
		return nil, err
	}
	return readNotice(m, row), nil
}
