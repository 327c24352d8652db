package model

import "kontora/internal/rule"

// AbsenceScopes are what somebody who stands in may get: messages, the turns
// and votes of the absent person, and what that person sees.
var AbsenceScopes = []string{"inform", "tasks", "read"}

// absence checks the type in which the engine finds who stands in for whom.
func (c *compiler) absence(t *Type) {
	c.expect(t, "from", Date)
	c.expect(t, "to", Date)
	c.expectPerson(t, "person")
	c.expectPerson(t, "substitute")
	if t.Field("new_only") != nil {
		c.expect(t, "new_only", Bool)
	}
	if f := t.Field("scope"); f != nil {
		c.expect(t, "scope", Texts, Enum)
		for _, e := range f.Enum {
			if !has(AbsenceScopes, e.Key) {
				c.fail(f.At, "directory_field", "%q is none of the scopes inform, tasks, read", e.Key)
			}
		}
	}
	if f := t.Field("rules"); f != nil {
		c.expect(t, "rules", Rows)
		if f.Kind == Rows {
			c.standIns(f.RowType)
		}
	}
}

// standIns checks the table of rules that name others for some records.
func (c *compiler) standIns(t *Type) {
	c.expect(t, "type", Text)
	c.expect(t, "condition", Text)
	c.expectPerson(t, "substitute")
	if t.Field("state") != nil {
		c.expect(t, "state", Text)
	}
}

func (c *compiler) expectPerson(t *Type, key string) {
	c.expect(t, key, Ref)
	if f := t.Field(key); f != nil && f.Target != c.personKey() {
		c.fail(t.At, "directory_field", "%q of an absence points at people", key)
	}
}

// StandInType finds the type of record that a rule of an absence is about: one
// whose records wait for somebody; nil for any other.
func (m *Model) StandInType(slug string) *Type {
	if t := m.TypeBySlug(slug); t != nil && !t.Abstract && t.Lifecycle != nil {
		return t
	}
	return nil
}

// ofMoment are the names by which a condition would hold for one reader or one
// instant. Who stands in is a matter of the record alone.
var ofMoment = []string{"me", "now", "today", "input"}

// CompileStandIn compiles the condition of a rule of an absence, in the form in
// which lists keep their filters. An empty one is no rule: it always holds.
func (m *Model) CompileStandIn(t *Type, src string) (*rule.Rule, []rule.Issue) {
	if src == "" {
		return nil, nil
	}
	r, issues := m.CompileQuery(t, m.ConditionNow(t, src))
	if len(issues) > 0 {
		return nil, issues
	}
	for _, name := range ofMoment {
		if r.Uses(name) {
			return nil, []rule.Issue{{Code: "not_here", Length: len([]rune(src))}}
		}
	}
	return r, nil
}
