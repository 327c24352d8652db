package api

import (
	"slices"
	"sort"

	"kontora/internal/fault"
)

type bulkActionsAnswer struct {
	Actions []bulkAction `json:"actions"`
	Looked  int          `json:"looked"` // how many of the records were looked at
}

// bulkAction is a button that some of the records have.
type bulkAction struct {
	Key    string   `json:"key"` // of a transition, or route.step.verdict of a vote
	Title  string   `json:"title"`
	Count  int      `json:"count"` // of the records that were looked at and have it
	Danger bool     `json:"danger"`
	Reason bool     `json:"reason"` // it asks for one
	Fields []string `json:"fields"` // and for these
	Vote   bool     `json:"vote"`
}

// bulkLook is how many of the records are looked at for their buttons.
const bulkLook = 50

// postBulkActions lists the buttons that the asker may press on at least one of
// the records, those that most of them have first.
func postBulkActions(a *asker) (answer, error) {
	var in bulkSelection
	if err := a.body(&in); err != nil {
		return nil, err
	}
	t, err := a.typeNamed(in.Type)
	if err != nil {
		return nil, err
	}
	ids, err := a.selected(t, in)
	if err != nil {
		return nil, err
	}
	out := bulkActionsAnswer{Actions: []bulkAction{}, Looked: min(len(ids), bulkLook)}
	at := map[string]int{}
	for _, id := range ids[:out.Looked] {
		rec, rights, err := a.load(t, id)
		if f, is := fault.As(err); is && f.Kind == fault.Missing {
			continue
		}
		if err != nil {
			return nil, err
		}
		found, err := a.actions(rec, rights, a.references())
		if err != nil {
			return nil, err
		}
		for _, act := range found {
			if !act.Allowed || act.Vote != nil && act.Vote.Sign != "" {
				continue // a signature is given for what was looked at
			}
			i, known := at[act.Key]
			if !known {
				i = len(out.Actions)
				at[act.Key] = i
				out.Actions = append(out.Actions, bulkAction{Key: act.Key, Title: act.Title, Danger: act.Danger, Vote: act.Vote != nil, Fields: []string{}})
			}
			b := &out.Actions[i]
			b.Count++
			b.Reason = b.Reason || act.Asks.Reason
			for _, key := range act.Asks.Fields {
				if !slices.Contains(b.Fields, key) {
					b.Fields = append(b.Fields, key)
				}
			}
		}
	}
	sort.SliceStable(out.Actions, func(i, j int) bool { return out.Actions[i].Count > out.Actions[j].Count })
	return out, nil
}
