package script

import (
	"context"
	"hash/fnv"
	"sync"
)

// lanes run jobs behind the backs of commands. Jobs with the same key run in
// order; a lane has a goroutine only while it has jobs.
type lanes struct {
	mu   sync.Mutex
	all  [4]lane
	open int
	idle chan struct{} // closed when nothing is open; nil while nobody waits
}

type lane struct {
	jobs    []func()
	running bool
}

// push never blocks: a job may push another one.
func (l *lanes) push(key string, job func()) {
	sum := fnv.New32a()
	sum.Write([]byte(key))
	l.mu.Lock()
	defer l.mu.Unlock()
	own := &l.all[sum.Sum32()%uint32(len(l.all))]
	own.jobs = append(own.jobs, job)
	l.open++
	if !own.running {
		own.running = true
		go l.work(own)
	}
}

func (l *lanes) work(own *lane) {
	for {
		l.mu.Lock()
		if len(own.jobs) == 0 {
			own.running = false
			l.mu.Unlock()
			return
		}
		job := own.jobs[0]
		own.jobs = own.jobs[1:]
		l.mu.Unlock()
		job()
		l.done()
	}
}

func (l *lanes) done() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open--; l.open == 0 && l.idle != nil {
		close(l.idle)
		l.idle = nil
	}
}

func (l *lanes) waiting() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open
}

func (l *lanes) drain(ctx context.Context) error {
	l.mu.Lock()
	if l.open == 0 {
		l.mu.Unlock()
		return nil
	}
	if l.idle == nil {
		l.idle = make(chan struct{})
	}
	idle := l.idle
	l.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
