package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// The scheduler turns alarms into commands. An alarm is removed in the very
// transaction that answers it, so that it is answered once, whoever is killed
// when; a lease keeps two processes from racing for the same ones.
const (
	scheduleEvery = 2 * time.Second
	leaseName     = "schedule"
	leaseTime     = 15 * time.Second
	alarmBatch    = 50
	longestWait   = 6 * time.Hour // between two tries of an alarm that is refused
)

// bindSchedule gives the lease back when the program ends, so that the next one
// need not wait for it to run out.
func (e *Engine) bindSchedule() {
	e.app.OnTerminate().BindFunc(func(ev *core.TerminateEvent) error {
		if e.app.NonconcurrentDB() != nil {
			if err := store.DropLease(e.app, leaseName, e.holder); err != nil {
				e.app.Logger().Warn("lease not given back", "error", err)
			}
		}
		return ev.Next()
	})
}

// Schedule answers alarms until the context ends.
func (e *Engine) Schedule(ctx context.Context) {
	tick := time.NewTicker(scheduleEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if _, err := e.Tick(ctx); err != nil && ctx.Err() == nil {
				e.app.Logger().Error("alarms not answered", "error", err)
			}
			if _, err := e.Migrate(ctx, movedAtOnce); err != nil && ctx.Err() == nil {
				e.app.Logger().Error("records not moved to the configuration in force", "error", err)
			}
		}
	}
}

// Still keeps alarms unanswered until what it returns is called: while a past is
// written down, what it waited for is no news.
func (e *Engine) Still() func() {
	e.still.Add(1)
	return func() { e.still.Add(-1) }
}

// Tick answers all alarms that have come and reports how many it answered or
// postponed. Each is a command of its own, so that other writers wait for one at most.
func (e *Engine) Tick(ctx context.Context) (int, error) {
	done := 0
	for e.Model() != nil && e.still.Load() == 0 {
		now := e.Now()
		mine, err := store.TakeLease(e.app, leaseName, e.holder, now, now.Add(leaseTime))
		if err != nil || !mine {
			return done, err
		}
		due, err := store.DueAlarms(e.app, e.Model(), now, alarmBatch)
		if err != nil || len(due) == 0 {
			return done, err
		}
		for _, a := range due {
			if ctx.Err() != nil {
				return done, ctx.Err()
			}
			if err := e.answer(a); err != nil {
				return done, fmt.Errorf("alarm of %s/%s: %w", a.Record.Type, a.Record.Id, err)
			}
			done++
		}
	}
	return done, nil
}

// answer runs the command of one alarm. A refusal is not an error: the alarm is
// tried again, later each time, as long as the fact waits for it.
func (e *Engine) answer(a store.Alarm) error {
	defer e.enter()()
	t := e.Model().TypeByKey(a.Record.Type)
	err := e.app.RunInTransaction(func(tx core.App) error {
		taken, err := store.TakeAlarm(tx, e.Model(), a)
		if err != nil || !taken || t == nil {
			return err
		}
		cmd := flow.Command{Kind: flow.Ring, Type: t, Id: a.Record.Id, Actor: flow.Actor{System: true}, Alarm: flow.Alarmed{Fact: a.Fact, Level: a.Level}}
		_, err = e.Do(tx, Input{Command: cmd})
		return err
	})
	var refused *fault.Fault
	if !errors.As(err, &refused) {
		return err
	}
	wait := longestWait
	if a.Tries < 9 {
		wait = min(wait, time.Minute<<a.Tries)
	}
	return store.PostponeAlarm(e.app, e.Model(), a, refused.Code, e.Now().Add(wait))
}

// newHolder names a process among those that may hold a lease.
func newHolder() string { return security.RandomString(15) }
