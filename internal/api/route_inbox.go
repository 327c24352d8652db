package api

import (
	"fmt"
	"slices"

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
	found, next, err := a.inboxItems(a.query("tab"), q)
	if err != nil {
		return nil, err
	}
	refs := a.references()
	out := inboxAnswer{Items: a.items(found, refs), Next: orNull(next)}
	if err := a.timeItems(found, out.Items); err != nil {
		return nil, err
	}
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

// takesPart reports whether a tab is about records that name the asker: those
// who see whole types would else watch the company.
func takesPart(tab string) bool { return tab == "watch" || tab == "overdue" }

// inboxItems reads the records of a tab. Records that name the asker are found
// by that name alone, but shown with all their eyes: a rule that takes cells
// away may have found them by another.
func (a *asker) inboxItems(tab string, q store.InboxQuery) ([]*store.Item, string, error) {
	eyes, err := a.reads()
	if err != nil {
		return nil, "", err
	}
	if !takesPart(tab) {
		return a.todo(eyes, q)
	}
	named, err := store.NewReader(a.re.App, map[rule.Principal]bool{rule.UserPrincipal(a.actor.Person.Id): true}, nil)
	if err != nil {
		return nil, "", err
	}
	found, next, err := a.todo(named, q)
	if err != nil {
		return nil, "", err
	}
	found = slices.DeleteFunc(found, func(it *store.Item) bool { return it.Type.Directory != "" }) // one's own record is no work
	return found, next, a.rejudge(found, eyes)
}

// rejudge empties the cells of items that the asker may not see.
func (a *asker) rejudge(found []*store.Item, eyes *store.Reader) error {
	var refs []rule.Reference
	for _, it := range found {
		refs = append(refs, reference(it.Type, it.Id))
	}
	known, err := store.Known(a.re.App, a.model, eyes, refs)
	if err != nil {
		return err
	}
	masks := map[string]uint64{}
	for _, k := range known {
		masks[k.Id] = k.Mask
	}
	for _, it := range found {
		it.Mask = masks[it.Id]
		hide(it, a.rightsBy(it.Type, it.Mask))
	}
	return nil
}

func hide(it *store.Item, rights flow.Rights) {
	w := it.Type.Work
	sees := func(f *model.Field) bool { return f != nil && rights.Reads(f) }
	if !sees(w.Amount) {
		it.Amount = nil
	}
	for f, cell := range map[*model.Field]*string{w.Number: &it.Number, w.Department: &it.Unit, w.Assignee: &it.Assignee, w.Deadline: &it.Deadline, w.Priority: &it.Priority} {
		if !sees(f) {
			*cell = ""
		}
	}
}

func (a *asker) itemAction(t *model.Type, act *flow.Action) *itemAction {
	if act.Vote != nil {
		return &itemAction{voteKey(act.Vote.Ballot), a.verdict(t, act.Vote), true}
	}
	return &itemAction{act.Transition.Key, a.words().transition(act.Transition), false}
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
		if err := a.snap.LoadFacts(t, list); err != nil {
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
		if err := a.nextStep(&items[i], actions, a.rightsBy(it.Type, it.Mask)); err != nil {
			return err
		}
	}
	return nil
}

// nextStep is the button that would be pressed first or, where something stands
// before it, what that is.
func (a *asker) nextStep(item *inboxItem, actions []*flow.Action, rights flow.Rights) error {
	for _, act := range actions {
		if act.Likely {
			item.Action = a.itemAction(rights.Type, act)
			return nil
		}
	}
	act := awaited(actions)
	if act == nil {
		return nil
	}
	refs := a.references()
	noteWhy(act.Why, refs)
	infos, err := refs.resolve()
	if err != nil {
		return err
	}
	first := a.why(act.Why, rights, infos).Failed[0]
	item.Waits = &itemWaits{Title: a.itemAction(rights.Type, act).Title, Text: first.Text, By: first.By}
	if barred(act.Why) {
		item.Waits.By, _ = a.whoMay(act.Why.Who, infos)
	}
	return nil
}

// awaited is the closed step that carries on: one of the asker's own, else one
// that somebody else takes.
func awaited(actions []*flow.Action) *flow.Action {
	var theirs *flow.Action
	for _, act := range actions {
		if act.Allowed || !carriesOn(act) || len(act.Why.Failed) == 0 {
			continue
		}
		if !barred(act.Why) {
			return act
		}
		if theirs == nil {
			theirs = act
		}
	}
	return theirs
}

// carriesOn reports whether a button moves a record along its way: neither away
// from it nor back.
func carriesOn(act *flow.Action) bool {
	if act.Vote != nil {
		return act.Vote.Ballot.Verdict == flow.Approve
	}
	tr := act.Transition
	return !tr.Danger && !tr.Same && tr.OnEdit == nil && act.To != nil && !isExit(act.To)
}

// barred reports whether a step is somebody else's.
func barred(w *flow.Why) bool {
	return slices.ContainsFunc(w.Failed, func(r *flow.Reason) bool { return r.Sort == flow.SortPeople })
}
