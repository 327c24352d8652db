package flow

import (
	"errors"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/rule"
)

// discreet takes out of what speaks against a command everything that would tell
// its giver of cells that they cannot see: which are empty, what they hold, what
// a record behind them is like. That something is in the way is still told, once.
func (a *attempt) discreet() error {
	e := a.s.asksEyes()
	if e == nil || a.old == nil || len(a.problems) == 0 {
		return nil
	}
	var told []*Problem
	once := map[string]bool{}
	for _, p := range a.problems {
		instead, err := a.undue(e, p)
		if err != nil {
			return err
		}
		if instead == nil {
			told = append(told, p)
			continue
		}
		if once[instead.Code] {
			continue
		}
		once[instead.Code] = true
		told = append(told, &Problem{Sort: p.Sort, Fields: p.Fields, Check: p.Check, Fault: instead})
	}
	a.problems = told
	return nil
}

// undue gives what is to be said in place of a problem; nil when the problem may
// be told as it is.
func (a *attempt) undue(e *eyes, p *Problem) (*fault.Fault, error) {
	reason := fault.New(p.Fault.Kind, "hidden_reason", nil)
	switch {
	case p.Field == nil && p.Check == nil:
		return nil, a.withoutFigures(e, p)
	case p.Field == nil:
		seen, err := a.seesReads(e, p.Check)
		if err == nil && !seen {
			return reason, nil
		}
		return nil, errors.Join(err, a.unplaced(e, p))
	case a.isSent(p.Field):
		return nil, nil
	}
	seen, err := e.sees(a.old, p.Field)
	switch {
	case err != nil || seen:
		return nil, err
	case p.Fault.Code != "field_required":
		return reason, nil
	case a.asksFor(p.Field):
		return nil, nil
	}
	return fault.New(fault.Invalid, "hidden_missing", nil), nil
}

// unplaced takes a fault away from a field that its reader does not see.
func (a *attempt) unplaced(e *eyes, p *Problem) error {
	if p.Fault.Field == "" || len(p.Fields) == 0 {
		return nil
	}
	seen, err := e.sees(a.old, p.Fields[0])
	if err == nil && !seen {
		p.Fault = p.Fault.At("")
	}
	return err
}

// withoutFigures drops what an expression that could not be evaluated has met,
// unless the asker sees every cell that it may have read.
func (a *attempt) withoutFigures(e *eyes, p *Problem) error {
	if p.Sort != SortRule || len(p.Fields) > 0 || len(p.Fault.Params) == 0 {
		return nil
	}
	for _, f := range a.rec.Type.Fields {
		seen, err := e.sees(a.old, f)
		if err != nil {
			return err
		}
		if !seen {
			bare := *p.Fault
			bare.Params = nil
			p.Fault = &bare
			return nil
		}
	}
	return nil
}

// asksFor reports whether the transition wants a cell from whoever runs it and
// the actor may: they are told that it is wanted even if they will not see it.
func (a *attempt) asksFor(f *model.Field) bool {
	for _, p := range a.problems {
		if p.Sort == SortPeople {
			return false
		}
	}
	return a.writable[f]
}

// isSent reports whether the command itself names a value of the field.
func (a *attempt) isSent(f *model.Field) bool {
	if _, sent := a.cmd.Fields[f.Key]; sent {
		return true
	}
	for _, fl := range a.cmd.Wrong {
		if key, _, _ := strings.Cut(fl.Field, "."); key == f.Key {
			return true
		}
	}
	return false
}

// seesReads reports whether the asker sees the cells of the record that a check
// looks at, and knows of the records that it goes through. What a check says
// about a record that they know is for its author to word.
func (a *attempt) seesReads(e *eyes, check *rule.Rule) (bool, error) {
	for _, p := range check.Reads() {
		if p.Root != "self" && p.Root != "old" || len(p.Fields) == 0 {
			continue
		}
		f := a.rec.Type.FieldFor(check, p.Fields[0])
		if f == nil { // id, phase, open
			continue
		}
		if p.Root == "old" || !a.isSent(f) {
			if seen, err := e.sees(a.old, f); err != nil || !seen {
				return false, err
			}
		}
		known, err := a.knowsWay(e, a.rec.Values[f.Key], p.Fields[1:])
		if err != nil || !known {
			return false, err
		}
	}
	return true, nil
}

// knowsWay follows references along a path as far as records go.
func (a *attempt) knowsWay(e *eyes, v any, rest []string) (bool, error) {
	if len(rest) == 0 {
		return true, nil
	}
	items, many := v.([]any)
	if !many {
		items = []any{v}
	}
	for _, item := range items {
		ref, ok := item.(rule.Reference)
		if !ok {
			continue
		}
		target, err := a.s.follow(ref)
		if err != nil {
			return false, err
		}
		if target == nil {
			continue
		}
		if !e.knows(target) {
			return false, nil
		}
		next, err := a.knowsWay(e, target.Values[rest[0]], rest[1:])
		if err != nil || !next {
			return false, err
		}
	}
	return true, nil
}
