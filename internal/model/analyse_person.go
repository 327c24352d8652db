package model

import (
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// warnPersons warns where a rule names somebody: a person's id, name or address, or
// a person found by a code. A role stays when people come and go.
func (c *compiler) warnPersons(x spec.Expr, r *rule.Rule) {
	for _, found := range r.Persons() {
		field, _ := found.Params["field"].(string)
		if !c.identifies(field) {
			continue
		}
		at := x.At(found.Offset)
		c.found = append(c.found, spec.Diagnostic{
			Severity: spec.SeverityWarning, Code: "person_named", Message: "this names a person: when somebody else does the job it is wrong",
			Hint: "name a role, a unit or a field that holds the person", File: at.File, Line: at.Line, Col: at.Col, Path: at.Path, Length: found.Length,
		})
	}
}

// identifies reports whether a text of a person tells who it is.
func (c *compiler) identifies(field string) bool {
	switch field {
	case "id", "email", "username", "name", "full_name", "phone":
		return true
	}
	t := c.m.byKey[c.personKey()]
	f := t.Field(field)
	return f != nil && f.Personal
}

// warnPerson warns of a value that is a person, written by id.
func (c *compiler) warnPerson(f *Field, at spec.Pos, v any) {
	if f.Kind == Ref && f.Target != "" && f.Target == c.personKey() && v != nil {
		c.problem(spec.SeverityWarning, at, "person_named", "this names a person: when somebody else does the job it is wrong",
			"name a role, a unit or a field that holds the person", nil)
	}
}
