package flow

import (
	"fmt"

	"kontora/internal/fault"
	"kontora/internal/rule"
)

// standInRules checks the rules of an absence: one that matched nothing because
// of a mistake would hand the person's turns to somebody else, and silently.
func (a *attempt) standInRules() error {
	if a.rec.Type.Directory != "absence" || a.rec.Type.Field("rules") == nil {
		return nil
	}
	table := a.rec.Type.Field("rules")
	for i, row := range a.rec.Rows["rules"] {
		column, wrong := a.wrongStandIn(row)
		if path := fmt.Sprintf("rules.%d.%s", i, column); wrong != nil && !a.pathTold(path) {
			a.wrongField(table, path, wrong)
		}
	}
	return nil
}

// wrongStandIn tells what is wrong with a rule, and in which column.
func (a *attempt) wrongStandIn(row *Record) (column string, wrong *fault.Fault) {
	name, _ := row.Values["type"].(string)
	condition, _ := row.Values["condition"].(string)
	whom, _ := row.Values["substitute"].(rule.Reference)
	away, _ := a.rec.Values["person"].(rule.Reference)
	t := a.s.m.StandInType(name)
	switch {
	case name == "":
		return "type", fault.New(fault.Invalid, "field_required", nil)
	case t == nil:
		return "type", fault.New(fault.Invalid, "nothing_to_stand_in", fault.Params{"type": name})
	case whom.Id == "":
		return "substitute", fault.New(fault.Invalid, "field_required", nil)
	case whom.Id == away.Id:
		return "substitute", fault.New(fault.Invalid, "own_substitute", nil)
	}
	if _, issues := a.s.m.CompileStandIn(t, condition); len(issues) > 0 {
		return "condition", WrongCondition(condition, issues[0])
	}
	return "", nil
}

// WrongCondition names the place of a mistake in a condition that a person
// wrote, counted from one.
func WrongCondition(src string, issue rule.Issue) *fault.Fault {
	runes := []rune(src)
	from := min(max(issue.Offset, 0), len(runes))
	to := min(from+max(issue.Length, 0), len(runes))
	return fault.New(fault.Invalid, "filter_wrong", fault.Params{
		"position": from + 1, "part": string(runes[from:to]), "reason": issue.Code,
	})
}
