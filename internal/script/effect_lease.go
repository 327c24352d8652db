package script

import (
	"errors"
	"sync"
	"time"

	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/tools/security"
)

const (
	leaseName = "effects"
	leaseTime = 5 * time.Second // a killed program keeps the next one waiting for so long
)

// lease makes this process the one that runs effects. It is taken when there is
// something to run, so an idle installation writes nothing.
type lease struct {
	holder string
	mu     sync.Mutex
	until  time.Time // it is ours
}

func newLease() lease { return lease{holder: security.RandomString(15)} }

// hold is false while another process runs effects.
func (s *Scripts) hold() (bool, error) {
	l := &s.lease
	l.mu.Lock()
	defer l.mu.Unlock()
	now := s.engine.Now()
	if now.Before(l.until.Add(-leaseTime / 2)) {
		return true, nil
	}
	mine, err := store.TakeLease(s.app, leaseName, l.holder, now, now.Add(leaseTime))
	if err == nil && mine {
		l.until = now.Add(leaseTime)
	}
	return mine, err
}

// keepHolding holds on while a handler takes its time.
func (s *Scripts) keepHolding() (stop func()) {
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(leaseTime / 4)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			err := s.queue.stored(func() error { _, err := s.hold(); return err })
			if err != nil && !errors.Is(err, errEnded) {
				s.app.Logger().Warn("lease not kept", "error", err)
			}
		}
	}()
	return func() { close(done) }
}

// leaveOff ends the work with the database: what still runs counts as cut off.
func (s *Scripts) leaveOff() error {
	s.queue.end()
	s.lease.mu.Lock()
	defer s.lease.mu.Unlock()
	if s.lease.until.IsZero() || s.app.NonconcurrentDB() == nil {
		return nil
	}
	return store.DropLease(s.app, leaseName, s.lease.holder)
}
