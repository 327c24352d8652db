package store

import (
	"sync"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// shared is something that every command reads and hardly any changes. A process
// keeps the last value until it is changed; a transaction that has changed it
// reads its own.
type shared[T any] struct {
	mu         sync.Mutex
	m          *model.Model // that the value was read under
	value      T
	known      bool
	generation int
	dirty      map[*core.TxAppInfo]bool // transactions that changed it
}

// sharedOf finds an application's value of a name.
func sharedOf[T any](app core.App, name string) *shared[T] {
	return app.Store().GetOrSet(name, func() any {
		return &shared[T]{dirty: map[*core.TxAppInfo]bool{}}
	}).(*shared[T])
}

func (c *shared[T]) get(app core.App, m *model.Model, load func() (T, error)) (T, error) {
	c.mu.Lock()
	own := app.TxInfo() != nil && c.dirty[app.TxInfo()]
	value, known, generation := c.value, c.known && c.m == m, c.generation
	c.mu.Unlock()
	if known && !own {
		return value, nil
	}
	value, err := load()
	if err != nil || own {
		return value, err
	}
	c.mu.Lock()
	if c.generation == generation { // nobody changed it meanwhile
		c.m, c.value, c.known = m, value, true
	}
	c.mu.Unlock()
	return value, nil
}

// drop forgets the value; the next question reads it anew.
func (c *shared[T]) drop() {
	var none T
	c.mu.Lock()
	c.value, c.known, c.generation = none, false, c.generation+1
	c.mu.Unlock()
}

// touch notes that a transaction changes what is behind the value.
func (c *shared[T]) touch(tx core.App) {
	info := tx.TxInfo()
	if info == nil {
		c.drop()
		return
	}
	c.mu.Lock()
	noted := c.dirty[info]
	c.dirty[info] = true
	c.mu.Unlock()
	if noted {
		return
	}
	info.OnComplete(func(error) error {
		c.mu.Lock()
		delete(c.dirty, info)
		c.mu.Unlock()
		c.drop()
		return nil
	})
}
