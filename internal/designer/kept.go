package designer

import (
	"crypto/sha256"
	"io"
	"maps"
	"slices"
	"sync"

	"kontora/internal/model"
)

// Kept remembers the last places in which somebody was writing: while a word is
// typed, nothing changes but the expression itself, which a place does not hang
// on.
type Kept struct {
	mu    sync.Mutex
	order []placeKey
	found map[placeKey][]*model.Stand
}

type placeKey [sha256.Size]byte

// mostKept bounds them: each holds a compiled configuration.
const mostKept = 8

// With gives what stands at a place to use, found anew or remembered. Nobody else
// uses anything that is remembered at the same time.
func (k *Kept) With(p Place, use func([]*model.Stand)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	p.kept = k
	use(p.Stands())
}

// find gives what is remembered for files with something put in its place.
func (k *Kept) find(files map[string][]byte, p Place, look func() []*model.Stand) []*model.Stand {
	if k == nil {
		return look()
	}
	key := keyOf(files, p)
	if found, known := k.found[key]; known {
		return found
	}
	if k.found == nil {
		k.found = map[placeKey][]*model.Stand{}
	}
	if k.order = append(k.order, key); len(k.order) > mostKept {
		delete(k.found, k.order[0])
		k.order = k.order[1:]
	}
	k.found[key] = look()
	return k.found[key]
}

func keyOf(files map[string][]byte, p Place) (key placeKey) {
	h := sha256.New()
	write := func(text string) {
		_, _ = io.WriteString(h, text+"\x00") // a hash takes everything
	}
	write(p.File)
	write(p.Path)
	for _, set := range []map[string][]byte{files, p.Live} {
		for _, path := range slices.Sorted(maps.Keys(set)) {
			write(path)
			write(string(set[path]))
		}
	}
	h.Sum(key[:0])
	return key
}
