package store

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// KeyState is where a person's signature key stands.
type KeyState string

// The states of a key. A retired one has lost its private part.
const (
	KeyPending KeyState = "pending" // waits for its certificate
	KeyActive  KeyState = "active"
	KeyRetired KeyState = "retired"
)

// SignKey is a person's signature key, its private part sealed.
type SignKey struct {
	Id, Person string
	Public     []byte // DER
	Sealed     string
	State      KeyState
	At         string
	Wrong      int64     // wrong tries in a row
	Locked     time.Time // until when no try is taken
	Blocked    bool      // for good
}

const signKeyColumns = `id, person, public, sealed, state, at, wrong, coalesce(locked, ''), blocked`

// SignKeyOf finds a person's key in a state; nil for none.
func SignKeyOf(app core.App, person string, state KeyState) (*SignKey, error) {
	r, err := one(app, `SELECT `+signKeyColumns+` FROM k_sign_keys WHERE person = ? AND state = ?`, person, string(state))
	if err != nil || r == nil {
		return nil, err
	}
	k := &SignKey{Id: text(r[0]), Person: text(r[1]), Public: blob(r[2]), Sealed: text(r[3]), State: KeyState(text(r[4])), At: text(r[5]), Wrong: number(r[6]), Blocked: number(r[8]) == 1}
	if s := text(r[7]); s != "" {
		if k.Locked, err = parseInstant(s); err != nil {
			return nil, fmt.Errorf("key %s: %w", k.Id, err)
		}
	}
	return k, nil
}

// AddSignKey keeps a key that waits for its certificate, in place of one that waited.
func AddSignKey(tx core.App, k *SignKey, at time.Time) error {
	k.Id, k.State, k.At = core.GenerateDefaultRandomId(), KeyPending, instantText(at)
	if _, err := exec(tx, `UPDATE k_sign_keys SET state = ?, sealed = '' WHERE person = ? AND state = ?`, string(KeyRetired), k.Person, string(KeyPending)); err != nil {
		return err
	}
	_, err := exec(tx, `INSERT INTO k_sign_keys (id, person, public, sealed, state, at) VALUES (?, ?, ?, ?, ?, ?)`, k.Id, k.Person, k.Public, k.Sealed, string(k.State), k.At)
	return err
}

// RetireSignKey destroys the private part of a person's active key.
func RetireSignKey(tx core.App, person string) error {
	_, err := exec(tx, `UPDATE k_sign_keys SET state = ?, sealed = '' WHERE person = ? AND state = ?`, string(KeyRetired), person, string(KeyActive))
	return err
}

// ActivateSignKey makes a key the one its person signs with.
func ActivateSignKey(tx core.App, id string) error {
	_, err := exec(tx, `UPDATE k_sign_keys SET state = ? WHERE id = ?`, string(KeyActive), id)
	return err
}

// ResealSignKey keeps a key sealed anew, unless somebody has sealed it meanwhile.
func ResealSignKey(app core.App, k *SignKey, sealed string) (bool, error) {
	n, err := exec(app, `UPDATE k_sign_keys SET sealed = ? WHERE id = ? AND sealed = ?`, sealed, k.Id, k.Sealed)
	return n == 1, err
}

// Tries bounds wrong tries: after First the key is locked for a time, after Last
// for good.
type Tries struct {
	First, Last int64
	Lock        time.Duration
}

// CountTry counts a try before it is judged, so that many at once are not more
// than one after another; false when none is taken now.
func CountTry(app core.App, id string, t Tries, now time.Time) (bool, error) {
	n, err := exec(app, `UPDATE k_sign_keys SET wrong = wrong + 1,
		locked = CASE WHEN wrong + 1 = ? THEN ? ELSE locked END,
		blocked = CASE WHEN wrong + 1 >= ? THEN 1 ELSE 0 END
		WHERE id = ? AND blocked = 0 AND (locked IS NULL OR locked <= ?)`, t.First, instantText(now.Add(t.Lock)), t.Last, id, instantText(now))
	return n == 1, err
}

// ForgetTries ends the count: the try was right.
func ForgetTries(app core.App, id string) error {
	_, err := exec(app, `UPDATE k_sign_keys SET wrong = 0, locked = NULL, blocked = 0 WHERE id = ?`, id)
	return err
}
