package api

import (
	"kontora/internal/model"
	"kontora/internal/store"
)

// inboxItem is a record as lists across types show it.
type inboxItem struct {
	Id          string      `json:"id"`
	Type        string      `json:"type"`
	Title       string      `json:"title"`
	Number      string      `json:"number"`
	Status      string      `json:"status"`
	Phase       model.Phase `json:"phase"`
	StatusTitle string      `json:"statusTitle"`
	Deadline    *string     `json:"deadline"`
	Amount      *string     `json:"amount"`
	Currency    *string     `json:"currency"`
	Author      *string     `json:"author"`
	Assignee    *string     `json:"assignee"`
	Updated     string      `json:"updated"`
	Action      *itemAction `json:"action"`
	Waits       *itemWaits  `json:"waits,omitempty"` // why there is no button yet
}

// itemWaits tells what stands before the step of the asker.
type itemWaits struct {
	Title string   `json:"title"` // of their step
	Text  string   `json:"text"`
	By    []whoMay `json:"by,omitempty"` // who has to act first
}

type itemAction struct {
	Key   string `json:"key"`
	Title string `json:"title"`
}

// item projects one record of the inbox; the people in it are noted.
func (a *asker) item(it *store.Item, refs *references) inboxItem {
	rights, words := a.rightsBy(it.Type, it.Mask), a.words()
	out := inboxItem{
		Id: it.Id, Type: it.Type.Slug, Number: it.Number, Title: it.Number,
		Deadline: orNull(it.Deadline), Updated: it.Updated,
		Assignee: refs.person(it.Assignee),
	}
	if rights.Reads(it.Type.Field("author")) {
		out.Author = refs.person(it.Author)
	}
	if a.seesDisplay(it.Type, rights) {
		out.Title = it.Title
	}
	if s := it.Type.Lifecycle.State(it.Status); s != nil && rights.Reads(it.Type.Field("status")) {
		out.Status, out.Phase, out.StatusTitle = s.Key, s.Phase, words.state(it.Type, s)
	}
	if it.Amount != nil {
		out.Amount, out.Currency = orNull(it.Amount.Text()), orNull(it.Amount.Currency)
	}
	return out
}

func (a *asker) items(found []*store.Item, refs *references) []inboxItem {
	out := make([]inboxItem, len(found))
	for i, it := range found {
		out[i] = a.item(it, refs)
	}
	return out
}
