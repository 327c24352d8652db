package flow

import (
	"fmt"

	"kontora/internal/fault"
	"kontora/internal/model"
)

// authority checks who may run the transition, archive or restore, judged on
// the record as it was. Rights to create are judged later, on what is proposed.
func (a *attempt) authority() error {
	if a.cmd.Kind == CastVote {
		return a.mayVote()
	}
	if a.s.actor.System || a.s.actor.Super {
		return nil
	}
	if a.cmd.Kind == Archive || a.cmd.Kind == Restore {
		rights, err := a.s.rights(a.old)
		if err == nil && !rights.Can("archive") {
			a.problem(&Problem{Sort: SortPeople, Fault: fault.New(fault.Denied, "may_not_archive", nil)})
		}
		return err
	}
	if a.tr == nil || a.cmd.Kind == Create { // who may create is judged on what is proposed
		return nil
	}
	one, err := a.mayRun(a.tr, a.old)
	if err != nil {
		return err
	}
	if !one {
		a.problem(&Problem{Sort: SortPeople, Who: a.tr.Who, Fault: fault.New(fault.Denied, "may_not_run", fault.Params{"transition": a.tr.Title})})
	}
	return nil
}

func (a *attempt) mayRun(tr *model.Transition, on *Record) (bool, error) {
	if a.s.actor.System || a.s.actor.Super {
		return true, nil
	}
	if tr.Who == nil {
		return false, nil
	}
	set, err := tr.Who.People(a.s.scope(tr.Who, on, on, nil))
	if err != nil {
		return false, fmt.Errorf("who may run %s: %w", tr.Key, err)
	}
	one, behalf := a.s.bears(set, on)
	if tr == a.tr {
		a.behalf = behalf
	}
	return one, nil
}

// proposed judges a new record as a whole: whether the actor may create it, and
// may write each field that was sent.
func (a *attempt) proposed() error {
	if a.cmd.Kind != Create {
		return nil
	}
	rights, err := a.s.rights(a.rec)
	if err != nil {
		return err
	}
	if !rights.Can("create") {
		a.problem(&Problem{Sort: SortPeople, Fault: fault.New(fault.Denied, "may_not_create", fault.Params{"type": a.rec.Type.Title})})
	}
	if a.tr != nil && a.tr.Who != nil {
		if one, err := a.mayRun(a.tr, a.rec); err != nil {
			return err
		} else if !one {
			a.problem(&Problem{Sort: SortPeople, Who: a.tr.Who, Fault: fault.New(fault.Denied, "may_not_run", fault.Params{"transition": a.tr.Title})})
		}
	}
	if a.next != nil {
		if one, err := a.mayRun(a.next, a.rec); err != nil {
			return err
		} else if one {
			a.open(a.next)
		}
	}
	for _, f := range a.rec.Type.Fields {
		if !a.changed[f] {
			continue
		}
		reason, err := a.closed(f)
		if err != nil {
			return err
		}
		if reason != nil {
			a.wrongField(f, f.Key, reason)
		}
	}
	return nil
}

// goOn prepares the transition that a new record is to run at once, so that
// everything which speaks against either is told together.
func (a *attempt) goOn() error {
	if a.next == nil {
		return nil
	}
	next, err := a.s.prepare(a.onward(), nil)
	if f, ok := fault.As(err); ok {
		a.problem(&Problem{Sort: SortPeople, Fault: f})
		return nil
	}
	if err != nil {
		return err
	}
	a.leadsTo(next)
	return nil
}

// leadsTo notes what the command sets off at once: what speaks against that speaks
// against the command.
func (a *attempt) leadsTo(next *attempt) {
	a.follow = next
	for _, p := range next.problems {
		if !a.told(p) {
			a.problem(p)
		}
	}
}

// onward is the command that a new record runs at once.
func (a *attempt) onward() Command {
	return Command{Kind: Move, Type: a.rec.Type, Id: a.rec.Id, Transition: a.cmd.Transition, Comment: a.cmd.Comment, Force: a.cmd.Force, Actor: a.s.actor}
}
