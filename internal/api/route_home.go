package api

import (
	"strings"
	"time"

	"kontora/internal/model"
	"kontora/internal/store"
)

type home struct {
	Now      string             `json:"now"`
	Overdue  []inboxItem        `json:"overdue"`
	Today    []inboxItem        `json:"today"`
	Later    []inboxItem        `json:"later"`
	Total    int                `json:"total"`
	Mine     []mineItem         `json:"mine"`
	Mentions []mention          `json:"mentions"`
	Refs     map[string]refInfo `json:"refs"`
}

// mineItem is a request of the asker's own with the way it goes.
type mineItem struct {
	inboxItem
	Steps   []model.Phase `json:"steps"`
	Current int           `json:"current"`
}

type mention struct {
	Id     string `json:"id"`
	At     string `json:"at"`
	By     string `json:"by"`
	Text   string `json:"text"`
	Type   string `json:"type"`
	Record string `json:"record"`
	Title  string `json:"title"`
	Unread bool   `json:"unread"`
}

// Sizes of the parts of the home page.
const (
	homeMine     = 8
	homeMentions = 8
)

func getHome(a *asker) (answer, error) {
	me, err := a.person()
	if err != nil {
		return nil, err
	}
	reader, err := a.reads()
	if err != nil {
		return nil, err
	}
	refs := a.references()
	out := home{Now: a.instant(), Overdue: []inboxItem{}, Today: []inboxItem{}, Later: []inboxItem{}, Mine: []mineItem{}, Mentions: []mention{}}
	if err := a.homeWork(&out, reader, refs); err != nil {
		return nil, err
	}
	if err := a.homeMine(&out, reader, me, refs); err != nil {
		return nil, err
	}
	if err := a.homeMentions(&out, me, refs); err != nil {
		return nil, err
	}
	out.Refs, err = refs.resolve()
	return out, err
}

// homeWork sorts what awaits the asker by deadline: late, today, later.
func (a *asker) homeWork(out *home, reader *store.Reader, refs *references) error {
	found, _, err := a.todo(reader, store.InboxQuery{Turn: true, Limit: maxPageSize})
	if err != nil {
		return err
	}
	out.Total = len(found)
	items := a.items(found, refs)
	if err := a.timeItems(found, items); err != nil {
		return err
	}
	if err := a.likely(found, items); err != nil {
		return err
	}
	for _, it := range items {
		switch a.due(it.Deadline) {
		case -1:
			out.Overdue = append(out.Overdue, it)
		case 0:
			out.Today = append(out.Today, it)
		default:
			out.Later = append(out.Later, it)
		}
	}
	return nil
}

// due places a deadline: before now, today, or later. A deadline that is a day
// ends with that day in the installation's zone.
func (a *asker) due(deadline *string) int {
	if deadline == nil {
		return 1
	}
	local := a.now.In(a.e.Zone())
	today := local.Format(time.DateOnly)
	at, err := store.ParseInstant(*deadline)
	if err != nil || len(*deadline) == len(time.DateOnly) {
		return strings.Compare((*deadline)[:min(len(*deadline), len(today))], today)
	}
	switch {
	case at.Before(a.now):
		return -1
	case at.In(a.e.Zone()).Format(time.DateOnly) == today:
		return 0
	}
	return 1
}

func (a *asker) homeMine(out *home, reader *store.Reader, me string, refs *references) error {
	found, _, err := a.todo(reader, store.InboxQuery{Author: me, Limit: homeMine})
	if err != nil {
		return err
	}
	for _, it := range found {
		item := a.item(it, refs)
		steps, current := wayOf(it.Type, item.Status)
		out.Mine = append(out.Mine, mineItem{item, steps, current})
	}
	return nil
}

// wayOf is the straight way through a lifecycle as phases, with the place of a
// state on it.
func wayOf(t *model.Type, status string) ([]model.Phase, int) {
	steps, current := []model.Phase{}, -1
	if t.Lifecycle == nil {
		return steps, current
	}
	way := straight(t.Lifecycle, t.Lifecycle.Initial.Key)
	for _, s := range way {
		if s.Key == status {
			current = len(steps)
		}
		steps = append(steps, s.Phase)
	}
	if s := t.Lifecycle.State(status); current < 0 && s != nil { // beside the way
		return append(steps[:1:1], s.Phase), 1
	}
	return steps, current
}

func (a *asker) homeMentions(out *home, me string, refs *references) error {
	found, err := store.Mentions(a.re.App, a.model, me, homeMentions)
	if err != nil {
		return err
	}
	for _, m := range found {
		if !a.inScope(m.Type) {
			continue
		}
		rec, rights, err := a.load(m.Type, m.Record)
		if isMissing(err) {
			continue
		}
		if err != nil {
			return err
		}
		by := refs.person(m.By)
		out.Mentions = append(out.Mentions, mention{m.Id, m.At, orEmpty(by), m.Text, m.Type.Slug, m.Record, a.titleOf(rec, rights), m.Unread})
	}
	return nil
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
