package api

import (
	"crypto/sha256"
	"maps"
	"slices"
	"sync"

	"kontora/internal/engine"
	"kontora/internal/model"
	"kontora/internal/spec"
)

// compiledKept is how many drafts stay compiled: as many as designers are likely
// to look at within the same minute.
const compiledKept = 4

// compiled remembers drafts that were compiled: whoever types into the preview of
// a form asks about the same one with every letter. Models never change.
type compiled struct {
	mu   sync.Mutex
	kept []compiledDraft // the latest first
}

type compiledDraft struct {
	hash  [sha256.Size]byte
	model *model.Model
	found []spec.Diagnostic
}

// check is engine.Check, asked once for the same files.
func (c *compiled) check(files map[string][]byte) (*model.Model, []spec.Diagnostic) {
	hash := hashOfFiles(files)
	c.mu.Lock()
	defer c.mu.Unlock()
	at := slices.IndexFunc(c.kept, func(d compiledDraft) bool { return d.hash == hash })
	if at < 0 {
		m, found := engine.Check(files)
		c.kept = slices.Insert(c.kept, 0, compiledDraft{hash, m, found})
		c.kept = c.kept[:min(len(c.kept), compiledKept)]
		return m, found
	}
	known := c.kept[at]
	c.kept = slices.Insert(slices.Delete(c.kept, at, at+1), 0, known)
	return known.model, known.found
}

func hashOfFiles(files map[string][]byte) (hash [sha256.Size]byte) {
	h := sha256.New()
	for _, path := range slices.Sorted(maps.Keys(files)) {
		own := sha256.Sum256(files[path])
		h.Write([]byte(path))
		h.Write([]byte{0})
		h.Write(own[:])
	}
	h.Sum(hash[:0])
	return hash
}
