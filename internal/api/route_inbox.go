package api

import (
	"fmt"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

type inboxAnswer struct {
	Items []inboxItem        `json:"items"`
	Refs  map[string]refInfo `json:"refs"`
	Next  *string            `json:"next"`
}

// inboxPage is small: for each item the likely button is worked out.
const inboxPage = 30

func getInbox(a *asker) (answer, error) {
	q, err := a.inboxQuery(a.query("tab"))
	if err != nil {
		return nil, err
	}
	reader, err := a.inboxReader(a.query("tab"))
	if err != nil {
		return nil, err
	}
	found, next, err := a.todo(reader, q)
	if err != nil {
		return nil, err
	}
	refs := a.references()
	out := inboxAnswer{Items: a.items(found, refs), Next: orNull(next)}
	if a.query("tab") != "mine" {
		if err := a.likely(found, out.Items); err != nil {
			return nil, err
		}
	}
	out.Refs, err = refs.resolve()
	return out, err
}

func (a *asker) inboxQuery(tab string) (store.InboxQuery, error) {
	q := store.InboxQuery{Cursor: a.query("cursor"), Limit: inboxPage}
	me, err := a.person()
	switch {
	case err != nil:
	case tab == "" || tab == "todo":
		q.Turn = true
	case tab == "mine":
		q.Author = me
	case tab == "overdue":
		q.Before = a.instant()
	case tab != "watch":
		err = fault.New(fault.Missing, "unknown_tab", fault.Params{"tab": tab})
	}
	return q, err
}

// inboxReader has the asker's own eyes. What they watch and what is late with
// them is only what they take part in by name: those who see whole types would
// else watch the company.
func (a *asker) inboxReader(tab string) (*store.Reader, error) {
	if tab != "watch" && tab != "overdue" {
		return a.reads()
	}
	return store.NewReader(a.re.App, map[rule.Principal]bool{rule.UserPrincipal(a.actor.Person.Id): true}, nil)
}

// instant is now as the store writes it.
func (a *asker) instant() string { return fmt.Sprint(model.JSONValue(a.now)) }

// likely finds for each item the button that would be pressed first. The
// records are read at once, by type.
func (a *asker) likely(found []*store.Item, items []inboxItem) error {
	ids := map[*model.Type][]string{}
	for _, it := range found {
		if it.Open && it.Type.Lifecycle != nil && a.mayWrite(it.Type) {
			ids[it.Type] = append(ids[it.Type], it.Id)
		}
	}
	for t, list := range ids {
		if err := a.snap.LoadAll(t, list); err != nil {
			return err
		}
	}
	for i, it := range found {
		if len(ids[it.Type]) == 0 || !it.Open {
			continue
		}
		rec, err := a.snap.Load(it.Type, it.Id)
		if err != nil || rec == nil {
			return err
		}
		actions, err := flow.Actions(a.model, a.snap, rec, a.actor, a.now)
		if err != nil {
			return err
		}
		for _, act := range actions {
			if act.Likely {
				items[i].Action = &itemAction{act.Transition.Key, a.words().transition(act.Transition)}
			}
		}
	}
	return nil
}
