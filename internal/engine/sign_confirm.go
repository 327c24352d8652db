package engine

import (
	"sync"
	"time"

	"kontora/internal/fault"
)

// A simple signature is confirmed by the password of the account: so often may
// it be wrong, and so long must its owner wait then.
const (
	wrongPasswords = 5
	wrongPeriod    = 15 * time.Minute
)

// confirmations count wrong passwords by person. They are of this process: a
// restart forgets them, as it does for attempts to sign in.
type confirmations struct {
	mu    sync.Mutex
	wrong map[string]int
	since map[string]time.Time
}

// confirm checks the password of a person who signs.
func (e *Engine) confirm(id, password string, now time.Time) error {
	rec, err := e.person(id)
	if err != nil {
		return err
	}
	c := &e.confirmed
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.wrong == nil {
		c.wrong, c.since = map[string]int{}, map[string]time.Time{}
	}
	if now.Sub(c.since[id]) >= wrongPeriod {
		delete(c.wrong, id)
	}
	if c.wrong[id] >= wrongPasswords {
		return fault.New(fault.Limit, "sign_locked", fault.Params{"until": c.since[id].Add(wrongPeriod)}).At("pin")
	}
	if rec.ValidatePassword(password) {
		delete(c.wrong, id)
		return nil
	}
	if c.wrong[id] == 0 {
		c.since[id] = now
	}
	c.wrong[id]++
	return fault.New(fault.Invalid, "wrong_password", fault.Params{"left": wrongPasswords - c.wrong[id]}).At("pin")
}
