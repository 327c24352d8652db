package flow

import (
	"time"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// Action is one button of a record for one actor: what it does, what it asks
// for, and if it cannot be pressed, why not.
type Action struct {
	Transition *model.Transition // nil for a vote
	Vote       *VoteOn           // nil for a transition
	To         *model.State
	Allowed    bool
	Likely     bool
	AskReason  bool
	Templates  []string
	Asks       []*model.Field // offered in the dialog
	Required   []*model.Field // of these, obligatory and empty now
	Why        *Why           // nil when allowed
}

// Why explains a refusal in parts that can each be shown and mended.
type Why struct {
	Failed []*Reason
	Passed []*Reason
	Who    []*rule.Person // people who may; at most whoLimit
	More   int            // further people who may
}

// Reason is one condition with what it found.
type Reason struct {
	Sort     Sort
	Fault    *fault.Fault // nil for a passed one
	Text     string       // author's message; of a passed one, what is said when it holds
	Readings []ReadValue  // what the check looked at, as far as the actor may see
	Fields   []*model.Field
	Remedy   *Remedy // nil: nothing but an edit helps
}

// ReadValue is one value that a check looked at.
type ReadValue struct {
	Field  *model.Field
	Value  any
	Hidden bool
}

const whoLimit = 5

// Actions answers what an actor may do with a record now, and why not the rest.
// It prepares every transition exactly as Decide would, without taking it over.
func Actions(m *model.Model, snap Snapshot, rec *Record, actor Actor, now time.Time) ([]*Action, error) {
	l := rec.Type.Lifecycle
	if sc := actor.Scope; l == nil || rec.IsArchived() || sc != nil && !(sc(rec.Type, true) && sc(rec.Type, false)) {
		return nil, nil
	}
	return newSession(m, snap, actor, now).actions(rec)
}

func (s *session) actions(rec *Record) ([]*Action, error) {
	l := rec.Type.Lifecycle
	s.stored[rec.Reference()] = rec
	if rights, err := s.rights(rec); err != nil || !rights.Row() {
		if err == nil {
			err = notFound(rec.Type, rec.Id)
		}
		return nil, told(err)
	}
	out, err := s.voteActions(rec)
	if err != nil {
		return nil, err
	}
	for _, tr := range l.Transitions {
		if !tr.From[rec.Status()] || tr.Who == nil || tr.OnEdit != nil && tr.Title == tr.Key {
			continue
		}
		a, err := s.action(rec, tr)
		if err != nil {
			return nil, told(err)
		}
		if a != nil {
			out = append(out, a)
		}
	}
	back, err := s.withdrawals(rec)
	if err != nil {
		return nil, told(err)
	}
	out = append(out, back...)
	markLikely(out)
	return out, nil
}

// action prepares one transition; nil for one that no person ever runs.
func (s *session) action(rec *Record, tr *model.Transition) (*Action, error) {
	set, err := tr.Who.People(s.scope(tr.Who, rec, rec, nil))
	if err != nil {
		return nil, err
	}
	if onlySystem(set) {
		return nil, nil
	}
	a, err := s.prepare(Command{Kind: Move, Type: rec.Type, Id: rec.Id, Transition: tr.Key, Actor: s.actor}, nil)
	if err != nil {
		return nil, err
	}
	defer s.draft(a.rec)()
	act := &Action{Transition: tr, To: a.target}
	if tr.Reason != nil {
		act.AskReason, act.Templates = tr.Reason.Ask, tr.Reason.Templates
	}
	asked, err := s.asked(a, act)
	if err != nil {
		return nil, err
	}
	var failed []*Problem
	for _, p := range a.problems {
		if !mendedByAsking(p, asked) {
			failed = append(failed, p)
		}
	}
	act.Allowed = len(failed) == 0
	if !act.Allowed {
		act.Why, err = s.why(a, failed, set)
	}
	return act, err
}

func onlySystem(set rule.PeopleSet) bool {
	all := flat(set)
	for _, p := range all {
		if p != rule.System {
			return false
		}
	}
	return len(all) > 0
}

// asked fills in what the dialog of an action offers, and returns the fields:
// what the transition asks for, and what else is missing and the actor may fill.
func (s *session) asked(a *attempt, act *Action) (map[*model.Field]bool, error) {
	asked := map[*model.Field]bool{}
	missing := map[*model.Field]bool{}
	var order []*model.Field
	for _, p := range a.problems {
		if p.Field != nil && p.Sort == SortField && !missing[p.Field] {
			missing[p.Field] = true
			order = append(order, p.Field)
		}
	}
	offer := func(f *model.Field) error {
		if asked[f] {
			return nil
		}
		closed, err := a.closed(f)
		if closed != nil || err != nil {
			return err
		}
		asked[f] = true
		act.Asks = append(act.Asks, f)
		if missing[f] {
			act.Required = append(act.Required, f)
		}
		return nil
	}
	var all []*model.Field
	demanded, further := a.offers()
	for _, r := range demanded {
		if missing[r.Field] {
			all = append(all, r.Field)
		}
	}
	for _, f := range append(append(all, further...), order...) {
		if err := offer(f); err != nil {
			return nil, err
		}
	}
	return asked, nil
}

// mendedByAsking reports whether the dialog itself can mend a problem: a field
// it asks for, the reason, or a condition about fields it asks for.
func mendedByAsking(p *Problem, asked map[*model.Field]bool) bool {
	if p.Sort == SortPeople {
		return false
	}
	if p.Fault.Code == "reason_required" {
		return true
	}
	for _, f := range p.Fields {
		if asked[f] {
			return true
		}
	}
	return false
}

func (s *session) why(a *attempt, failed []*Problem, set rule.PeopleSet) (*Why, error) {
	rights, err := s.rights(a.old)
	if err != nil {
		return nil, err
	}
	w := &Why{}
	for _, p := range failed {
		r := &Reason{Sort: p.Sort, Fault: p.Fault, Text: p.Fault.Text, Fields: p.Fields, Readings: s.readings(a, p.Check, rights)}
		if r.Remedy, err = s.remedy(a, r.Readings); err != nil {
			return nil, err
		}
		w.Failed = append(w.Failed, r)
	}
	var guards []*model.Guard
	if a.tr != nil {
		guards = a.tr.Guards
	}
	for _, g := range guards {
		applies, err := s.applies(g.When, a.rec, a.old, a.words())
		if err != nil && faultOfRule(err) == nil {
			return nil, err
		}
		seen := true
		if e := s.asksEyes(); e != nil {
			if seen, err = a.seesReads(e, g.Check); err != nil {
				return nil, err
			}
		}
		if seen && applies && !failedCheck(a.problems, g.Check) {
			w.Passed = append(w.Passed, s.passed(a, g, rights))
		}
	}
	people := s.people(set)
	if len(people) > whoLimit {
		w.More = len(people) - whoLimit
		people = people[:whoLimit]
	}
	w.Who = people
	return w, nil
}

// passed tells of a condition that holds: in its author's words for that, else by
// what it looked at. What is said when it fails would say the opposite.
func (s *session) passed(a *attempt, g *model.Guard, rights Rights) *Reason {
	r := &Reason{Sort: SortGuard, Text: a.render(g.Passed, a.rec, a.old), Fields: g.Fields}
	if r.Text == "" {
		r.Readings = s.readings(a, g.Check, rights)
	}
	return r
}

func failedCheck(failed []*Problem, check *rule.Rule) bool {
	for _, p := range failed {
		if p.Check == check {
			return true
		}
	}
	return false
}

// readings lists the record's own values that a check looked at.
func (s *session) readings(a *attempt, check *rule.Rule, rights Rights) []ReadValue {
	if check == nil {
		return nil
	}
	var out []ReadValue
	seen := map[string]bool{}
	for _, p := range check.Reads() {
		if p.Root != "self" || len(p.Fields) == 0 || seen[p.Fields[0]] {
			continue
		}
		seen[p.Fields[0]] = true
		f := a.rec.Type.FieldFor(check, p.Fields[0])
		if f == nil || f.Kind == model.Rows || f.Kind == model.Inverse {
			continue
		}
		if !rights.Reads(f) || s.beside != nil && !s.beside.shows(a.rec, f) {
			out = append(out, ReadValue{Field: f, Hidden: true})
			continue
		}
		v, err := s.read(a.rec, f)
		if err == nil {
			out = append(out, ReadValue{Field: f, Value: plainValue(v)})
		}
	}
	return out
}

// read gives a value as the asker reads it.
func (s *session) read(rec *Record, f *model.Field) (any, error) {
	if f.Live {
		return s.compute(rec, f, s.bothEyes())
	}
	return s.see(rec).Field(f.Key)
}

// markLikely picks the one filled button among those that may be pressed: the
// first that moves the record on, else the first that signs it where it stands,
// else the only one there is. What an edit does by itself, such as naming
// another assignee, is never what a record waits for.
func markLikely(actions []*Action) {
	var moves, signs, allowed []*Action
	for _, a := range actions {
		if a.Vote != nil {
			if a.Allowed && (a.Vote.Ballot.Verdict == Approve || a.Vote.Ballot.Verdict == Reply) {
				a.Likely = true // whoever is asked is waited for
				return
			}
			continue
		}
		switch {
		case !a.Allowed || a.Transition.Danger:
			continue
		case a.Transition.OnEdit != nil:
		case a.Transition.Same:
			if !a.AskReason {
				signs = append(signs, a)
			}
		case a.To == nil || a.To.Phase != "cancelled" && a.To.Phase != "rework":
			moves = append(moves, a)
		}
		allowed = append(allowed, a)
	}
	switch {
	case len(moves) > 0:
		moves[0].Likely = true
	case len(signs) > 0:
		signs[0].Likely = true
	case len(allowed) == 1 && allowed[0].Transition.Same:
		allowed[0].Likely = true
	}
}
