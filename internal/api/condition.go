package api

import (
	"errors"

	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/rule"
	"kontora/internal/store"
)

// condition is a filter with the eyes it is to be evaluated with: the asker's
// own conditions see what the asker sees, those of the configuration everything.
type condition struct {
	rule   *rule.Rule
	scope  *rule.Scope
	asked  bool   // written by the asker: what cannot be done is their mistake
	source string // as the asker wrote it
}

var _ store.Narrowing = condition{}

// Narrow tells for which stand-ins the condition can hold.
func (c condition) Narrow(fields []string, stands []rule.Record) ([]bool, bool, error) {
	return c.rule.Narrow(c.scope, fields, stands)
}

// SQL translates the condition.
func (c condition) SQL(columns rule.Columns, alias string, _ *rule.Scope) (string, []any, error) {
	where, args, err := c.rule.SQL(columns, alias, c.scope)
	var wrong *rule.Error
	if c.asked && errors.As(err, &wrong) && wrong.Code != "internal" {
		return "", nil, filterWrong(c.source, 0, len([]rune(c.source)), wrong.Code)
	}
	return where, args, err
}

// condition compiles what the asker wrote about records of a type.
func (a *asker) condition(t *model.Type, src string) (store.Filter, error) {
	r, issues := a.model.CompileQuery(t, src)
	if len(issues) > 0 {
		first := issues[0]
		return nil, filterWrong(src, first.Offset, first.Length, first.Code)
	}
	scope, err := a.scope()
	if err != nil {
		return nil, err
	}
	return condition{rule: r, scope: scope, asked: true, source: src}, nil
}

// authored is a condition of the configuration.
func (a *asker) authored(r *rule.Rule, rec *flow.Record) store.Filter {
	return condition{rule: r, scope: flow.QueryScope(a.model, a.snap, r, rec, a.actor, a.now)}
}

// filterWrong names the place of a mistake in a condition.
func filterWrong(src string, offset, length int, reason string) *fault.Fault {
	return flow.WrongCondition(src, rule.Issue{Offset: offset, Length: length, Code: reason}).At("filter")
}
