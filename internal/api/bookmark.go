package api

import (
	"sync"
	"time"

	"kontora/internal/store"
)

// Bookmarks remember where a numbered page ended, so that whoever reads a list
// from end to end, page after page, need not have it walked from its beginning
// each time. A list without its bookmark is walked as far as maxReach.
const (
	bookmarkKept = 10 * time.Minute
	maxBookmarks = 5_000
)

type bookmarks struct {
	mu   sync.Mutex
	ends map[bookmark]pageEnd
}

// bookmark is a place in a list as one reader sees it.
type bookmark struct {
	reader, query, model string
	after                int // rows
}

type pageEnd struct {
	cursor string
	at     time.Time
}

func newBookmarks() *bookmarks { return &bookmarks{ends: map[bookmark]pageEnd{}} }

func (b *bookmarks) find(mark bookmark, now time.Time) (string, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	end, known := b.ends[mark]
	return end.cursor, known && now.Sub(end.at) < bookmarkKept
}

func (b *bookmarks) keep(mark bookmark, cursor string, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.ends) >= maxBookmarks {
		for m, end := range b.ends {
			if now.Sub(end.at) >= bookmarkKept {
				delete(b.ends, m)
			}
		}
		if len(b.ends) >= maxBookmarks {
			clear(b.ends)
		}
	}
	b.ends[mark] = pageEnd{cursor, now}
}

// markAfter names the place after so many rows of the list that is asked for.
func (a *asker) markAfter(q store.Query, rows int) bookmark {
	query := a.re.Request.URL.Query()
	return bookmark{reader: a.readerName(), query: q.Type.Key + "?" + query.Get("filter") + "&" + query.Get("sort"), model: a.model.Hash, after: rows}
}

// readerName tells readers apart: a key sees less than its owner.
func (a *asker) readerName() string {
	name := "super"
	if a.actor.Person != nil {
		name = a.actor.Person.Id
	}
	if a.actor.Scope != nil {
		name += " " + hashOf(a.re.Request.Header.Get("Authorization"))
	}
	return name
}
