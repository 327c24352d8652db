package flow

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"kontora/internal/model"
	"kontora/internal/rule"
)

// rounds begins, carries on and ends the rounds of a record.
func (s *session) rounds(rec *Record, cause *Change) error {
	for _, d := range rec.Type.Facts.Approvals {
		if err := s.upholdRound(d, s.current(rec), cause); err != nil {
			return fmt.Errorf("approval %s: %w", d.Key, err)
		}
	}
	return nil
}

func (s *session) upholdRound(d *model.Approval, rec *Record, cause *Change) error {
	holds, err := s.holdsIn(&d.Frame, rec)
	if err != nil {
		return err
	}
	n, round, err := s.lastRound(rec.Reference(), d.Key)
	if err != nil {
		return err
	}
	goesOn := round != nil && round.Ended == nil
	switch {
	case holds && !goesOn:
		return s.beginRound(d, rec, n+1, round, cause)
	case holds:
		return s.carryOn(d, rec, n, round, cause)
	case goesOn:
		return s.endRound(d, rec, n, round, cause)
	}
	return nil
}

func (s *session) beginRound(d *model.Approval, rec *Record, n int, last *Round, cause *Change) error {
	round := &Round{Began: s.now}
	if last != nil {
		round.Version, round.Content = last.Version, last.Content
	}
	for _, step := range d.Steps {
		round.Steps = append(round.Steps, &RoundStep{Key: step.Key})
		applies, _, err := s.stepApplies(step, rec)
		if err != nil {
			return err
		}
		round.Steps[len(round.Steps)-1].Applies = applies
	}
	if d.Keep && last != nil {
		s.keepPassed(d, rec, round, last)
	}
	s.tellOf(rec, d, n, "began", nil, cause)
	return s.carryOn(d, rec, n, round, cause)
}

// keepPassed takes the approvals of the round before over, as far as they are
// about what the record holds now.
func (s *session) keepPassed(d *model.Approval, rec *Record, round, last *Round) {
	for _, v := range last.Votes {
		step := d.Step(v.Step)
		if step == nil || step.Locked || step.Sign != "" || v.Void || v.Verdict != Approve || v.Hash != s.hashOf(rec, step.Covers) {
			continue
		}
		kept := *v
		kept.Auto, kept.Stale = "kept", false
		round.Votes = append(round.Votes, &kept)
	}
}

// endRound closes a round whose states have been left. What the verdict was is
// known when a vote led there; otherwise it was simply left.
func (s *session) endRound(d *model.Approval, rec *Record, n int, round *Round, cause *Change) error {
	next := round.clone()
	next.Ended = &Ending{At: s.now, How: "left"}
	if cause != nil {
		if cause.Transition != nil {
			next.Ended.Transition = cause.Transition.Key
		}
		if p := s.asker.Person; p != nil {
			next.Ended.By = p.Id
		}
	}
	if how := s.ends[roundKey{rec.Reference(), d.Key}]; how != "" {
		next.Ended.How = how
	}
	for _, st := range next.Steps {
		st.Open = false
	}
	s.tellOf(rec, d, n, "ended", map[string]any{"how": next.Ended.How}, cause)
	return s.keep(rec.Reference(), roundId(d.Key, n), next)
}

// roundKey names the round of a route of a record that goes on.
type roundKey struct {
	record rule.Reference
	route  string
}

// carryOn brings what is kept of a round in line with where it stands: whose
// turn it is, whom that asks, what was withdrawn; and tells of it.
func (s *session) carryOn(d *model.Approval, rec *Record, n int, round *Round, cause *Change) error {
	next := round.clone()
	s.addDeclared(d, next)
	if err := s.renumber(d, rec, next); err != nil {
		return err
	}
	for {
		all, err := s.stands(d, next, rec)
		if err != nil {
			return err
		}
		s.noteChanges(d, rec, n, next, all, cause)
		again, err := s.openTurns(d, rec, n, next, all, cause)
		if err != nil {
			return err
		}
		if !again {
			break
		}
	}
	if sameDoc(round, next) && s.isKept(rec.Reference(), roundId(d.Key, n)) {
		return nil
	}
	return s.keep(rec.Reference(), roundId(d.Key, n), next)
}

func (s *session) isKept(ref rule.Reference, id FactId) bool {
	set, err := s.facts(ref)
	return err == nil && set[id] != nil
}

// addDeclared gives a round the steps that its route has got since it began.
func (s *session) addDeclared(d *model.Approval, round *Round) {
	for i, step := range d.Steps {
		if round.step(step.Key) != nil {
			continue
		}
		at := 0
		if i > 0 {
			at = 1 + slices.IndexFunc(round.Steps, func(st *RoundStep) bool { return st.Key == d.Steps[i-1].Key })
		}
		for at < len(round.Steps) && round.Steps[at].Beside {
			at++
		}
		round.Steps = slices.Insert(round.Steps, at, &RoundStep{Key: step.Key})
	}
}

// noteChanges tells of steps that have come or gone and of votes that what they
// cover has overtaken.
func (s *session) noteChanges(d *model.Approval, rec *Record, n int, round *Round, all []*stand, cause *Change) {
	for _, one := range all {
		if applies := one.state != StandNeedless; applies != one.kept.Applies {
			one.kept.Applies = applies
			what := "dropped"
			if applies {
				what = "added"
			}
			s.tellOf(rec, d, n, what, map[string]any{"step": one.kept.Key}, cause)
		}
	}
	for _, v := range round.Votes {
		one := find(all, v.Step)
		if one == nil || v.Void || v.Verdict == Return {
			continue
		}
		stale := v.Hash != one.hash
		if stale && !v.Stale {
			s.tellOf(rec, d, n, "withdrawn", map[string]any{"step": v.Step, "by": v.For}, cause)
		}
		v.Stale = stale
		v.Void = stale && v.Signature != "" // a signature does not come back with what it was about
	}
}

// openTurns marks the steps whose turn has come. It reports whether one of them
// was passed at once, so that all must be looked at again.
func (s *session) openTurns(d *model.Approval, rec *Record, n int, round *Round, all []*stand, cause *Change) (bool, error) {
	for _, one := range all {
		if one.state != StandOpen {
			one.kept.Open = false
			continue
		}
		if one.skip != "" {
			one.kept.Skip, one.kept.Open = one.skip, false
			s.tellOf(rec, d, n, "skipped", map[string]any{"step": one.kept.Key, "why": one.skip}, cause)
			return true, nil
		}
		if s.closeByEarlier(d, rec, n, round, all, one, cause) {
			return true, nil
		}
	}
	for _, one := range all {
		if one.state != StandOpen {
			continue
		}
		if err := s.openStep(d, rec, n, one, cause); err != nil {
			return false, err
		}
	}
	return false, nil
}

// closeByEarlier lets an approval of an earlier step of the round count for a
// step that asks the same person about the same.
func (s *session) closeByEarlier(d *model.Approval, rec *Record, n int, round *Round, all []*stand, one *stand, cause *Change) bool {
	if !d.Once || one.step.Locked || one.step.Sign != "" || len(one.step.Require) > 0 {
		return false
	}
	for _, p := range one.asked {
		if one.hasVoted(p.Id) {
			continue
		}
		for _, earlier := range all {
			if earlier.stage >= one.stage || earlier.hash != one.hash || !earlier.votedIn(p.Id) {
				continue
			}
			round.Votes = append(round.Votes, &Vote{Step: one.kept.Key, By: p.Id, For: p.Id, Verdict: Approve, Hash: one.hash, Revision: rec.Revision(), At: s.now, Auto: "once"})
			s.tellOf(rec, d, n, "once", map[string]any{"step": one.kept.Key, "by": p.Id}, cause)
			return true
		}
	}
	return false
}

// openStep begins the turn of a step, or tells those who have come to it since.
func (s *session) openStep(d *model.Approval, rec *Record, n int, one *stand, cause *Change) error {
	st := one.kept
	fresh := !st.Open
	if fresh {
		st.Open, st.Opened, st.Rang, st.Remind = true, s.now, nil, nil
		for _, span := range one.step.Remind {
			at, err := s.later(span, rec)
			if err != nil {
				return err
			}
			st.Remind = append(st.Remind, at)
		}
		var err error
		if st.Due, err = s.dueOf(one.step, rec); err != nil {
			return err
		}
	}
	var now, told []string
	for _, p := range one.asked {
		now = append(now, p.Id)
		if (fresh || !slices.Contains(st.Asked, p.Id)) && !one.hasVoted(p.Id) {
			told = append(told, p.Id)
		}
	}
	if !fresh && !slices.Equal(now, st.Asked) {
		s.tellOf(rec, d, n, "asked", map[string]any{"step": st.Key, "people": now}, cause)
	}
	st.Asked = now
	s.tellAsked(rec, one, told)
	return nil
}

func (s *session) dueOf(step *model.Step, rec *Record) (time.Time, error) {
	if step.HasSpan {
		return s.later(step.Span, rec)
	}
	if step.Target == nil {
		return time.Time{}, nil
	}
	v, err := step.Target.Eval(s.scope(step.Target, rec, rec, nil))
	if err != nil && faultOfRule(err) == nil {
		return time.Time{}, err
	}
	if span, ok := v.(rule.Span); ok {
		return s.later(span, rec)
	}
	return s.instantOf(v), nil
}

// tellAsked sends people the message of a step, and those who stand in for them.
func (s *session) tellAsked(rec *Record, one *stand, people []string) {
	if one.step.Notify == nil || len(people) == 0 {
		return
	}
	w := wish{message: one.step.Notify, record: rec, to: usersOf(people), words: map[string]any{"comment": nil}}
	if !one.step.InPerson {
		w.turn = &one.kept.Opened
	}
	s.notes = append(s.notes, w)
}

// tellOf writes into the history what happened to a round.
func (s *session) tellOf(rec *Record, d *model.Approval, n int, what string, data map[string]any, cause *Change) {
	step, _ := data["step"].(string)
	_ = s.as(Actor{System: true}, func() error {
		s.happen(rec, kindRound, &Happening{Fact: roundId(d.Key, n), Step: step, Verdict: what, Data: data}, "", cause)
		return nil
	})
}

// ringRound reminds those who have not answered, or tells their superiors that
// the target has passed.
func (s *session) ringRound(rec *Record, id FactId, round *Round, at string) error {
	key, what := level(at)
	d := rec.Type.Facts.Approval(id.Key)
	if d == nil || round.step(key) == nil {
		return nil
	}
	next := round.clone()
	st := next.step(key)
	st.Rang = append(st.Rang, what)
	if err := s.keep(rec.Reference(), id, next); err != nil {
		return err
	}
	all, err := s.stands(d, next, rec)
	one := find(all, key)
	if err != nil || one == nil || one.state != StandOpen {
		return err
	}
	var late []string
	for _, p := range one.asked {
		if !one.hasVoted(p.Id) {
			late = append(late, p.Id)
		}
	}
	n, _ := strconv.Atoi(id.Part)
	if what != "due" {
		s.tellOf(rec, d, n, "reminded", map[string]any{"step": key}, nil)
		s.tellAsked(rec, one, late)
		return nil
	}
	s.tellOf(rec, d, n, "overdue", map[string]any{"step": key}, nil)
	var above []string
	for _, p := range late {
		if boss := s.superior(p, ""); boss != nil && !slices.Contains(above, boss.Id) {
			above = append(above, boss.Id)
		}
	}
	s.tellAsked(rec, one, append(late, above...))
	return nil
}

// conclude runs the transition of a round that is through without anybody
// having voted just now: a step fell away, a remark was resolved. Refused, it
// waits for the next change.
func (s *session) conclude(rec *Record, cause *Change) (bool, error) {
	if rec.Type.Facts == nil {
		return false, nil
	}
	for _, d := range rec.Type.Facts.Approvals {
		_, round, err := s.lastRound(rec.Reference(), d.Key)
		if err != nil || round == nil || round.Ended != nil || round.blocking() > 0 {
			if err != nil {
				return false, err
			}
			continue
		}
		all, err := s.stands(d, round, rec)
		tr := rec.Type.Lifecycle.Transition(d.Approved)
		if err != nil || !isThrough(all) || tr == nil || !tr.From[rec.Status()] {
			if err != nil {
				return false, err
			}
			continue
		}
		key := roundKey{rec.Reference(), d.Key}
		s.ends[key] = "approved"
		done, err := s.tryFire(rec, tr, cause)
		delete(s.ends, key)
		if done || err != nil {
			return done, err
		}
	}
	return false, nil
}
