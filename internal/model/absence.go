package model

// AbsenceScopes are what somebody who stands in may get: messages, the turns
// and votes of the absent person, and what that person sees.
var AbsenceScopes = []string{"inform", "tasks", "read"}

// absence checks the type in which the engine finds who stands in for whom.
func (c *compiler) absence(t *Type) {
	for _, key := range []string{"person", "substitute"} {
		c.expect(t, key, Ref)
		if f := t.Field(key); f != nil && f.Target != c.personKey() {
			c.fail(t.At, "directory_field", "%q of an absence points at people", key)
		}
	}
	c.expect(t, "from", Date)
	c.expect(t, "to", Date)
	if f := t.Field("scope"); f != nil {
		c.expect(t, "scope", Texts, Enum)
		for _, e := range f.Enum {
			if !has(AbsenceScopes, e.Key) {
				c.fail(f.At, "directory_field", "%q is none of the scopes inform, tasks, read", e.Key)
			}
		}
	}
}
