package store

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Answer is what a command with an Idempotency-Key was answered.
type Answer struct {
	Digest string // of the request
	Body   string
}

// Answered finds the answer given to a key; nil when the key is new.
func Answered(tx core.App, key, actor string) (*Answer, error) {
	row, err := one(tx, `SELECT digest, body FROM k_idem WHERE key = ? AND actor = ?`, key, actor)
	if err != nil || row == nil {
		return nil, err
	}
	return &Answer{Digest: text(row[0]), Body: text(row[1])}, nil
}

// Remember stores the answer to a key in the transaction that did the work.
func Remember(tx core.App, key, actor string, a Answer, at time.Time) error {
	_, err := exec(tx, `INSERT INTO k_idem (key, actor, digest, status, body, at) VALUES (?, ?, ?, 200, ?, ?)`,
		key, actor, a.Digest, a.Body, instantText(at))
	return err
}

// ForgetAnswers drops answers given before an instant.
func ForgetAnswers(app core.App, before time.Time) error {
	_, err := exec(app, `DELETE FROM k_idem WHERE at < ?`, instantText(before))
	return err
}

// InnerColumns are columns that no client ever sees.
func InnerColumns() []string { return []string{colN, colConfig} }
