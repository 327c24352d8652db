package api

import (
	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
)

// undoOf is what takes back what has been done with a record; nil when nothing
// does, or the asker may not do it. What was done by an earlier request of the
// same key is taken back likewise, but for edits: what was there before is not
// known any more.
func (a *asker) undoOf(before *flow.Record, rights flow.Rights, done bulkRecord, out *engine.Outcome) (*bulkRecord, error) {
	back := &bulkRecord{Id: done.Id, Revision: &out.Revision}
	if done.Transition == "" && done.Vote == nil {
		if out.Replayed {
			return nil, nil
		}
		return editBack(back, before, rights, done), nil
	}
	var key string
	if tr := before.Type.Lifecycle.Transition(done.Transition); tr != nil {
		key = tr.Undo
	}
	if key == "" && done.Vote == nil {
		return nil, nil
	}
	buttons, err := a.buttonsNow(before.Type, done.Id)
	if err != nil {
		return nil, err
	}
	if done.Vote != nil {
		return voteBack(back, buttons, done.Vote), nil
	}
	for _, act := range buttons {
		if act.Transition != nil && act.Transition.Key == key && act.Allowed && !act.AskReason && len(act.Required) == 0 {
			back.Transition = key
			return back, nil
		}
	}
	return nil, nil
}

// editBack is the edit that takes an edit back; nil when the asker does not see
// what was there, or when it is a table or a file.
func editBack(back *bulkRecord, before *flow.Record, rights flow.Rights, done bulkRecord) *bulkRecord {
	back.Fields = map[string]any{}
	for key := range done.Fields {
		f := before.Type.Field(key)
		if f == nil || f.Kind == model.Rows || f.Kind == model.File || !rights.Reads(f) {
			return nil
		}
		back.Fields[key] = f.JSON(before.Values[key])
	}
	return back
}

// voteBack withdraws a vote. Others may have voted meanwhile: what counts is that
// nothing rests on it, not the revision.
func voteBack(back *bulkRecord, buttons []*flow.Action, done *bulkVote) *bulkRecord {
	for _, act := range buttons {
		if act.Vote == nil || !act.Allowed {
			continue
		}
		b := act.Vote.Ballot
		if b.Verdict != flow.Withdraw || b.Route != done.Route || done.Step != "" && b.Step != done.Step {
			continue
		}
		if back.Vote != nil {
			return nil // which of several cannot be told
		}
		back.Revision = nil
		back.Vote = &bulkVote{Route: b.Route, ballotRequest: ballotRequest{Verdict: b.Verdict, Step: b.Step, Round: b.Round}}
	}
	if back.Vote == nil {
		return nil
	}
	return back
}

// buttonsNow are the buttons that a record has after what has just been done; none
// once the asker does not see it any more.
func (a *asker) buttonsNow(t *model.Type, id string) ([]*flow.Action, error) {
	snap, err := a.e.Snapshot(a.re.App)
	if err != nil {
		return nil, err
	}
	rec, err := snap.Load(t, id)
	if err != nil || rec == nil {
		return nil, err
	}
	buttons, err := flow.Actions(a.model, snap, rec, a.actor, a.now)
	if f, is := fault.As(err); is && f.Kind == fault.Missing {
		return nil, nil
	}
	return buttons, err
}
