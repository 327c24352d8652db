package api

import (
	"strings"
	"sync"
	"time"

	"kontora/internal/fault"

	"github.com/pocketbase/pocketbase/core"
)

// How often somebody may be wrong within a minute: at one name from one address,
// and from one address at all; many people may share it.
const (
	attemptsOfOne     = 10
	attemptsOfAddress = 100
	attemptsWithin    = time.Minute
	maxAttemptKeys    = 50_000
)

// attempts counts attempts by key within a window.
type attempts struct {
	mu    sync.Mutex
	since map[string]time.Time
	count map[string]int
}

func newAttempts() *attempts {
	return &attempts{since: map[string]time.Time{}, count: map[string]int{}}
}

// take counts an attempt; false, and how long to wait, when there were too many.
func (a *attempts) take(key string, most int, now time.Time) (time.Duration, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if at, known := a.since[key]; !known || now.Sub(at) >= attemptsWithin {
		a.tidy(now)
		a.since[key], a.count[key] = now, 0
	}
	if a.count[key] >= most {
		return attemptsWithin - now.Sub(a.since[key]), false
	}
	a.count[key]++
	return 0, true
}

// back takes an attempt back that was none: it succeeded.
func (a *attempts) back(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.count[key] = max(0, a.count[key]-1)
}

// tidy forgets windows that have ended once there are many.
func (a *attempts) tidy(now time.Time) {
	if len(a.since) < maxAttemptKeys {
		return
	}
	for key, at := range a.since {
		if now.Sub(at) >= attemptsWithin {
			delete(a.since, key)
			delete(a.count, key)
		}
	}
}

// signIns are the routes by which one can guess at a secret or have letters sent,
// by the last part of their path, each with the key that names whom it is about.
var signIns = map[string]string{
	"auth-with-password": "identity", "auth-with-otp": "otpId", "request-otp": "email", "request-password-reset": "email",
	"request-verification": "email", "confirm-password-reset": "token", "confirm-email-change": "token", "confirm-verification": "token",
}

// limitSignIns refuses who tries too often. A sign-in that succeeds does not count;
// letters do.
func (s *server) limitSignIns(re *core.RequestEvent) error {
	rest, ok := strings.CutPrefix(re.Request.Pattern, "POST /api/collections/{collection}/")
	by := signIns[rest]
	if !ok || by == "" {
		return re.Next()
	}
	info, err := re.RequestInfo()
	if err != nil {
		return err
	}
	name, _ := info.Body[by].(string)
	if len(name) > 200 {
		name = name[:200]
	}
	address := re.RealIP()
	one := strings.Join([]string{address, rest, re.Request.PathValue("collection"), strings.ToLower(name)}, " ")
	now := s.e.Now()
	wait, ok := s.attempts.take(one, attemptsOfOne, now)
	if ok {
		wait, ok = s.attempts.take(address, attemptsOfAddress, now)
	}
	if !ok {
		return fault.New(fault.Limit, "too_many_attempts", fault.Params{"seconds": int(wait/time.Second) + 1})
	}
	if err := re.Next(); err != nil {
		return err
	}
	if !strings.HasPrefix(rest, "request-") {
		s.attempts.back(one)
		s.attempts.back(address)
	}
	return nil
}
