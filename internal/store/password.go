package store

import (
	"fmt"
	"strings"
	"time"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// passwordGiven is how history calls that somebody else gave a person a password.
const passwordGiven = "password"

// noPassword begins what stands in the place of a hash where there is none:
// nobody signs in with a password before one is set.
const noPassword = "!"

func unsetPassword() *core.PasswordFieldValue {
	return &core.PasswordFieldValue{Hash: noPassword + security.RandomString(30)}
}

// PasswordOf tells whether a person has a password, and the event by which
// somebody else gave them the last one.
func PasswordOf(app core.App, t *model.Type, id string) (has bool, given *Event, err error) {
	row, err := one(app, `SELECT password FROM `+table(t)+` WHERE id = ?`, id)
	if err != nil || row == nil {
		return false, nil, err
	}
	hash := text(row[0])
	has = hash != "" && !strings.HasPrefix(hash, noPassword)
	last, err := one(app, `SELECT `+eventColumns+` FROM k_events WHERE record = ? AND type = ? AND action = ? ORDER BY seq DESC LIMIT 1`,
		id, t.StableId, passwordGiven)
	if err != nil || last == nil {
		return has, nil, err
	}
	return has, readEvent(last), nil
}

// NotePassword writes into history that somebody gave a person a password; never
// the password.
func NotePassword(tx core.App, t *model.Type, id, actor, request string, config int64, at time.Time) error {
	err := AppendEvents(tx, []*Event{{At: instantText(at), Type: t.StableId, Record: id, Action: passwordGiven, Actor: actor, Config: config, Request: request}})
	if err != nil {
		return fmt.Errorf("password of %s: %w", id, err)
	}
	return nil
}
