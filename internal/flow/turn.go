package flow

import (
	"slices"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// turn lists who is expected to take the next step of an open record: those who
// may run a transition that carries it on. Outside decisions, a record that has
// somebody responsible waits for that person, and one sent back for rework for
// its author, when these may act; otherwise it waits for all of them.
func (s *session) turn(rec *Record) ([]rule.Principal, error) {
	state := rec.State()
	if state == nil || !state.Phase.Open() || rec.IsArchived() {
		return nil, nil
	}
	if asked, waits, err := s.turnOfRounds(rec); waits || err != nil {
		return asked, err
	}
	var who []rule.Principal
	for _, tr := range rec.Type.Lifecycle.Transitions {
		if !tr.From[state.Key] || !carriesOn(tr) {
			continue
		}
		set, err := tr.Who.People(s.scope(tr.Who, rec, rec, nil))
		if err != nil {
			return nil, err
		}
		for _, p := range flat(set) {
			if p != rule.System && p != rule.Guest && !slices.Contains(who, p) {
				who = append(who, p)
			}
		}
	}
	if state.Phase == "decision" {
		return who, nil
	}
	owed := []*model.Field{rec.Type.Work.Assignee}
	if state.Phase == "rework" {
		owed = []*model.Field{rec.Type.Field("author"), rec.Type.Work.Assignee}
	}
	for _, f := range owed {
		if f == nil {
			continue
		}
		ref, ok := rec.Values[f.Key].(rule.Reference)
		if one := rule.UserPrincipal(ref.Id); ok && slices.Contains(who, one) {
			return []rule.Principal{one}, nil
		}
	}
	return who, nil
}

// carriesOn reports whether a transition is a next step rather than a way out,
// a remark or an edit.
func carriesOn(tr *model.Transition) bool {
	return tr.Who != nil && tr.OnEdit == nil && !tr.Danger && !tr.Same && (tr.To == nil || tr.To.Phase != "cancelled")
}
