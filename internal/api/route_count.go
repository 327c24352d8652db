package api

import (
	"slices"

	"kontora/internal/model"
	"kontora/internal/store"
)

type countAnswer struct {
	Count int64 `json:"count"`
	Exact bool  `json:"exact"`
}

func getCount(a *asker) (answer, error) {
	t, err := a.typeOf()
	if err != nil {
		return nil, err
	}
	q, err := a.listQuery(t)
	if err != nil {
		return nil, err
	}
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	n, exact, err := store.Count(a.re.App, a.model, reader, q)
	return countAnswer{n, exact}, err
}

type countsAnswer struct {
	Open     map[string]int64 `json:"open"`
	Inbox    int64            `json:"inbox"`
	Mentions int64            `json:"mentions"`
}

func getCounts(a *asker) (answer, error) {
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	open, err := a.openCounts(reader)
	if err != nil {
		return nil, err
	}
	out := countsAnswer{Open: open}
	if a.actor.Person == nil {
		return out, nil
	}
	if out.Inbox, err = store.CountTurns(a.re.App, a.model, reader); err != nil {
		return nil, err
	}
	out.Mentions, err = store.UnreadMentions(a.re.App, a.actor.Person.Id)
	return out, err
}

// openCounts tells by slug how many open records of each type the asker sees.
func (a *asker) openCounts(reader *store.Reader) (map[string]int64, error) {
	byKey, err := store.OpenCounts(a.re.App, a.model, reader)
	if err != nil {
		return nil, err
	}
	open := map[string]int64{}
	for _, t := range a.visibleTypes() {
		if n, ok := byKey[t.Key]; ok && isWork(t) {
			open[t.Slug] = n
		}
	}
	return open, nil
}

// todo reads a page of work within the asker's scope.
func (a *asker) todo(reader *store.Reader, q store.InboxQuery) ([]*store.Item, string, error) {
	items, next, err := store.ReadInbox(a.re.App, a.model, reader, q)
	if err != nil || a.actor.Scope == nil {
		return items, next, err
	}
	kept := items[:0]
	for _, it := range items {
		if a.inScope(it.Type) {
			kept = append(kept, it)
		}
	}
	return kept, next, nil
}

// isWork tells types whose open records the menu counts: people owe something by
// them, and they get done. Staff and partners, who merely have a lifecycle, only
// exist.
func isWork(t *model.Type) bool {
	return t.Lifecycle != nil && (t.Work.Assignee != nil || t.Work.Deadline != nil) &&
		slices.ContainsFunc(t.Lifecycle.States, func(s *model.State) bool { return s.Phase == "done" })
}
