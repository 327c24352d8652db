package store

import (
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// ApiKey lets a program act for a person. The secret itself is not kept, only
// its hash.
type ApiKey struct {
	Id      string
	User    string
	Title   string
	Prefix  string // the beginning of the secret, to tell keys apart
	Scopes  []string
	Created string
	Used    string
	Until   string // "" for no end
}

const keyColumns = `id, user, title, prefix, scopes, created, used, until`

func readKey(row []any) *ApiKey {
	return &ApiKey{Id: text(row[0]), User: text(row[1]), Title: text(row[2]), Prefix: text(row[3]),
		Scopes: strings.Fields(text(row[4])), Created: text(row[5]), Used: text(row[6]), Until: text(row[7])}
}

// AddKey keeps a key under the hash of its secret.
func AddKey(app core.App, k *ApiKey, hash string, at time.Time) error {
	k.Id, k.Created = core.GenerateDefaultRandomId(), instantText(at)
	_, err := exec(app, `INSERT INTO k_api_keys (id, user, title, prefix, hash, scopes, created, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		k.Id, k.User, k.Title, k.Prefix, hash, strings.Join(k.Scopes, " "), k.Created, orNull(k.Until))
	return err
}

// Keys lists a person's keys that still hold or have expired, newest first.
func Keys(app core.App, user string) ([]*ApiKey, error) {
	rows, err := query(app, `SELECT `+keyColumns+` FROM k_api_keys WHERE user = ? AND revoked IS NULL ORDER BY created DESC, id`, user)
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	list := make([]*ApiKey, len(rows))
	for i, row := range rows {
		list[i] = readKey(row)
	}
	return list, nil
}

// KeyByHash finds the key of a secret that may be used now; nil when there is
// none, or it was revoked, or has expired.
func KeyByHash(app core.App, hash string, now time.Time) (*ApiKey, error) {
	row, err := one(app, `SELECT `+keyColumns+` FROM k_api_keys WHERE hash = ? AND revoked IS NULL AND (until IS NULL OR until > ?)`, hash, instantText(now))
	if err != nil || row == nil {
		return nil, err
	}
	return readKey(row), nil
}

// TouchKey notes that a key is in use, to the minute: it is written once a
// minute at most, however busy the program is.
func TouchKey(app core.App, k *ApiKey, now time.Time) error {
	if last, err := parseInstant(k.Used); k.Used != "" && err == nil && now.Sub(last) < time.Minute {
		return nil
	}
	_, err := exec(app, `UPDATE k_api_keys SET used = ? WHERE id = ?`, instantText(now), k.Id)
	return err
}

// RevokeKey ends a key at once; false when the person has no such key.
func RevokeKey(app core.App, user, id string, now time.Time) (bool, error) {
	n, err := exec(app, `UPDATE k_api_keys SET revoked = ? WHERE user = ? AND id = ? AND revoked IS NULL`, instantText(now), user, id)
	return n > 0, err
}
