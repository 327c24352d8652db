package store

import (
	"sync"

	"kontora/internal/model"
	"kontora/internal/rule"

	"github.com/pocketbase/pocketbase/core"
)

// everybody is the token under which every record of a type is filed. Readers
// with a right on all records of a type carry it instead of their own tokens,
// so that wide and narrow lists are one and the same query.
const everybody = int64(0)

// Words that are interned. Types and states go by stable ids, so that renaming
// a type rewrites nothing and renaming a state rewrites one row.
func principalWord(p rule.Principal) string { return "p:" + string(p) }
func typeWord(t *model.Type) string         { return "t:" + t.StableId }
func stateWord(t *model.Type, state string) string {
	return "s:" + t.StableId + ":" + state
}

// archivedState is the state under which archived records are filed: no list
// shows them unless asked, whatever their status.
const archivedState = "~"

// interner remembers the numbers of words. A word never changes its number, so
// what is remembered stays true; what a transaction added is remembered only
// when it has been committed.
type interner struct {
	mu  sync.RWMutex
	ids map[string]int64
}

func internerOf(app core.App) *interner {
	return app.Store().GetOrSet("kontora.tokens", func() any { return &interner{ids: map[string]int64{}} }).(*interner)
}

// forget drops everything; renaming a state moves its number to a new word.
func (in *interner) forget() {
	in.mu.Lock()
	in.ids = map[string]int64{}
	in.mu.Unlock()
}

// lookup finds the numbers of words; unknown words are left out.
func (in *interner) lookup(app core.App, words []string) (map[string]int64, error) {
	found := make(map[string]int64, len(words))
	var missing []string
	in.mu.RLock()
	for _, w := range words {
		if id, ok := in.ids[w]; ok {
			found[w] = id
		} else {
			missing = append(missing, w)
		}
	}
	in.mu.RUnlock()
	for len(missing) > 0 {
		part := missing[:min(len(missing), 500)]
		missing = missing[len(part):]
		rows, err := query(app, `SELECT key, id FROM k_tokens WHERE key IN (`+places(len(part))+`)`, anys(part)...)
		if err != nil {
			return nil, err
		}
		fresh := map[string]int64{}
		for _, r := range rows {
			found[text(r[0])], fresh[text(r[0])] = number(r[1]), number(r[1])
		}
		in.remember(app, fresh)
	}
	return found, nil
}

// intern finds the numbers of words and makes those that are missing.
func (in *interner) intern(tx core.App, words []string) (map[string]int64, error) {
	found, err := in.lookup(tx, words)
	if err != nil || len(found) == len(words) {
		return found, err
	}
	var missing []string
	for _, w := range words {
		if _, ok := found[w]; !ok {
			found[w] = 0
			missing = append(missing, w)
		}
	}
	if len(missing) == 0 {
		return found, nil // words repeated themselves
	}
	last, err := next(tx, "token", int64(len(missing)))
	if err != nil {
		return nil, err
	}
	args := make([]any, 0, 2*len(missing))
	fresh := map[string]int64{}
	for i, w := range missing {
		id := last - int64(len(missing)) + int64(i) + 1
		found[w], fresh[w] = id, id
		args = append(args, id, w)
	}
	if _, err := exec(tx, `INSERT INTO k_tokens (id, key) VALUES `+tuples(len(missing), 2), args...); err != nil {
		return nil, err
	}
	in.remember(tx, fresh)
	return found, nil
}

func (in *interner) remember(app core.App, fresh map[string]int64) {
	if len(fresh) == 0 {
		return
	}
	keep := func() {
		in.mu.Lock()
		for w, id := range fresh {
			in.ids[w] = id
		}
		in.mu.Unlock()
	}
	info := app.TxInfo()
	if info == nil {
		keep()
		return
	}
	info.OnComplete(func(failed error) error {
		if failed == nil {
			keep()
		}
		return nil
	})
}

// next takes count numbers of a counter of the program and returns the last.
func next(tx core.App, name string, count int64) (int64, error) {
	rows, err := change(tx, `UPDATE k_seq SET v = v + ? WHERE name = ? RETURNING v`, count, name)
	if err != nil {
		return 0, err
	}
	return number(rows[0][0]), nil
}
