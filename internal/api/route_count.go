package api

import (
	"slices"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/store"
)

// countAnswer is how many records there are; at least so many unless exact.
type countAnswer struct {
	Count  int64                  `json:"count"`
	Exact  bool                   `json:"exact"`
	Groups map[string]countAnswer `json:"groups,omitempty"` // by value of a choice, when asked
}

func getCount(a *asker) (answer, error) {
	t, err := a.typeOf()
	if err != nil {
		return nil, err
	}
	q, err := a.listAsked(t)
	if err != nil {
		return nil, err
	}
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	if key := a.query("group"); key != "" {
		return a.countBy(reader, q, key)
	}
	n, exact, err := store.Count(a.re.App, a.model, reader, q)
	return countAnswer{Count: n, Exact: exact}, err
}

// countBy tells for the columns of a board how many records each has: every
// value that the field may have, and "" for cells that are empty or hidden.
func (a *asker) countBy(reader *store.Reader, q store.Query, key string) (answer, error) {
	by := q.Type.Field(key)
	if by == nil || !by.IsChoice() {
		return nil, cannotBoard(key)
	}
	ever, err := a.everReads(by)
	if err == nil && !ever {
		err = cannotBoard(key)
	}
	if err != nil {
		return nil, err
	}
	tallies, exact, err := store.CountBy(a.re.App, a.model, reader, q, by)
	if err != nil {
		return nil, err
	}
	out := countAnswer{Exact: exact, Groups: map[string]countAnswer{}}
	for _, e := range by.Enum {
		out.Groups[e.Key] = countAnswer{Exact: exact}
	}
	for value, tally := range tallies {
		out.Groups[value] = countAnswer{Count: tally.Count, Exact: tally.Exact}
		out.Count, out.Exact = out.Count+tally.Count, out.Exact && tally.Exact
	}
	return out, nil
}

func cannotBoard(by string) *fault.Fault {
	return fault.New(fault.Invalid, "cannot_board", fault.Params{"field": by}).At("group")
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
	unread, err := store.UnreadMentions(a.re.App, a.model, a.actor.Person.Id)
	if err != nil {
		return nil, err
	}
	out.Mentions, err = a.countSeen(unread)
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
// them, and they get done. Colleagues and customers, who merely have a lifecycle, only
// exist.
func isWork(t *model.Type) bool {
	return t.Lifecycle != nil && (t.Work.Assignee != nil || t.Work.Deadline != nil) &&
		slices.ContainsFunc(t.Lifecycle.States, func(s *model.State) bool { return s.Phase == "done" })
}
