package store

import (
	"sync"

	"github.com/pocketbase/pocketbase/core"
)

// vocabulary remembers words that are stored already. Words are never deleted
// and most of a new record's have been written before, so few reach the table.
type vocabulary struct {
	mu    sync.RWMutex
	words map[string]bool
}

// vocabularySize bounds the memory it takes; beyond it, it begins anew.
const vocabularySize = 100_000

func vocabularyOf(app core.App) *vocabulary {
	return app.Store().GetOrSet("kontora.words", func() any { return &vocabulary{words: map[string]bool{}} }).(*vocabulary)
}

// unknown lists the words that may not be stored yet, and remembers them once
// the transaction that is about to store them has been committed.
func (v *vocabulary) unknown(tx core.App, words []string) []string {
	var fresh []string
	v.mu.RLock()
	for _, w := range words {
		if !v.words[w] {
			fresh = append(fresh, w)
		}
	}
	v.mu.RUnlock()
	info := tx.TxInfo()
	if info == nil || len(fresh) == 0 {
		return fresh
	}
	info.OnComplete(func(failed error) error {
		if failed == nil {
			v.remember(fresh)
		}
		return nil
	})
	return fresh
}

func (v *vocabulary) remember(words []string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.words)+len(words) > vocabularySize {
		v.words = map[string]bool{}
	}
	for _, w := range words {
		v.words[w] = true
	}
}

// forget makes the next words be stored whatever was remembered.
func (v *vocabulary) forget() {
	v.mu.Lock()
	v.words = map[string]bool{}
	v.mu.Unlock()
}
