package script

import (
	"context"
	"errors"
	"sync"
	"time"

	"kontora/internal/engine"
	"kontora/internal/store"
)

const (
	every = 2 * time.Second
	batch = 200
)

// Reasons why an effect is given up, beside what handlers say.
const (
	reasonGone  = "handler_gone" // no handler of that place hears of that type
	reasonChain = "hook_depth"   // hooks led to one another too often
	reasonCut   = "cut_off"      // the program ended in the middle, again and again
	reasonTime  = "out_of_time"  // the handler took too long
	reasonAsync = "promise_open" // it did not finish before it returned
)

// queue is the effects of which this process knows.
type queue struct {
	mu     sync.Mutex
	inLine map[string]bool // by id
	judged *generation     // those in force when the waiting effects were last looked through; Tick's own

	ending sync.RWMutex // held for writing while the program takes leave of the database
	ended  bool
}

func newQueue() queue { return queue{inLine: map[string]bool{}} }

// errEnded is a job that is overtaken by the end of the program.
var errEnded = errors.New("the program has ended")

// stored reaches the database, unless the program has ended.
func (q *queue) stored(fn func() error) error {
	q.ending.RLock()
	defer q.ending.RUnlock()
	if q.ended {
		return errEnded
	}
	return fn()
}

func (q *queue) end() {
	q.ending.Lock()
	defer q.ending.Unlock()
	q.ended = true
}

func (q *queue) enter(id string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.inLine[id] {
		return false
	}
	q.inLine[id] = true
	return true
}

func (q *queue) leave(id string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.inLine, id)
}

// Run tells handlers what was kept for them until the context ends: what an
// earlier run of the program has left, and what failed and is tried again.
func (s *Scripts) Run(ctx context.Context) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := s.Tick(); err != nil && !errors.Is(err, errEnded) {
			s.app.Logger().Error("effects not run", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Tick puts effects in line whose time has come; Drain waits for them.
func (s *Scripts) Tick() error {
	if s.engine.Model() == nil {
		return nil
	}
	return s.queue.stored(func() error {
		if err := s.judge(s.current.Load()); err != nil {
			return err
		}
		due, err := store.DueEffects(s.app, s.engine.Now(), batch)
		for _, e := range due {
			s.line(e.Id, e.Record)
		}
		return err
	})
}

// judge gives up what waits for handlers that a generation does not have.
func (s *Scripts) judge(g *generation) error {
	if s.queue.judged == g {
		return nil
	}
	waiting, err := store.WaitingAudiences(s.app, s.engine.Model())
	if err != nil {
		return err
	}
	for _, a := range waiting {
		if s.listener(g, a) != nil {
			continue
		}
		n, err := store.GiveUpEffects(s.app, s.engine.Model(), a, reasonGone)
		if err != nil {
			return err
		}
		s.app.Logger().Error("effects given up: the hook is gone", "hook", a.Handler, "type", a.Type, "count", n)
	}
	s.queue.judged = g
	return nil
}

// listener is the handler of a generation that an effect is for; nil when there
// is none any more.
func (s *Scripts) listener(g *generation, a store.Audience) *handler {
	slug := ""
	if t := s.engine.Model().TypeByKey(a.Type); t != nil {
		slug = t.Slug
	}
	for _, h := range g.effect {
		if h.id == a.Handler && h.wants(a.Type, slug) {
			return h
		}
	}
	return nil
}

// line puts an effect in the line of its record.
func (s *Scripts) line(id, record string) {
	if s.queue.enter(id) {
		s.outside.push(record, func() { s.next(id) })
	}
}

// next tries an effect, and lets the one come up that has waited for it.
func (s *Scripts) next(id string) {
	follower, err := s.try(id)
	s.queue.leave(id)
	if err != nil && !errors.Is(err, errEnded) {
		s.app.Logger().Error("effect not run", "effect", id, "error", err)
	}
	if follower != nil {
		s.line(follower.Id, follower.Record)
	}
}

// try runs an effect if it is its turn and nobody else does: another process
// that holds the lease, or one that has run it already.
func (s *Scripts) try(id string) (follower *store.Effect, err error) {
	var e *store.Effect
	err = s.queue.stored(func() error {
		mine, err := s.hold()
		if err != nil || !mine {
			return err
		}
		e, err = store.BeginEffect(s.app, s.engine.Model(), id, s.engine.Now())
		return err
	})
	if err != nil || e == nil {
		return nil, err
	}
	stop := s.keepHolding()
	defer stop()
	end := s.attempt(e)
	err = s.queue.stored(func() error {
		if err := end(); err != nil {
			return err
		}
		follower, err = store.FollowingEffect(s.app, e, s.engine.Now())
		return err
	})
	return follower, err
}

// attempt tells the handler and answers how the try ends in the database.
func (s *Scripts) attempt(e *store.Effect) (end func() error) {
	g := s.current.Load()
	h := s.listener(g, store.Audience{Handler: e.Handler, Type: e.Type})
	switch {
	case h == nil:
		return s.fail(e, store.LetterDead, e.Place, reasonGone)
	case e.Tries > engine.Tries:
		return s.fail(e, store.LetterDead, h.at, reasonCut)
	}
	err := s.effect(g, h, e)
	if err == nil {
		return func() error { return store.EndEffect(s.app, e.Id) }
	}
	s.app.Logger().Error("hook failed", "hook", h.at, "type", e.Type, "record", e.Record, "effect", e.Id, "attempt", e.Attempt, "error", traced(err))
	state := store.LetterQueued
	if e.Tries >= engine.Tries {
		state = store.LetterDead
	}
	return s.fail(e, state, placeOf(h, err), reasonOf(err))
}

func (s *Scripts) fail(e *store.Effect, state, place, reason string) func() error {
	return func() error {
		return store.FailEffect(s.app, e.Id, state, s.engine.Now().Add(engine.Backoff(e.Tries)), place, reason)
	}
}
